"""Articles without their texts and the codes of their mentions: what trends are counted from."""

import datetime as dt
from collections.abc import Iterator, Sequence

import polars as pl
from sqlalchemy import ColumnElement, Connection, Integer, cast, exists, func, select

from mediaframe.store import columns, coverage, packs, runs, tables
from mediaframe.types import SCORERS

_ARTICLE = tables.articles
_ANALYSED = tables.analysed
_MEMBER = tables.story_members
_MENTION = tables.mentions
_READING = tables.readings

Where = Sequence[ColumnElement[bool]]


def articles(
    conn: Connection,
    run_id: int,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
) -> pl.DataFrame:
    """The articles that the run is done with.

    Args:
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.

    Returns:
        Columns article_id, outlet (id), genre, date and story: an article without story cluster
        is a story of its own.
    """
    packed = packs.read(conn, run_id, "articles")
    if packed is None:
        return pl.concat(_articles(conn, run_id, coverage.filters(since, until, outlets)))
    if since is not None:
        packed = packed.filter(pl.col("date") >= since)
    if until is not None:
        packed = packed.filter(pl.col("date") <= until)
    if outlets:
        packed = packed.filter(pl.col("outlet").is_in(outlets))
    return packed


def coded(
    conn: Connection,
    run_id: int,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
) -> pl.DataFrame:
    """The mentions that the run reads as in scope and is sure enough of, with its codes.

    Args:
        since: first day of the article; leaves out undated ones, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.

    Returns:
        Columns article_id, start, in_headline, actor (id or null), and of the reading
        actor_type, frames, tone, role, voice, rebutted, distancing, issues.
    """
    where = coverage.filters(since, until, outlets)
    packed = packs.read(conn, run_id, "codes")
    if packed is None:
        return pl.concat(_coded(conn, run_id, where))
    if where:
        wanted = articles(conn, run_id, since=since, until=until, outlets=outlets)
        packed = packed.join(wanted, on="article_id", how="semi", maintain_order="left")
    return packed


def pack(conn: Connection) -> None:
    """Pack both for the last run of each scorer, unless somebody else is writing now."""
    if not packs.alone(conn):
        return
    for scorer in SCORERS:
        run = runs.latest(conn, scorer)
        if run is not None and not packs.there(conn, run.id):
            packs.write(conn, run.id, "articles", _articles(conn, run.id))
            packs.write(conn, run.id, "codes", _coded(conn, run.id))


def unlike(conn: Connection) -> Iterator[str]:
    """The packs that do not hold what the tables say."""
    for run in runs.all(conn):
        for kind, parts in (("articles", _articles), ("codes", _coded)):
            packed = packs.read(conn, run.id, kind)
            if packed is None:
                continue
            if not pl.concat(parts(conn, run.id)).sort(pl.all()).equals(packed.sort(pl.all())):
                yield f"{kind} of run {run.id}"


def _articles(conn: Connection, run_id: int, where: Where = ()) -> Iterator[pl.DataFrame]:
    conditions = list(where)
    if coverage.count(conn) != coverage.done(conn, run_id):
        conditions.append(
            exists().where(_ANALYSED.c.run_id == run_id, _ANALYSED.c.article_id == _ARTICLE.c.id)
        )
    copies = columns.frame(
        conn,
        select(_MEMBER.c.article_id, _MEMBER.c.story_id).where(
            _MEMBER.c.article_id != _MEMBER.c.story_id
        ),
        {"article_id": pl.Int64, "story": pl.Int64},
    )
    # what an outlet calls its sections can hold anything
    genre = func.replace(func.replace(_ARTICLE.c.genre, "\t", " "), "\n", " ")
    query = select(_ARTICLE.c.id, _ARTICLE.c.outlet_id, genre, _ARTICLE.c.date).where(*conditions)
    schema = {"article_id": pl.Int64, "outlet": pl.String, "genre": pl.String, "date": pl.Date}
    for found in columns.packed(conn, query, schema):
        yield found.join(copies, on="article_id", how="left").with_columns(
            pl.col("story").fill_null(pl.col("article_id"))
        )


def _coded(conn: Connection, run_id: int, where: Where = ()) -> Iterator[pl.DataFrame]:
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
        .where(reading.run_id == run_id, reading.in_scope, ~reading.abstained)
    )
    if where:
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
    for found in columns.packed(conn, query, schema):
        yield found.with_columns(
            pl.col("in_headline", "rebutted", "distancing").cast(pl.Boolean),
            pl.col("issues").fill_null(""),
        )
