"""Mentions with what the story list and the examples choose them by, without texts."""

import datetime as dt
from collections.abc import Collection, Sequence

import polars as pl
from sqlalchemy import ColumnElement, Connection, Integer, String, cast, func, literal, or_, select

from mediaframe.store import columns, tables
from mediaframe.store.coverage import filters

_ACTOR = tables.actors
_ARTICLE = tables.articles
_MEMBER = tables.story_members
_MENTION = tables.mentions
_OUTLET = tables.outlets
_READING = tables.readings

_SCHEMA = {
    "mention_id": pl.Int64,
    "article_id": pl.Int64,
    "story": pl.Int64,
    "outlet": pl.String,
    "outlet_country": pl.String,
    "date": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "in_headline": pl.Int8,
    "surface": pl.String,
    "actor": pl.String,
    "actor_name": pl.String,
    "actor_country": pl.String,
    "is_person": pl.Int8,
    "actor_type": pl.String,
    "frames": pl.String,
    "primary_frame": pl.String,
    "tone": pl.Int8,
    "rebutted": pl.Int8,
    "issues": pl.String,
}


def framed(
    conn: Connection,
    run_id: int,
    *,
    frames: Collection[str],
    min_tone: int = -1,
    rebutted: bool = True,
    issue: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
) -> pl.DataFrame:
    """The mentions in scope that carry one of the frames for sure, oldest article first.

    Args:
        frames: ids, at least one.
        min_tone: lowest tone wanted.
        rebutted: also those in which the frame is rebutted.
        issue: only those with this issue.
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.

    Returns:
        Columns mention_id, article_id, story, outlet, outlet_country, date, start, end,
        in_headline, surface, actor (id), actor_name, actor_country, is_person (null for an actor
        who is not in the registry), actor_type, frames, primary_frame, tone, rebutted, issues.
    """
    where: list[ColumnElement[bool]] = [
        _READING.c.run_id == run_id,
        _READING.c.in_scope,
        ~_READING.c.abstained,
        _READING.c.tone >= min_tone,
        or_(*(_holds(_READING.c.frames, frame) for frame in sorted(frames))),
        *filters(since, until, outlets),
    ]
    if not rebutted:
        where.append(~_READING.c.rebutted)
    if issue is not None:
        where.append(_holds(_READING.c.issues, issue))
    story = func.coalesce(_MEMBER.c.story_id, _ARTICLE.c.id)
    query = (
        select(
            _MENTION.c.id,
            _MENTION.c.article_id,
            story,
            _ARTICLE.c.outlet_id,
            _OUTLET.c.country,
            cast(_ARTICLE.c.date, String),
            _MENTION.c.start,
            _MENTION.c.end,
            cast(_MENTION.c.in_headline, Integer),
            _MENTION.c.surface,
            _MENTION.c.actor_id,
            _ACTOR.c.name_ar,
            _ACTOR.c.country,
            cast(_ACTOR.c.is_person, Integer),
            _READING.c.actor_type,
            _READING.c.frames,
            _READING.c.primary_frame,
            _READING.c.tone,
            cast(_READING.c.rebutted, Integer),
            _READING.c.issues,
        )
        .select_from(_READING)
        .join(_MENTION, _MENTION.c.id == _READING.c.mention_id)
        .join(_ARTICLE, _ARTICLE.c.id == _MENTION.c.article_id)
        .join(_OUTLET, _OUTLET.c.id == _ARTICLE.c.outlet_id)
        .outerjoin(_MEMBER, _MEMBER.c.article_id == _ARTICLE.c.id)
        .outerjoin(_ACTOR, _ACTOR.c.id == _MENTION.c.actor_id)
        .where(*where)
    )
    found = columns.frame(conn, query, _SCHEMA)
    return found.with_columns(
        pl.col("date").str.to_date("%Y-%m-%d"),
        pl.col("in_headline", "is_person", "rebutted").cast(pl.Boolean),
    ).sort("date", "article_id", ~pl.col("in_headline"), "start", nulls_last=True)


def _holds(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    # ids joined by spaces
    padded = literal(" ") + column + literal(" ")
    return padded.contains(f" {name} ", autoescape=True)
