"""The full-text index finds articles that have a term of each group."""

import datetime as dt

import pytest

from mediaframe.store import words
from mediaframe.store.database import Store
from tests.store.samples import add, article


@pytest.fixture
def indexed(store: Store) -> Store:
    with store.begin() as conn:
        add(
            conn,
            article(1, day=1),
            article(2, day=2, outlet="safir"),
            article(3, day=3),
            article(4),
        )
        words.index(conn, [(1, "جمع خير مدين"), (2, "جمع 2013"), (3, "خير"), (4, "خير ngo42")])
        words.index(conn, [])
    return store


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ([["خير"]], [3, 1, 4]),
        ([["جمع"], ["خير"]], [1]),
        ([["جمع", "خير"]], [3, 2, 1, 4]),
        ([["2013"]], [2]),
        ([["ngo42"]], [4]),
        ([["خي"]], []),
        ([["خير", "جمع"], ["لاشيء"]], []),
        ([], []),
        ([["خير"], []], []),
        ([['خير" OR "جمع']], []),
        ([["خير') | ('جمع"]], []),
        ([["*"]], []),
        ([["خير", "'"]], [3, 1, 4]),
    ],
)
def test_articles_are_found(indexed: Store, groups: list[list[str]], found: list[int]) -> None:
    with indexed.read() as conn:
        assert words.find(conn, groups) == found


def test_the_find_is_narrowed(indexed: Store) -> None:
    def find(**options: object) -> list[int]:
        with indexed.read() as conn:
            return words.find(conn, [["خير", "جمع"]], **options)  # type: ignore[arg-type]

    day = dt.date(2024, 3, 2)
    assert find(since=day) == [3, 2]
    assert find(until=day) == [2, 1]
    assert find(outlets=["safir"]) == [2]
    assert find(limit=1) == [3]


def test_the_index_can_be_emptied(indexed: Store) -> None:
    with indexed.begin() as conn:
        words.clear(conn)
        assert words.find(conn, [["خير"]]) == []
        words.index(conn, [(1, "خير")])
        assert words.find(conn, [["خير"]]) == [1]


def test_very_many_terms_are_taken(indexed: Store) -> None:
    with indexed.begin() as conn:
        words.clear(conn)
        words.index(conn, [(1, " ".join(f"{n:032}" for n in range(10_000)) + "  ")])
        assert words.find(conn, [[f"{9999:032}"]]) == [1]
