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

from mediaframe.arabic.dates import parse_date
from mediaframe.arabic.normalise import fold
from mediaframe.collect import boilerplate
from mediaframe.collect.blocks import Layout
from mediaframe.collect.metadata import Metadata, clean

_PUBLISHED = (
    "article:published_time article:published og:published_time datepublished date pubdate"
    " publishdate publish-date publication_date dc.date.issued dc.date dcterms.date dc.date.created"
    " dcterms.created parsely-pub-date sailthru.date cxenseparse:recs:publishtime datecreated"
).split()
_UPDATED = (
    "article:modified_time og:updated_time article:modified datemodified last-modified"
    " dc.date.modified dcterms.modified lastmod"
).split()
_TIME = re.compile(
    r"(?<![\d:/.+-])(\d{1,2})\s*:\s*(\d{2})(?::\d{2})?(?![\d:])\s*"
    r"(ص\b|صباحا?\b|م\b|مساء\b|ظهرا?\b|am\b|pm\b)?"
)
_UPDATE_LABEL = re.compile(r"(?:اخر\s+)?(?:تحديث|تعديل)|حدث\s+(?:في|يوم)|عدل\s+في|updated|modified")
_PUBLISH_LABEL = re.compile(
    r"(?:تاريخ\s+)?(?:ال)?نشر\w*|اضيف\w*|ارسلت|كتب\s+في|بتاريخ|published|posted"
)
_RELATIVE = re.compile(
    r"(?:منذ|قبل)\s+(?:\S+\s+)?(?:ثانيه|ثوان|دقيقه|دقائق|دقيقتين|ساعه|ساعات|ساعتين|يوم|ايام|يومين|اسبوع"
    r"|اسابيع|اسبوعين|شهر|اشهر|شهرين|سنه|سنوات|سنتين|عام|مده|لحظات|قليل)|^\s*(?:امس|اليوم|الان)\s*$"
)
_URL = re.compile(
    r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|[/_-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_WORDS = re.compile(r"[^\W\d_]+")
_CALENDAR = frozenset(
    fold(
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد الإثنين يوم الساعة الموافق على في من"
        " توقيت بتوقيت تاريخ النشر نشر نشرت تم آخر تحديث ص م ه هـ صباحا صباح مساء ظهرا ظهر بعد شهر عام سنة"
        " تشرين كانون الأول الثاني الآخر الأولى الثانية ربيع جمادى ذو ذي القعدة الحجة"
    ).split()
)
_MOST_CHARS = 160
_HTMLDATE_BYTES = 300_000


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a page states it."""

    time: dt.datetime
    """Aware where the page names an offset; naive in the outlet's zone."""
    exact: bool
    """Whether the page gives a time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    precision: str | None = None
    """"minute" or "day": how exactly the page states `published`; None without it."""


def moment(text: str, *, today: dt.date | None = None) -> Moment | None:
    """The moment written in a text, in ISO 8601 or in the words of a newsroom."""
    text = text.strip()
    if not text or len(text) > _MOST_CHARS:
        return None
    if found := _iso(text):
        date = found.time.date()
        return found if parse_date(date.isoformat(), today=today) else None
    day = parse_date(text, today=today)
    if day is None:
        return None
    clock = _clock(text)
    return Moment(dt.datetime.combine(day, clock or dt.time()), clock is not None)


def is_near(text: str) -> bool:
    """Whether a short line holds a date, or a relative one such as «منذ ساعتين»."""
    return bool(_RELATIVE.search(fold(text))) or moment(text) is not None


def is_line(text: str) -> bool:
    """Whether a line is a date with at most a name beside it: «نشر في 3 أيار 2024 - فلان»."""
    if len(text) > 120 or text[-1] in ".!؟" or not is_near(text):
        return False
    words = [word for word in _WORDS.findall(fold(text)) if word not in _CALENDAR]
    return len(words) <= (3 if moment(text) is None else 7)


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
            found = moment(text, today=today)
            if found is None:
                continue
            try:
                time = found.time if found.time.tzinfo else found.time.replace(tzinfo=local)
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


def _iso(text: str) -> Moment | None:
    if len(text) < 10 or not text[:4].isdigit() or not text.isascii():
        return None
    try:
        time = dt.datetime.fromisoformat(text.replace(" +", "+"))
    except ValueError:
        return None
    return Moment(time, (time.hour, time.minute, time.second) != (0, 0, 0))


def _clock(text: str) -> dt.time | None:
    found = _TIME.search(fold(text))
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), found[3] or ""
    if half[:1] in ("م", "ظ", "p") and hour < 12:
        hour += 12
    elif half[:1] in ("ص", "a") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return dt.time(hour, minute)


def _json(facts: Metadata, *keys: str) -> Iterator[str]:
    for key in keys:
        for article in facts.articles:
            if "VideoObject" not in str(article.get("@type")) and (text := clean(article.get(key))):
                yield text


def _marks(layout: Layout, numbers: set[int], *, updated: bool) -> Iterator[str]:
    named = []
    others = []
    for mark in layout.marks:
        words = boilerplate.tokens(mark.names)
        if words & {"comment", "comments"}:
            continue
        item = mark.names.lower()
        if "datemodified" in item or words & {"updated", "modified"} and "published" not in words:
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
            if title and any(clean(item.get(key)) == title for key in ("headline", "title", "name")):
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
    try:
        found = htmldate.find_date(
            page, url=url, original_date=True, extensive_search=False, max_date=latest.isoformat()
        )
    except Exception:  # noqa: BLE001 - a guess of another library about hostile markup
        return
    if found:
        yield found
