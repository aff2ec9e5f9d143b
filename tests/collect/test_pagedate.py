import datetime as dt

import pytest

from mediaframe.collect.extract import Extracted, extract

FETCHED = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
TEXT = "<p>" + "اجتمع أهالي قرية الينابيع أمس لبحث إصلاح الساقية القديمة. " * 3 + "</p>"


def dates(
    above: str = "", *, head: str = "", path: str = "/news/1"
) -> tuple[object, object, object]:
    html = f"<html><head>{head}</head><body><h1>أهالي الينابيع يصلحون الساقية</h1>{above}{TEXT}"
    found = extract(
        html.encode(),
        url=f"https://nakhla.example{path}",
        timezone="Asia/Baghdad",
        fetched=FETCHED,
    )
    assert isinstance(found, Extracted)
    return (
        found.published and found.published.isoformat(),
        found.updated and found.updated.isoformat(),
        found.precision,
    )


@pytest.mark.parametrize(
    ("above", "head", "path", "published", "precision"),
    [
        ("<p>3 أيار 2024 - 14:20</p>", "", "/n/1", "2024-05-03T14:20:00+03:00", "minute"),
        ("<p>نشر: ٣ أيار ٢٠٢٤</p>", "", "/n/1", "2024-05-03T00:00:00+03:00", "day"),
        ("", "", "/2024/05/03/spring", "2024-05-03T00:00:00+03:00", "day"),
        ("<p>منذ ساعتين</p>", "", "/n/1", None, None),
        ("<p>29 يناير 2052</p>", "", "/n/1", None, None),
        (
            "",
            '<meta property="article:published_time" content="2024-05-03T11:20:00Z">',
            "/n/1",
            "2024-05-03T14:20:00+03:00",
            "minute",
        ),
        (
            "<p>3 أيار 2024 الساعة 14:20</p>",
            '<meta name="date" content="2024-05-03">',
            "/n/1",
            "2024-05-03T14:20:00+03:00",
            "minute",
        ),
    ],
)
def test_published(
    above: str, head: str, path: str, published: str | None, precision: str | None
) -> None:
    found = dates(above, head=head, path=path)
    assert (found[0], found[2]) == (published, precision)


def test_updated_by_its_label() -> None:
    found = dates("<p>نُشر: 3 أيار 2024 14:20 — آخر تحديث: 4 أيار 2024 08:00</p>")
    assert found == ("2024-05-03T14:20:00+03:00", "2024-05-04T08:00:00+03:00", "minute")


def test_a_day_is_the_one_written() -> None:
    found = dates('<time datetime="2024-05-03T00:00:00+09:00">أمس</time>')
    assert found == ("2024-05-03T00:00:00+03:00", None, "day")


def test_an_update_at_the_time_of_publication_is_none() -> None:
    head = (
        '<meta property="article:published_time" content="2024-05-03T11:20:00Z">'
        '<meta property="article:modified_time" content="2024-05-03T11:20:00Z">'
    )
    assert dates(head=head)[1] is None
