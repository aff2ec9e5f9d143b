"""Outlets: of the registry, or seen in an import."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, select

from mediaframe.store import tables
from mediaframe.store.upsert import insert
from mediaframe.types import Outlet

_TABLE = tables.outlets


def save(conn: Connection, outlets: Iterable[Outlet]) -> None:
    """Store the outlets; a verified one replaces what was stored, another only fills a gap."""
    rows = [{**asdict(outlet), "domains": list(outlet.domains)} for outlet in outlets]
    known = [row for row in rows if row["verified"]]
    seen = [row for row in rows if not row["verified"]]
    statement = insert(conn.dialect.name, _TABLE)
    if known:
        update = {c.name: statement.excluded[c.name] for c in _TABLE.columns if c.name != "id"}
        conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=update), known)
    if seen:
        conn.execute(statement.on_conflict_do_nothing(), seen)


def all(conn: Connection) -> list[Outlet]:  # noqa: A001
    """All outlets, by id."""
    rows = conn.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings()
    return [Outlet(**{**row, "domains": tuple(row["domains"])}) for row in rows]
