"""Codes of people: every line stored once or rejected, and given back as windows to learn from."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mediaframe import codebook, config
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.learn import dataset
from mediaframe.pipeline import labelling
from mediaframe.store import articles, health, outlets, packs, readings, runs
from mediaframe.store.database import Store
from mediaframe.types import Article, Outlet

TITLE = "جمعية نساء الواحة تفتح مركزاً"
TEXT = "هطل المطر. وزعت جمعية نساء الواحة ألف سلة. قال المحافظ إن العمل مستمر. انتهى الخبر."
CODES = {
    "in_scope": True,
    "actor_type": "CSO_ORG",
    "frames": ["SERVICE_RELIEF"],
    "primary_frame": "SERVICE_RELIEF",
    "tone": 1,
    "role": "PROTAGONIST",
    "voice": "OUTLET",
    "rebutted": False,
    "distancing": False,
    "issues": [],
}


@pytest.fixture(scope="module")
def book() -> Codebook:
    return codebook.load(config.Settings().codebook)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.begin() as conn:
        outlets.save(conn, [Outlet(id="wadi", name_ar="الوادي", country="IQ", verified=False)])
        for number in (1, 2):
            article = Article(
                key=f"key{number}", outlet_id="wadi", title=TITLE, text=TEXT,
                source_id=f"source{number}", url=f"https://wadi.example/{number}",
            )  # fmt: skip
            articles.add(conn, [article])
    return store


def line(surface: str, article: str = "source1", **changed: Any) -> dict[str, Any]:
    in_headline = changed.pop("in_headline", False)
    start = (TITLE if in_headline else TEXT).index(surface)
    place = {"start": start, "end": start + len(surface), "surface": surface}
    return {"article": article, "in_headline": in_headline, **place, "codes": CODES | changed}


def written(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n")
    return path


def exported(store: Store, tmp_path: Path) -> list[dataset.Labelled]:
    return dataset.read(written(tmp_path / "export.jsonl", *labelling.gold(store)))


def test_what_was_coded_comes_back_in_its_window(
    filled: Store, book: Codebook, tmp_path: Path
) -> None:
    rows = [
        line("جمعية نساء الواحة"),
        line("جمعية نساء الواحة", "https://wadi.example/2", in_headline=True, tone=0),
        line("المحافظ", "key2", in_scope=False, actor_type="EXCLUDED", frames=["NONE"],
             primary_frame="NONE", role="NONE", tone=0),
    ]  # fmt: skip
    file = written(tmp_path / "codes.jsonl", *rows)
    recorded = labelling.record(filled, book, file, coder="a1")
    assert (recorded.new, recorded.known, recorded.rejected.total()) == (3, 0, 0)
    found = {(one.article, one.window.in_headline or one.window.text == TITLE): one
             for one in exported(filled, tmp_path)}  # fmt: skip
    assert len(found) == 3
    body = found["key1", False]
    assert body.window.text[body.window.start : body.window.end] == "جمعية نساء الواحة"
    assert body.window.text == TEXT[: TEXT.index(" انتهى")].rstrip()
    assert body.codes == dataset.codes_of(CODES)
    assert (body.outlet, body.country, body.second) == ("wadi", "IQ", None)
    assert found["key2", True].codes.tone == 0
    assert found["key2", True].window.headline == TITLE
    assert not found["key2", False].codes.in_scope
    with filled.read() as conn:
        assert list(health.problems(conn)) == []


def test_a_file_is_stored_once_and_goes_on_where_articles_were_missing(
    filled: Store, book: Codebook, tmp_path: Path
) -> None:
    late = line("جمعية نساء الواحة", "key3")
    file = written(tmp_path / "codes.jsonl", line("جمعية نساء الواحة"), late)
    first = labelling.record(filled, book, file, coder="a1")
    assert (first.new, first.rejected) == (1, {"no stored article is named by `article`": 1})
    with filled.begin() as conn:
        articles.add(conn, [Article(key="key3", outlet_id="wadi", title=TITLE, text=TEXT)])
    again = labelling.record(filled, book, file, coder="a1")
    assert (again.new, again.known, again.rejected.total()) == (1, 1, 0)
    with filled.read() as conn:
        assert health.counts(conn)["rejects"] == 0
        assert health.counts(conn)["readings"] == 2
        assert len(runs.all(conn)) == 2


def test_coders_do_not_overwrite_each_other(filled: Store, book: Codebook, tmp_path: Path) -> None:
    mention = "جمعية نساء الواحة"
    for coder, tone in (("a1", 1), ("b", -1), ("a1", 0)):
        file = written(tmp_path / "codes.jsonl", line(mention, tone=tone))
        assert labelling.record(filled, book, file, coder=coder).new == 1
    (one,) = exported(filled, tmp_path)
    assert one.codes.tone == 0  # of two files of one coder the later counts
    assert one.second is not None
    assert one.second.tone == -1
    with filled.read() as conn:
        coded = [run for run in runs.all(conn) if run.kind == "score"]
        assert [run.settings for run in coded] == [{"coder": "a1"}, {"coder": "b"}, {"coder": "a1"}]
        tones = [
            reading.codes.tone
            for run in coded
            for reading in readings.of(conn, run.id, [1]).values()
        ]
    assert tones == [1, -1, 0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("no object", "not a JSON object"),
        (line("المحافظ", "key9"), "no stored article is named by `article`"),
        ({**line("المحافظ"), "start": 1}, "`surface` does not stand at `start` and `end`"),
        ({**line("المحافظ"), "end": None}, "int() argument must be"),
        ({"article": "key1"}, "`codes` is missing"),
        (line("المحافظ", frames=["NO_FRAME"]), "frame is not in the codebook"),
        (line("المحافظ", actor_type="EXCLUDED"), "actor_type is not in the codebook"),
        (line("المحافظ", issues=["?"]), "issue is not in the codebook"),
        (line("المحافظ", primary_frame="CORRUPT_SELF_INTEREST"), "`frames` need their"),
        (line("المحافظ", tone=3), "tone 3 is not -1, 0 or 1"),
        (line("جمعية نساء الواحة"), "the mention is coded twice in this file"),
    ],
)
def test_a_bad_line_is_stored_with_its_reason_and_the_others_go_on(
    filled: Store, book: Codebook, tmp_path: Path, row: object, reason: str
) -> None:
    file = written(tmp_path / "codes.jsonl", line("جمعية نساء الواحة"), row)
    recorded = labelling.record(filled, book, file, coder="a1")
    assert recorded.new == 1
    ((why, count),) = recorded.rejected.items()
    assert why.startswith(reason)
    assert count == 1
    with filled.read() as conn:
        stored = conn.exec_driver_sql("SELECT stage, item FROM rejects").all()
    assert [tuple(one) for one in stored] == [("annotate", f"{file}:2")]


def test_an_ambiguous_article_is_rejected(filled: Store, book: Codebook, tmp_path: Path) -> None:
    with filled.begin() as conn:
        outlets.save(conn, [Outlet(id="jisr", name_ar="الجسر", verified=False)])
        twin = Article(key="k", outlet_id="jisr", title=TITLE, text=TEXT, source_id="source1")
        articles.add(conn, [twin])
    file = written(tmp_path / "codes.jsonl", line("المحافظ"))
    recorded = labelling.record(filled, book, file, coder="a1")
    assert recorded.rejected == {"several articles are named by `article`": 1}


def test_a_file_that_is_not_there_is_named(filled: Store, book: Codebook, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.jsonl"):
        labelling.record(filled, book, tmp_path / "nothing.jsonl", coder="a1")


def test_trends_stay_packed(filled: Store, book: Codebook, tmp_path: Path) -> None:
    with filled.begin() as conn:
        begin = partial(runs.begin, conn, digest="d", codebook_version="1", settings={})
        detection = begin(kind="detect", scorer="rules")
        run = begin(kind="score", scorer="lexicon", detection_id=detection)
    file = written(tmp_path / "codes.jsonl", line("المحافظ"))
    labelling.record(filled, book, file, coder="a1")
    with filled.read() as conn:
        assert packs.there(conn, run)
