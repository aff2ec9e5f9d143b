"""Articles are stored once, come back as they were, and are handed out as pending work."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediaframe.errors import StoreError
from mediaframe.store import articles, results, stories
from mediaframe.store.database import Store
from mediaframe.store.results import Result
from mediaframe.types import Article
from tests.store.samples import OUTLETS, add, article, begin_runs

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def test_an_article_is_stored_once(store: Store) -> None:
    with store.begin() as conn:
        add(conn, article(1))
        assert articles.add(conn, [article(1), article(2), article(2), article(3)]) == 2
        assert articles.add(conn, [article(3)]) == 0
        assert articles.add(conn, []) == 0
        assert articles.count(conn) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=STORABLE, text=STORABLE, url=st.none() | STORABLE)
def test_an_article_comes_back_as_it_was(
    store: Store, title: str, text: str, url: str | None
) -> None:
    given_article = replace(article(1, day=3), title=title, text=text, url=url)
    with store.read() as conn:  # undone at the end
        add(conn, given_article)
        (row_id,) = (found.id for found in articles.pending(conn, 0, limit=9))
        assert row_id is not None
        assert articles.get(conn, row_id) == replace(given_article, id=row_id)


def test_an_unknown_id_is_none_and_an_unknown_outlet_an_error(store: Store) -> None:
    with store.read() as conn:
        assert articles.get(conn, 7) is None
        assert articles.many(conn, []) == {}
    with pytest.raises(StoreError), store.begin() as conn:
        articles.add(conn, [article(1, outlet="nowhere")])


def _pending(store: Store, run_id: int, **options: object) -> list[int | None]:
    with store.read() as conn:
        found = articles.pending(conn, run_id, **{"limit": 99, **options})  # type: ignore[arg-type]
        return [item.id for item in found]


def test_pending_is_what_a_run_is_not_done_with(store: Store) -> None:
    with store.begin() as conn:
        ids = add(conn, *(article(number) for number in range(5)))
        detect, score = begin_runs(conn)
        stories.save(conn, bands={}, assignments={i: i for i in ids[:4]}, merges={})
        results.save(
            conn, [Result(article_id=i) for i in (1, 3, 5)], detection_id=detect, run_id=score
        )
    assert _pending(store, score) == [2, 4, 5]  # 5 has no story yet
    assert _pending(store, score, after_id=2) == [4, 5]
    assert _pending(store, score, limit=2) == [2, 4]
    assert _pending(store, score, max_chars=1) == [2]
    assert _pending(store, 99) == [1, 2, 3, 4, 5]
    with store.read() as conn:
        assert articles.count(conn, pending_for=score) == 3


def test_days_and_outlets_narrow_the_work(store: Store) -> None:
    with store.begin() as conn:
        add(
            conn,
            article(1, day=1),
            article(2, day=2),
            article(3, day=3, outlet="safir"),
            article(4),
        )
    first, last = dt.date(2024, 3, 2), dt.date(2024, 3, 2)
    assert _pending(store, 0, since=first) == [2, 3]
    assert _pending(store, 0, until=last) == [1, 2]
    assert _pending(store, 0, since=first, until=last) == [2]
    assert _pending(store, 0, outlets=["safir"]) == [3]
    assert _pending(store, 0, outlets=[outlet.id for outlet in OUTLETS]) == [1, 2, 3, 4]
    with store.read() as conn:
        assert articles.count(conn, since=first, outlets=["nahar"]) == 1


def test_long_articles_come_in_small_batches(store: Store) -> None:
    long = [Article(key=str(n), outlet_id="nahar", text="كلمة " * 2000) for n in range(30)]
    with store.begin() as conn:
        add(conn, *long)
    assert len(_pending(store, 0, max_chars=45_000)) == 5
