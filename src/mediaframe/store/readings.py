"""Readings: the codes that one run gave to mentions."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from mediaframe.store import tables
from mediaframe.types import Codes, Evidence, Reading

_TABLE = tables.readings
_MENTION = tables.mentions


def add(conn: Connection, run_id: int, found: Iterable[tuple[int, Reading]]) -> None:
    """Store readings, each with its mention's id."""
    rows = [_row(run_id, mention_id, reading) for mention_id, reading in found]
    if rows:
        conn.execute(insert(_TABLE), rows)


def of(conn: Connection, run_id: int, article_ids: Collection[int]) -> dict[int, Reading]:
    """The readings that the run gave to the mentions of articles, by mention id."""
    query = (
        select(_TABLE)
        .join(_MENTION, _MENTION.c.id == _TABLE.c.mention_id)
        .where(_TABLE.c.run_id == run_id, _MENTION.c.article_id.in_(article_ids))
        .order_by(_TABLE.c.mention_id)
    )
    return {row["mention_id"]: reading(row) for row in conn.execute(query).mappings()}


def reading(row: RowMapping) -> Reading:
    """The reading of a row that has the columns of the table."""
    return Reading(
        codes=Codes(
            in_scope=row["in_scope"],
            actor_type=row["actor_type"],
            frames=tuple(row["frames"].split()),
            primary_frame=row["primary_frame"],
            tone=row["tone"],
            role=row["role"],
            voice=row["voice"],
            rebutted=row["rebutted"],
            distancing=row["distancing"],
            issues=tuple(row["issues"].split()),
        ),
        probabilities=row["probabilities"],
        evidence=tuple(evidence(item) for item in row["evidence"]),
        abstained=row["abstained"],
    )


def evidence(item: list[Any]) -> Evidence:
    """One item of the `evidence` column: code, term, start, end, weight, whether in headline."""
    code, term, start, end, weight, in_headline = item
    return Evidence(
        code=code, term=term, start=start, end=end, weight=weight, in_headline=bool(in_headline)
    )


def _row(run_id: int, mention_id: int, reading: Reading) -> dict[str, Any]:
    codes = reading.codes
    return {
        "run_id": run_id,
        "mention_id": mention_id,
        "in_scope": codes.in_scope,
        "actor_type": codes.actor_type,
        "frames": " ".join(codes.frames),
        "primary_frame": codes.primary_frame,
        "tone": codes.tone,
        "role": codes.role,
        "voice": codes.voice,
        "rebutted": codes.rebutted,
        "distancing": codes.distancing,
        "issues": " ".join(codes.issues),
        "probabilities": reading.probabilities,
        "abstained": reading.abstained,
        "evidence": [
            [e.code, e.term, e.start, e.end, e.weight, int(e.in_headline)] for e in reading.evidence
        ],
    }
