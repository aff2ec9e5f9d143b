"""The codes of mentions, without texts and evidence: what trends are counted from."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
from sqlalchemy import Connection, Integer, cast, select

from mediaframe.store import columns, tables
from mediaframe.store.coverage import filters

_ARTICLE = tables.table(tables.Article)
_MENTION = tables.table(tables.Mention)
_READING = tables.table(tables.Reading)


def coded(
    conn: Connection,
    run_id: int,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
) -> pl.DataFrame:
    """The mentions that the run reads as in scope, with its codes.

    Args:
        since: first day of the article; leaves out undated ones, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.

    Returns:
        Columns article_id, start, in_headline, actor (id or null), and of the reading
        actor_type, frames, tone, role, voice, rebutted, distancing, issues.
    """
    mention, reading = _MENTION.c, _READING.c
    query = (
        select(
            mention.article_id,
            mention.start,
            cast(mention.in_headline, Integer),
            mention.actor_id,
            reading.actor_type,
            reading.frames,
            reading.tone,
            reading.role,
            reading.voice,
            cast(reading.rebutted, Integer),
            cast(reading.distancing, Integer),
            reading.issues,
        )
        .join(_READING, reading.mention_id == mention.id)
        .where(reading.run_id == run_id, reading.in_scope)
    )
    if where := filters(since, until, outlets):
        query = query.join(_ARTICLE, _ARTICLE.c.id == mention.article_id).where(*where)
    schema = {
        "article_id": pl.Int64,
        "start": pl.Int64,
        "in_headline": pl.Int8,
        "actor": pl.String,
        "actor_type": pl.String,
        "frames": pl.String,
        "tone": pl.Int8,
        "role": pl.String,
        "voice": pl.String,
        "rebutted": pl.Int8,
        "distancing": pl.Int8,
        "issues": pl.String,
    }
    found = columns.packed(conn, query, schema)
    return found.with_columns(
        pl.col("in_headline", "rebutted", "distancing").cast(pl.Boolean),
        pl.col("issues").fill_null(""),
    )
