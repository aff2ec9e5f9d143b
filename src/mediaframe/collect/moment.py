"""Reads a moment, a day with or without a time, as pages write it."""

import datetime as dt
import re
from dataclasses import dataclass

from mediaframe.arabic.dates import parse_date
from mediaframe.arabic.normalise import fold

_TIME = re.compile(
    r"(?<![\d:/.+-])(\d{1,2})\s*:\s*(\d{2})(?::\d{2})?(?![\d:])\s*"
    r"(ص\b|صباحا?\b|م\b|مساء\b|ظهرا?\b|am\b|pm\b)?"
)
_RELATIVE = re.compile(
    r"(?:منذ|قبل)\s+(?:\S+\s+)?(?:ثانيه|ثوان|دقيقه|دقائق|دقيقتين|ساعه|ساعات|ساعتين|يوم|ايام|يومين"
    r"|اسبوع|اسابيع|اسبوعين|شهر|اشهر|شهرين|سنه|سنوات|سنتين|عام|مده|لحظات|قليل)"
    r"|^\s*(?:امس|اليوم|الان)\s*$"
)
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]+")
_CALENDAR = frozenset(
    fold(
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد الإثنين يوم الساعة الموافق على في من"
        " توقيت بتوقيت تاريخ النشر نشر نشرت تم آخر تحديث ص م ه هـ صباحا صباح مساء ظهرا ظهر بعد"
        " شهر عام سنة تشرين كانون الأول الثاني الآخر الأولى الثانية ربيع جمادى ذو ذي القعدة الحجة"
    ).split()
)
_MOST_CHARS = 160


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a page states it."""

    time: dt.datetime
    """Aware where the page names an offset; naive in the outlet's zone."""
    exact: bool
    """Whether the page gives a time of day."""


def read(text: str, *, today: dt.date | None = None) -> Moment | None:
    """The moment written in a text, in ISO 8601 or in the words of a newsroom."""
    text = text.strip()
    if len(text) > _MOST_CHARS or not _DIGIT.search(text):
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
    return bool(_RELATIVE.search(fold(text))) or read(text) is not None


def is_line(text: str) -> bool:
    """Whether a line is a date with at most a name beside it: «نشر في 3 أيار 2024 - فلان»."""
    if len(text) > 120 or text[-1] in ".!؟" or not is_near(text):
        return False
    words = [word for word in _WORDS.findall(fold(text)) if word not in _CALENDAR]
    return len(words) <= (3 if read(text) is None else 7)


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
