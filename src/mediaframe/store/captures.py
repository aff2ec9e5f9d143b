"""Captures: which URLs were collected, when, and which article stands there."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, bindparam, case, func, or_, select, update

from mediaframe.store import tables
from mediaframe.store.storable import storable
from mediaframe.store.upsert import insert

_TABLE = tables.captures
_MAX_URL = 2_000
"""PostgreSQL keeps no value over 2,704 bytes in an index."""
_MAX_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A row of the captures; see `store.tables.captures`."""

    url: str
    outlet_id: str
    fetched: dt.datetime
    """Aware."""
    etag: str = ""
    last_modified: str = ""
    status: int | None = None
    digest: str | None = None
    article_id: int | None = None
    reason: str = ""
    taken: dt.datetime | None = None
    """Aware; by default `fetched` where there is a digest."""


def digest(title: str, text: str) -> str:
    """What tells one version of an article from another, 32 hexadecimal digits."""
    return blake2b(f"{title}\0{text}".encode(), digest_size=16).hexdigest()


def save(conn: Connection, captures: Iterable[Capture]) -> None:
    """Store captures in place of earlier ones of the same URL.

    Where a page has turned into none that can be read, it keeps its article and digest. `taken`
    stays while the digest does.
    """
    rows = [
        asdict(capture)
        | {
            "url": _name(capture.url),
            "fetched": _naive(capture.fetched),
            "taken": _taken(capture),
            "etag": storable(capture.etag),
            "last_modified": storable(capture.last_modified),
            "reason": storable(capture.reason[:_MAX_REASON]),
        }
        for capture in captures
    ]
    if not rows:
        return
    conn.execute(_upsert(conn.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Insert:
    # made once: making it takes longer than a row takes
    statement = insert(dialect, _TABLE)
    new: dict[str, ColumnElement[Any]] = {
        column.name: statement.excluded[column.name]
        for column in _TABLE.columns
        if column.name != "url"
    }
    for kept in ("digest", "article_id"):
        new[kept] = func.coalesce(new[kept], _TABLE.c[kept])
    same = or_(statement.excluded.digest.is_(None), statement.excluded.digest == _TABLE.c.digest)
    new["taken"] = case((same, func.coalesce(_TABLE.c.taken, new["taken"])), else_=new["taken"])
    return statement.on_conflict_do_update(index_elements=["url"], set_=new)


def seen(conn: Connection, url: str, fetched: dt.datetime) -> None:
    """Note that a captured URL was asked for again and is unchanged."""
    where = _TABLE.c.url == bindparam("name")
    values = {"name": _name(url), "moment": _naive(fetched)}
    conn.execute(update(_TABLE).where(where).values(fetched=bindparam("moment")), values)


def of(conn: Connection, urls: Collection[str]) -> dict[str, Capture]:
    """The captures of those of the URLs that were captured, by URL."""
    names = {_name(url): url for url in urls}
    rows = conn.execute(select(_TABLE).where(_TABLE.c.url.in_(names))).mappings()
    return {
        names[row["url"]]: Capture(
            **{
                **row,
                "url": names[row["url"]],
                "fetched": _aware(row["fetched"]),
                "taken": row["taken"] and _aware(row["taken"]),
            }
        )
        for row in rows
    }


def articles_of(conn: Connection, outlet_id: str, text: str) -> list[int]:
    """Ids of the outlet's articles that had the digest `text` when captured, oldest first."""
    query = (
        select(_TABLE.c.article_id)
        .where(
            _TABLE.c.outlet_id == outlet_id,
            _TABLE.c.digest == text,
            _TABLE.c.article_id.is_not(None),
        )
        .distinct()
        .order_by(_TABLE.c.article_id)
    )
    return list(conn.execute(query).scalars())


def _name(url: str) -> str:
    url = storable(url)
    if len(url.encode()) <= _MAX_URL:
        return url
    # a canonical URL has no fragment: the two forms cannot meet
    return f"{url[:200]}#{blake2b(url.encode(), digest_size=16).hexdigest()}"


def _taken(capture: Capture) -> dt.datetime | None:
    moment = capture.taken or (None if capture.digest is None else capture.fetched)
    return None if moment is None else _naive(moment)


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC)


def _naive(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(tzinfo=None)
