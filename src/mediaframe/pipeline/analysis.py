"""Finds and codes the mentions of the stored articles, in runs that can be stopped and resumed.

Worker processes do the reading: they find the mentions of a batch of articles, code them, and
make the MinHash bands and search terms. This process hands out the batches in order and writes
the results of each batch in one transaction, so that a killed analysis leaves whole batches only.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mediaframe.collect import registry
from mediaframe.errors import InputError
from mediaframe.pipeline import tools
from mediaframe.pipeline.saving import Summary, save
from mediaframe.pipeline.tools import ToolPaths, Versions
from mediaframe.pipeline.work import Task, setup, work
from mediaframe.pipeline.workers import ordered_map
from mediaframe.store import actors, articles, mentions, outlets, results, runs, stories, words
from mediaframe.store.database import Connection, Store

__all__ = ["Plan", "Selection", "Summary", "plan", "run"]

BATCH = 128
"""Articles per batch, fewer if they are long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles to analyse; everything by default."""

    since: dt.date | None = None
    until: dt.date | None = None
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The runs of an analysis, and the number of articles that are left to do."""

    paths: ToolPaths
    scorer: str
    selection: Selection
    index_id: int
    detection_id: int
    run_id: int
    total: int


def plan(
    store: Store,
    paths: ToolPaths,
    *,
    outlet_files: tuple[Path, ...],
    scorer: str = "lexicon",
    selection: Selection,
) -> Plan:
    """Bring the registries into the store, and begin the runs or find those to go on with.

    A new version of the actors, the lexicon, the codebook or the code makes a new run, which
    has everything to do; the readings of older runs stay.

    Raises:
        DataError: a data file is missing or invalid.
        InputError: there is no such scorer or outlet.
        StoreError: the database cannot be written.
    """
    versions = tools.versions(paths, scorer=scorer)
    known = registry.load(outlet_files)
    with store.begin() as conn:
        outlets.save(conn, known.outlets)
        missing = set(selection.outlets) - {outlet.id for outlet in outlets.all(conn)}
        if missing:
            raise InputError(f"no outlet has the id {', '.join(sorted(missing))}")
        actors.save(conn, versions.actors)
        index_id = _begin_index(conn, versions)
        detection_id = runs.begin(
            conn,
            kind="detect",
            scorer="rules",
            digest=versions.detection,
            codebook_version=versions.codebook,
            settings={},
        )
        run_id = runs.begin(
            conn,
            kind="score",
            scorer=scorer,
            digest=versions.scoring,
            codebook_version=versions.codebook,
            settings={},
            detection_id=detection_id,
        )
        total = articles.count(
            conn,
            pending_for=run_id,
            since=selection.since,
            until=selection.until,
            outlets=selection.outlets,
        )
    return Plan(
        paths=paths,
        scorer=scorer,
        selection=selection,
        index_id=index_id,
        detection_id=detection_id,
        run_id=run_id,
        total=total,
    )


def run(store: Store, planned: Plan, *, workers: int) -> Iterator[Summary]:
    """Do what is left; yields what each batch did, once that is stored.

    Raises:
        MediaframeError: a worker process was killed.
        StoreError: the database cannot be written.
    """
    if planned.total:
        yield from _run(store, planned, workers)
    with store.begin() as conn:
        if articles.count(conn, pending_for=planned.run_id) == 0:
            for run_id in (planned.index_id, planned.detection_id, planned.run_id):
                runs.finish(conn, run_id)
    from mediaframe.store import units  # imported here: the workers need no polars

    with store.begin() as conn:
        units.pack(conn)


def _run(store: Store, planned: Plan, workers: int) -> Iterator[Summary]:
    workers = workers if planned.total > BATCH else 1
    for outcomes in ordered_map(
        work,
        _batches(store, planned),
        workers=workers,
        setup=setup,
        arguments=(planned.paths, planned.scorer, max(1, tools.cores() // workers)),
        preload=("mediaframe.pipeline.work", "mediaframe.detect.mentions"),
    ):
        yield save(store, outcomes, detection_id=planned.detection_id, run_id=planned.run_id)


def _begin_index(conn: Connection, versions: Versions) -> int:
    before = runs.latest(conn, "stories", kind="index")
    if before is not None and before.digest != versions.index:
        # bands and search terms of two versions do not match each other
        stories.clear(conn)
        words.clear(conn)
    return runs.begin(
        conn,
        kind="index",
        scorer="stories",
        digest=versions.index,
        codebook_version=versions.codebook,
        settings={},
    )


def _batches(store: Store, planned: Plan) -> Iterator[list[Task]]:
    after = 0
    while True:
        with store.read() as conn:
            found = articles.pending(
                conn,
                planned.run_id,
                since=planned.selection.since,
                until=planned.selection.until,
                outlets=planned.selection.outlets,
                after_id=after,
                limit=BATCH,
            )
            by_id = {article.id: article for article in found if article.id is not None}
            indexed = stories.of(conn, by_id)
            scored = results.done(conn, planned.run_id, by_id)
            detected = results.done(conn, planned.detection_id, by_id)
            stored = mentions.of(conn, planned.detection_id, detected) if detected else {}
        if not by_id:
            return
        yield [
            Task(
                article_id=article_id,
                article=article,
                index=article_id not in indexed,
                score=article_id not in scored,
                mentions=tuple(mention for _, mention in stored.get(article_id, ()))
                if article_id in detected
                else None,
            )
            for article_id, article in by_id.items()
        ]
        after = max(by_id)
