"""Trends from a store, the same on every database."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from mediaframe import query
from mediaframe.errors import InputError, StoreError
from mediaframe.store.database import Store
from tests.query.samples import BOOK, Filler, coded, fill_trends, mention, reading


@pytest.fixture
def filled(store: Store) -> Store:
    fill_trends(store)
    return store


def trends(store: Store, **options: Any) -> pl.DataFrame:
    return query.trends(store, BOOK, **{"by": ["outlet"], "draws": 400, "seed": 5} | options)


def test_counts_by_outlet_and_month(filled: Store) -> None:
    table = trends(filled, by=["outlet", "month"], indicators=["visibility"])
    # undated articles, articles out of scope and articles not analysed are where they belong
    assert table.select("outlet", "month", "basis", "n", "value").rows() == [
        ("nahar", "2024-03", "original", 80, 500.0),
        ("nahar", "2024-03", "exposure", 80, 500.0),
        ("safir", "2024-03", "original", 1, None),
        ("safir", "2024-03", "exposure", 1, None),
        ("safir", "2024-04", "original", 40, 1000.0),
        ("safir", "2024-04", "exposure", 40, 1000.0),
    ]


def test_the_same_numbers_on_every_database(filled: Store) -> None:
    table = trends(filled, by=["country"], frame="FOREIGN_AGENT")
    assert table.columns == [
        "country", "indicator", "label", "basis", "value", "low", "high", "n", "n_eff", "display",
        "method",
    ]  # fmt: skip
    assert table.filter(basis="original").select("country", "value", "low", "high", "n").rows() == [
        ("BH", 0.25, 0.11428571428571428, 0.3865530303030301, 40),
        ("IQ", 0.25, 0.11428571428571428, 0.3865530303030301, 40),
    ]
    everything = trends(filled, by=[], indicators=["delegitimation_index"])
    assert everything.select("basis", "value", "n", "n_eff").rows() == [
        ("original", 0.25, 40, 40.0),
        ("exposure", 0.25, 80, 40.0),
    ]
    assert everything["method"].unique().to_list() == [
        "bootstrap of stories, 400 draws; descriptive of the 2 listed outlets; uncorrected"
    ]
    assert trends(filled).equals(trends(filled))


@pytest.mark.parametrize(
    ("options", "articles"),
    [
        ({}, 122),
        ({"since": dt.date(2024, 4, 1)}, 40),
        ({"until": dt.date(2024, 3, 31)}, 81),
        ({"outlets": ["nahar"]}, 81),
        ({"countries": ["IQ"]}, 41),
        ({"countries": ["IQ", "BH"], "outlets": ["safir"]}, 41),
        ({"since": dt.date(2024, 3, 1), "until": dt.date(2024, 3, 1), "outlets": ["safir"]}, 1),
    ],
)
def test_filters(filled: Store, options: dict[str, Any], articles: int) -> None:
    table = trends(filled, by=["outlet"], indicators=["visibility"], **options)
    assert table.filter(basis="exposure")["n"].sum() == articles


def test_actor_keys_come_from_the_registry(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        person = mention(actor_id="person", actor_type="ACTIVIST_INDIVIDUAL")
        for _ in range(30):
            fill.article(coded())
            fill.article((person, reading(person)))
    table = trends(store, by=["actor", "actor_country"], indicators=["net_tone"])
    assert table.filter(basis="original").select("actor", "actor_country", "n").rows() == [
        ("persons", "unknown", 30),
        ("wahat", "MA", 30),
    ]
    named = trends(store, by=["actor"], indicators=["net_tone"], show_persons=True)
    assert "person" in named["actor"].to_list()


def test_genres_are_told_apart(store: Store) -> None:
    with store.begin() as conn:
        fill = Filler(conn)
        for place in range(120):
            genre = ("NEWS", "OPINION", "odd, «genre» | x", None)[place % 4]
            fill.article(coded("FOREIGN_AGENT" if genre == "OPINION" else "NONE"), genre=genre)
    table = trends(store, by=[], indicators=["own_voice_delegitimation"])
    assert table.filter(basis="original").select("label", "value", "n").rows() == [
        ("", 0.25, 120),
        ("NEWS", 0.0, 30),
        ("OPINION", 1.0, 30),
    ]


def test_notes_say_what_is_missing(filled: Store) -> None:
    found = query.notes(filled)
    assert (found.articles, found.pending, found.undated) == (123, 1, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": ["colour"]}, "colour: no such key; there are outlet, country"),
        ({"by": ["month", "month"]}, "named twice"),
        ({"indicators": ["tone"]}, "tone: no such indicator"),
        ({"frame": "SPY"}, "SPY: no such frame"),
        ({"outlets": ["' OR 1=1 --"]}, "no such outlet"),
        ({"countries": ["XX"]}, "XX: no outlet of this country"),
        ({"countries": ["IQ"], "outlets": ["nahar"]}, "none of the outlets"),
    ],
)
def test_mistakes_are_named(filled: Store, options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        trends(filled, **options)


def test_without_an_analysis_there_are_no_trends(store: Store) -> None:
    with pytest.raises(StoreError, match="no article was analysed with the scorer lexicon"):
        trends(store)
    with pytest.raises(StoreError):
        query.notes(store)
