"""Measures the spider beside a bare Scrapy one that fetches the same pages of the same farm.

Both fetch the articles of the farm's outlets that have neither faults nor delays, one connection a
host, all hosts side by side, each in a process of its own. The bare one is given the addresses and
does nothing with the answers; ours finds them in feeds, sitemaps and section pages, asks for
robots.txt, and keeps to its rules. A first crawl is not counted: then the farm stumbles no more.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.collect.server import policy  # noqa: E402
from tests.farm.collect import collect  # noqa: E402
from tests.farm.outlets import CLOSED  # noqa: E402
from tests.farm.running import Farm, running  # noqa: E402
from tests.farm.stories import SINCE, UNTIL  # noqa: E402

from mediaframe.collect.crawl import crawl  # noqa: E402
from mediaframe.collect.fetched import Capture  # noqa: E402
from mediaframe.store.database import Store  # noqa: E402

LEFT_OUT = {*CLOSED, "farm_barid", "farm_sahil", "farm_rukn"}
ROUNDS = 3


def spider() -> None:
    """Print milliseconds a page: of a bare spider, of ours, and with extraction and storing."""
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as farm:
        _run("ours", farm)
        rounds = [{way: _run(way, farm) for way in WAYS} for _ in range(ROUNDS)]
    bare = statistics.median(one["bare"][0] for one in rounds)
    for way, label in (("bare", "bare Scrapy"), ("ours", "spider"), ("whole", "whole collect")):
        wall, cpu, pages = (statistics.median(one[way][n] for one in rounds) for n in range(3))
        print(
            f"collect   {label}, {pages:,.0f} pages of the farm: {wall:.1f} ms a page "
            f"(CPU {cpu:.1f} ms), {wall / bare:.1f} times bare Scrapy"
        )


def _run(way: str, farm: Farm) -> tuple[float, float, int]:
    command = [sys.executable, __file__, way, str(farm.folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, cpu, pages = json.loads(done.stdout)
    return wall, cpu, pages


def _names(farm: Farm) -> list[str]:
    return [name for name in farm.sites if name not in LEFT_OUT]


class _Bare(scrapy.Spider):
    name = "bare"
    pages = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in self.urls:
            # Scrapy's slots are by host name, which all outlets of the farm share
            yield scrapy.Request(url, meta={"download_slot": urlsplit(url).netloc})

    def parse(self, response: scrapy.http.Response) -> None:
        type(self).pages += response.status == 200


def _bare(farm: Farm) -> int:
    sites = [farm.sites[name] for name in _names(farm)]
    lists = [[site.of(story) for story in site.stories if not story.early] for site in sites]
    urls = [url for url in chain.from_iterable(zip_longest(*lists)) if url]
    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 4 * len(sites),
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "LOG_ENABLED": False,
        }
    )
    process.crawl(_Bare, urls=urls)
    process.start()
    return _Bare.pages


def _ours(farm: Farm) -> int:
    names = _names(farm)
    targets = [one for one in farm.targets() if one.outlet.id in names]
    rules = policy(outlets=len(names))
    events = crawl(targets, policy=rules, since=SINCE, until=UNTIL)
    return sum(isinstance(event, Capture) for event in events)


def _whole(farm: Farm) -> int:
    with tempfile.TemporaryDirectory() as name:
        done = collect(farm, Store.create(f"sqlite:///{name}/bench.db"), _names(farm))
    return sum(one.new for one in done.values())


WAYS: dict[str, Callable[[Farm], int]] = {"bare": _bare, "ours": _ours, "whole": _whole}

if __name__ == "__main__":
    if len(sys.argv) == 1:
        spider()
    else:
        farm = Farm(Path(sys.argv[2]))
        wall, cpu = time.perf_counter(), time.process_time()
        pages = WAYS[sys.argv[1]](farm)
        spent = (time.perf_counter() - wall, time.process_time() - cpu)
        print(json.dumps([*(1000 * one / pages for one in spent), pages]))
