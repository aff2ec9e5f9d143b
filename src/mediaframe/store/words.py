"""Full-text index over the search terms of each article: FTS5 on SQLite, tsvector on PostgreSQL.

A term is a stem of letters and digits (`arabic.stem.search_term`); the index holds which article
has which terms, neither their order nor their number.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, select, text

from mediaframe.store import tables


def clear(conn: Connection) -> None:
    """Empty the index."""
    conn.exec_driver_sql(
        "TRUNCATE words"
        if _is_postgres(conn)
        else "INSERT INTO words (words) VALUES ('delete-all')"
    )


def index(conn: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add articles that are not in the index: article id and its terms, joined by spaces."""
    values = [{"id": article_id, "terms": terms} for article_id, terms in rows]
    if not values:
        return
    if _is_postgres(conn):
        statement = (
            "INSERT INTO words (article_id, terms) "
            "VALUES (:id, array_to_tsvector(array_remove(string_to_array(:terms, ' '), '')))"
        )
    else:
        statement = "INSERT INTO words (rowid, terms) VALUES (:id, :terms)"
    conn.execute(text(statement), values)


def remove(conn: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take articles out of the index: article id and the very terms that `index` was given."""
    values = [{"id": article_id, "terms": terms} for article_id, terms in rows]
    if not values:
        return
    if _is_postgres(conn):
        statement = "DELETE FROM words WHERE article_id = :id"
    else:
        # the index keeps no copy of what it indexed, so it must be told
        statement = "INSERT INTO words (words, rowid, terms) VALUES ('delete', :id, :terms)"
    conn.execute(text(statement), values)


def find(
    conn: Connection,
    groups: Sequence[Collection[str]],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
    limit: int = 50,
) -> list[int]:
    """Ids of the articles that hold a term of every group, newest first, undated ones last.

    Args:
        groups: for each word sought, the terms that stand for it; none finds nothing.
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.
        limit: at most so many articles.
    """
    plain = [["".join(filter(str.isalnum, term)) for term in group] for group in groups]
    quoted = [[f"'{term}'" for term in group if term] for group in plain]
    if not quoted or not all(quoted):
        return []
    if _is_postgres(conn):
        query = " & ".join(f"({' | '.join(group)})" for group in quoted)
        matching = "SELECT article_id FROM words WHERE terms @@ CAST(:query AS tsquery)"
    else:
        query = " AND ".join(f"({' OR '.join(group)})" for group in quoted).replace("'", '"')
        matching = "SELECT rowid FROM words WHERE words MATCH :query"
    article = tables.articles.c
    where: list[ColumnElement[bool]] = [article.id.in_(text(matching).bindparams(query=query))]
    if since is not None:
        where.append(article.date >= since)
    if until is not None:
        where.append(article.date <= until)
    if outlets:
        where.append(article.outlet_id.in_(outlets))
    newest = (article.date.is_(None), article.date.desc(), article.id.desc())
    statement = select(article.id).where(*where).order_by(*newest).limit(limit)
    return list(conn.execute(statement).scalars())


def _is_postgres(conn: Connection) -> bool:
    return conn.dialect.name == "postgresql"
