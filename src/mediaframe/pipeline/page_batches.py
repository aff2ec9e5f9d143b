"""Hands out the pages of HTML files, WARC files and WACZ packages in batches of bounded size."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, groupby
from pathlib import Path

from mediaframe.collect import html_files, warc
from mediaframe.collect.html_files import Manifest
from mediaframe.collect.places import OTHERS
from mediaframe.pipeline.page_work import Found, Reading
from mediaframe.types import Reject

OLDER = "captures of a page with a newer one"
_PAGES = 32
_BYTES = 4_000_000
"""Most bytes of pages in a batch, but for one page that is longer."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages of one file, or of HTML files that follow each other."""

    path: Path
    """The file, or the folder of the first HTML file."""
    items: list[Found | Reject]
    passed: Counter[str]
    """Records of the file on the way to them that are not wanted, by kind of reason."""


class Batches:
    """The pages of files.

    Args:
        reading: whose outlets are wanted.
        manifest: where HTML files were.
        newest: of several captures of a page in WARC files, hand out the newest only; needs about
            150 bytes of memory for each page.
        max_bytes: most bytes read out of one file, decompressed.
    """

    def __init__(
        self,
        files: Sequence[Path],
        reading: Reading,
        *,
        manifest: Manifest,
        newest: bool,
        max_bytes: int,
    ) -> None:
        self._files = files
        self._reading = reading
        self._manifest = manifest
        self._max_bytes = max_bytes
        self._only_newest = newest
        self._newest: dict[bytes, dt.datetime] | None = None

    def __iter__(self) -> Iterator[Batch]:
        if self._only_newest:
            self._newest = self._find_newest()
        passed = Counter[str]()
        for path, items in self._sources(passed):
            for part in _parts(items):
                yield Batch(path, part, passed.copy())
                passed.clear()
            if passed:
                yield Batch(path, [], passed.copy())
                passed.clear()

    def _sources(self, passed: Counter[str]) -> Iterator[tuple[Path, Iterator[Found | Reject]]]:
        for html, files in groupby(self._files, key=html_files.is_html):
            if html:
                first, *others = files
                yield first.parent, chain.from_iterable(map(self._html, [first, *others]))
            else:
                for path in files:
                    yield path, self._warc(path, passed)

    def _find_newest(self) -> dict[bytes, dt.datetime]:
        newest: dict[bytes, dt.datetime] = {}
        for path in self._files:
            if html_files.is_html(path):
                continue
            # what cannot be read counts for nothing here, and is rejected when the pages are read
            for one in self._warc(path, Counter()):
                if isinstance(one, Found):
                    place = self._reading.places.of(one.url)
                    if not isinstance(place, str):
                        key = _digest(place.canonical_url)
                        newest[key] = max(one.fetched, newest.get(key, one.fetched))
        return newest

    def _want(self, url: str, fetched: dt.datetime) -> str:
        place = self._reading.places.of(url)
        if isinstance(place, str):
            return ""  # becomes a reject that says why
        if not self._reading.wanted.holds(place.target.outlet, url):
            return OTHERS
        if self._newest is not None:
            key = _digest(place.canonical_url)
            if self._newest.get(key) != fetched:
                return OLDER
            del self._newest[key]  # the same capture may be there twice
        return ""

    def _warc(self, path: Path, passed: Counter[str]) -> Iterator[Found | Reject]:
        found = warc.messages(path, max_bytes=self._max_bytes, want=self._want, passed=passed)
        for one in found:
            yield (
                one
                if isinstance(one, Reject)
                else Found(
                    item=one.item,
                    url=one.url,
                    body=one.body,
                    fetched=one.fetched,
                    headers=one.headers,
                    feed_date=one.feed_date,
                )
            )

    def _html(self, path: Path) -> Iterator[Found | Reject]:
        read = html_files.read(path)
        if isinstance(read, Reject):
            yield read
            return
        origin = self._manifest.of(path)
        yield Found(
            item=str(path),
            url=origin.url,
            body=read[0],
            fetched=read[1],
            outlet=origin.outlet,
            date=origin.date,
        )


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()


def _parts(items: Iterable[Found | Reject]) -> Iterator[list[Found | Reject]]:
    part: list[Found | Reject] = []
    size = 0
    for item in items:
        part.append(item)
        size += len(item.body) if isinstance(item, Found) else 0
        if len(part) >= _PAGES or size >= _BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part
