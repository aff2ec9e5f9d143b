"""Tries again after errors that pass, no sooner than the host wants."""

import asyncio
import datetime as dt
import email.utils
import time

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from mediaframe.collect.download import RefusedError

STATUSES = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
EXCEPTIONS = (
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
)
_DAY = 86_400.0


def retry_after(value: str, *, now: dt.datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait: a number, or a date; None where neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=dt.UTC)
    return max(0.0, (date - now).total_seconds())


class Retry(RetryMiddleware):
    """Scrapy's, with waiting: all of a host waits, not only the request that failed."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._policy = crawler.spider.policy  # type: ignore[union-attr]
        self._free: dict[str, float] = {}
        """Download slot to the monotonic time until which it rests."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Retry":
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait while the host rests.

        Raises:
            RefusedError: it rests longer than we wait.
        """
        slot = request.meta["download_slot"]
        while (wait := self._free.get(slot, 0.0) - time.monotonic()) > 0:
            if wait > self._policy.longest_wait + 1:
                raise RefusedError("host asks to wait: longer than allowed", final=False)
            await asyncio.sleep(wait)

    def process_response(  # type: ignore[override]  # the spider argument is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """The answer, or the request again."""
        if response.status not in self.retry_http_codes:
            return response
        header = response.headers.get("Retry-After")
        now = dt.datetime.now(dt.UTC)
        asked = retry_after(header.decode("latin-1"), now=now) if header else None
        if asked is not None and asked > self._policy.longest_wait:
            self._rest(request, asked)
            return response
        again = self._retry(request, f"http {response.status}")
        if again is not None:
            self._rest(request, self._backoff(again) if asked is None else asked)
        elif asked is not None:
            self._rest(request, asked)
        return again or response

    def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | None:
        """The request again, where the error may pass."""
        if not isinstance(exception, self.exceptions_to_retry):
            return None
        again = self._retry(request, exception)
        if again is not None:
            self._rest(request, self._backoff(again))
        return again

    def _backoff(self, again: Request) -> float:
        wait = self._policy.backoff * 2.0 ** (again.meta["retry_times"] - 1)
        return float(min(wait, self._policy.longest_wait))

    def _rest(self, request: Request, seconds: float) -> None:
        slot = request.meta["download_slot"]
        until = time.monotonic() + min(seconds, _DAY)
        self._free[slot] = max(until, self._free.get(slot, 0.0))
