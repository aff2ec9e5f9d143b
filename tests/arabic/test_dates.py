"""Dates of all month traditions, digits and calendars; nothing that cannot be true."""

import datetime as dt

import pytest
from hijridate import Gregorian, Hijri
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.arabic.dates import parse_date
from tests.arabic.strategies import TEXTS

TODAY = dt.date(2026, 1, 31)
LEVANT = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
GULF = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
MOROCCO = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
    "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
TUNISIA = (
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان",
    "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
HIJRI = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
TRADITIONS = (LEVANT, GULF, MOROCCO, TUNISIA, ENGLISH)
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
DAYS = st.dates(dt.date(1925, 1, 1), TODAY).filter(lambda day: day != dt.date(1970, 1, 1))
WEEKDAYS = ("", "الأحد ", "يوم الثلاثاء، ", "الأربعاء الموافق ")
AFTER = ("", " - 14:30", "م", " الساعة 9 صباحاً", "، بغداد")


def _in_digits(text: str, digits: str) -> str:
    return text.translate(str.maketrans(DIGITS[0], digits))


@given(DAYS, st.sampled_from(TRADITIONS), st.sampled_from(DIGITS),
       st.sampled_from(WEEKDAYS), st.sampled_from(AFTER))  # fmt: skip
def test_named_months(
    day: dt.date, months: tuple[str, ...], digits: str, weekday: str, after: str
) -> None:
    name = months[day.month - 1]
    for text in (
        f"{day.day} {name} {day.year}",
        f"{day.day:02} {name}، {day.year}",
        f"{day.day} من {name} {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{day.day}-{name}-{day.year}",
        f"{day.day} {name} عام {day.year}",
    ):
        assert parse_date(_in_digits(f"{weekday}{text}{after}", digits), today=TODAY) == day


@given(DAYS, st.permutations(TRADITIONS[:4]), st.sampled_from(DIGITS))
def test_two_names_of_one_month(
    day: dt.date, traditions: list[tuple[str, ...]], digits: str
) -> None:
    one, other = (months[day.month - 1] for months in traditions[:2])
    for text in (
        f"{day.day} {one}/ {other} {day.year}",
        f"{day.day} {one}/{other} {day.year}",
        f"{day.day} {one} ({other}) {day.year}",
    ):
        assert parse_date(_in_digits(text, digits), today=TODAY) == day


@given(DAYS, st.sampled_from(DIGITS))
def test_numbers(day: dt.date, digits: str) -> None:
    for text in (
        day.isoformat(),
        f"{day.isoformat()}T23:59:59.123+03:00",
        f"{day.isoformat()} 01:02:03",
        f"{day:%Y%m%dT%H%M%SZ}",
        f"{day:%Y/%m/%d}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y} 10:20",
        f"{day.day}.{day.month}.{day.year}",
        f"\u200f{day.day}\u200f/{day.month}\u200f/{day.year}",
    ):
        assert parse_date(_in_digits(text, digits), today=TODAY) == day


@given(DAYS, st.sampled_from(DIGITS))
def test_hijri(day: dt.date, digits: str) -> None:
    hijri = Gregorian.fromdate(day).to_hijri()
    for text in (
        f"{hijri.day} {HIJRI[hijri.month - 1]} {hijri.year}هـ",
        f"{hijri.day} {HIJRI[hijri.month - 1]} {hijri.year}",
        f"{hijri.year}/{hijri.month:02}/{hijri.day:02}",
        f"{hijri.day}/{hijri.month}/{hijri.year} هـ",
    ):
        assert parse_date(_in_digits(text, digits), today=TODAY) == day
    gregorian = f"{day.day} {GULF[day.month - 1]} {day.year} م"
    both = f"{hijri.day} {HIJRI[hijri.month - 1]} {hijri.year} هـ الموافق {gregorian}"
    assert parse_date(_in_digits(both, digits), today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 أكتوبر/ تشرين الأول 2022", dt.date(2022, 10, 20)),
        ("الخميس ٢٠ تشرين أول ٢٠٢٢", dt.date(2022, 10, 20)),
        ("Tue, 20 Oct 2020 07:53:24 GMT", dt.date(2020, 10, 20)),
        ("October 20th, 2020", dt.date(2020, 10, 20)),
        ("10/20/2020", dt.date(2020, 10, 20)),
        ("1603180404", dt.date(2020, 10, 20)),
        ("1603180404123", dt.date(2020, 10, 20)),
        ("20201020", dt.date(2020, 10, 20)),
        ("1 محرم الحرام 1445هـ", Hijri(1445, 1, 1).to_gregorian()),
        ("15 ذي الحجة 1445", Hijri(1445, 12, 15).to_gregorian()),
        ("5 ربيع الثاني 1445", Hijri(1445, 4, 5).to_gregorian()),
        ("2026-02-01", dt.date(2026, 2, 1)),
    ],
)
def test_examples(text: str, day: dt.date) -> None:
    assert parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "أمس", "منذ ساعتين", "2019", "20 أكتوبر", "أكتوبر 2019", "20/10/19",
        "2026-02-02", "2 شباط 2026", "2999-01-01", "9999999999",
        "1899-12-31", "0001-01-01", "0000-00-00", "1970-01-01T00:00:00Z", "0",
        "31 فبراير 2019", "2019-13-01", "32/01/2019", "30 أكتوبر/ تشرين الثاني 2019",
        "3 صفر 1200", "99999999999999999999", "20 ماراثون 2019",
    ],
)  # fmt: skip
def test_what_is_no_credible_date(text: str) -> None:
    assert parse_date(text, today=TODAY) is None


@given(TEXTS)
def test_any_text_gives_a_credible_date_or_none(text: str) -> None:
    day = parse_date(text, today=TODAY)
    assert day is None or dt.date(1900, 1, 1) <= day <= TODAY + dt.timedelta(days=1)


def test_the_clock_is_today_by_default() -> None:
    today = dt.date.today()
    assert parse_date(today.isoformat()) == today
    assert parse_date((today + dt.timedelta(days=3)).isoformat()) is None
