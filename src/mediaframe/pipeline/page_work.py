"""What a worker process does with saved pages: decodes them and reads their articles."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mediaframe.arabic.dates import parse_date
from mediaframe.collect import answer, html_files, pagekind
from mediaframe.collect.decompress import DamagedError, TooLargeError
from mediaframe.collect.fetched import Capture
from mediaframe.collect.files import STAGE
from mediaframe.collect.places import OTHERS, Place, Places, Wanted
from mediaframe.collect.registry import OutletRegistry
from mediaframe.collect.warc_reader import MOST_BYTES
from mediaframe.types import Article, Outlet, Reject

_SAMPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a file."""

    item: str
    """File, and offset in it where it holds several."""
    url: str
    """Empty where only the page tells."""
    body: bytes
    """As it was sent, encoded as the headers say."""
    fetched: dt.datetime
    """UTC."""
    headers: Mapping[str, str] = field(default_factory=dict)
    outlet: str = ""
    """Its outlet where that is known: id, name or domain."""
    date: str = ""
    """Day of publication as its source gives it."""
    feed_date: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article that was read."""

    item: str
    outlet: Outlet
    capture: Capture
    """Without its body."""
    article: Article


@dataclass(frozen=True, slots=True)
class Passed:
    """A page that is not wanted, and the kind of reason."""

    reason: str


Outcome = Read | Passed | Reject


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading pages needs, in one process."""

    places: Places
    wanted: Wanted
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What `setup` makes a `Reading` of."""

    registry: OutletRegistry
    seen: tuple[Outlet, ...]
    """Outlets of earlier imports that are in no registry."""
    wanted: Wanted
    max_bytes: int
    """Longest title and text accepted, in UTF-8."""

    def reading(self) -> Reading:
        """Make it, in this process."""
        return Reading(Places(self.registry, self.seen), self.wanted, self.max_bytes)


_reading: Reading | None = None


def setup(setting: Setting) -> None:
    """Prepare this process, once, for `work`."""
    global _reading
    _reading = setting.reading()


def work(batch: Sequence[Found | Reject]) -> list[Outcome]:
    """The outcome of each page, in order; what is a reject already stays one."""
    assert _reading is not None
    return [one if isinstance(one, Reject) else _outcome(one, _reading) for one in batch]


def _outcome(found: Found, using: Reading) -> Outcome:
    try:
        return _read(found, using)
    except Exception as error:
        # one page's surprise must not end the import
        return _reject(found, f"page not readable: {type(error).__name__}: {error}", found.url)


def _read(found: Found, using: Reading) -> Outcome:
    try:
        body = answer.decoded(found.body, found.headers, max_bytes=MOST_BYTES)
    except (DamagedError, TooLargeError) as error:
        return _reject(found, f"page cannot be decoded: {error}", found.url)
    url = found.url or html_files.address(body)
    if not url:
        return _reject(found, "no address: neither in a manifest nor as canonical link or og:url")
    place = using.places.of(url, name=found.outlet)
    if isinstance(place, str):
        return _reject(found, place, url)
    if not using.wanted.holds(place.target.outlet, url):
        return Passed(OTHERS)
    # imported here: the process that hands out the pages reads none, and need not load so much
    from mediaframe.pipeline import pages

    capture = _capture(found, url, body, place)
    article = pages.read(capture, place.target, max_bytes=using.max_bytes)
    if isinstance(article, Reject):
        if article.reason.startswith(pagekind.NOT_ARABIC):
            return Passed("not Arabic")
        return _reject(found, article.reason, url)
    return Read(
        item=found.item,
        outlet=place.target.outlet,
        capture=replace(capture, body=b""),
        article=article,
    )


def _capture(found: Found, url: str, body: bytes, place: Place) -> Capture:
    feed_date = found.feed_date
    if found.date and (day := parse_date(found.date)):
        zone = zoneinfo.ZoneInfo(place.target.sources.timezone or "UTC")
        feed_date = dt.datetime.combine(day, dt.time(), zone)
    return Capture(
        url=url,
        found=place.canonical_url,
        final_url=url,
        canonical_url=place.canonical_url,
        outlet_id=place.target.outlet.id,
        status=200,
        headers=found.headers,
        body=body,
        fetched=found.fetched,
        kind="file",
        feed_date=feed_date,
        etag=found.headers.get("etag", ""),
        last_modified=found.headers.get("last-modified", ""),
    )


def _reject(found: Found, reason: str, sample: str = "") -> Reject:
    return Reject(stage=STAGE, item=found.item, reason=reason, sample=sample[:_SAMPLE])
