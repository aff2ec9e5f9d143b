"""Makes an article of a captured page."""

import datetime as dt
import zoneinfo

from mediaframe.collect import sources
from mediaframe.collect.extract import Refused, extract
from mediaframe.collect.fetched import STAGE, Capture
from mediaframe.collect.fields import Source
from mediaframe.collect.target import Target
from mediaframe.collect.text import clean
from mediaframe.types import Article, Reject

_SHORT = 300
_LONG = 1000
_SAMPLE = 200


def read(capture: Capture, target: Target, *, max_bytes: int) -> Article | Reject:
    """The article of a page, or why there is none.

    Args:
        max_bytes: longest title and text accepted, in UTF-8.
    """
    zone = target.sources.timezone or "UTC"
    try:
        found = extract(
            capture.body,
            url=capture.final_url,
            content_type=capture.headers.get("content-type", ""),
            timezone=zone,
            selectors=target.sources.selectors,
            fetched=capture.fetched,
        )
    except Exception as error:
        # one page's surprise must not end the collection
        return _reject(capture, f"page not readable: {type(error).__name__}: {error}")
    if isinstance(found, Refused):
        detail = f": {found.language}" if found.language else ""
        return _reject(capture, f"{found.reason}{detail}")
    title, text = clean(found.title), clean(found.text)
    if not text.strip():
        return _reject(capture, "no text", title)
    if len(title.encode()) + len(text.encode()) > max_bytes:
        return _reject(capture, f"article longer than {max_bytes} bytes", title)
    return Article(
        key=sources.key(Source(item=capture.url, text=text, url=capture.canonical_url)),
        outlet_id=capture.outlet_id,
        text=text,
        title=title,
        url=capture.final_url,
        author=clean(found.author or "")[:_SHORT] or None,
        genre=clean(found.section or "")[:_SHORT] or None,
        date=_date(found.published, capture, zoneinfo.ZoneInfo(zone)),
        subtitle=clean(found.subtitle or "")[:_LONG] or None,
        wire=found.wire,
        updated=None if found.updated is None else found.updated.date(),
    )


def _date(
    published: dt.datetime | None, capture: Capture, zone: zoneinfo.ZoneInfo
) -> dt.date | None:
    """The day that the page gives, else that of the feed, in the outlet's time zone."""
    if published is None and capture.feed_date is not None:
        if capture.feed_date > capture.fetched + dt.timedelta(days=1):
            return None
        published = capture.feed_date.astimezone(zone)
    return None if published is None else published.date()


def _reject(capture: Capture, reason: str, sample: str = "") -> Reject:
    return Reject(stage=STAGE, item=capture.url, reason=reason, sample=sample[:_SAMPLE])
