"""Runs: one detector or scorer with one version of everything its results depend on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from mediaframe.store import tables
from mediaframe.types import HUMAN

_TABLE = tables.runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A row of the runs; see `store.tables.runs`."""

    id: int
    kind: str
    scorer: str
    digest: str
    codebook_version: str
    detection_id: int | None
    settings: dict[str, Any]
    started: dt.datetime
    """Last time it was begun, UTC."""
    finished: dt.datetime | None


def begin(
    conn: Connection,
    *,
    kind: str,
    scorer: str,
    digest: str,
    codebook_version: str,
    settings: dict[str, Any],
    detection_id: int | None = None,
) -> int:
    """Id of the run, which is created when it is new: the same parts give the same run again."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("LOCK TABLE runs IN SHARE ROW EXCLUSIVE MODE")
    found = conn.execute(
        select(_TABLE.c.id).where(
            _TABLE.c.kind == kind,
            _TABLE.c.scorer == scorer,
            _TABLE.c.digest == digest,
            _TABLE.c.detection_id.is_not_distinct_from(detection_id),
        )
    ).scalar()
    started = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    if found is not None:
        conn.execute(update(_TABLE).where(_TABLE.c.id == found).values(started=started))
        return int(found)
    new = {"kind": kind, "scorer": scorer, "digest": digest, "codebook_version": codebook_version}
    created = conn.execute(
        insert(_TABLE)
        .values(**new, detection_id=detection_id, settings=settings, started=started)
        .returning(_TABLE.c.id)
    )
    return int(created.scalar_one())


def finish(conn: Connection, run_id: int) -> None:
    """Note that the run has nothing left to do."""
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    conn.execute(update(_TABLE).where(_TABLE.c.id == run_id).values(finished=now))


def all(conn: Connection) -> list[Run]:  # noqa: A001
    """All runs, oldest first."""
    return [_run(row) for row in conn.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings()]


def of_people(conn: Connection) -> list[Run]:
    """The runs that hold what people coded, oldest first."""
    return [run for run in all(conn) if run.kind == "score" and run.scorer == HUMAN]


def latest(conn: Connection, scorer: str = "lexicon", *, kind: str = "score") -> Run | None:
    """The scoring run of `scorer` that was begun last, None where there is none."""
    query = (
        select(_TABLE)
        .where(_TABLE.c.kind == kind, _TABLE.c.scorer == scorer)
        .order_by(_TABLE.c.started.desc(), _TABLE.c.id.desc())
        .limit(1)
    )
    row = conn.execute(query).mappings().first()
    return None if row is None else _run(row)


def _run(row: RowMapping) -> Run:
    return Run(**row)
