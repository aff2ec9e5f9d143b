"""The store is created, opened and refused; its tables are what the migrations make."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import UniqueConstraint, inspect, text

from mediaframe.errors import StoreError
from mediaframe.store import actors
from mediaframe.store.database import Store, head_version
from mediaframe.store.migrations.versions import first_tables
from mediaframe.store.tables import metadata
from mediaframe.types import Actor

_CASCADE = {"postgresql": "CASCADE"}
ACTOR = Actor(id="a", name_ar="جمعية الضوء", type="CSO_LOCAL")


def test_the_migrations_make_the_tables(store: Store) -> None:
    def known(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or not (name or "").startswith("words")

    for constraint in metadata.tables["runs"].constraints:
        if isinstance(constraint, UniqueConstraint):  # see there why it does not say so itself
            constraint.dialect_kwargs["postgresql_nulls_not_distinct"] = True
    with store.read() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "include_name": known}
        )
        assert compare_metadata(context, metadata) == []


def test_a_created_store_can_be_opened_and_created_again(database_url: str) -> None:
    for open_store in (Store.create, Store.open, Store.create):
        store = open_store(database_url)
        with store.begin() as conn:
            actors.save(conn, [ACTOR])
        with store.read() as conn:
            assert actors.all(conn) == [ACTOR]
        store.close()


def test_a_database_of_the_first_version_is_brought_up_to_date(
    database_url: str, store: Store
) -> None:
    with store.begin() as conn:
        context = MigrationContext.configure(conn)
        for table in set(inspect(conn).get_table_names()) - {"alembic_version"}:
            if not table.startswith("words_"):  # parts of the full-text index
                conn.execute(text(f"DROP TABLE {table} {_CASCADE.get(conn.dialect.name, '')}"))
        with Operations.context(context):
            first_tables.upgrade()
        conn.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        actors.save(conn, [ACTOR])
    with pytest.raises(StoreError, match="mediaframe db upgrade"):
        Store.open(database_url)
    Store.create(database_url).close()
    with store.read() as conn:
        assert store.version() == head_version()
        assert actors.all(conn) == [ACTOR]
    test_the_migrations_make_the_tables(store)


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as conn:
            actors.save(conn, [ACTOR])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read() as conn:
        assert actors.all(conn) == []


def test_what_was_only_read_is_not_written(store: Store) -> None:
    with store.read() as conn:
        actors.save(conn, [ACTOR])
    with store.read() as conn:
        assert actors.all(conn) == []


def test_another_version_is_refused(store: Store, database_url: str) -> None:
    with store.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = 'x'"))
    with pytest.raises(StoreError, match=r"version x.*mediaframe db upgrade"):
        Store.open(database_url)


def test_a_database_without_tables_is_refused(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "test.db").touch()
    with pytest.raises(StoreError, match="version none"):
        Store.open(database_url)


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mediaframe init"):
        Store.open(f"sqlite:///{tmp_path}/none.db")
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("not a database " * 100)
    with pytest.raises(StoreError, match=r"text\.db.*not a database"):
        Store.open(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("nonsense", "nonsense"),
        ("mysql://host/name", "only SQLite and PostgreSQL"),
        ("sqlite+nothing:///x.db", "driver"),
        ("postgresql://user:secret@127.0.0.1:1/none", r"user:\*\*\*@"),
    ],
)
def test_a_wrong_url_is_named_without_its_password(url: str, named: str) -> None:
    with pytest.raises(StoreError, match=named) as caught:
        Store.create(url)
    assert "secret" not in str(caught.value)
