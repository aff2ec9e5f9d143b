import datetime as dt

import pytest

from mediaframe.collect import moment

TODAY = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "time", "exact"),
    [
        ("2024-05-03T14:20:00+03:00", "2024-05-03T14:20:00+03:00", True),
        ("2024-05-03T00:00:00", "2024-05-03T00:00:00", False),
        ("نشر في 3 أيار 2024 - 14:20", "2024-05-03T14:20:00", True),
        ("الجمعة ٣ مايو ٢٠٢٤ ٠٩:٠٥ مساءً", "2024-05-03T21:05:00", True),
        ("03/05/2024 12:10 ص", "2024-05-03T00:10:00", True),
        ("3 ماي 2024", "2024-05-03T00:00:00", False),
    ],
)
def test_reads(text: str, time: str, exact: bool) -> None:
    found = moment.read(text, today=TODAY)
    assert found == moment.Moment(dt.datetime.fromisoformat(time), exact)


@pytest.mark.parametrize(
    "text",
    ["", "منذ ساعتين", "3 أيار 2031", "2031-01-01T00:00:00Z", "14:20", "2024-13-45", "9" * 500],
)
def test_reads_nothing(text: str) -> None:
    assert moment.read(text, today=TODAY) is None


@pytest.mark.parametrize("text", ["نشر في 3 أيار 2024 - 14:20", "منذ ساعتين", "18-12-2024 | 10:02"])
def test_lines_of_a_date(text: str) -> None:
    assert moment.is_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "افتتح السوق في 3 أيار 2024 بعد ترميم طويل شارك فيه أهالي الحي جميعا.",
        "قبل ثلاثة أيام من العيد يزدحم سوق الصفارين بالزوار",
        "الماء أولا",
    ],
)
def test_lines_that_say_more(text: str) -> None:
    assert not moment.is_line(text)
