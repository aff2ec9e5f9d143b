"""Revisions: what articles said before their outlets changed them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from mediaframe.store import tables
from mediaframe.store.captures import digest

_TABLE = tables.revisions
_RUN = tables.runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A row of the revisions; see `store.tables.revisions`."""

    id: int
    article_id: int
    replaced: dt.datetime
    """UTC."""
    title: str
    text: str
    digest: str


def add(conn: Connection, article_id: int, *, title: str, text: str) -> None:
    """Keep what an article says before it is replaced."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    row = {"article_id": article_id, "replaced": now, "title": title, "text": text}
    conn.execute(insert(_TABLE).values(**row, digest=digest(title, text)))


def of(conn: Connection, article_id: int) -> list[Revision]:
    """The revisions of an article, oldest first."""
    query = select(_TABLE).where(_TABLE.c.article_id == article_id).order_by(_TABLE.c.id)
    return [Revision(**row) for row in conn.execute(query).mappings()]


def during(conn: Connection, run_id: int, article_ids: Collection[int]) -> set[int]:
    """Those of the articles that were replaced after a run was begun the last time."""
    query = (
        select(_TABLE.c.article_id)
        .join(_RUN, _RUN.c.id == run_id)
        .where(_TABLE.c.article_id.in_(article_ids), _TABLE.c.replaced >= _RUN.c.started)
    )
    return set(conn.execute(query).scalars())
