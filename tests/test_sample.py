"""The sample corpus is complete, its gold codes fit its texts, and its sources build it."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from mediaframe import codebook, config
from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.collect.dedupe import SAME_STORY
from mediaframe.learn import dataset

ROOT = config.data_root()
SAMPLE = ROOT / "corpora/sample"
BUILDER = ROOT / "scripts/build_sample.py"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BOOK = codebook.load(ROOT / "annotations/codebook.yaml")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


FILES = sorted(SAMPLE.glob("articles-*.jsonl"))
ARTICLES = {row["id"]: row for path in FILES for row in lines(path)}
GOLD = lines(SAMPLE / "gold.jsonl")
SOURCES = {
    row["id"]: row
    for path in sorted((SAMPLE / "src").glob("*.yaml"))
    for row in yaml.load(path.read_bytes(), Loader=LOADER)
}
COPIES = {row["id"]: row["copy_of"] for row in SOURCES.values() if "copy_of" in row}


def build(sample: Path, output: Path) -> int:
    spec = importlib.util.spec_from_file_location("build_sample", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main(["--sample", str(sample), "--output", str(output)])


def grams(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(fold(text))
    return set(zip(*(words[i:] for i in range(5)), strict=False))


def test_the_sample_covers_countries_outlets_and_two_years() -> None:
    assert len(ARTICLES) >= 180
    assert len({row["outlet"] for row in ARTICLES.values()}) >= 9
    assert {row["country"] for row in ARTICLES.values()} == {"BH", "IQ", "MA"}
    dates = sorted(row["date"] for row in ARTICLES.values() if row["date"].isascii())
    assert dates[0] < "2023-08"
    assert max(date for date in dates if date.startswith("20")) > "2025-06"
    assert {row["genre"] for row in ARTICLES.values()} == set(BOOK.labels["genre"])
    assert {row["id"] for row in GOLD if not row["codes"]["in_scope"]}
    assert set(ARTICLES) - {row["article"] for row in GOLD}, "articles without any mention"


def test_every_label_of_the_codebook_occurs() -> None:
    frames = Counter(frame for row in GOLD for frame in row["codes"]["frames"])
    assert all(frames[frame] >= 6 for frame in BOOK.frame_ids), frames
    assert {issue for row in GOLD for issue in row["codes"]["issues"]} == set(BOOK.issue_ids)
    for variable in ("role", "voice"):
        assert {row["codes"][variable] for row in GOLD} == set(BOOK.labels[variable])
    types = {row["codes"]["actor_type"] for row in GOLD}
    assert types - {"EXCLUDED"} == set(BOOK.labels["actor_type"])
    assert {row["codes"]["tone"] for row in GOLD} == {-1, 0, 1}
    in_scope = [row["codes"]["frames"] for row in GOLD if row["codes"]["in_scope"]]
    assert in_scope.count(["NONE"]) >= 0.15 * len(in_scope)


def test_the_gold_codes_stand_where_they_say_and_can_be_read() -> None:
    marked = dataset.read_marked(SAMPLE / "gold.jsonl", FILES, BOOK)
    assert len(marked) == len(GOLD) == len({row["id"] for row in GOLD})
    spans = Counter((row["article"], row["in_headline"], row["start"]) for row in GOLD)
    assert max(spans.values()) == 1


def test_wire_copies_are_one_story_and_other_articles_are_not() -> None:
    groups = set(COPIES.values())
    assert len(groups) >= 8
    found = {key: grams(row["text"]) for key, row in ARTICLES.items()}
    for copy, original in COPIES.items():
        one, other = found[copy], found[original]
        assert len(one & other) >= SAME_STORY * len(one | other), copy
        assert ARTICLES[copy]["outlet"] != ARTICLES[original]["outlet"]
    originals = [key for key in ARTICLES if key not in COPIES]
    for i, key in enumerate(originals):
        for before in originals[:i]:
            shared = len(found[key] & found[before])
            assert shared < 0.2 * len(found[key] | found[before]), (key, before)


def test_invented_names_are_not_those_of_the_real_registries() -> None:
    real = (ROOT / "corpora/actors.yaml").read_text(encoding="utf-8")
    real += (ROOT / "corpora/outlets.yaml").read_text(encoding="utf-8")
    for name, key in (("outlets", "outlets"), ("actors", "organisations")):
        rows = yaml.load((SAMPLE / f"{name}.yaml").read_bytes(), Loader=LOADER)[key]
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            assert row["name_ar"] not in real
            assert all(domain.endswith(".example") for domain in row.get("domains", []))


def test_the_sources_build_the_published_files(tmp_path: Path) -> None:
    assert build(SAMPLE, tmp_path) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted([*(path.name for path in FILES), "gold.jsonl"])
    for name in names:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"outlet": "nobody"}, "'nobody' is missing or unknown"),
        ({"genre": "POEM"}, "no such genre 'POEM'"),
        ({"text": "قصير"}, "1 words"),
        ({"issues": ["WEATHER"]}, "a: no such issue 'WEATHER'"),
        ({"issues": []}, "a: issues: one or two"),
        ({"title": "⟦جمعية|z⟧"}, "marks and gold differ in ['z']"),
        ({"title": "⟦جمعية"}, "unreadable mark"),
        ({"gold": {"a": {"actor": "nobody"}}}, "a: no such actor nobody"),
        ({"gold": {"a": {"frames": ["NONE", "CIVIC_VOICE"]}}}, "NONE alone"),
        ({"gold": {"a": {"frames": ["HERO"]}}}, "no such frame 'HERO'"),
        ({"gold": {"a": {"tone": 2}}}, "tone 2"),
        ({"gold": {"a": {"colour": "red"}}}, "no such field ['colour']"),
        ({"gold": {"a": {"actor_type": "CLUB"}}}, "no such actor_type 'CLUB'"),
        ({"gold": {"a": {"in_scope": False, "frames": ["CIVIC_VOICE"]}}}, "has no frame"),
        ({"copy_of": "s-2", "edits": [["غائب", ""]]}, "'غائب' stands 0 times"),
    ],
)
def test_a_wrong_source_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], reason: str
) -> None:
    good = {
        "id": "s-1",
        "outlet": "o",
        "date": "2024-01-01",
        "genre": "NEWS",
        "issues": ["OTHER"],
        "title": "عنوان",
        "text": "⟦جمعية|a⟧ " + "كلمة " * 80,
        "gold": {"a": {"actor_type": "CSO_ORG"}},
    }
    rows = [good | change, good | {"id": "s-2"}]
    for name, content in {
        "outlets.yaml": {"outlets": [{"id": "o", "country": "BH", "domains": ["o.example"]}]},
        "actors.yaml": {"organisations": []},
        "src/test.yaml": rows,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = yaml.safe_dump(content, allow_unicode=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert build(tmp_path, tmp_path) == 1
    said = capsys.readouterr().err
    assert "test.yaml: s-1: " in said
    assert reason in said
    assert not (tmp_path / "gold.jsonl").exists()
