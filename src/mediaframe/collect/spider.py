"""The one Scrapy spider, for all outlets."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from mediaframe.collect import failures, gate
from mediaframe.collect.articles import Emit
from mediaframe.collect.failures import Failure
from mediaframe.collect.fetched import Known, Page
from mediaframe.collect.policy import Policy
from mediaframe.collect.scope import Period, Scope
from mediaframe.collect.target import Target
from mediaframe.collect.walk import Walk


class OutletSpider(Spider):
    """Walks through outlets side by side, each a request after the other.

    Requests are awaited in place (`engine.download_async`): so a source is finished when its last
    article is, at most a handful of requests wait in memory however long a sitemap is, and all of
    them, robots.txt and redirects too, take Scrapy's way through the middlewares and delays.
    """

    name = "outlets"

    def __init__(
        self,
        *,
        targets: Sequence[Target],
        policy: Policy,
        known: Known,
        emit: Emit,
        days: tuple[Any, Any],
        most: int | None,
    ) -> None:
        super().__init__()
        self.policy = policy
        self._targets = targets
        self._known = known
        self._emit = emit
        self._days = days
        self._most = most

    async def start(self) -> AsyncIterator[Any]:
        """Crawl everything; no request is left to Scrapy's scheduler."""
        places = asyncio.Semaphore(self.policy.outlets)

        async def crawl(target: Target) -> None:
            async with places:
                await self._walk(target).run()

        await asyncio.gather(*map(crawl, self._targets))
        left: tuple[Request, ...] = ()
        for request in left:
            yield request

    def _walk(self, target: Target) -> Walk:
        scope = Scope(target.outlet, target.sources, delay=self.policy.delay, extra=target.urls)

        async def fetch(url: str, /, *, known: Page | None, max_bytes: int) -> Response | Failure:
            return await self._fetch(url, scope=scope, known=known, max_bytes=max_bytes)

        since, until = self._days
        return Walk(
            target,
            scope,
            period=Period(since, until, timezone=target.sources.timezone),
            known=self._known,
            policy=self.policy,
            most=self._most,
            fetch=fetch,
            emit=self._emit,
        )

    async def _fetch(
        self, url: str, *, scope: Scope, known: Page | None, max_bytes: int
    ) -> Response | Failure:
        headers = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        try:
            request = Request(
                url,
                callback=NO_CALLBACK,
                headers=headers,
                meta={gate.SCOPE: scope, "download_maxsize": max_bytes},
            )
            return await self.crawler.engine.download_async(request)
        except failures.EXPECTED as error:
            return failures.explain(error)
