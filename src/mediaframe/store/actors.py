"""Actors of the registry."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, select

from mediaframe.store import tables
from mediaframe.store.upsert import insert
from mediaframe.types import Actor

_TABLE = tables.actors


def save(conn: Connection, actors: Iterable[Actor]) -> None:
    """Store the actors, each replacing the one of the same id; others stay for older runs."""
    rows = [asdict(actor) for actor in actors]
    if not rows:
        return
    statement = insert(conn.dialect.name, _TABLE)
    update = {c.name: statement.excluded[c.name] for c in _TABLE.columns if c.name != "id"}
    conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=update), rows)


def all(conn: Connection) -> list[Actor]:  # noqa: A001
    """All actors, by id."""
    rows = conn.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings()
    return [Actor(**row) for row in rows]
