"""Decides of every request, redirects included, whether it may be made."""

import asyncio

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from mediaframe.collect import addresses, failures, robots
from mediaframe.collect.decompress import ENCODINGS
from mediaframe.collect.download import RefusedError
from mediaframe.collect.robots import Robots
from mediaframe.collect.throttle import Throttle
from mediaframe.collect.urls import UnsafeUrl

SCOPE = "scope"
"""Key of a request's meta: the `Scope` that it and its redirects must stay in."""
_ROBOTS = "robots"


class Gate:
    """Scrapy middleware: URL, scope of the outlet, robots.txt, and the delay of the host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._policy = crawler.spider.policy  # type: ignore[union-attr]
        self._hosts: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Gate":
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass.

        Raises:
            RefusedError: it may not be made.
        """
        try:
            netloc = addresses.check(request.url, allow_loopback=self._policy.allow_loopback)
        except UnsafeUrl as error:
            raise RefusedError(str(error), final=True) from error
        request.meta["download_slot"] = netloc
        request.headers["User-Agent"] = self._policy.user_agent
        request.headers["Accept-Encoding"] = ENCODINGS
        scope = request.meta.get(SCOPE)
        if scope is not None and not scope.covers(netloc):
            raise RefusedError(f"leads to another site: {netloc}", final=True)
        floor = scope.delay if scope is not None else self._policy.delay
        self._throttle.raise_floor(netloc, floor)
        if request.meta.get(_ROBOTS):
            return
        rules = await self._robots(request.url.partition("://")[0], netloc)
        if why := rules.refusal(request.url):
            raise RefusedError(why, final=not rules.closed)

    @property
    def _throttle(self) -> Throttle:
        found = self._crawler.get_extension(Throttle)
        assert found is not None
        return found

    async def _robots(self, scheme: str, netloc: str) -> Robots:
        key = f"{scheme}://{netloc}"
        if key not in self._hosts:
            self._hosts[key] = asyncio.ensure_future(self._read(key, netloc))
        # shielded: the request that asked first may be given up, others wait for the same answer
        return await asyncio.shield(self._hosts[key])

    async def _read(self, key: str, netloc: str) -> Robots:
        request = Request(
            f"{key}/robots.txt",
            callback=NO_CALLBACK,
            meta={_ROBOTS: True, "download_maxsize": robots.MAX_BYTES},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except failures.EXPECTED as error:
            return robots.unreachable(failures.explain(error).reason)
        found = robots.read(
            response.status,
            response.body,
            product=self._policy.product,
            longest_delay=self._policy.longest_delay,
        )
        if found.delay:
            self._throttle.raise_floor(netloc, found.delay)
        return found


class Redirect(RedirectMiddleware):
    """Scrapy's, for GET requests; each redirect passes the gate as a request of its own."""

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """Send none."""
        request.headers.pop("Referer", None)

    def process_response(  # type: ignore[override]  # the spider argument is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """The answer, or the request for where it leads.

        Raises:
            RefusedError: it leads in circles, nowhere, or to what is not http.
        """
        try:
            found = super().process_response(request, response)
        except IgnoreRequest as error:
            raise RefusedError(
                f"too many redirects: over {self.max_redirect_times}", final=True
            ) from (error)
        except ValueError as error:
            raise RefusedError("redirect to what is no URL", final=True) from error
        if found is response and response.status in (301, 302, 303, 307, 308):
            raise RefusedError("redirect to what is not http or https", final=True)
        if isinstance(found, Request):
            # validators are those of the first URL
            found.headers.pop("If-None-Match", None)
            found.headers.pop("If-Modified-Since", None)
        return found
