"""The written report: complete, sound, self-contained, and safe to replace."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from mediaframe.errors import InputError
from mediaframe.report import site
from tests.report import invented
from tests.report.pages import Read

NASTY = (
    "<script>alert(1)</script>\" onmouseover='alert(2)' {{ 7*7 }} ${x} &lt; \u202eabc\u2066 "
    '</svg></style><img src=x onerror=alert(3)> \x00\x1b[31m \ud800 #d0 url(#clip0) id="a" '
) + "ط\u0651\u064b\u0300\u0301\u0302\u0303\u0304" * 3
PAGES = (
    "index.html", "country-bh.html", "country-ma.html", "country-unknown.html",
    "outlet-bh-lulu.html", "outlet-ma-atlas.html", "outlets.html", "actors.html",
    "examples.html", "stories.html", "method.html",
)  # fmt: skip


def pages(folder: Path) -> list[Read]:
    """Every page of a report."""
    return [Read(path) for path in sorted(folder.rglob("*.html"))]


def test_both_languages_have_every_page(report: Path) -> None:
    for code in ("ar", "en"):
        assert {path.name for path in (report / code).iterdir()} == set(PAGES)


def test_pages_say_their_language_and_direction(report: Path) -> None:
    for page in pages(report):
        expected = {"ar": "rtl", "en": "ltr"}
        code = page.path.parent.name if page.path.parent != report else "ar"
        root = page.named("html")[0].attributes
        assert (root["lang"], root["dir"]) == (code, expected[code])


def test_every_link_leads_to_a_file_and_a_part_that_exist(report: Path) -> None:
    seen: dict[Path, set[str]] = {}
    for page in pages(report):
        for tag in page.tags:
            for name in ("href", "src"):
                target = tag.attributes.get(name)
                if target is None or urlsplit(target).scheme in ("http", "https"):
                    continue
                path, _, part = target.partition("#")
                file = (page.path.parent / unquote(path)).resolve() if path else page.path
                assert file.is_file(), f"{page.path.name}: {target}"
                assert report.resolve() in file.resolve().parents
                if part and file.suffix == ".html":
                    ids = seen.setdefault(
                        file, {str(t.attributes.get("id")) for t in Read(file).tags}
                    )
                    assert part in ids, f"{page.path.name}: {target}"


def test_nothing_is_loaded_from_elsewhere(report: Path) -> None:
    for page in pages(report):
        assert not page.named("script")
        for tag in page.tags:
            outside = {
                key: value
                for key, value in tag.attributes.items()
                if value and re.match(r"(https?:)?//", value) and key != "xmlns"
            }
            if tag.name == "a":
                assert set(outside) <= {"href"}
                assert not outside or "noopener" in (tag.attributes["rel"] or "")
            else:
                assert not {k for k in outside if not k.startswith("xmlns")}, tag
    for style in (report / "assets").rglob("*.css"):
        for target in re.findall(r"url\(([^)]*)\)", style.read_text(encoding="utf-8")):
            assert (style.parent / target).is_file()


def test_ids_are_unique_and_references_in_drawings_are_kept(report: Path) -> None:
    for page in pages(report):
        ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
        assert len(ids) == len(set(ids)), page.path
        text = page.path.read_text(encoding="utf-8")
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)


def test_charts_are_named_for_readers_who_cannot_see_them(report: Path) -> None:
    drawn = [tag for page in pages(report) for tag in page.named("svg")]
    assert len(drawn) > 50
    assert all(tag.attributes["role"] == "img" and tag.attributes["aria-label"] for tag in drawn)
    for page in pages(report):
        tables = page.named("table")
        assert len(page.named("caption")) == len(tables)
        assert len([tag for tag in page.tags if tag.name == "h1"]) == (
            2 if page.path.parent == report else 1
        )


def test_every_chart_is_also_an_svg_and_a_png_file(report: Path) -> None:
    for code in ("ar", "en"):
        folder = report / "charts" / code
        names = {path.stem for path in folder.glob("*.svg")}
        assert {"all-index", "all-panels", "countries-frames", "outlet-bh-lulu-frames"} <= names
        for name in names:
            assert (folder / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_figures_are_there_as_csv(report: Path) -> None:
    head = (report / "data" / "trends-country-month.csv").read_text().splitlines()[0]
    assert head.startswith("country,month,indicator,label,basis,value,low,high,n,n_eff,display")


def test_what_is_suppressed_is_not_printed_and_says_so(report: Path) -> None:
    regional = Read(report / "en" / "country-unknown.html").text
    assert "No results are shown here" in regional
    assert not re.search(r"\d%", regional.split("How they are made")[1].split("Outlets of this")[0])
    assert "too few to show" in Read(report / "en" / "outlets.html").text


def test_people_are_listed_only_on_demand(report: Path, tmp_path: Path) -> None:
    name = invented.ACTORS["iq_person"].name_en
    assert all(name not in page.text for page in pages(report))
    shown = site.write(tmp_path / "shown", invented.content(months=3, show_persons=True)).parent
    assert name in Read(shown / "en" / "actors.html").text


def test_the_method_page_discloses_what_the_codebook_asks_for(report: Path) -> None:
    text = Read(report / "en" / "method.html").text
    for words in (
        "2,000 bootstrap draws", "seed 20260101", "a1b2c3d4e5f6", "9c1e55aa", "0.9.0",
        "Not part of this report yet", "2018-01-02 – 2019-12-28", "no text", "1,893",
        "Under 30 effective units", "3/n", "0.7 or more", "Lulu Echo",
    ):  # fmt: skip
        assert words in text, words
    for indicator in invented.BOOK.indicators:
        assert indicator.formula in text
        assert indicator.formula_ar in Read(report / "ar" / "method.html").text


def test_examples_mark_the_target_and_the_evidence(report: Path) -> None:
    page = Read(report / "ar" / "examples.html")
    kinds = [tag.attributes["class"] for tag in page.named("mark")]
    assert kinds.count("evidence") >= 5
    assert "network" not in kinds  # nobody asked for it
    assert {"جمعية سند الحي", "تمويل أجنبي"} <= set(page.texts)
    assert "javascript:" not in (report / "en" / "stories.html").read_text(encoding="utf-8")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    content = invented.with_text(invented.content(months=3), NASTY)
    folder = site.write(tmp_path / "report", content).parent
    for page in pages(folder):
        assert not {"script", "img", "style", "iframe", "object"} & {tag.name for tag in page.tags}
        for tag in page.tags:
            assert not [name for name in tag.attributes if name.startswith("on")], tag
            assert "alert" not in (tag.attributes.get("href") or "")
        raw = page.path.read_text(encoding="utf-8")
        # The isolates that the report sets itself come in pairs.
        assert raw.count("\u2067") + raw.count("\u2068") == raw.count("\u2069")
        assert not set("\u202a\u202b\u202d\u202e\u2066\x00\x1b") & set(raw)
        assert "49" not in [text.strip() for text in page.texts]
    assert "alert(1)" in Read(folder / "en" / "examples.html").text
    for path in (folder / "charts").rglob("*.svg"):
        assert "<script" not in path.read_text(encoding="utf-8")
        assert path.with_suffix(".png").is_file()


def test_huge_text_is_bounded(tmp_path: Path) -> None:
    content = invented.with_text(invented.content(months=3), "بلا نهاية " * 200_000)
    folder = site.write(tmp_path / "report", content).parent
    for name in ("examples.html", "stories.html", "method.html", "outlets.html"):
        assert (folder / "ar" / name).stat().st_size < 200_000


def test_a_new_report_replaces_the_old_one_whole(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(report, folder)
    (folder / "ar" / "outlet-gone.html").write_text("old")
    leftover = tmp_path / ".report.new"  # of a run that was killed
    (leftover / "ar").mkdir(parents=True)
    site.write(folder, invented.content(months=3))
    assert not (folder / "ar" / "outlet-gone.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert json.loads((folder / "report.json").read_text())["version"] == "0.1.0"


def test_a_failure_leaves_the_old_report(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    shutil.copytree(report, folder)
    before = (folder / "index.html").stat()
    broken = invented.content(months=3)
    object.__setattr__(broken, "stories", broken.stories.drop("url"))
    with pytest.raises(KeyError):
        site.write(folder, broken)
    assert (folder / "index.html").stat() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_no_report_is_never_replaced(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    if kind == "file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="is no report"):
        site.write(folder, invented.content(months=3))
    assert folder.exists()
