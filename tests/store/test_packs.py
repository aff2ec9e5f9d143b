"""Packed, trends are counted from what the tables say: any change of that deletes the packs."""

import datetime as dt
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, ColumnElement, delete, func, not_, null, select, update

from mediaframe.errors import StoreError
from mediaframe.store import (
    actors,
    articles,
    columns,
    health,
    mentions,
    outlets,
    packs,
    readings,
    results,
    stories,
    tables,
    units,
)
from mediaframe.store.database import Connection, Store
from mediaframe.store.results import Result
from mediaframe.types import Actor, Codes, Mention, Reading
from tests.store.samples import OUTLETS, add, article, begin_runs

Frames = list[pl.DataFrame]
DETECT, OTHER, SCORE = 1, 2, 3
MENTION = Mention(start=3, end=8, surface="الخبر", actor_type="UNION", actor_id="light")
SECOND = replace(MENTION, start=9, end=12, surface="رقم", actor_id=None)
READING = Reading(codes=Codes(in_scope=True, actor_type="UNION", tone=1))


def prepare(conn: Connection) -> None:
    """Six articles, the first four analysed, and of these the second a copy of the first."""
    add(conn, *(article(number, day=1 + number) for number in range(6)))
    actors.save(conn, [Actor(id="light", name_ar="جمعية الضوء", type="UNION")])
    assert begin_runs(conn, digest="older") == (DETECT, OTHER)
    assert begin_runs(conn) == (DETECT, SCORE)
    for run_id in (OTHER, SCORE):
        made = [
            Result(article_id=1, mentions=(MENTION, SECOND), readings=(READING, None)),
            Result(article_id=2, mentions=(MENTION,), readings=(READING,)),
            Result(article_id=3),
            Result(article_id=4, mentions=(SECOND,), readings=(READING,)),
        ]
        results.save(conn, made, detection_id=DETECT, run_id=run_id)
    stories.save(conn, bands={}, assignments={1: 1, 2: 1, 3: 3}, merges={})


def shown(conn: Connection, run_id: int = SCORE) -> Frames:
    return [read(conn, run_id).sort(pl.all()) for read in (units.articles, units.coded)]


def told(conn: Connection) -> Frames:
    """What the tables say."""
    with conn.begin_nested() as part:
        conn.execute(delete(tables.packs))
        found = shown(conn)
        part.rollback()
    return found


def alike(some: Frames, others: Frames) -> bool:
    return all(one.equals(other) for one, other in zip(some, others, strict=True))


def packed(conn: Connection) -> set[int]:
    return set(conn.execute(select(tables.packs.c.run_id)).scalars())


def _save(conn: Connection, *made: Result) -> None:
    results.save(conn, made, detection_id=DETECT, run_id=SCORE)


def _replace(conn: Connection, **fields: Any) -> None:
    stored = articles.get(conn, 1)
    assert stored is not None
    articles.replace(conn, replace(stored, **fields))


def _read(conn: Connection) -> None:
    """Give the one mention a reading that the scorer failed on."""
    ids = [mention_id for mention_id, _ in mentions.of(conn, DETECT, [1]).get(1, ())]
    for mention_id in set(ids) - set(readings.of(conn, SCORE, [1])):
        readings.add(conn, SCORE, [(mention_id, READING)])


def _sql(statement: str) -> Callable[[Connection], object]:
    return lambda conn: conn.exec_driver_sql(statement)


Change = Callable[[Connection], object]
CHANGES: dict[str, Change] = {
    "an article is analysed": lambda c: _save(
        c, Result(article_id=5, mentions=(MENTION,), readings=(READING,))
    ),
    "an article without mention is analysed": lambda c: _save(c, Result(article_id=6)),
    "a mention is read": _read,
    "results are forgotten": lambda c: results.forget(c, [1]),
    "an article without mention is forgotten": lambda c: results.forget(c, [3]),
    "an article gets a story": lambda c: (
        stories.forget(c, [4]),
        stories.save(c, bands={}, assignments={4: 3}, merges={}),
    ),
    "stories merge": lambda c: stories.save(c, bands={}, assignments={}, merges={3: 1}),
    "a story loses its first article": lambda c: stories.forget(c, [1]),
    "stories are forgotten": stories.clear,
    "an article gets a date": lambda c: _replace(c, date=dt.date(2024, 5, 1)),
    "an article loses its date": lambda c: _replace(c, date=None),
    "an article gets a section": lambda c: _replace(c, genre="OPINION"),
    "an article changes its outlet": lambda c: _replace(c, outlet_id="safir"),
    "codes change": _sql("UPDATE readings SET tone = -1"),
    "readings are deleted": _sql("DELETE FROM readings"),
    "mentions move": _sql("UPDATE mentions SET start = start + 1"),
    "the end of an analysis is deleted": _sql("DELETE FROM analysed WHERE article_id = 2"),
    "a story changes": _sql("UPDATE story_members SET story_id = 3 WHERE article_id = 2"),
}
KEPT: dict[str, Change] = {
    "articles arrive": lambda c: articles.add(c, [article(90), article(91)]),
    "an article is amended": lambda c: _replace(c, subtitle="عنوان فرعي", author="محررة"),
    "an outlet changes": lambda c: outlets.save(c, [replace(OUTLETS[0], country="IQ")]),
    "an actor changes": lambda c: actors.save(c, [Actor(id="light", name_ar="ض", type="UNION")]),
    "a run is begun again": begin_runs,
}


@pytest.fixture
def conn(store: Store) -> Iterator[Connection]:
    with store.begin() as found:
        prepare(found)
        units.pack(found)
        yield found


def test_packs_hold_what_the_tables_say(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    assert packed(conn) == {SCORE}  # the last run of the scorer
    assert alike(shown(conn), told(conn))
    assert [len(frame) for frame in shown(conn)] == [4, 3]
    for wanted in (
        {"since": article(0, day=2).date},
        {"until": article(0, day=2).date},
        {"outlets": ["safir"]},
        {"outlets": ["nahar"], "since": article(0, day=3).date},
    ):
        for read in (units.articles, units.coded):
            found = read(conn, SCORE, **wanted)
            with conn.begin_nested() as part:
                conn.execute(delete(tables.packs))
                assert read(conn, SCORE, **wanted).sort(pl.all()).equals(found.sort(pl.all()))
                part.rollback()
    whole = shown(conn)
    conn.execute(delete(tables.packs))
    monkeypatch.setattr(columns, "AT_ONCE", 3)
    units.pack(conn)
    assert conn.execute(select(func.count()).select_from(tables.packs)).scalar() == 3
    assert alike(shown(conn), whole)


def test_an_empty_run_is_packed(conn: Connection) -> None:
    results.forget(conn, [1, 2, 3, 4])
    units.pack(conn)
    assert packed(conn) == {SCORE}
    assert [len(frame) for frame in shown(conn)] == [0, 0]


def test_the_last_run_of_each_scorer_is_packed(conn: Connection) -> None:
    conn.execute(update(tables.runs).where(tables.runs.c.id == OTHER).values(scorer="classifier"))
    units.pack(conn)
    assert packed(conn) == {SCORE, OTHER}
    assert alike(shown(conn, OTHER), told(conn))


def test_packs_end_with_what_they_tell_of(conn: Connection) -> None:
    before = shown(conn)
    for name, change in CHANGES.items():
        with conn.begin_nested() as part:
            change(conn)
            assert packed(conn) == set(), name
            assert not alike(shown(conn), before), name
            units.pack(conn)
            assert packed(conn) == {SCORE}, name
            assert alike(shown(conn), told(conn)), name
            assert list(units.unlike(conn)) == [], name
            part.rollback()


def test_packs_outlast_what_they_do_not_tell_of(conn: Connection) -> None:
    for name, change in KEPT.items():
        change(conn)
        assert packed(conn) == {SCORE}, name
        assert alike(shown(conn), told(conn)), name


def _changed(column: Column[Any]) -> ColumnElement[Any]:
    kind = column.type.python_type
    if column.primary_key or column.foreign_keys or kind not in (bool, int, str, dt.date):
        return column  # as it is: an UPDATE is a change all the same
    if kind is bool:
        return not_(column)
    return null() if kind is dt.date else column + (1 if kind is int else "x")


def test_whatever_column_changes_packs_do_not_tell_the_old(conn: Connection) -> None:
    for table in set(tables.metadata.sorted_tables) - {tables.packs}:
        for column in table.c:
            with conn.begin_nested() as part:
                conn.execute(update(table).values({column.name: _changed(column)}))
                assert alike(shown(conn), told(conn)), column
                part.rollback()


def test_rows_deleted_against_all_rules_count(tmp_path: Path) -> None:
    store = Store.create(f"sqlite:///{tmp_path}/test.db")
    with store.begin() as conn:
        prepare(conn)
        units.pack(conn)
    for table in ("analysed", "articles", "mentions", "readings", "story_members"):
        with closing(sqlite3.connect(tmp_path / "test.db")) as raw:
            raw.execute(f"DELETE FROM {table}")  # which no foreign keys hinder
            assert raw.execute("SELECT count(*) FROM packs").fetchone() == (0,)
    store.close()


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.sampled_from([*CHANGES, *KEPT, "pack"]), max_size=8))
def test_whatever_happens_packs_tell_what_the_tables_say(
    steps: list[str], conn: Connection
) -> None:
    everything = CHANGES | KEPT | {"pack": units.pack}
    with conn.begin_nested() as part:
        for step in steps:
            everything[step](conn)
            assert alike(shown(conn), told(conn))
        units.pack(conn)
        assert alike(shown(conn), told(conn))
        part.rollback()


def test_a_pack_that_is_wrong_or_damaged_is_named(store: Store) -> None:
    with store.begin() as conn:
        prepare(conn)
        units.pack(conn)
        wrong = shown(conn)[0].with_columns(outlet=pl.lit("other"))
        articles_packed = tables.packs.c.kind == "articles"
        conn.execute(delete(tables.packs).where(articles_packed))
        packs.write(conn, SCORE, "articles", [wrong])
        named = "packed articles of run 3 are not what the tables say"
        assert named in health.problems(conn)
        conn.execute(update(tables.packs).where(articles_packed).values(data=b"PAR1"))
        with pytest.raises(StoreError, match="packed articles of run 3 are damaged"):
            units.articles(conn, SCORE)


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_nothing_is_packed_beside_a_writer(store: Store) -> None:
    with store.begin() as conn:
        prepare(conn)
    with store.begin() as writing:
        writing.exec_driver_sql("UPDATE readings SET tone = -1")
        with store.begin() as conn:
            units.pack(conn)
            assert packed(conn) == set()
    with store.begin() as conn:
        units.pack(conn)
        before = shown(conn)
        writer = threading.Thread(target=_write, args=(store,))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()  # it waits until the pack, which does not know of it, is there
        assert alike(shown(conn), before)
    writer.join()
    with store.read() as conn:
        assert packed(conn) == set()
        assert not alike(shown(conn), before)


def _write(store: Store) -> None:
    with store.begin() as conn:
        results.forget(conn, [1])
