"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL write alike but SQLAlchemy keeps apart."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT of a dialect that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    # imported here: reading needs neither, and PostgreSQL's takes long
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def add_missing(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Insert the rows that break no unique constraint; returns how many."""
    statement = insert(conn.dialect.name, table).on_conflict_do_nothing()
    return conn.execute(statement.execution_options(preserve_rowcount=True), rows).rowcount
