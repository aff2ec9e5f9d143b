"""Mentions that a detection run found."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, func, insert, select, text

from mediaframe.store import tables
from mediaframe.types import Mention

_TABLE = tables.mentions
_FIELDS = [c.name for c in _TABLE.columns if c.name not in ("id", "run_id", "article_id")]


def add(conn: Connection, run_id: int, found: Iterable[tuple[int, Mention]]) -> list[int]:
    """Store mentions, each with its article's id; returns their new ids in the same order."""
    rows = [
        {"run_id": run_id, "article_id": article_id}
        | {name: getattr(mention, name) for name in _FIELDS}
        for article_id, mention in found
    ]
    if not rows:
        return []
    ids = _new_ids(conn, len(rows))
    conn.execute(insert(_TABLE), [row | {"id": new} for row, new in zip(rows, ids, strict=True)])
    return ids


def of(
    conn: Connection, run_id: int, article_ids: Collection[int]
) -> dict[int, list[tuple[int, Mention]]]:
    """The mentions of articles, headline first, then by offset, each with its id."""
    query = (
        select(_TABLE)
        .where(_TABLE.c.run_id == run_id, _TABLE.c.article_id.in_(article_ids))
        .order_by(_TABLE.c.article_id, _TABLE.c.in_headline.desc(), _TABLE.c.start)
    )
    found: defaultdict[int, list[tuple[int, Mention]]] = defaultdict(list)
    for row in conn.execute(query).mappings():
        mention = Mention(**{name: row[name] for name in _FIELDS})
        found[row["article_id"]].append((row["id"], mention))
    return dict(found)


def _new_ids(conn: Connection, count: int) -> list[int]:
    if conn.dialect.name == "postgresql":
        query = text(
            "SELECT nextval(pg_get_serial_sequence('mentions', 'id')) FROM generate_series(1, :n)"
        )
        return list(conn.execute(query, {"n": count}).scalars())
    last = conn.execute(select(func.max(_TABLE.c.id))).scalar() or 0
    return list(range(last + 1, last + 1 + count))
