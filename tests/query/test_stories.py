"""Positive stories: which count, in which order, with which sentence."""

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from mediaframe import query
from mediaframe.errors import InputError
from mediaframe.store.database import Store
from mediaframe.types import Mention
from tests.query.samples import BOOK, TEXT, WELLS, Filler, coded, mention, reading


def stories(store: Store, **options: Any) -> pl.DataFrame:
    return query.stories(store, BOOK, **options)


def day(number: int) -> dt.date:
    return dt.date(2024, 5, number)


def test_one_story_with_the_sentence_that_carries_it(store: Store) -> None:
    with store.begin() as conn:
        Filler(conn).article(
            coded("SERVICE_RELIEF", issues=("ENVIRONMENT", "RURAL_ACCESS")), date=day(3)
        )
    assert stories(store).to_dicts() == [
        {
            "date": day(3),
            "country": "MA",
            "outlet": "nahar",
            "theme": "ENVIRONMENT RURAL_ACCESS",
            "frame": "SERVICE_RELIEF",
            "actor": "جمعية الواحات",
            "title": "أخبار القرى",
            "sentence": WELLS,
            "url": "https://news.example/1",
            "article_id": 1,
        }
    ]


@pytest.mark.parametrize(
    ("frames", "codes", "counts"),
    [
        (["ACHIEVEMENT_IMPACT"], {"tone": 1}, True),
        (["RIGHTS_DEFENDER"], {"tone": 0}, True),
        (["VICTIM_REPRESSION", "RIGHTS_DEFENDER"], {}, True),
        (["RIGHTS_DEFENDER"], {"tone": -1}, False),
        (["RIGHTS_DEFENDER"], {"rebutted": True}, False),
        (["RIGHTS_DEFENDER", "CREDIBILITY_ATTACK"], {}, False),
        (["CIVIC_VOICE"], {"tone": 1}, False),
        (["NONE"], {}, False),
    ],
)
def test_which_mentions_count(
    store: Store, frames: list[str], codes: dict[str, Any], counts: bool
) -> None:
    with store.begin() as conn:
        Filler(conn).article(coded(*frames, **codes))
    assert len(stories(store)) == counts


def test_newest_first_and_one_for_each_story(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        fill.article(coded("SERVICE_RELIEF"), date=day(9), outlet="safir")
        fill.article(coded("SERVICE_RELIEF"), date=day(2), story=1)
        fill.article(coded("SERVICE_RELIEF"), date=day(4))
        fill.article(coded("SERVICE_RELIEF"), date=None)
        fill.article(coded("SERVICE_RELIEF"), date=day(4))
    assert stories(store)["article_id"].to_list() == [5, 3, 2, 4]
    assert stories(store, limit=2)["article_id"].to_list() == [5, 3]
    # the earliest copy of those asked for
    assert stories(store, since=day(3))["article_id"].to_list() == [1, 5, 3]
    assert stories(store, until=day(3))["article_id"].to_list() == [2]
    assert stories(store, outlets=["safir"])["article_id"].to_list() == [1]


def test_the_most_telling_mention_is_shown(store: Store) -> None:
    title = "جمعية الواحات في القرية"
    headline = mention(title, in_headline=True)
    first, second = mention(), mention(surface="القرية", actor_id=None)
    with store.begin() as conn:
        fill = Filler(conn)
        fill.article(
            (headline, reading(headline, "SERVICE_RELIEF")),
            (second, reading(second, "RIGHTS_DEFENDER", tone=1)),
            (first, reading(first, "SERVICE_RELIEF")),
            title=title,
        )
        fill.article((headline, reading(headline, "SERVICE_RELIEF")), title=title)
    found = stories(store).sort("article_id")
    assert found["sentence"].to_list() == [WELLS, title]
    assert found["frame"].to_list() == ["SERVICE_RELIEF"] * 2
    rights = stories(store, frame="RIGHTS_DEFENDER")
    assert rights["sentence"].to_list() == ["وصل الوفد صباح أمس إلى القرية."]
    assert rights["actor"].to_list() == ["القرية"]


def test_country_is_of_the_actor_or_else_of_the_outlet(store: Store) -> None:
    international = mention(actor_id="global")
    unlinked = mention(actor_id=None)
    with store.begin() as conn:
        fill = Filler(conn)
        fill.article(coded("SERVICE_RELIEF"))
        fill.article((international, reading(international, "SERVICE_RELIEF")))
        fill.article((unlinked, reading(unlinked, "SERVICE_RELIEF")), outlet="safir")
        fill.article((unlinked, reading(unlinked, "SERVICE_RELIEF")), outlet="silent")
    found = stories(store).sort("article_id")
    assert found["country"].to_list() == ["MA", "BH", "IQ", None]
    assert stories(store, country="BH")["article_id"].to_list() == [2]
    assert stories(store, country="XX").is_empty()


def test_theme(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        fill.article(coded("SERVICE_RELIEF", issues=("WOMEN_RIGHTS_FAMILY",)))
        fill.article(coded("SERVICE_RELIEF", issues=("ENVIRONMENT", "UNEMPLOYMENT")))
    assert stories(store, theme="UNEMPLOYMENT")["article_id"].to_list() == [2]
    with pytest.raises(InputError, match="WOMEN: no such theme; there are EXPRESSION_PRESS"):
        stories(store, theme="WOMEN")
    with pytest.raises(InputError, match="not a frame of positive stories"):
        stories(store, frame="FOREIGN_AGENT")


def test_individual_people_are_left_out_by_default(store: Store) -> None:
    people: list[Mention] = [
        mention(actor_id="person", actor_type="ACTIVIST_INDIVIDUAL"),
        mention(actor_id=None, actor_type="ACTIVIST_INDIVIDUAL"),
        mention(actor_id="person", actor_type="CSO_ORG"),
    ]
    with store.begin() as conn:
        fill = Filler(conn)
        for person in people:
            fill.article((person, reading(person, "RIGHTS_DEFENDER")))
    assert stories(store).is_empty()
    assert len(stories(store, show_persons=True)) == 3


def test_an_endless_sentence_is_cut_around_the_mention(store: Store) -> None:
    text = "كلام " * 5000 + TEXT.split(". ")[1] + " كلام" * 5000
    found = mention(text)
    with store.begin() as conn:
        Filler(conn).article((found, reading(found, "SERVICE_RELIEF")), text=text)
    (sentence,) = stories(store)["sentence"]
    assert "جمعية الواحات" in sentence
    assert len(sentence) < 610
    assert sentence.startswith("…")
    assert sentence.endswith("…")


def test_out_of_scope_mentions_tell_no_story(store: Store) -> None:
    out = replace(mention(), in_scope=False)
    with store.begin() as conn:
        Filler(conn).article((out, reading(out, "SERVICE_RELIEF")))
    assert stories(store).is_empty()
