"""What a run found in articles: written article by article, exactly once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from mediaframe.store import mentions, readings, tables
from mediaframe.types import Mention, Reading

_ANALYSED = tables.analysed
_MENTION = tables.mentions
_READING = tables.readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The mentions of one article with their readings."""

    article_id: int
    mentions: tuple[Mention, ...] = ()
    readings: tuple[Reading | None, ...] = ()
    """One for each mention; None where the scorer failed."""


def lock(conn: Connection) -> None:
    """Let no other analysis write until the transaction ends (SQLite has one writer anyway)."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("LOCK TABLE analysed IN SHARE ROW EXCLUSIVE MODE")


def done(conn: Connection, run_id: int, article_ids: Collection[int]) -> set[int]:
    """Those of the articles that the run is done with."""
    query = select(_ANALYSED.c.article_id).where(
        _ANALYSED.c.run_id == run_id, _ANALYSED.c.article_id.in_(article_ids)
    )
    return set(conn.execute(query).scalars())


def articles(conn: Connection, run_id: int) -> list[int]:
    """The articles that the run is done with."""
    query = select(_ANALYSED.c.article_id).where(_ANALYSED.c.run_id == run_id)
    return list(conn.execute(query).scalars())


def save(
    conn: Connection, results: Sequence[Result], *, detection_id: int, run_id: int
) -> list[Result]:
    """Store results and note that both runs are done with their articles.

    Call `lock` before. An article that the scoring run is done with is left out; mentions that
    the detection run has stored before are not stored again.

    Args:
        detection_id: the run that found the mentions.
        run_id: the run that gave the readings.

    Returns:
        The results that were stored.
    """
    ids = [result.article_id for result in results]
    scored = done(conn, run_id, ids)
    detected = done(conn, detection_id, ids)
    results = [result for result in results if result.article_id not in scored]
    fresh = [
        (result.article_id, mention)
        for result in results
        if result.article_id not in detected
        for mention in result.mentions
    ]
    known = {
        _place(article_id, mention): mention_id
        for (article_id, mention), mention_id in zip(
            fresh, mentions.add(conn, detection_id, fresh), strict=True
        )
    }
    if detected:
        for article_id, stored in mentions.of(conn, detection_id, detected).items():
            known |= {_place(article_id, mention): mention_id for mention_id, mention in stored}
    readings.add(
        conn,
        run_id,
        (
            (known[_place(result.article_id, mention)], reading)
            for result in results
            for mention, reading in zip(result.mentions, result.readings, strict=True)
            if reading is not None
        ),
    )
    rows = [{"run_id": run_id, "article_id": result.article_id} for result in results]
    rows += [
        {"run_id": detection_id, "article_id": result.article_id}
        for result in results
        if result.article_id not in detected
    ]
    if rows:
        conn.execute(insert(_ANALYSED), rows)
    return results


def extend(conn: Connection, results: Sequence[Result], *, detection_id: int, run_id: int) -> int:
    """As `save`, mention by mention: of an article that the runs are done with, new ones as well.

    Every mention has a reading.

    Returns:
        How many mentions were new.
    """
    ids = [result.article_id for result in results]
    known = {
        _place(article_id, mention)
        for article_id, stored in mentions.of(conn, detection_id, ids).items()
        for _, mention in stored
    }
    fresh = [
        (result.article_id, mention, reading)
        for result in results
        for mention, reading in zip(result.mentions, result.readings, strict=True)
        if reading is not None and _place(result.article_id, mention) not in known
    ]
    added = mentions.add(conn, detection_id, [(article_id, one) for article_id, one, _ in fresh])
    readings.add(conn, run_id, zip(added, (reading for *_, reading in fresh), strict=True))
    rows = [
        {"run_id": run, "article_id": article_id}
        for run in (detection_id, run_id)
        for article_id in sorted(set(ids) - done(conn, run, ids))
    ]
    if rows:
        conn.execute(insert(_ANALYSED), rows)
    return len(added)


def forget(conn: Connection, article_ids: Collection[int]) -> None:
    """Remove what all runs found in articles, so that none is done with them. Call `lock` before.

    For articles whose text changes: offsets of the old text mean nothing in the new one.
    """
    found = select(_MENTION.c.id).where(_MENTION.c.article_id.in_(article_ids))
    conn.execute(delete(_READING).where(_READING.c.mention_id.in_(found)))
    conn.execute(delete(_MENTION).where(_MENTION.c.article_id.in_(article_ids)))
    conn.execute(delete(_ANALYSED).where(_ANALYSED.c.article_id.in_(article_ids)))


def _place(article_id: int, mention: Mention) -> tuple[int, bool, int, int]:
    return article_id, mention.in_headline, mention.start, mention.end
