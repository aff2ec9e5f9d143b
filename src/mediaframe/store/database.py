"""The database of a workspace: SQLite (WAL) by default, PostgreSQL by its URL."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError

from mediaframe.errors import StoreError

__all__ = ["Connection", "Store", "head_version", "sqlite_file"]

_MIGRATIONS = Path(__file__).parent / "migrations"
_HEAD = "0005"
"""The newest migration. Asking Alembic for it would take longer than most queries."""
_BUSY_SECONDS = 60
_BEGIN = "mediaframe_begin"


class Store:
    """An open database; all functions of this room take one of its connections."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def create(cls, url: str) -> "Store":
        """Create the database, or bring the tables of an existing one up to date.

        Raises:
            StoreError: the URL is wrong, the database cannot be reached, or its tables are those
                of a later version of this program.
        """
        # imported here: reading needs no migrations
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        store = cls(_engine(url))
        try:
            with store.begin() as conn:
                config = Config()
                config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
                config.attributes["connection"] = conn
                try:
                    command.upgrade(config, "head")
                except CommandError as error:
                    raise StoreError(
                        f"{store.name}: made by a later version of this program: {error}"
                    ) from error
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, url: str) -> "Store":
        """Open an existing database.

        Raises:
            StoreError: it is missing, damaged, out of reach or of another version.
        """
        file = sqlite_file(url)
        if file is not None and not file.is_file():
            raise StoreError(f"{file}: no database there; create one with `mediaframe init`")
        store = cls(_engine(url))
        try:
            version, head = store.version(), head_version()
            if version != head:
                raise StoreError(
                    f"{store.name}: the database has version {version or 'none'}, this program "
                    f"needs {head}; run `mediaframe db upgrade`"
                )
        except BaseException:
            store.close()
            raise
        return store

    @property
    def name(self) -> str:
        """The URL without password, for messages."""
        return self.engine.url.render_as_string(hide_password=True)

    def version(self) -> str | None:
        """Version of the tables, None where there are none."""
        with self.read() as conn:
            if not inspect(conn).has_table("alembic_version"):
                return None
            found = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return None if found is None else str(found)

    def begin(self) -> AbstractContextManager[Connection]:
        """A write transaction: committed at the end of the `with` block, or as if never begun."""
        return self._transaction(write=True)

    def read(self) -> AbstractContextManager[Connection]:
        """A transaction that only reads, in which the data stand still."""
        return self._transaction(write=False)

    @contextmanager
    def outside_transaction(self) -> Iterator[Connection]:
        """A connection for the few statements that cannot stand in a transaction."""
        with self._errors(), self.engine.connect() as conn:
            yield conn.execution_options(**{_BEGIN: ""})

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        with self._errors(), self.engine.connect() as conn:
            conn = conn.execution_options(**{_BEGIN: "BEGIN IMMEDIATE" if write else "BEGIN"})
            with conn.begin() as transaction:
                yield conn
                if not write:
                    transaction.rollback()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (InterfaceError, DatabaseError) as error:
            raise StoreError(f"{self.name}: {str(error.orig).strip()}") from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def head_version() -> str:
    """Version of the tables that this program needs."""
    return _HEAD


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL, None for another database or one in memory."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreError(f"{url!r} is not a database URL such as sqlite:///file.db") from error


def _engine(url: str) -> Engine:
    parsed = _parse(url)
    kind = parsed.get_backend_name()
    if kind == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if kind not in ("sqlite", "postgresql"):
        raise StoreError(f"{kind}: only SQLite and PostgreSQL databases are supported")
    arguments: dict[str, Any] = {"timeout": _BUSY_SECONDS} if kind == "sqlite" else {}
    try:
        engine = create_engine(
            parsed,
            connect_args=arguments,
            json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"{kind}: the driver is not installed; run `pip install 'mediaframe[postgres]'`"
        ) from error
    except NoSuchModuleError as error:
        raise StoreError(f"{parsed.drivername}: no such database driver") from error
    if kind == "sqlite":
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says so
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",  # with WAL, a crash of the machine may lose the last commits only
        "foreign_keys=ON",
        "cache_size=-65536",
        "wal_autocheckpoint=16384",  # most pages change many times before they must be copied
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(conn: Connection) -> None:
    # A reader that turns writer fails when another one wrote meanwhile: writers say so at once.
    if statement := conn.get_execution_options().get(_BEGIN, "BEGIN"):
        conn.exec_driver_sql(statement)
