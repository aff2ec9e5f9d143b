"""Finds when an article was published and updated, and how exactly the page says so.

Metadata comes first, then what is written about the headline, then the address, last htmldate.
Dates after the page was fetched are never believed, whoever states them.
"""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import htmldate
import lxml.html

from mediaframe.arabic.normalise import fold
from mediaframe.collect import moment
from mediaframe.collect.blocks import Layout
from mediaframe.collect.boxnames import tokens
from mediaframe.collect.metadata import Metadata, clean
from mediaframe.collect.moment import Moment

_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "datecreated",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "last-modified",
    "dc.date.modified",
    "dcterms.modified",
    "lastmod",
)
_UPDATE_LABEL = re.compile(r"(?:اخر\s+)?(?:تحديث|تعديل)|حدث\s+(?:في|يوم)|عدل\s+في|updated|modified")
_PUBLISH_LABEL = re.compile(
    r"(?:تاريخ\s+)?(?:ال)?نشر\w*|اضيف\w*|ارسلت|كتب\s+في|بتاريخ|published|posted"
)
_URL = re.compile(
    r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|[/_-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_MOST_CHARS = 160
_MOST_ELEMENTS = 10_000
"""Of larger pages htmldate is not asked; it would take seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    precision: str | None = None
    """"minute" or "day": how exactly the page states `published`; None without it."""


def find(
    layout: Layout,
    facts: Metadata,
    *,
    page: lxml.html.HtmlElement,
    url: str,
    zone: Iterable[int],
    below: Iterable[int],
    title: str,
    cut: Iterable[str],
    declared: str,
    timezone: str,
    fetched: dt.datetime,
) -> Dates:
    """Publication and update of the article.

    Of several statements of the same day the one with a time counts.

    Args:
        zone: lines about the headline, those after it first.
        below: lines after the body.
        cut: lines that were cut off the body.
        declared: what the outlet's own selector found; it comes before all else.
        timezone: IANA name, for what names no offset.
        fetched: aware; what is more than a day later is not believed.
    """
    local = zoneinfo.ZoneInfo(timezone or "UTC")
    today = fetched.astimezone(local).date()
    latest = fetched + dt.timedelta(days=1)

    def read(texts: Iterable[str]) -> Iterator[Moment]:
        for text in texts:
            found = moment.read(text, today=today)
            if found is None:
                continue
            try:
                # a day is the one written, in whatever zone its midnight is
                aware = found.time.tzinfo is not None and found.exact
                time = found.time if aware else found.time.replace(tzinfo=local)
                time = time.astimezone(local)
            except (OverflowError, ValueError):
                continue
            if time <= latest:
                yield Moment(time, found.exact)

    numbers, lower = list(zone), list(below)
    shown = [*cut, *(layout.blocks[number].text for number in numbers)]
    state = _state(facts, title)
    published = [
        *read([declared]),
        *read(_json(facts, "datePublished", "dateCreated", "uploadDate")),
        *read(value for key in _PUBLISHED for value in facts.meta.get(key, [])[:1]),
        *read(state.get("published", ())),
        *read(_marks(layout, {*numbers, *lower}, updated=False)),
        *read(part for text in shown for part in _dated(text, updated=False)),
        *read(_address(url)),
    ]
    if not published:
        published = list(read(_guess(page, url, latest)))
    updated = [
        *read(_json(facts, "dateModified")),
        *read(value for key in _UPDATED for value in facts.meta.get(key, [])[:1]),
        *read(state.get("updated", ())),
        *read(_marks(layout, set(numbers), updated=True)),
        *read(part for text in shown for part in _dated(text, updated=True)),
    ]
    if not published:
        return Dates()
    # many sites show the day of the visit above the headline
    first = next((one for one in published if one.time.date() != today), published[0])
    exact = next(
        (one for one in published if one.exact and one.time.date() == first.time.date()), first
    )
    later = next((one.time for one in updated if one.time > exact.time), None)
    return Dates(
        published=exact.time if exact.exact else _midnight(exact.time),
        updated=later,
        precision="minute" if exact.exact else "day",
    )


def _midnight(time: dt.datetime) -> dt.datetime:
    return time.replace(hour=0, minute=0, second=0, microsecond=0)


def _json(facts: Metadata, *keys: str) -> Iterator[str]:
    for key in keys:
        for article in facts.articles:
            if "VideoObject" not in str(article.get("@type")) and (text := clean(article.get(key))):
                yield text


def _marks(layout: Layout, numbers: set[int], *, updated: bool) -> Iterator[str]:
    named = []
    others = []
    for mark in layout.marks:
        words = tokens(mark.names)
        if words & {"comment", "comments"}:
            continue
        item = mark.names.lower()
        if "datemodified" in item or (words & {"updated", "modified"} and "published" not in words):
            if updated or ("entry" in words and "date" in words):
                named.append(mark.value or mark.text)
            continue
        if updated:
            continue
        if "datepublished" in item or "dc:date" in item:
            if mark.number in numbers:
                named.append(mark.value or mark.text)
        elif mark.number in numbers and words & {"time", "published"}:
            label = fold(layout.blocks[min(mark.number, len(layout.blocks) - 1)].text)
            before = label.partition(fold(mark.text))[0] if mark.text else ""
            if _UPDATE_LABEL.search(before[-30:]):
                continue
            others.append(mark.value or mark.text)
    return iter([*named, *others])


def _dated(text: str, *, updated: bool) -> Iterator[str]:
    """The parts of a line that hold a date, told apart by the label before them."""
    if len(text) > _MOST_CHARS:
        return
    folded = fold(text)
    label = _UPDATE_LABEL.search(folded)
    if label is None:
        if not updated:
            yield text
        return
    # folding keeps the length of nearly every line; the parts are read from the folded text
    other = _PUBLISH_LABEL.search(folded)
    if other is not None and other.start() > label.start():
        before, after = folded[label.start() : other.start()], folded[other.start() :]
        yield before if updated else after
    else:
        yield folded[label.start() :] if updated else folded[: label.start()]


def _address(url: str) -> Iterator[str]:
    for found in _URL.finditer(url):
        parts = [part for part in found.groups() if part]
        yield f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}"


def _state(facts: Metadata, title: str) -> dict[str, list[str]]:
    """Dates of the article in a script's state: of the object that has its headline."""
    stack: list[Any] = [facts.state]
    for _ in range(5000):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            if title and any(
                clean(item.get(key)) == title for key in ("headline", "title", "name")
            ):
                keys = {key.lower().replace("_", ""): clean(value) for key, value in item.items()}
                return {
                    "published": [
                        keys[key]
                        for key in ("publishedat", "datepublished", "publishdate", "pubdate")
                        if keys.get(key)
                    ],
                    "updated": [
                        keys[key]
                        for key in ("updatedat", "datemodified", "modifiedat", "updatedate")
                        if keys.get(key)
                    ],
                }
            stack.extend(reversed(list(item.values())))
    return {}


def _guess(page: lxml.html.HtmlElement, url: str, latest: dt.datetime) -> Iterator[str]:
    if sum(1 for _ in page.iter()) > _MOST_ELEMENTS:
        return
    try:
        found = htmldate.find_date(
            page, url=url, original_date=True, extensive_search=False, max_date=latest.isoformat()
        )
    except Exception:  # another library's view of hostile markup must not stop ours
        return
    if found:
        yield found
