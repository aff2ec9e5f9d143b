"""A file that remembers which URLs are finished, for crawls that go into no store."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from mediaframe.collect.fetched import Capture, Event, Miss, Page, SourceState, Unchanged
from mediaframe.errors import InputError


class Journal:
    """A `Known` over a file of one JSON line a URL, which is only ever added to.

    Record an event once what it brought is safe. What was recorded is on record after the process
    is killed; a line cut short by that is ignored.

    Raises:
        InputError: the file cannot be read or written, or is no journal.
    """

    def __init__(self, path: Path) -> None:
        self._pages: dict[str, Page] = {}
        try:
            raw = path.read_bytes() if path.exists() else b""
            self._file = path.open("ab")
        except OSError as error:
            raise InputError(f"{path}: cannot be used: {error.strerror}") from error
        *whole, torn = raw.split(b"\n")
        for number, line in enumerate(whole, start=1):
            try:
                url, fetched, etag, last_modified = json.loads(line)
                moment = dt.datetime.fromisoformat(fetched)
            except (ValueError, TypeError) as error:
                self._file.close()
                raise InputError(f"{path}: line {number}: not a line of a journal") from error
            self._pages[url] = Page(fetched=moment, etag=etag, last_modified=last_modified)
        if torn:
            self._file.truncate(len(raw) - len(torn))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def pages(self, urls: Sequence[str], /) -> Mapping[str, Page]:
        """Those of the URLs that are finished."""
        return {url: self._pages[url] for url in urls if url in self._pages}

    def record(self, event: Event) -> None:
        """Remember what the event finishes, if anything."""
        if isinstance(event, Capture):
            page = Page(fetched=event.fetched, etag=event.etag, last_modified=event.last_modified)
            for url in {event.found, event.canonical_url}:
                self._add(url, page)
        elif isinstance(event, Unchanged) and (old := self._pages.get(event.found)):
            page = Page(fetched=event.fetched, etag=old.etag, last_modified=old.last_modified)
            self._add(event.found, page)
        elif isinstance(event, Miss) and event.final:
            self._add(event.found, Page(fetched=event.fetched))
        elif isinstance(event, SourceState) and event.complete:
            page = Page(fetched=event.fetched, etag=event.etag, last_modified=event.last_modified)
            self._add(event.url, page)

    def _add(self, url: str, page: Page) -> None:
        row = [url, page.fetched.isoformat(), page.etag, page.last_modified]
        self._file.write(json.dumps(row).encode() + b"\n")
        self._file.flush()
        self._pages[url] = page
