"""Examples and disclosure: what the report shows beside its figures."""

import datetime as dt
from dataclasses import replace

import pytest

from mediaframe import query
from mediaframe.errors import StoreError
from mediaframe.store.database import Store
from mediaframe.types import Evidence
from tests.query.samples import (
    BOOK,
    TARGET,
    TEXT,
    WELLS,
    Filler,
    coded,
    fill_trends,
    mention,
    reading,
)


def evidence(term: str, text: str = TEXT, *, in_headline: bool = False) -> Evidence:
    start = text.index(term)
    return Evidence(
        code="frame=SERVICE_RELIEF",
        term=term,
        start=start,
        end=start + len(term),
        weight=1.5,
        in_headline=in_headline,
    )


def test_evidence_and_target_lie_where_they_are_said_to(store: Store) -> None:
    title = "آبار القرى"
    long = "جملة بعيدة أولى. " * 20 + TEXT
    found = mention(long)
    proofs = (
        evidence("حفرت", long),
        evidence("آبار", title, in_headline=True),
        evidence("بعيدة", long),  # outside the window
    )
    with store.begin() as conn:
        Filler(conn).article(
            (found, reading(found, "SERVICE_RELIEF", evidence=proofs)), title=title, text=long
        )
    (example,) = query.examples(store, BOOK)
    assert WELLS in example.text
    assert "بعيدة" not in example.text
    assert example.text[slice(*example.target)] == TARGET
    first, second = example.evidence
    assert example.text[first.start : first.end] == "حفرت"
    assert second.in_headline
    assert example.headline[second.start : second.end] == "آبار"
    assert example.codes.primary_frame == "SERVICE_RELIEF"
    assert (example.outlet_id, example.actor_id) == ("nahar", "wahat")


def test_a_headline_mention_is_shown_in_the_headline(store: Store) -> None:
    title = "جمعية الواحات تحفر الآبار"
    found = mention(title, in_headline=True)
    with store.begin() as conn:
        Filler(conn).article((found, reading(found, "SERVICE_RELIEF")), title=title)
    (example,) = query.examples(store, BOOK)
    assert example.in_headline
    assert example.text == title
    assert example.text[slice(*example.target)] == TARGET


def test_the_evidence_of_an_endless_headline_moves_with_what_is_shown_of_it(store: Store) -> None:
    title = "عاجل " * 400 + "جمعية الواحات تحفر الآبار" + " عاجل" * 400
    found = mention(title, in_headline=True)
    proofs = evidence("تحفر", title, in_headline=True), evidence("عاجل", title, in_headline=True)
    with store.begin() as conn:
        Filler(conn).article(
            (found, reading(found, "SERVICE_RELIEF", evidence=proofs)), title=title
        )
    (example,) = query.examples(store, BOOK)
    assert example.text == example.headline
    assert len(example.text) < len(title)
    (kept,) = example.evidence
    assert example.text[kept.start : kept.end] == "تحفر"


def test_frames_in_order_and_outlets_and_stories_in_turn(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        for _ in range(8):
            fill.article(coded("SERVICE_RELIEF"))
        for _ in range(3):
            fill.article(coded("SERVICE_RELIEF"), story=9)
        fill.article(coded("SERVICE_RELIEF"), outlet="safir")
        fill.article(coded("RIGHTS_DEFENDER", "SERVICE_RELIEF"), outlet="silent")
        fill.article(coded("NONE"))
    found = query.examples(store, BOOK, per_frame=3, seed=1)
    assert [example.codes.primary_frame for example in found] == [
        "RIGHTS_DEFENDER", "SERVICE_RELIEF", "SERVICE_RELIEF", "SERVICE_RELIEF",
    ]  # fmt: skip
    assert {example.outlet_id for example in found[1:3]} == {"nahar", "safir"}
    assert found == query.examples(store, BOOK, per_frame=3, seed=1)
    drawn = [tuple(e.article_id for e in query.examples(store, BOOK, seed=s)) for s in range(6)]
    assert len(set(drawn)) > 1
    copies = [e for e in query.examples(store, BOOK, per_frame=50) if e.article_id in (9, 10, 11)]
    assert len(copies) == 1


def test_no_individual_people_by_default(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        for actor_id in ("person", None):
            person = mention(actor_id=actor_id, actor_type="ACTIVIST_INDIVIDUAL")
            fill.article((person, reading(person, "VICTIM_REPRESSION")))
    assert query.examples(store, BOOK) == []
    assert len(query.examples(store, BOOK, show_persons=True)) == 2


def test_a_text_without_full_stop_is_cut_around_the_target(store: Store) -> None:
    text = "كلام " * 4000 + TARGET + " كلام" * 4000
    found = mention(text)
    with store.begin() as conn:
        Filler(conn).article((found, reading(found, "CIVIC_VOICE")), text=text)
    (example,) = query.examples(store, BOOK)
    assert len(example.text) <= 1200
    assert example.text[slice(*example.target)] == TARGET


def test_disclosure(store: Store) -> None:
    fill_trends(store)
    found = query.disclosure(store, BOOK)
    nahar, safir = found.outlets
    assert (nahar.id, nahar.articles, nahar.stories, nahar.undated) == ("nahar", 82, 82, 1)
    assert (nahar.first, nahar.last) == (dt.date(2024, 3, 1),) * 2
    assert (safir.articles, safir.stories, safir.country) == (41, 41, "IQ")
    assert (found.articles, found.stories, found.pending, found.undated) == (123, 83, 1, 1)
    assert found.short == 123
    assert (found.mentions_in_scope, found.mentions_out_of_scope) == (80, 1)
    assert (found.units, found.actors, found.unlinked) == (80, 1, 0)
    assert [(r.stage, r.reason, r.count) for r in found.rejects] == [("import", "no text", 2)]
    assert [(r.kind, r.current) for r in found.runs] == [("detect", True), ("score", True)]
    assert found.runs[1].finished is not None
    assert found.codebook_version == BOOK.meta.version


def test_short_articles_are_those_of_fewer_than_sixty_words(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        fill.article(text=" ".join(["كلمة"] * 59))
        fill.article(text=" ".join(["كلمة"] * 60))
    assert query.disclosure(store, BOOK).short == 1


def test_without_an_analysis_there_is_nothing_to_show(store: Store) -> None:
    for ask in (query.examples, query.disclosure, query.stories):
        with pytest.raises(StoreError, match="analyze"):
            ask(store, BOOK)


def test_readings_out_of_scope_are_no_examples(store: Store) -> None:
    out = replace(mention(), in_scope=False)
    with store.begin() as conn:
        Filler(conn).article((out, reading(out, "FOREIGN_AGENT")))
    assert query.examples(store, BOOK) == []
