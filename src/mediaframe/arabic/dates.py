"""Reads publication dates as Arabic newsrooms write them.

ISO 8601 and RFC 5322, numeric dates (day first, as in all Arab countries), Arabic month names of
the Levant and Iraq, of Egypt and the Gulf and of the Maghreb, also two of them side by side, Hijri
dates by the Umm al-Qura calendar (the `hijridate` package, years 1343 to 1500), and Unix times.
"""

import datetime as dt
import re

from hijridate import Hijri

from mediaframe.arabic.normalise import fold

_GREGORIAN = (
    "يناير|كانون الثاني|كانون ثاني|جانفي|january|jan",
    "فبراير|شباط|فيفري|february|feb",
    "مارس|آذار|march|mar",
    "أبريل|إبريل|نيسان|أفريل|april|apr",
    "مايو|أيار|ماي|مايس|may",
    "يونيو|يونيه|حزيران|جوان|june|jun",
    "يوليو|يوليه|تموز|جويلية|يوليوز|july|jul",
    "أغسطس|آب|أوت|غشت|august|aug",
    "سبتمبر|أيلول|شتنبر|september|sept|sep",
    "أكتوبر|أوكتوبر|تشرين الأول|تشرين أول|october|oct",
    "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر|november|nov",
    "ديسمبر|دسمبر|كانون الأول|كانون أول|دجنبر|december|dec",
)
_HIJRI = (
    "محرم|المحرم|محرم الحرام",
    "صفر",
    "ربيع الأول|ربيع أول",
    "ربيع الآخر|ربيع الثاني|ربيع ثاني",
    "جمادى الأولى|جمادى الأول",
    "جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني",
    "رجب",
    "شعبان",
    "رمضان|رمضان المبارك",
    "شوال",
    "ذو القعدة|ذي القعدة|ذوالقعدة",
    "ذو الحجة|ذي الحجة|ذوالحجة",
)
_OLDEST = dt.date(1900, 1, 1)
_ZERO = dt.date(1970, 1, 1)
_MOST_CHARS = 200


def _numbers(months: tuple[str, ...]) -> dict[str, int]:
    return {
        fold(name): number
        for number, names in enumerate(months, start=1)
        for name in names.split("|")
    }


_MONTHS = _numbers(_GREGORIAN)
_HIJRI_MONTHS = _numbers(_HIJRI)


def _pattern(months: dict[str, int]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    # longest first, so that «رمضان المبارك» is not read as «رمضان» and a stray word
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    # a second name of the same month: «أكتوبر/ تشرين الأول», «أكتوبر (تشرين الأول)»
    month = rf"({names})\.?(?:\s*[/(\[\-]\s*({names})\s*[)\]]?)?"
    day = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?:\s*(?:عام|سنه|لعام|لسنه))?[\s,/\-]*(\d{4})(?!\d)"
    gap = r"[\s,/\-]*(?:من\s+)?(?:شهر\s+)?"
    return (
        re.compile(rf"{day}{gap}(?<![^\W\d_]){month}(?![^\W\d_]){year}"),
        re.compile(rf"(?<![^\W\d_]){month}(?![^\W\d_])[\s,/\-]*{day}(?!\d){year}"),
    )


_DAY_MONTH, _MONTH_DAY = _pattern(_MONTHS)
_HIJRI_DAY_MONTH, _HIJRI_MONTH_DAY = _pattern(_HIJRI_MONTHS)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:t?\d{4}(?:\d\d)?z?)?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


def parse_date(text: str, *, today: dt.date | None = None) -> dt.date | None:
    """The date in `text`, or None where there is none, or none that can be true.

    The day is the one written, whatever the time zone. Numeric dates are read day first; month
    first only where day first is impossible. Where the Gregorian and the Hijri date stand side by
    side the Gregorian one counts. Years of two digits are not guessed. None is also returned for a
    day after tomorrow (seen from `today`, by default the clock), before 1900, for 1970-01-01 (a
    missing date in many databases), and for two month names that contradict each other.
    """
    latest = (today or dt.date.today()) + dt.timedelta(days=1)
    if _ISO.match(text):
        date = _iso(text[:10])
    else:
        folded = " ".join(fold(text[:_MOST_CHARS]).split())
        date = _unix(folded) or _named(folded) or _numeric(folded) or _named_hijri(folded)
    return date if date and _OLDEST <= date <= latest and date != _ZERO else None


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:  # a Hijri date, or no date; also digits that are not ASCII
        return _numeric(fold(text))


def _unix(text: str) -> dt.date | None:
    if not _UNIX.fullmatch(text):
        return None
    seconds = float(text)
    if abs(seconds) >= 1e11:
        seconds /= 1000
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).date()


def _named(text: str) -> dt.date | None:
    found = _parts(text, _DAY_MONTH, _MONTH_DAY, _MONTHS)
    return _gregorian(*found) if found else None


def _named_hijri(text: str) -> dt.date | None:
    found = _parts(text, _HIJRI_DAY_MONTH, _HIJRI_MONTH_DAY, _HIJRI_MONTHS)
    return _hijri(*found) if found else None


def _parts(
    text: str, day_month: re.Pattern[str], month_day: re.Pattern[str], months: dict[str, int]
) -> tuple[int, int, int] | None:
    if match := day_month.search(text):
        day, month, other, year = match.groups()
    elif match := month_day.search(text):
        month, other, day, year = match.groups()
    else:
        return None
    if other and months[other] != months[month]:
        return None
    return int(year), months[month], int(day)


def _numeric(text: str) -> dt.date | None:
    if compact := _COMPACT.fullmatch(text):
        found = [_integers(compact)]
    else:
        found = [_integers(match) for match in _YEAR_FIRST.finditer(text)]
        for match in _YEAR_LAST.finditer(text):
            day, month, year = _integers(match)
            found.append((year, day, month) if month > 12 else (year, month, day))
    tries = [*(_gregorian(*date) for date in found), *(_hijri(*date) for date in found)]
    return next((date for date in tries if date), None)


def _integers(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[1]), int(match[2]), int(match[3])


def _gregorian(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year >= _OLDEST.year else None
    except ValueError:
        return None


def _hijri(year: int, month: int, day: int) -> dt.date | None:
    try:
        return Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
