"""Files of pages -> articles -> store: HTML files, WARC files and WACZ packages.

Worker processes read the articles. This process hands out the pages in order and in bounded memory,
and stores what comes back, a batch in one transaction.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from mediaframe.collect.fetched import Capture
from mediaframe.collect.files import STAGE
from mediaframe.collect.places import Place
from mediaframe.pipeline import arriving, page_work
from mediaframe.pipeline.arriving import Arrival
from mediaframe.pipeline.page_batches import OLDER, Batch, Batches
from mediaframe.pipeline.page_work import Found, Outcome, Passed, Read, Setting
from mediaframe.pipeline.workers import ordered_map
from mediaframe.store import captures, outlets, rejects
from mediaframe.store.database import Connection, Store
from mediaframe.types import Outlet, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An article of a page, and what storing it came to."""

    arrival: Arrival
    outlet: Outlet
    dated: bool


@dataclass(slots=True)
class Part:
    """What came of some pages."""

    stored: list[Stored] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    """Pages and records that are not wanted, by kind of reason."""
    rejected: Counter[str] = field(default_factory=Counter)


def run(
    store: Store, batches: Batches, setting: Setting, *, again: bool, workers: int
) -> Iterator[Part]:
    """Store the articles of pages; yields what came of each batch when it is stored.

    A capture that is newer than the stored one of its page replaces title and text, which are kept
    as a revision, as in a collection. What is stored is not read again, so that a run that was
    stopped and is started again ends as one whole run.

    Args:
        again: read also what is stored, and store what is read now over it.

    Raises:
        MediaframeError: a worker process was killed.
        StoreError: the database cannot be written.
    """
    return _Run(store, batches, setting, again).parts(workers)


class _Run:
    def __init__(self, store: Store, batches: Batches, setting: Setting, again: bool) -> None:
        self._store = store
        self._batches = batches
        self._setting = setting
        self._again = again
        self._places = setting.reading().places
        self._registered = setting.registry.entries
        self._saved: set[str] = set()
        self._path: Path | None = None
        self._rejects = 0

    def parts(self, workers: int) -> Iterator[Part]:
        tasks = map(self._task, self._batches)
        first = list(islice(tasks, 3))  # a batch or two are not worth a process
        for path, part, outcomes in ordered_map(
            _work,
            chain(first, tasks),
            workers=workers if len(first) > 2 else 1,
            setup=page_work.setup,
            arguments=(self._setting,),
            preload=("mediaframe.pipeline.page_work", "mediaframe.pipeline.pages"),
        ):
            with self._store.begin() as conn:
                if path != self._path:
                    self._end_file(conn)
                    self._path = path
                self._save(conn, outcomes, part)
            yield part
        with self._store.begin() as conn:
            self._end_file(conn)

    def _task(self, batch: Batch) -> "tuple[Path, Part, list[Found | Reject]]":
        """The pages of a batch that are not stored yet, or all."""
        part, left = Part(passed=batch.passed), list[Found | Reject]()
        places = [self._place(item) for item in batch.items]
        with self._store.read() as conn:
            rows = captures.of(conn, {place.canonical_url for place in places if place})
        for item, place in zip(batch.items, places, strict=True):
            row = rows.get(place.canonical_url) if place else None
            if isinstance(item, Reject) or place is None or row is None:
                left.append(item)
            elif not self._again and row.article_id and row.fetched >= item.fetched:
                outlet = place.target.outlet
                part.stored.append(Stored(arrival=Arrival.UNCHANGED, outlet=outlet, dated=True))
            elif not place.target.outlet.verified and row.outlet_id in self._registered:
                # of a host that the registry does not give to the outlet it was collected for
                left.append(replace(item, outlet=row.outlet_id))
            else:
                left.append(item)
        return batch.path, part, left

    def _place(self, item: Found | Reject) -> Place | None:
        if isinstance(item, Reject):
            return None
        place = self._places.of(item.url, name=item.outlet)
        return None if isinstance(place, str) else place

    def _save(self, conn: Connection, outcomes: Sequence[Outcome], part: Part) -> None:
        read = [one for one in outcomes if isinstance(one, Read)]
        known = captures.of(conn, {one.capture.canonical_url for one in read})
        for outcome in outcomes:
            if isinstance(outcome, Passed):
                part.passed[outcome.reason] += 1
            elif isinstance(outcome, Reject):
                part.rejected[outcome.reason] += 1
                self._rejects += 1
                if self._rejects <= rejects.MOST:
                    rejects.add(conn, [outcome])
            elif (arrival := self._arrive(conn, outcome, known)) is None:
                part.passed[OLDER] += 1
            else:
                dated = outcome.article.date is not None
                part.stored.append(Stored(arrival=arrival, outlet=outcome.outlet, dated=dated))
        rejects.forget(conn, STAGE, [one.item for one in read])

    def _arrive(
        self, conn: Connection, read: Read, rows: dict[str, captures.Capture]
    ) -> Arrival | None:
        """What an article turned out to be; None where the stored one is newer.

        Args:
            rows: the captures of the batch's pages by URL; that of this page is brought up to date.
        """
        capture = read.capture
        row = rows.get(capture.canonical_url)
        known = row is not None and row.article_id is not None
        if row is not None and known:
            if self._again and capture.fetched < (row.taken or row.fetched):
                return None
            if not self._again and capture.fetched <= row.fetched:
                return Arrival.UNCHANGED
        if read.outlet.id not in self._saved:
            outlets.save(conn, [read.outlet])
            self._saved.add(read.outlet.id)
        arrival, article_id = arriving.store(
            conn,
            read.article,
            capture,
            read.outlet,
            update=self._again or known,
            amend=self._again,
        )
        made = _captured(capture, read, row, article_id)
        captures.save(conn, [made])
        rows[made.url] = made
        return arrival

    def _end_file(self, conn: Connection) -> None:
        if (more := self._rejects - rejects.MOST) > 0:
            reason = f"further items of this file rejected: {more}"
            rejects.add(conn, [Reject(stage=STAGE, item=str(self._path), reason=reason)])
        self._rejects = 0


def _work(
    task: tuple[Path, Part, Sequence[Found | Reject]],
) -> tuple[Path, Part, list[Outcome]]:
    path, part, items = task
    return path, part, page_work.work(items)


def _captured(
    capture: Capture, read: Read, row: captures.Capture | None, article_id: int
) -> captures.Capture:
    digest = captures.digest(read.article.title, read.article.text)
    if row is not None and row.fetched > capture.fetched:
        # asked for since, and the same: what the server said then counts
        return replace(row, digest=digest, article_id=article_id, reason="", taken=capture.fetched)
    return captures.Capture(
        url=capture.canonical_url,
        outlet_id=read.outlet.id,
        fetched=capture.fetched,
        etag=capture.etag,
        last_modified=capture.last_modified,
        status=capture.status,
        digest=digest,
        article_id=article_id,
    )
