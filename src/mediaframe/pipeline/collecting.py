"""Collect: outlets -> spider -> pages -> articles -> store."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from mediaframe.collect.archive import Archive
from mediaframe.collect.crawl import crawl
from mediaframe.collect.fetched import (
    STAGE,
    Capture,
    Event,
    Miss,
    OutletSummary,
    Page,
    SourceState,
    Unchanged,
)
from mediaframe.collect.policy import Policy
from mediaframe.collect.target import Target
from mediaframe.pipeline import arriving, pages
from mediaframe.pipeline.arriving import Arrival
from mediaframe.store import captures, outlets, rejects
from mediaframe.store.database import Connection, Store
from mediaframe.types import Article, Reject

_BATCH = 32
_SECONDS = 1.0
"""What was fetched waits so long at most for the next event before it is stored."""
_PATTERN = "left out by pattern"


@dataclass(slots=True)
class Collected:
    """What came of one outlet."""

    outlet_id: str
    found: int = 0
    """Different articles that its sources name."""
    new: int = 0
    changed: int = 0
    """Articles whose text differs from the stored one, which is kept as a revision."""
    unchanged: int = 0
    """Known ones not fetched again, or fetched and the same."""
    repeated: int = 0
    """Other addresses of a stored text of the outlet."""
    left_out: int = 0
    """Articles outside the period or left out by the outlet's patterns."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Articles that could not be had or read, and sources, by kind of reason."""
    sources: int = 0
    sources_failed: int = 0
    failed: str = ""
    """Why the outlet counts as failed; empty where it does not."""
    cut: str = ""
    """Why it was left before its end."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A capture without its body, and what was read from it."""

    capture: Capture
    read: Article | Reject


class _Memory:
    """What the store knows of URLs; asked in the crawl's thread, so each time anew."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pages(self, urls: Sequence[str], /) -> Mapping[str, Page]:
        with self._store.read() as conn:
            found = captures.of(conn, urls)
        return {
            url: Page(fetched=one.fetched, etag=one.etag, last_modified=one.last_modified)
            for url, one in found.items()
        }


def collect(
    store: Store,
    targets: Sequence[Target],
    *,
    policy: Policy,
    since: dt.date | None = None,
    until: dt.date | None = None,
    max_articles: int | None = None,
    max_bytes: int = 2_000_000,
    archive: Archive | None = None,
    advance: Callable[[int], object] = lambda _: None,
) -> Iterator[Collected]:
    """Collect outlets; yields what came of each one when it is done and stored.

    What is stored is not fetched again, so that a collection that was stopped at any moment and
    is started again ends as one whole run. An article is the same as an imported one of the same
    outlet and URL.

    Args:
        since: first day of publication, where a source tells it.
        until: last day.
        max_articles: most articles captured of each outlet.
        max_bytes: longest title and text accepted, in UTF-8.
        archive: takes every page captured, before anything of it is stored.
        advance: told of each number of pages done.

    Raises:
        InputError: `since` is after `until`, `max_articles` is not positive, or the archive cannot
            be written.
    """
    with store.begin() as conn:
        outlets.save(conn, [target.outlet for target in targets])
    events = crawl(
        targets,
        policy=policy,
        known=_Memory(store),
        since=since,
        until=until,
        max_articles=max_articles,
    )
    writer = _Writer(store, targets, max_bytes, archive)
    with closing(events):  # type: ignore[type-var]
        for event in events:
            if done := writer.take(event):
                yield done
            if isinstance(event, Capture | Miss | Unchanged):
                advance(1)


class _Writer:
    """Reads pages, and stores them with all other events in the order in which they came."""

    def __init__(
        self, store: Store, targets: Sequence[Target], max_bytes: int, archive: Archive | None
    ) -> None:
        self._store = store
        self._archive = archive
        self._targets = {target.outlet.id: target for target in targets}
        self._max_bytes = max_bytes
        self._made = {outlet_id: Collected(outlet_id) for outlet_id in self._targets}
        self._rejects: Counter[str] = Counter()
        self._waiting: list[Event | _Page] = []
        self._stored = time.monotonic()

    def take(self, event: Event) -> Collected | None:
        """Store the event, perhaps with the next ones; what came of an outlet that it ends."""
        if isinstance(event, Capture):
            if self._archive is not None:
                self._archive.add(event)
            self._waiting.append(self._page(event))
        elif isinstance(event, OutletSummary):
            self._store_all()
            return self._sum(event)
        else:
            self._waiting.append(event)
        if len(self._waiting) >= _BATCH or time.monotonic() - self._stored >= _SECONDS:
            self._store_all()
        return None

    def _page(self, capture: Capture) -> _Page:
        read = pages.read(capture, self._targets[capture.outlet_id], max_bytes=self._max_bytes)
        return _Page(replace(capture, body=b""), read)

    def _store_all(self) -> None:
        if self._waiting:
            with self._store.begin() as conn:
                for event in self._waiting:
                    self._store_one(conn, event)
            self._waiting.clear()
        self._stored = time.monotonic()

    def _store_one(self, conn: Connection, event: Event | _Page) -> None:
        if isinstance(event, _Page):
            self._store_page(conn, event)
        elif isinstance(event, Unchanged):
            captures.seen(conn, event.found, event.fetched)
        elif isinstance(event, Miss):
            if event.final:
                captures.save(conn, [_missed(event)])
            self._reject(conn, event.outlet_id, event.reject)
        elif isinstance(event, SourceState):
            if event.complete:
                captures.save(conn, [_source(event)])
            if event.reject is None:
                rejects.forget(conn, STAGE, [event.url])
            else:
                self._made[event.outlet_id].rejected[_kind(event.reason)] += 1
                self._reject(conn, event.outlet_id, event.reject)

    def _store_page(self, conn: Connection, page: _Page) -> None:
        capture, made = page.capture, self._made[page.capture.outlet_id]
        if isinstance(page.read, Reject):
            captures.save(conn, _captured(capture, reason=page.read.reason))
            self._reject(conn, capture.outlet_id, page.read)
            made.rejected[_kind(page.read.reason)] += 1
            return
        outlet = self._targets[capture.outlet_id].outlet
        arrival, article_id = arriving.store(conn, page.read, capture, outlet)
        digest = captures.digest(page.read.title, page.read.text)
        captures.save(conn, _captured(capture, digest=digest, article_id=article_id))
        rejects.forget(conn, STAGE, [capture.url])
        made.new += arrival is Arrival.NEW
        made.changed += arrival is Arrival.CHANGED
        made.unchanged += arrival is Arrival.UNCHANGED
        made.repeated += arrival is Arrival.REPEATED

    def _reject(self, conn: Connection, outlet_id: str, reject: Reject) -> None:
        self._rejects[outlet_id] += 1
        if self._rejects[outlet_id] <= rejects.MOST:
            rejects.add(conn, [reject])

    def _sum(self, summary: OutletSummary) -> Collected:
        made = self._made[summary.outlet_id]
        if (more := self._rejects[summary.outlet_id] - rejects.MOST) > 0:
            reason = f"further items of this outlet rejected: {more}"
            with self._store.begin() as conn:
                rejects.add(conn, [Reject(stage=STAGE, item=summary.outlet_id, reason=reason)])
        missed = Counter(summary.rejected)
        made.left_out = summary.outside + missed.pop(_PATTERN, 0)
        unread = made.rejected.most_common(1)
        nothing = not (summary.unchanged + made.new + made.changed + made.unchanged + made.repeated)
        made.failed = summary.failed
        if not made.failed and (summary.new or summary.changed) and nothing:
            made.failed = f"no article could be read: {unread[0][0]}"
        made.rejected.update(missed)
        made.found = summary.found
        made.unchanged += summary.unchanged
        made.sources, made.sources_failed = summary.sources, summary.sources_failed
        made.cut = summary.cut
        return made


def _kind(reason: str) -> str:
    return reason.partition(":")[0]


def _captured(
    capture: Capture, *, digest: str | None = None, article_id: int | None = None, reason: str = ""
) -> list[captures.Capture]:
    return [
        captures.Capture(
            url=url,
            outlet_id=capture.outlet_id,
            fetched=capture.fetched,
            etag=capture.etag,
            last_modified=capture.last_modified,
            status=capture.status,
            digest=digest,
            article_id=article_id,
            reason=reason,
        )
        for url in sorted({capture.found, capture.canonical_url})
    ]


def _missed(miss: Miss) -> captures.Capture:
    return captures.Capture(
        url=miss.found,
        outlet_id=miss.outlet_id,
        fetched=miss.fetched,
        status=miss.status,
        reason=miss.reason,
    )


def _source(state: SourceState) -> captures.Capture:
    return captures.Capture(
        url=state.url,
        outlet_id=state.outlet_id,
        fetched=state.fetched,
        etag=state.etag,
        last_modified=state.last_modified,
        status=state.status,
    )
