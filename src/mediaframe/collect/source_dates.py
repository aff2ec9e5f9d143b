"""Dates as feeds and sitemaps write them."""

import datetime as dt
import email.utils
import re
import zoneinfo

from mediaframe.arabic.dates import parse_date

_ZONED = re.compile(r"(?:Z|UTC?|GMT|[A-Z]{2,4}|[+-]\d{2}:?\d{2})\s*(?:\([^()]*\))?$")
_PARTIAL = re.compile(r"(\d{4})-(\d{2})$|(\d{4})$")
_MAX_CHARS = 100


def parse(text: str, *, timezone: str = "") -> dt.datetime | None:
    """The moment that a date in W3C, RFC 5322 or an Arabic newsroom's form means.

    Args:
        timezone: IANA name for dates without an offset; UTC where empty. A date without a time
            is its first moment there.

    Returns:
        An aware time, or None where it cannot be read.
    """
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    zone = zoneinfo.ZoneInfo(timezone or "UTC")
    found: dt.datetime | None
    try:
        if match := _PARTIAL.match(text):
            year, month = int(match[1] or match[3]), int(match[2] or 1)
            return dt.datetime(year, month, 1, tzinfo=zone)
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = _mail(text)
    if found is None and (date := parse_date(text)) is not None:
        found = dt.datetime.combine(date, dt.time())
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return None


def _mail(text: str) -> dt.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if _ZONED.search(text) else found.replace(tzinfo=None)
