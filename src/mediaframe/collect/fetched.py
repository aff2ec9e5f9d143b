"""What a crawl yields, and what it asks about earlier ones."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from mediaframe.types import Reject

STAGE = "collect"
Kind = Literal["feed", "sitemap", "section", "archive", "list", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The page of an article, as the server sent it."""

    url: str
    """As requested."""
    found: str
    """Canonical form of `url`: under this name `Known` is asked about it the next time."""
    final_url: str
    """After redirects."""
    canonical_url: str
    """Canonical form of `final_url`: the identity of the article."""
    outlet_id: str
    status: int
    headers: Mapping[str, str]
    """Names in small letters; at most 64, each value at most 1,000 characters."""
    body: bytes
    """Decompressed."""
    fetched: dt.datetime
    """UTC."""
    kind: Kind
    """What named it first."""
    feed_date: dt.datetime | None = None
    """Publication date of the feed or news sitemap, aware."""
    sitemap_date: dt.datetime | None = None
    """`lastmod` of the sitemap, aware."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An article fetched before, asked for again, that the server says is the same."""

    found: str
    outlet_id: str
    fetched: dt.datetime
    """When it was asked for, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An article that was not captured."""

    url: str
    found: str
    """Canonical form of `url`, or `url` where it has none."""
    outlet_id: str
    reason: str
    """Its kind, and details after a colon."""
    final: bool
    """Whether asking again is of no use, so that `Known` should know the URL from now on."""
    status: int | None = None
    fetched: dt.datetime

    @property
    def reject(self) -> Reject:
        """It as an item of the project's list of rejects."""
        return Reject(stage=STAGE, item=self.url, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """One source of an outlet after it was read; yielded after all its articles."""

    url: str
    outlet_id: str
    kind: Kind
    fetched: dt.datetime
    status: int | None = None
    """HTTP status; None where no answer came or nothing may be asked."""
    reason: str = ""
    """Why it could not be read, or not wholly; empty where it could."""
    items: int = 0
    """Articles that it names."""
    latest: dt.datetime | None = None
    """Newest date of an article that it gives."""
    complete: bool = False
    """Whether everything it names is finished: only then should `Known` know the source."""
    etag: str = ""
    last_modified: str = ""

    @property
    def read(self) -> bool:
        """Whether it was read, or the server said that it is unchanged."""
        return self.status in (200, 304) and not (self.reason and not self.items)

    @property
    def reject(self) -> Reject | None:
        """It as a reject where it could not be read wholly."""
        return Reject(stage=STAGE, item=self.url, reason=self.reason) if self.reason else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletSummary:
    """What came of one outlet; the last that is yielded of it."""

    outlet_id: str
    found: int = 0
    """Different articles that its sources name, those outside the period not counted."""
    new: int = 0
    """Captures of articles not known before."""
    changed: int = 0
    """Captures of articles that were known, and that the source or server says have changed."""
    unchanged: int = 0
    """Known ones not fetched, or asked about and the same."""
    outside: int = 0
    """Articles outside the period."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Kind of reason to number of articles."""
    sources: int = 0
    sources_failed: int = 0
    failed: str = ""
    """Why the outlet counts as failed; empty where it does not."""
    cut: str = ""
    """Why it was left before its end, such as the largest number of articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of a URL that is finished: when it was fetched, and its validators."""

    fetched: dt.datetime
    """UTC."""
    etag: str = ""
    last_modified: str = ""


class Known(Protocol):
    """Memory of earlier crawls.

    It is asked in the thread of the crawl, not in the one that iterates over it, and answers from
    what was stored before: the validity of a resumed crawl rests on never knowing a URL whose
    capture is not stored.
    """

    def pages(self, urls: Sequence[str], /) -> Mapping[str, Page]:
        """Those of at most 500 canonical article URLs, or URLs of sources, that are finished."""


class Nothing:
    """The memory of a first crawl."""

    def pages(self, urls: Sequence[str], /) -> Mapping[str, Page]:  # noqa: ARG002
        """Nothing is known."""
        return {}


Event = Capture | Unchanged | Miss | SourceState | OutletSummary
