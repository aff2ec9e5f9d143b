"""Databases and workspaces for the tests: SQLite always, PostgreSQL where a server is running."""

import gc
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mediaframe import workspace as workspaces
from mediaframe.store.database import Store
from mediaframe.workspace import Workspace

# What is tested with real articles has no need of the slower scorer, but where it is named.
os.environ["MEDIAFRAME_SCORERS"] = '["lexicon"]'

POSTGRES = os.environ.get("MEDIAFRAME_TEST_POSTGRES")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the PostgreSQL tests where `scripts/postgres.sh run` did not start a server."""
    if POSTGRES:
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    items[:] = [item for item in items if not item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what every test needs: it would look through it all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database of each kind, for this test alone."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/test.db"
        return
    assert POSTGRES is not None
    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f"CREATE SCHEMA {schema}")
        yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
        server.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A new store on each kind of database."""
    created = Store.create(database_url)
    yield created
    created.close()


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """A new workspace on each kind of database."""
    with workspaces.create(tmp_path / "workspace", database=database_url) as created:
        yield created
