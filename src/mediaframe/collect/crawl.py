"""Runs a crawl in this process and yields what it brings."""

import asyncio
import datetime as dt
import logging
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler

from mediaframe.collect import reactor, retries
from mediaframe.collect.fetched import Event, Known, Nothing
from mediaframe.collect.policy import Policy
from mediaframe.collect.spider import OutletSpider
from mediaframe.collect.target import Target
from mediaframe.errors import InputError

_HELD = 32
"""Captures waiting to be taken before the crawl pauses."""
_PATIENCE = 10.0
"""Seconds that a crawl broken off is given to close its connections."""
_HERE = "mediaframe.collect"


def crawl(
    targets: Sequence[Target],
    *,
    policy: Policy,
    known: Known | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    max_articles: int | None = None,
) -> Iterator[Event]:
    """Crawl outlets; yields captures and misses as they come, and a summary of each outlet.

    The crawl runs in a thread of its own and waits when what it brought is not taken. Closing the
    iterator, also by an exception where it is used, breaks it off. What has been yielded and
    stored is not fetched again by a later crawl whose `known` says so; what has been yielded and
    not stored is.

    Args:
        known: what is stored; nothing where None. Asked in the thread of the crawl.
        since: first day of publication, in the outlet's time zone.
        until: last day.
        max_articles: most articles captured of each outlet.

    Raises:
        InputError: `since` is after `until`, or `max_articles` not positive.
    """
    if since and until and since > until:
        raise InputError(f"the first day {since} is after the last day {until}")
    if max_articles is not None and max_articles < 1:
        raise InputError("the largest number of articles must be 1 or more")
    return _events(targets, policy, known or Nothing(), (since, until), max_articles)


def _events(
    targets: Sequence[Target],
    policy: Policy,
    known: Known,
    days: tuple[dt.date | None, dt.date | None],
    most: int | None,
) -> Iterator[Event]:
    loop = reactor.running_loop()
    channel = _Channel(loop)
    running: list[Crawler] = []

    async def run() -> None:
        runner = AsyncCrawlerRunner(_settings(policy))
        crawler = runner.create_crawler(OutletSpider)
        running.append(crawler)
        await runner.crawl(
            crawler,
            targets=targets,
            policy=policy,
            known=known,
            emit=channel.put,
            days=days,
            most=most,
        )

    async def stop() -> None:
        for crawler in running:
            await crawler.stop_async()

    _quiet()
    future = asyncio.run_coroutine_threadsafe(run(), loop)
    future.add_done_callback(channel.end)
    try:
        yield from channel
        future.result()
    finally:
        if not future.done():
            channel.close()
            _wait(asyncio.run_coroutine_threadsafe(stop(), loop))
            _wait(future)


def _wait(future: "Future[None]") -> None:
    try:
        future.result(timeout=_PATIENCE)
    except (FutureTimeout, CancelledError):
        future.cancel()


class _Channel:
    """Takes events from the loop's thread to the one that iterates."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._room = asyncio.Semaphore(_HELD)
        self._closed = False

    async def put(self, event: Event) -> None:
        await self._room.acquire()
        if not self._closed:
            self._events.put(event)

    def end(self, _: "Future[None]") -> None:
        self._events.put(None)

    def close(self) -> None:
        """Nobody takes any more: let those who wait for room go on."""
        self._closed = True
        for _ in range(_HELD):
            self._loop.call_soon_threadsafe(self._room.release)

    def __iter__(self) -> Iterator[Event]:
        while (event := self._events.get()) is not None:
            yield event
            self._loop.call_soon_threadsafe(self._room.release)


def _quiet() -> None:
    # rooms never print: without a handler of the program's own, warnings would go to stderr
    for name in ("scrapy", "twisted", "protego", _HERE):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _settings(policy: Policy) -> dict[str, Any]:
    unused = (
        "telnet.TelnetConsole",
        "memusage.MemoryUsage",
        "memdebug.MemoryDebugger",
        "closespider.CloseSpider",
        "feedexport.FeedExporter",
        "logstats.LogStats",
        "spiderstate.SpiderState",
        "throttle.AutoThrottle",
        "remote_control.RemoteControl",
        "corestats.CoreStats",
        "logcount.LogCount",
    )
    replaced = (
        "offsite.OffsiteMiddleware",
        "robotstxt.RobotsTxtMiddleware",
        "httpauth.HttpAuthMiddleware",
        "useragent.UserAgentMiddleware",
        "retry.RetryMiddleware",
        "redirect.MetaRefreshMiddleware",
        "redirect.RedirectMiddleware",
        "httpcompression.HttpCompressionMiddleware",
        "cookies.CookiesMiddleware",
        "httpproxy.HttpProxyMiddleware",
        "httpcache.HttpCacheMiddleware",
        "stats.DownloaderStats",
    )
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "EXTENSIONS": {
            **{f"scrapy.extensions.{name}": None for name in unused},
            f"{_HERE}.throttle.Throttle": 0,
        },
        "DOWNLOADER_MIDDLEWARES": {
            **{f"scrapy.downloadermiddlewares.{name}": None for name in replaced},
            f"{_HERE}.gate.Gate": 100,
            f"{_HERE}.retries.Retry": 550,
            f"{_HERE}.gate.Redirect": 600,
        },
        "DOWNLOAD_HANDLERS": {
            "http": f"{_HERE}.download.Handler",
            "https": f"{_HERE}.download.Handler",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "ar,*;q=0.5",
        },
        "USER_AGENT": policy.user_agent,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "STATS_DUMP": False,
        "LOG_ENABLED": False,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": policy.delay,
        "AUTOTHROTTLE_MAX_DELAY": policy.longest_delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(policy.connections),
        # of the outlet, by Throttle: those of this setting hold for all
        "DOWNLOAD_DELAY": 0,
        # a random share of the delay would go below it
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": policy.timeout,
        "DOWNLOAD_MAXSIZE": policy.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": policy.verify_certificates,
        "CONCURRENT_REQUESTS": 4 * policy.outlets * policy.connections,
        "CONCURRENT_REQUESTS_PER_DOMAIN": policy.connections,
        "RETRY_TIMES": policy.retries,
        "RETRY_HTTP_CODES": list(retries.STATUSES),
        "RETRY_EXCEPTIONS": list(retries.EXCEPTIONS),
        "REDIRECT_MAX_TIMES": policy.redirects,
    }
