"""What the store covers: figures to disclose."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    case,
    cast,
    func,
    select,
)

from mediaframe.store import columns, tables

_ARTICLE = tables.articles
_ANALYSED = tables.analysed
_MEMBER = tables.story_members
_MENTION = tables.mentions
_READING = tables.readings
_OUTLET = tables.outlets

SHORT_WORDS = 60
"""The codebook's sampling unit has at least so many words."""


def count(conn: Connection) -> int:
    """How many articles there are."""
    return conn.execute(select(func.count()).select_from(_ARTICLE)).scalar_one()


def done(conn: Connection, run_id: int) -> int:
    """How many articles the run is done with."""
    query = select(func.count()).select_from(_ANALYSED).where(_ANALYSED.c.run_id == run_id)
    return conn.execute(query).scalar_one()


def indexed(conn: Connection) -> int:
    """How many articles have a story cluster and search terms, which are stored together."""
    return conn.execute(select(func.count()).select_from(_MEMBER)).scalar_one()


def undated(conn: Connection, outlets: Sequence[str] = ()) -> int:
    """How many articles have no date."""
    where = [*filters(None, None, outlets), _ARTICLE.c.date.is_(None)]
    return conn.execute(select(func.count()).select_from(_ARTICLE).where(*where)).scalar_one()


def short(conn: Connection) -> int:
    """How many articles have fewer than SHORT_WORDS words; reads every text."""
    text = _ARTICLE.c.text
    spaces = func.length(text) - func.length(func.replace(text, " ", ""))
    query = select(func.count()).select_from(_ARTICLE).where(spaces < SHORT_WORDS - 1)
    return conn.execute(query).scalar_one()


def outlets(conn: Connection) -> pl.DataFrame:
    """What there is of each outlet that has articles.

    Returns:
        Columns id, articles, stories (different ones of the outlet), undated, first and last.
    """
    query = (
        select(
            _ARTICLE.c.outlet_id,
            func.count(),
            func.count(func.coalesce(_MEMBER.c.story_id, _ARTICLE.c.id).distinct()),
            func.sum(case((_ARTICLE.c.date.is_(None), 1), else_=0)),
            cast(func.min(_ARTICLE.c.date), String),
            cast(func.max(_ARTICLE.c.date), String),
        )
        .outerjoin(_MEMBER, _MEMBER.c.article_id == _ARTICLE.c.id)
        .group_by(_ARTICLE.c.outlet_id)
        .order_by(_ARTICLE.c.outlet_id)
    )
    schema = {
        "id": pl.String,
        "articles": pl.Int64,
        "stories": pl.Int64,
        "undated": pl.Int64,
        "first": pl.String,
        "last": pl.String,
    }
    found = columns.frame(conn, query, schema)
    return found.with_columns(pl.col("first", "last").str.to_date("%Y-%m-%d"))


def stories(conn: Connection) -> int:
    """How many different stories there are among all articles."""
    query = select(
        func.count(func.coalesce(_MEMBER.c.story_id, _ARTICLE.c.id).distinct())
    ).select_from(_ARTICLE.outerjoin(_MEMBER, _MEMBER.c.article_id == _ARTICLE.c.id))
    return conn.execute(query).scalar_one()


def scope(conn: Connection, run_id: int) -> dict[bool, int]:
    """How many mentions the run reads as in scope (True) and out of scope (False)."""
    query = (
        select(_READING.c.in_scope, func.count())
        .where(_READING.c.run_id == run_id)
        .group_by(_READING.c.in_scope)
    )
    found = {bool(in_scope): int(number) for in_scope, number in conn.execute(query)}
    return {True: found.get(True, 0), False: found.get(False, 0)}


def abstained(conn: Connection, run_id: int) -> int:
    """How many mentions in scope the run is too unsure of for its codes to be counted."""
    query = select(func.count()).where(_READING.c.run_id == run_id, _READING.c.abstained)
    return int(conn.execute(query).scalar_one())


def filters(
    since: dt.date | None, until: dt.date | None, outlets: Sequence[str]
) -> list[ColumnElement[bool]]:
    """Conditions on articles."""
    where: list[ColumnElement[bool]] = []
    if since is not None:
        where.append(_ARTICLE.c.date >= since)
    if until is not None:
        where.append(_ARTICLE.c.date <= until)
    if outlets:
        where.append(_ARTICLE.c.outlet_id.in_(outlets))
    return where
