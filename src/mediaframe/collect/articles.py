"""Fetches the articles that the sources of an outlet name, each once."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

from scrapy.http import Response

from mediaframe.collect import urls
from mediaframe.collect.failures import Failure
from mediaframe.collect.fetched import Capture, Event, Kind, Known, Miss, Page, Unchanged
from mediaframe.collect.listed import Listed
from mediaframe.collect.policy import Policy
from mediaframe.collect.scope import Period, Scope

_BATCH = 100
_MAX_HEADERS = 64
_MAX_VALUE = 1_000
_PASSING = (401, 403, 408, 425, 429)
"""4xx answers to a crawler that another day may bring the article."""
_NO_PAGE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


class Fetch(Protocol):
    """Asks for a URL; the answer, or why there is none."""

    def __call__(
        self, url: str, /, *, known: Page | None, max_bytes: int
    ) -> Awaitable[Response | Failure]: ...


Emit = Callable[[Event], Awaitable[None]]


class Articles:
    """The articles of one outlet in one crawl, and the count of what came of them.

    Args:
        most: articles captured before the outlet is left; None for no limit.
    """

    def __init__(
        self,
        outlet_id: str,
        scope: Scope,
        *,
        period: Period,
        known: Known,
        policy: Policy,
        most: int | None,
        fetch: Fetch,
        emit: Emit,
    ) -> None:
        self.found = 0
        self.new = 0
        self.changed = 0
        self.unchanged = 0
        self.outside = 0
        self.tried = 0
        self.rejected: Counter[str] = Counter()
        self.cut = ""
        """Why no more are fetched; empty where they are."""
        self.gave_up = False
        self._id = outlet_id
        self._scope = scope
        self._period = period
        self._known = known
        self._policy = policy
        self._most = most
        self._ask = fetch
        self._emit = emit
        self._seen: set[str] = set()
        self._undone: set[str] = set()
        self._in_a_row = 0

    async def fetch(self, items: Iterable[Listed], kind: Kind, *, by_hand: bool = False) -> bool:
        """Fetch those not fetched yet.

        Args:
            by_hand: fetch also those that the patterns or the period leave out.

        Returns:
            Whether all of them are finished, so that their source need not be read again until it
            changes: none lies outside the period, was left over or failed in a passing way.
        """
        done = True
        rest = iter(items)
        while not self.cut and (batch := list(islice(rest, _BATCH))):
            wanted: list[tuple[str, Listed]] = []
            for item in batch:
                if (key := await self._sorted_out(item, by_hand=by_hand)) is None:
                    continue
                if not key:
                    done = False
                    continue
                wanted.append((key, item))
            pages = self._known.pages([key for key, _ in wanted])
            await self._all(wanted, pages, kind)
            done &= not any(key in self._undone for key, _ in wanted)
        return done and not self.cut

    async def _sorted_out(self, item: Listed, *, by_hand: bool) -> str | None:
        """The key of an article to fetch; None of one that is done with, empty of one undone."""
        try:
            key = self._scope.key(item.url)
            netloc = urls.host_of(item.url)
        except urls.UnsafeUrl as error:
            await self._miss_once(item.url, str(error))
            return None
        if key in self._seen:
            return "" if key in self._undone else None
        if not self._scope.covers(netloc):
            await self._miss_once(item.url, f"leads to another site: {netloc}")
            return None
        if not by_hand and not self._scope.wants(item.url, guess=False):
            self._seen.add(key)
            self.rejected["left out by pattern"] += 1
            return None
        if not by_hand and not self._period.holds(item):
            self.outside += 1
            return ""
        self._seen.add(key)
        self.found += 1
        return key

    async def _miss_once(self, url: str, reason: str) -> None:
        if url not in self._seen:
            self._seen.add(url)
            await self._miss(url, url, Failure(reason, True), None)

    async def _all(
        self, wanted: Sequence[tuple[str, Listed]], pages: Mapping[str, Page], kind: Kind
    ) -> None:
        def changed() -> Iterator[tuple[str, Listed]]:
            for key, item in wanted:
                page = pages.get(key)
                if page is None or (item.modified and item.modified > page.fetched):
                    yield key, item
                else:
                    self.unchanged += 1

        todo = changed()

        async def worker() -> None:
            for key, item in todo:
                # what is begun and never finished counts as undone
                self._undone.add(key)
                if self.cut:
                    return
                if self._most is not None and self.new + self.changed >= self._most:
                    self.cut = f"{self._most} articles reached"
                    return
                if await self._one(key, item, pages.get(key), kind):
                    self._undone.discard(key)

        await asyncio.gather(*(worker() for _ in range(self._policy.connections)))

    async def _one(self, key: str, item: Listed, page: Page | None, kind: Kind) -> bool:
        """Whether the article is finished."""
        self.tried += 1
        answer = await self._ask(item.url, known=page, max_bytes=self._policy.max_bytes)
        if isinstance(answer, Failure):
            return await self._miss(item.url, key, answer, None)
        if answer.status == 304 and page is not None:
            self.unchanged += 1
            self._in_a_row = 0
            now = dt.datetime.now(dt.UTC)
            await self._emit(Unchanged(found=key, outlet_id=self._id, fetched=now))
            return True
        if why := _no_article(answer):
            return await self._miss(item.url, key, why, answer.status)
        self._in_a_row = 0
        final = self._scope.key(answer.url)
        if page is not None:
            self.changed += 1
        elif final == key or final not in self._seen:
            self.new += 1
        self._seen.add(final)
        await self._emit(
            Capture(
                url=item.url,
                found=key,
                final_url=answer.url,
                canonical_url=final,
                outlet_id=self._id,
                status=answer.status,
                headers=_headers(answer),
                body=answer.body,
                fetched=dt.datetime.now(dt.UTC),
                kind=kind,
                feed_date=item.published,
                sitemap_date=item.modified if kind == "sitemap" else None,
                etag=_headers(answer).get("etag", ""),
                last_modified=_headers(answer).get("last-modified", ""),
            )
        )
        return True

    async def _miss(self, url: str, key: str, failure: Failure, status: int | None) -> bool:
        self.rejected[failure.reason.partition(":")[0]] += 1
        await self._emit(
            Miss(
                url=url,
                found=key,
                outlet_id=self._id,
                reason=failure.reason,
                final=failure.final,
                status=status,
                fetched=dt.datetime.now(dt.UTC),
            )
        )
        self._in_a_row = 0 if failure.final else self._in_a_row + 1
        if self._in_a_row >= self._policy.give_up_after:
            self.gave_up = True
            self.cut = f"no answer from {self._in_a_row} articles in a row: {failure.reason}"
        return failure.final


def _no_article(answer: Response) -> Failure | None:
    if answer.status != 200:
        final = 400 <= answer.status < 500 and answer.status not in _PASSING
        return Failure(f"http {answer.status}", final)
    kind = (answer.headers.get("Content-Type") or b"").decode("latin-1").strip().lower()
    if kind.startswith(_NO_PAGE):
        return Failure(f"not a page: {kind.partition(';')[0][:50]}", True)
    if not answer.body.strip():
        return Failure("empty page", False)
    return None


def _headers(answer: Response) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, values in islice(answer.headers.items(), _MAX_HEADERS):
        text = b", ".join(values).decode("latin-1")
        found[name.decode("latin-1").lower()[:100]] = text[:_MAX_VALUE]
    return found
