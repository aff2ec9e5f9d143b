"""Counts, checks and copies of the whole database."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Select, case, exists, func, select, text
from sqlalchemy.exc import DatabaseError

from mediaframe.errors import StoreError
from mediaframe.store import tables, units
from mediaframe.store.database import Store
from mediaframe.types import HUMAN

_ARTICLE = tables.articles.c
_MENTION = tables.mentions.c
_READING = tables.readings.c
_RUN = tables.runs.c
_ANALYSED = tables.analysed.c
_MEMBER = tables.story_members.c


def counts(conn: Connection) -> dict[str, int]:
    """Number of rows of each table, by name."""
    return {
        str(table.name): conn.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables.metadata.sorted_tables
    }


def problems(conn: Connection) -> Iterator[str]:
    """Look through the whole database; yields what is wrong, one line each."""
    if conn.dialect.name == "sqlite":
        yield from _damage(conn)
    for what, query in _RULES.items():
        broken = conn.execute(select(func.count()).select_from(query.subquery())).scalar_one()
        if broken:
            example = conn.execute(query.limit(1)).scalar_one()
            yield f"{what}: {broken}, such as {example}"
    for pack in units.unlike(conn):
        yield f"packed {pack} are not what the tables say"


def _damage(conn: Connection) -> Iterator[str]:
    for (line,) in conn.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield f"damaged: {line}"
    for table, row, parent, _ in conn.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table} row {row} refers to a row of {parent} that is not there"
    try:
        conn.execute(text("INSERT INTO words (words) VALUES ('integrity-check')"))
    except DatabaseError as error:
        yield f"damaged: full-text index: {error.orig}"


_TEXT = case((_MENTION.in_headline, _ARTICLE.title), else_=_ARTICLE.text)
_RULES: dict[str, Select[int]] = {
    "mentions whose offsets are not those of their surface": (
        select(_MENTION.id)
        .join_from(tables.mentions, tables.articles, _ARTICLE.id == _MENTION.article_id)
        .where(
            func.substr(_TEXT, _MENTION.start + 1, _MENTION.end - _MENTION.start)
            != _MENTION.surface
        )
    ),
    "mentions of articles that their run is not done with": select(_MENTION.id).where(
        ~exists().where(
            _ANALYSED.run_id == _MENTION.run_id, _ANALYSED.article_id == _MENTION.article_id
        )
    ),
    "readings of mentions that another detection run found": (
        select(_READING.id)
        .join_from(tables.readings, tables.mentions, _MENTION.id == _READING.mention_id)
        .join(tables.runs, _RUN.id == _READING.run_id)
        .where(_RUN.detection_id.is_distinct_from(_MENTION.run_id))
    ),
    "stories that are not named after their first article": (
        select(_MEMBER.story_id)
        .group_by(_MEMBER.story_id)
        .having(func.min(_MEMBER.article_id) != _MEMBER.story_id)
    ),
    # people may code an article before it is analysed
    "analysed articles without a story": (
        select(_ANALYSED.article_id)
        .join(tables.runs, _RUN.id == _ANALYSED.run_id)
        .where(_RUN.scorer != HUMAN, ~exists().where(_MEMBER.article_id == _ANALYSED.article_id))
    ),
}


def backup(store: Store, target: Path) -> None:
    """Copy an SQLite database to the new file `target`, also while others write.

    Raises:
        StoreError: the file exists or cannot be written, or the database is not SQLite.
    """
    if store.engine.dialect.name != "sqlite":
        raise StoreError(f"{store.name}: back up a PostgreSQL database with pg_dump")
    if target.exists():
        raise StoreError(f"{target}: exists already; nothing was changed")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with store.outside_transaction() as conn:
            conn.exec_driver_sql("VACUUM INTO ?", (str(part),))
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
