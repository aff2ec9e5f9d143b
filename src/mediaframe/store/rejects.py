"""Rejects: items that could not be used, each with its reason."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, select

from mediaframe.store import tables
from mediaframe.store.storable import storable
from mediaframe.store.upsert import add_missing
from mediaframe.types import Reject

MOST = 10_000
"""Rejects of one file or outlet stored one by one; those beyond are only counted."""
_TABLE = tables.rejects
_MAX_CHARS = 300
"""Of each part: PostgreSQL keeps no longer value in an index."""


def add(conn: Connection, rejects: Iterable[Reject]) -> int:
    """Store the rejects that are not stored yet; returns how many."""
    rows = [
        {
            "stage": reject.stage,
            "item": storable(reject.item[-_MAX_CHARS:]),  # its line number stands at the end
            "reason": storable(reject.reason[:_MAX_CHARS]),
            "sample": storable(reject.sample[:_MAX_CHARS]),
        }
        for reject in rejects
    ]
    return add_missing(conn, _TABLE, rows) if rows else 0


def forget(conn: Connection, stage: str, items: Iterable[str]) -> None:
    """Remove the rejects of items of a stage that could be used after all."""
    names = {storable(item[-_MAX_CHARS:]) for item in items}
    if names:
        conn.execute(delete(_TABLE).where(_TABLE.c.stage == stage, _TABLE.c.item.in_(names)))


def forget_file(conn: Connection, stage: str, path: str) -> None:
    """Remove the rejects of a stage that are lines of a file, which is read anew."""
    name = storable(f"{path}:")[-_MAX_CHARS:]
    lines = _TABLE.c.item.startswith(name, autoescape=True)
    conn.execute(delete(_TABLE).where(_TABLE.c.stage == stage, lines))


def counts(conn: Connection, stage: str | None = None) -> dict[tuple[str, str], int]:
    """How many rejects there are, by stage and reason (its part before a colon), most first."""
    query = select(_TABLE.c.stage, _TABLE.c.reason, func.count()).group_by(
        _TABLE.c.stage, _TABLE.c.reason
    )
    if stage is not None:
        query = query.where(_TABLE.c.stage == stage)
    found: dict[tuple[str, str], int] = {}
    for where, reason, number in conn.execute(query):
        key = (where, reason.partition(":")[0])
        found[key] = found.get(key, 0) + number
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
