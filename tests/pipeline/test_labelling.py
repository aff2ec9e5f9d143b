"""Codes of people: every line stored once or rejected, and given back as windows to learn from."""

import datetime as dt
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mediaframe import codebook, config
from mediaframe.codebook import Codebook
from mediaframe.collect.fetched import Capture
from mediaframe.errors import InputError
from mediaframe.learn import coding, dataset
from mediaframe.pipeline import arriving, gold, labelling
from mediaframe.score import decision
from mediaframe.store import articles, health, outlets, packs, readings, rejects, runs
from mediaframe.store.database import Store
from mediaframe.types import Article, Outlet
from tests.learn import invented

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
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return path


def exported(store: Store, tmp_path: Path) -> list[dataset.Labelled]:
    return dataset.read(written(tmp_path / "export.jsonl", *gold.gold(store)), invented.BOOK)


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
    assert (recorded.new, recorded.known, recorded.rejects) == (3, 0, [])
    found = {(one.article, one.window.in_headline): one
             for one in exported(filled, tmp_path)}  # fmt: skip
    assert len(found) == 3
    body = found["key1", False]
    assert body.window.text[body.window.start : body.window.end] == "جمعية نساء الواحة"
    assert body.window.text == TEXT[: TEXT.index(" انتهى")].rstrip()
    assert body.codes == coding.codes_of(CODES, decision.labels(book))
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
    assert (first.new, len(first.rejects)) == (1, 1)
    assert first.rejects[0].reason.startswith("no stored article is named by `article`: ")
    with filled.begin() as conn:
        articles.add(conn, [Article(key="key3", outlet_id="wadi", title=TITLE, text=TEXT)])
    again = labelling.record(filled, book, file, coder="a1")
    assert (again.new, again.known, again.rejects) == (1, 1, [])
    with filled.read() as conn:
        assert health.counts(conn)["rejects"] == 0
        assert health.counts(conn)["readings"] == 2
        assert len(runs.all(conn)) == 2


def test_a_line_that_was_mended_is_stored_beside_those_of_its_article(
    filled: Store, book: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = line("جمعية نساء الواحة"), line("المحافظ", issues=["CHARITY_CULTURE_YOUTH"])
    file = written(tmp_path / "codes.jsonl", *rows)
    with monkeypatch.context() as patch:
        patch.setattr(decision, "MAX_ISSUES", 0)  # as of an earlier version
        assert len(labelling.record(filled, book, file, coder="a1").rejects) == 1
    again = labelling.record(filled, book, file, coder="a1")
    assert (again.new, again.known, again.rejects) == (1, 1, [])
    assert len(exported(filled, tmp_path)) == 2


def test_rejects_are_those_of_the_file_as_it_is(
    filled: Store, book: Codebook, tmp_path: Path
) -> None:
    good = line("جمعية نساء الواحة")
    file = written(tmp_path / "codes.jsonl", good, "bad", "worse")
    labelling.record(filled, book, file, coder="a1")
    other = written(tmp_path / "codes.jsonl2", "bad")
    labelling.record(filled, book, other, coder="a1")
    labelling.record(filled, book, written(file, good), coder="a1")
    with filled.read() as conn:
        stored = conn.exec_driver_sql("SELECT item FROM rejects").scalars().all()
    assert stored == [f"{other}:1"]


def test_codes_stay_where_their_words_stand_when_the_outlet_changes_the_text(
    filled: Store, book: Codebook, tmp_path: Path
) -> None:
    rows = line("جمعية نساء الواحة", in_headline=True), line("المحافظ"), line("جمعية نساء الواحة")
    labelling.record(filled, book, written(tmp_path / "codes.jsonl", *rows), coder="a1")
    new = Article(key="key1", outlet_id="wadi", title=TITLE, text=TEXT.replace("قال", "وذكر"))
    with filled.begin() as conn:
        outlet = next(outlet for outlet in outlets.all(conn) if outlet.id == "wadi")
        url = "https://wadi.example/1"
        capture = Capture(
            url=url, found=url, final_url=url, canonical_url=url, outlet_id="wadi", status=200,
            headers={}, body=b"", kind="feed", fetched=dt.datetime(2026, 1, 1),
        )  # fmt: skip
        arrival, _ = arriving.store(conn, new, capture, outlet)
        assert arrival is arriving.Arrival.CHANGED
    found = exported(filled, tmp_path)
    assert {one.window.text[one.window.start : one.window.end] for one in found} == {
        "جمعية نساء الواحة"
    }
    assert len(found) == 2
    with filled.read() as conn:
        stored = conn.exec_driver_sql("SELECT reason, sample FROM rejects").all()
        assert list(health.problems(conn)) == []
    assert [tuple(one) for one in stored] == [("the outlet has changed the coded text", "المحافظ")]


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
        (line("المحافظ", "\ud800"), "no stored article is named by `article`"),
        ({**line("المحافظ"), "start": 1}, "`surface` does not stand at `start` and `end`"),
        *(
            ({**line("المحافظ"), **wrong}, "`start` and `end` do not mark a span of the text")
            for wrong in (
                {"end": 10**30},
                {"start": -50, "end": -44},
                {"start": TEXT.index("الخبر"), "end": 500, "surface": "الخبر."},
            )
        ),
        ({**line("المحافظ"), "in_headline": "false"}, "`in_headline` is not true or false"),
        ({"article": "key1"}, "`codes` is missing"),
        ({"article": "key1", "codes": []}, "`codes` is no object"),
        (line("المحافظ", in_scope="false"), "`in_scope` is not true or false"),
        (line("المحافظ", frames="VICTIM_REPRESSION"), "`frames` is no list"),
        (line("المحافظ", frames=["NO_FRAME"]), "`frames` has a value that the codebook"),
        (line("المحافظ", frames=["SERVICE_RELIEF"] * 2), "`frames` or `issues` has a value twice"),
        (line("المحافظ", frames=["SERVICE_RELIEF", *"ABC"]), "`frames` has a value that"),
        (line("المحافظ", frames=["SERVICE_RELIEF", "NONE"]), "`frames` needs `primary_frame`"),
        ({**line("المحافظ"), "end": None}, "`end` is no whole number"),
        ({**line("المحافظ"), "start": 20.0}, "`start` is no whole number"),
        ({**line("المحافظ"), "start": 3, "end": 4, "surface": " "}, "`start` and `end` mark only"),
        (line("المحافظ", actor_type="EXCLUDED"), "`actor_type` is none of a mention in scope"),
        (line("المحافظ", in_scope=False), "`actor_type` is none of a mention out of scope"),
        (line("المحافظ", issues=["?"]), "`issues` has a value that the codebook does not allow"),
        (line("المحافظ", primary_frame="CORRUPT_SELF_INTEREST"), "`frames` needs `primary_frame`"),
        (line("المحافظ", tone=3), "`tone` is not -1, 0 or 1"),
        (line("المحافظ", tone="text of the file"), "`tone` is not -1, 0 or 1"),
        (line("جمعية نساء الواحة"), "the mention is coded twice in this file"),
    ],
)
def test_a_bad_line_is_stored_with_its_reason_and_the_others_go_on(
    filled: Store, book: Codebook, tmp_path: Path, row: object, reason: str
) -> None:
    file = written(tmp_path / "codes.jsonl", line("جمعية نساء الواحة"), row)
    recorded = labelling.record(filled, book, file, coder="a1")
    assert recorded.new == 1
    (reject,) = recorded.rejects
    assert reject.reason.startswith(reason)
    assert "text of the file" not in reject.reason.partition(":")[0]  # it is published
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
    (reject,) = recorded.rejects
    assert reject.reason == "several articles are named by `article`: source1"


def test_the_file_recorded_last_counts(filled: Store, book: Codebook, tmp_path: Path) -> None:
    for tone in (1, -1, 1):
        file = written(tmp_path / "codes.jsonl", line("المحافظ", tone=tone))
        labelling.record(filled, book, file, coder="a1")
        (one,) = exported(filled, tmp_path)
        assert one.codes.tone == tone


def test_of_many_bad_lines_the_first_are_stored_and_all_counted(
    filled: Store, book: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects, "MOST", 2)
    file = written(tmp_path / "codes.jsonl", *[line("المحافظ", "nowhere")] * 5)
    assert len(labelling.record(filled, book, file, coder="a1").rejects) == 5
    with filled.read() as conn:
        stored = conn.exec_driver_sql("SELECT item FROM rejects ORDER BY item").scalars().all()
    assert stored == [f"{file}:1", f"{file}:2"]


def test_an_empty_file_is_refused(filled: Store, book: Codebook, tmp_path: Path) -> None:
    file = written(tmp_path / "codes.jsonl")
    with pytest.raises(InputError, match=r"codes\.jsonl: no coded mentions in it"):
        labelling.record(filled, book, file, coder="a1")


def test_a_coder_needs_a_name(filled: Store, book: Codebook, tmp_path: Path) -> None:
    file = written(tmp_path / "codes.jsonl", line("المحافظ"))
    with pytest.raises(InputError, match="coder needs a name"):
        labelling.record(filled, book, file, coder=" ")


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
