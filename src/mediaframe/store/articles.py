"""Articles as imported."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from mediaframe.store import tables
from mediaframe.store.upsert import add_missing
from mediaframe.types import Article

_TABLE = tables.articles
_FIELDS = [c.name for c in _TABLE.columns if c.name != "id"]
_ANALYSED = tables.analysed
_MEMBERS = tables.story_members
_ONE = select(_TABLE).where(_TABLE.c.id == bindparam("article_id"))


def add(conn: Connection, batch: Iterable[Article]) -> int:
    """Store the articles whose key is not stored yet; returns how many.

    Their outlets are stored before. Texts hold no NUL character and no lone surrogate, which
    databases refuse: an importer replaces them.
    """
    rows = [{name: getattr(article, name) for name in _FIELDS} for article in batch]
    return add_missing(conn, _TABLE, rows) if rows else 0


def get(conn: Connection, article_id: int) -> Article | None:
    """The article of a row id."""
    row = conn.execute(_ONE, {"article_id": article_id}).mappings().first()
    return None if row is None else _article(row)


def many(conn: Connection, ids: Collection[int]) -> dict[int, Article]:
    """The articles of the row ids that exist."""
    rows = conn.execute(select(_TABLE).where(_TABLE.c.id.in_(ids))).mappings()
    return {row["id"]: _article(row) for row in rows}


def by_key(conn: Connection, keys: Collection[str]) -> dict[str, Article]:
    """The articles of the keys that exist, by key."""
    rows = conn.execute(select(_TABLE).where(_TABLE.c.key.in_(keys))).mappings()
    return {row["key"]: _article(row) for row in rows}


def named(conn: Connection, names: Collection[str]) -> dict[str, list[Article]]:
    """The articles whose key, id in the imported file or URL is one of the names, by name."""
    columns = (_TABLE.c.key, _TABLE.c.source_id, _TABLE.c.url)
    where = or_(*(column.in_(names) for column in columns))
    wanted = set(names)
    found: dict[str, list[Article]] = {}
    for row in conn.execute(select(_TABLE).where(where).order_by(_TABLE.c.id)).mappings():
        for name in {row[column.name] for column in columns} & wanted:
            found.setdefault(name, []).append(_article(row))
    return found


def replace(conn: Connection, article: Article) -> None:
    """Store the article over the one of its row id.

    Where title or text change, all that refers to the old ones is removed before (see
    `results.forget`, `stories.forget`, `words.remove`) and a revision is kept.
    """
    values = {name: getattr(article, name) for name in _FIELDS}
    conn.execute(update(_TABLE).where(_TABLE.c.id == article.id).values(values))


def pending(
    conn: Connection,
    run_id: int,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
    after_id: int = 0,
    limit: int,
    max_chars: int = 1_000_000,
) -> list[Article]:
    """The next articles, by id, that the run is not done with or that have no story yet.

    Args:
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.
        after_id: only articles of a higher id.
        limit: at most so many.
        max_chars: stops earlier, behind the article that reaches so many characters of text, so
            that a batch of long articles fits in memory.
    """
    where = [_TABLE.c.id > after_id, _pending(run_id), *_filter(since, until, outlets)]
    query = select(_TABLE).where(*where).order_by(_TABLE.c.id).limit(limit)
    rows = conn.execute(query.execution_options(yield_per=16)).mappings()
    found, chars = [], 0
    for row in rows:
        found.append(_article(row))
        chars += len(row["text"])
        if chars >= max_chars:
            rows.close()
            break
    return found


def count(
    conn: Connection,
    *,
    pending_for: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
) -> int:
    """How many articles there are, or are left for the run `pending_for` (see `pending`)."""
    where = _filter(since, until, outlets)
    if pending_for is not None:
        where.append(_pending(pending_for))
    return conn.execute(select(func.count()).select_from(_TABLE).where(*where)).scalar_one()


def _pending(run_id: int) -> ColumnElement[bool]:
    done = exists().where(_ANALYSED.c.run_id == run_id, _ANALYSED.c.article_id == _TABLE.c.id)
    return ~done | ~exists().where(_MEMBERS.c.article_id == _TABLE.c.id)


def _filter(
    since: dt.date | None, until: dt.date | None, outlets: Sequence[str]
) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if since is not None:
        where.append(_TABLE.c.date >= since)
    if until is not None:
        where.append(_TABLE.c.date <= until)
    if outlets:
        where.append(_TABLE.c.outlet_id.in_(outlets))
    return where


def _article(row: RowMapping) -> Article:
    return Article(**row)
