"""Goes through the sources of one outlet, and fetches the articles that they name."""

import datetime as dt
import logging
from collections.abc import Iterable
from itertools import count

from scrapy.http import Response, TextResponse

from mediaframe.collect import feeds, sections, sitemaps, urls
from mediaframe.collect.articles import Articles, Emit, Fetch
from mediaframe.collect.failures import Failure
from mediaframe.collect.fetched import Kind, Known, OutletSummary, Page, SourceState
from mediaframe.collect.listed import Listed, Listing
from mediaframe.collect.outlet_sources import Section
from mediaframe.collect.policy import Policy
from mediaframe.collect.scope import Period, Scope
from mediaframe.collect.target import Target

_log = logging.getLogger(__name__)
_MAX_SITEMAPS = 5_000
_MAX_LEVELS = 3
"""Indexes may not name indexes by the protocol; some do once."""


class Walk:
    """The crawl of one outlet.

    Args:
        most: articles captured before the outlet is left; None for no limit.
    """

    def __init__(
        self,
        target: Target,
        scope: Scope,
        *,
        period: Period,
        known: Known,
        policy: Policy,
        most: int | None,
        fetch: Fetch,
        emit: Emit,
    ) -> None:
        self._target = target
        self._scope = scope
        self._period = period
        self._known = known
        self._policy = policy
        self._fetch = fetch
        self._emit = emit
        self._id = target.outlet.id
        self._zone = target.sources.timezone
        self._articles = Articles(
            self._id,
            scope,
            period=period,
            known=known,
            policy=policy,
            most=most,
            fetch=fetch,
            emit=emit,
        )
        self._sitemaps: set[str] = set()
        self._read = 0
        self._failures: list[str] = []

    async def run(self) -> None:
        """Yield everything of the outlet, its summary last."""
        trouble = ""
        try:
            await self._sources()
        except Exception as error:
            # one outlet's surprise must not end the crawl of the others
            _log.exception("outlet %s", self._id)
            trouble = f"internal error: {type(error).__name__}: {error}"[:300]
        await self._emit(self._summary(trouble))

    async def _sources(self) -> None:
        declared = self._target.sources
        if self._target.urls:
            # they were asked for by hand: neither patterns nor period leave them out
            await self._articles.fetch(map(Listed, self._target.urls), "list", by_hand=True)
        for feed in declared.feeds:
            if feed.use:
                await self._feed(feed.url)
        for sitemap in declared.sitemaps:
            if sitemap.use:
                await self._sitemap(sitemap.url, level=1)
        for section in declared.sections:
            if section.use:
                await self._section(section, "section")
        for archive in declared.archives:
            if archive.use:
                for day in self._period.days():
                    await self._day(archive.day(day), day)

    def _summary(self, trouble: str) -> OutletSummary:
        made = self._articles
        failed = trouble or (made.cut if made.gave_up else "")
        if not failed and self._failures and not self._read:
            failed = f"no source could be read: {self._failures[0]}"
        if not failed and made.tried and not (made.new or made.changed or made.unchanged):
            reason = made.rejected.most_common(1)[0][0] if made.rejected else "nothing was new"
            failed = f"no article could be fetched: {reason}"
        if not failed and not (self._read or self._failures or self._target.urls):
            failed = "no source to read: archives need a first day"
        return OutletSummary(
            outlet_id=self._id,
            found=made.found,
            new=made.new,
            changed=made.changed,
            unchanged=made.unchanged,
            outside=made.outside,
            rejected=dict(made.rejected),
            sources=self._read + len(self._failures),
            sources_failed=len(self._failures),
            failed=failed,
            cut=made.cut,
        )

    async def _feed(self, url: str) -> None:
        known = self._known.pages([url]).get(url)
        if (answer := await self._source(url, "feed", known)) is None:
            return
        listing = feeds.read(answer.body, url=answer.url, timezone=self._zone)
        done = await self._articles.fetch(listing.items, "feed")
        await self._state(url, "feed", answer, listing, done)

    async def _sitemap(self, url: str, *, level: int) -> bool:
        """Whether everything it names is finished."""
        if url in self._sitemaps or self._articles.cut:
            return not self._articles.cut
        self._sitemaps.add(url)
        known = self._known.pages([url]).get(url)
        if (answer := await self._source(url, "sitemap", known)) is None:
            return known is not None
        listing = sitemaps.read(
            answer.body,
            url=answer.url,
            timezone=self._zone,
            max_bytes=self._policy.max_source_bytes,
        )
        done = await self._articles.fetch(listing.items, "sitemap")
        for child in listing.children:
            done &= await self._child(child, level)
        # an index says nothing by being the same: its sitemaps may have changed
        await self._state(url, "sitemap", answer, listing, done and not listing.children)
        return done

    async def _child(self, child: Listed, level: int) -> bool:
        if level >= _MAX_LEVELS or len(self._sitemaps) >= _MAX_SITEMAPS:
            await self._failed(child.url, "sitemap", "too many sitemaps", None)
            return False
        if not self._period.holds(child):
            return False
        if child.modified is not None:
            page = self._known.pages([child.url]).get(child.url)
            # a day later: many give the date only, and go on writing on that day
            if page is not None and child.modified + dt.timedelta(1) < page.fetched:
                return True
        return await self._sitemap(child.url, level=level + 1)

    async def _day(self, section: Section, day: dt.date) -> None:
        page = self._known.pages([section.url]).get(section.url)
        if page is None or page.fetched.date() <= day + dt.timedelta(1):
            await self._section(section, "archive")

    async def _section(self, section: Section, kind: Kind) -> None:
        """Walk its pages until one names nothing new.

        Where the section was walked to its end before, articles that are known are not new; else
        only those named on an earlier page of it are not, since what was left undone lies deeper.
        """
        walked = section.url in self._known.pages([section.url])
        done, seen = True, set[str]()
        first: Response | None = None
        total: list[Listed] = []
        trouble = ""
        for number in count():
            url = section.page(number)
            if not url or self._articles.cut:
                break
            if number == 0:
                answer = await self._source(url, kind, None)
                if answer is None:
                    return
                first = answer
            else:
                found = await self._fetch(url, known=None, max_bytes=self._policy.max_bytes)
                if isinstance(found, Failure) or found.status != 200:
                    trouble = _past_the_end(found, number)
                    break
                answer = found
            listing = sections.read(
                answer.body,
                url=answer.url,
                encoding=answer.encoding if isinstance(answer, TextResponse) else "",
                links=section.links,
            )
            trouble = trouble or listing.trouble
            fresh = [item for item in self._candidates(listing.items) if item.url not in seen]
            if not fresh:
                break
            seen.update(item.url for item in fresh)
            total += fresh
            before = self._articles.unchanged
            done &= await self._articles.fetch(fresh, kind)
            if walked and self._articles.unchanged - before >= len(fresh):
                break
        if first is not None:
            await self._state(section.url, kind, first, Listing(tuple(total), (), trouble), done)

    def _candidates(self, items: Iterable[Listed]) -> Iterable[Listed]:
        for item in items:
            if self._scope.covers(urls.host_of(item.url)) and self._scope.wants(
                item.url, guess=True
            ):
                yield item

    async def _source(self, url: str, kind: Kind, known: Page | None) -> Response | None:
        """The document of a source; None where it is unchanged or there is none."""
        if self._articles.cut:
            return None
        largest = self._policy.max_source_bytes if kind == "sitemap" else self._policy.max_bytes
        answer = await self._fetch(url, known=known, max_bytes=largest)
        if isinstance(answer, Failure):
            await self._failed(url, kind, answer.reason, None)
            return None
        if answer.status == 304 and known is not None:
            self._read += 1
            await self._emit(
                SourceState(
                    url=url,
                    outlet_id=self._id,
                    kind=kind,
                    fetched=dt.datetime.now(dt.UTC),
                    status=304,
                    complete=True,
                    etag=_header(answer, "ETag") or known.etag,
                    last_modified=_header(answer, "Last-Modified") or known.last_modified,
                )
            )
            return None
        if answer.status != 200:
            await self._failed(url, kind, f"http {answer.status}", answer.status)
            return None
        return answer

    async def _state(
        self, url: str, kind: Kind, answer: Response, listing: Listing, done: bool
    ) -> None:
        if listing.trouble and not (listing.items or listing.children):
            await self._failed(url, kind, listing.trouble, answer.status)
            return
        self._read += 1
        complete = done and not listing.trouble and not self._articles.cut
        await self._emit(
            SourceState(
                url=url,
                outlet_id=self._id,
                kind=kind,
                fetched=dt.datetime.now(dt.UTC),
                status=answer.status,
                reason=listing.trouble,
                items=len(listing.items),
                latest=listing.latest,
                complete=complete,
                etag=_header(answer, "ETag") if complete else "",
                last_modified=_header(answer, "Last-Modified") if complete else "",
            )
        )

    async def _failed(self, url: str, kind: Kind, reason: str, status: int | None) -> None:
        self._failures.append(reason)
        await self._emit(
            SourceState(
                url=url,
                outlet_id=self._id,
                kind=kind,
                fetched=dt.datetime.now(dt.UTC),
                status=status,
                reason=reason,
            )
        )


def _past_the_end(found: Response | Failure, number: int) -> str:
    """What is wrong where a further page did not come; nothing where the list has just ended."""
    if isinstance(found, Failure):
        return f"page {number + 1}: {found.reason}"
    return "" if found.status in (404, 410) else f"page {number + 1}: http {found.status}"


def _header(answer: Response, name: str) -> str:
    value = answer.headers.get(name)
    return value.decode("latin-1")[:1_000] if value else ""
