"""Least delays of hosts: what the outlet declares and what robots.txt asks for."""

import time

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which slows down for slow hosts, with a floor for each host."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floors: dict[str, float] = {}

    def raise_floor(self, slot: str, seconds: float) -> None:
        """From now on leave at least so many seconds between two requests to the host."""
        floor = self._floors[slot] = max(seconds, self._floors.get(slot, 0.0))
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[slot] = {"delay": floor}
        if live := downloader.slots.get(slot):
            live.delay = max(live.delay, floor)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        slot = request.meta["download_slot"]
        if live := self.crawler.engine.downloader.slots.get(slot):
            live.delay = max(live.delay, self._floors.get(slot, 0.0))
            # Scrapy counts the delay from when it sent the request, which the server may have got
            # later; counted from the answer, the server never sees less
            live.lastseen = time.monotonic()
