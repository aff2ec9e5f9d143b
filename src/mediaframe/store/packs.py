"""Packs: what trends are counted from, as Parquet, so that they need not join whole tables.

They are written when an analysis ends. Triggers (migration 0004) delete them as soon as a row
changes that they were made from, whoever changes it: packs that are there agree with the tables.
"""

from collections.abc import Iterable
from io import BytesIO

import polars as pl
from sqlalchemy import Connection, exists, insert, select

from mediaframe.errors import StoreError
from mediaframe.store import tables

_TABLE = tables.packs


def write(conn: Connection, run_id: int, kind: str, parts: Iterable[pl.DataFrame]) -> None:
    """Store the frames, at least one, as the packs of a kind that the run has none of."""
    for number, part in enumerate(parts):
        data = BytesIO()
        part.write_parquet(data, compression="zstd")
        row = {"run_id": run_id, "kind": kind, "part": number, "data": data.getvalue()}
        conn.execute(insert(_TABLE).values(row))


def read(conn: Connection, run_id: int, kind: str) -> pl.DataFrame | None:
    """What was packed, None where nothing is or it has changed since.

    Raises:
        StoreError: a pack is damaged.
    """
    query = (
        select(_TABLE.c.data)
        .where(_TABLE.c.run_id == run_id, _TABLE.c.kind == kind)
        .order_by(_TABLE.c.part)
    )
    try:
        parts = [pl.read_parquet(BytesIO(data)) for data in conn.execute(query).scalars()]
    except pl.exceptions.PolarsError as error:
        raise StoreError(f"the packed {kind} of run {run_id} are damaged: {error}") from error
    return pl.concat(parts) if parts else None


def there(conn: Connection, run_id: int) -> bool:
    """Whether the run has packs, which are written together."""
    return conn.execute(select(exists().where(_TABLE.c.run_id == run_id))).scalar_one()


def alone(conn: Connection) -> bool:
    """Whether nobody else is writing what packs are made from, nor can until the transaction ends.

    True on SQLite, which has one writer. On PostgreSQL a pack could else be stored after a change
    that its maker did not see.
    """
    if conn.dialect.name != "postgresql":
        return True
    lock = "SELECT pg_try_advisory_xact_lock('packs'::regclass::oid::bigint)"
    return bool(conn.exec_driver_sql(lock).scalar())
