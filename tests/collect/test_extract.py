import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe.collect.extract import Extracted, Refused, extract
from mediaframe.collect.outlet_sources import Selectors

URL = "https://nakhla.example/news/412"
FETCHED = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
TITLE = "جمعية سنابل الفرات تفتح مكتبة في سوق الصفارين"
LINES = (
    "فتحت جمعية سنابل الفرات، صباح الأحد، مكتبة صغيرة في سوق الصفارين تضم ألف كتاب للأطفال.",
    "وقالت مديرة الجمعية إن المتطوعين جمعوا الكتب من عائلات الحي خلال شهرين من العمل المتواصل.",
    "ومن المقرر أن تستقبل المكتبة زوارها كل يوم بعد الظهر، وأن تنظم ورشة للقراءة كل أسبوع.",
)
BODY = "".join(f"<p>{line}</p>" for line in LINES)


def page(body: str = BODY, *, head: str = "", title: str = TITLE) -> bytes:
    return (
        f"<html><head><title>{title} | نخلة</title>{head}</head><body><h1>{title}</h1>"
        f"<div>{body}</div></body></html>"
    ).encode()


def article(html: bytes, **options: object) -> Extracted:
    result = extract(html, url=URL, fetched=FETCHED, **options)  # type: ignore[arg-type]
    assert isinstance(result, Extracted), result
    return result


def test_reads_title_text_and_address() -> None:
    result = article(page())
    assert result.title == TITLE
    assert result.text == "\n".join(LINES)
    assert (result.author, result.published, result.precision) == (None, None, None)
    assert result.canonical_url == URL
    assert result.method == "structure"


def test_two_entries_of_a_live_blog_are_both_the_body() -> None:
    entries = "".join(
        f'<section class="entry"><h2>التحديث {number}</h2><p>{line} {line}</p></section>'
        for number, line in enumerate(LINES[1:], start=1)
    )
    result = article(page(f'<p class="intro">{LINES[0]}</p><div>{entries}</div>'))
    assert [line for line in LINES if line in result.text] == list(LINES)


def test_selector_of_the_title() -> None:
    html = page(f'{BODY}<div id="x"><h4>عنوان آخر مكتوب بيد المحرر</h4></div>')
    result = article(html, selectors=Selectors(title="#x h4"))
    assert result.title == "عنوان آخر مكتوب بيد المحرر"
    assert result.method == "structure"


def test_selectors_of_body_date_and_author() -> None:
    html = page(
        f"{BODY}<section id=b>{BODY}<p>وسطر أخير لا يظهر إلا في هذا المربع.</p></section>"
        "<i id=d>3 أيار 2024 - 14:20</i><i id=a>بقلم: سلوى النهرية</i>"
    )
    selectors = Selectors(body="#b", date="#d", author="#a")
    result = article(html, selectors=selectors, timezone="Asia/Baghdad")
    assert result.text.endswith("وسطر أخير لا يظهر إلا في هذا المربع.")
    assert result.method == "selectors"
    assert result.author == "سلوى النهرية"
    assert result.published is not None
    assert result.published.isoformat() == "2024-05-03T14:20:00+03:00"


def test_selectors_that_match_nothing_leave_the_page_as_it_is() -> None:
    result = article(page(), selectors=Selectors(title=".t", body=".b", date=".d", author=".a"))
    assert (result.title, result.text) == (TITLE, "\n".join(LINES))


def test_json_ld_body_counts_where_the_page_shows_none() -> None:
    text = "\\n".join(LINES)
    head = f"""<script type="application/ld+json">{{"@type": "NewsArticle",
        "headline": "{TITLE}", "articleBody": "{text}"}}</script>"""
    result = article(page("<p>جاري التحميل</p>", head=head))
    assert result.text == "\n".join(LINES)
    assert result.method == "json-ld"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"", "not-html"),
        (b"%PDF-1.7 <a>", "not-html"),
        (b'{"a": "<b>"}', "not-html"),
        ("نص بلا وسوم".encode(), "not-html"),
        (page("", title="الصفحة غير موجودة"), "error-page"),
        (page("<p>قريبا</p>"), "empty"),
        (
            page("<p>" + "سه‌شنبه گزارش شد که گروهی از پژوهشگران چاپ کتاب را آغاز کردند. " * 4),
            "not-arabic",
        ),
        (
            page("<p>" + "The committee said that the library is open to the public. " * 4),
            "not-arabic",
        ),
    ],
)
def test_refuses_with_a_reason(html: bytes, reason: str) -> None:
    result = extract(html, url=URL, fetched=FETCHED)
    assert isinstance(result, Refused)
    assert result.reason == reason


def test_counts_other_languages_by_name() -> None:
    text = "<p>" + "Le comité a annoncé que la bibliothèque est ouverte pour les enfants. " * 4
    result = extract(page(text, title="Une bibliothèque pour les enfants"), url=URL)
    assert result == Refused(reason="not-arabic", language="fr")


def test_related_lines_captions_and_comments_are_left_out() -> None:
    body = (
        f"<p>{LINES[0]}</p><p><b>اقرأ أيضاً:</b> <a href=/1>خبر آخر عن السوق القديم</a></p>"
        f"<figure><img src=a.jpg><figcaption>واجهة المكتبة</figcaption></figure><p>{LINES[1]}</p>"
        "<h3>قد يهمك أيضا</h3><ul><li><a href=/2>عنوان خبر ثان من السوق</a></li></ul>"
        "<div class=comments><p>تعليق طويل من قارئ يشكر المتطوعين ويسأل عن مواعيد العمل.</p></div>"
    )
    assert article(page(body)).text == "\n".join(LINES[:2])


def test_dates_in_the_future_are_not_believed() -> None:
    head = '<meta property="article:published_time" content="2031-01-01T10:00:00+03:00">'
    assert article(page(head=head)).published is None


def hostile() -> dict[str, str]:
    return {
        "deep": "<div>" * 50_000 + BODY + "</div>" * 50_000,
        "open": f"<h1>{TITLE}</h1>" + ("<font>" + BODY) * 1_000,
        "attributes": "<div " + " ".join(f"a{n}=b" for n in range(40_000)) + ">" + BODY,
        "graph": '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + BODY,
        "entities": "<p>" + "&amp;" * 100_000 + BODY,
        "brackets": "<" * 200_000,
        "names": f"<h1>{TITLE}</h1>" + "<span class=author>فلان</span>" * 20_000 + BODY,
        "spaces": "<p>" + " \n" * 200_000 + BODY,
        "dashes": f"<h1>{TITLE}</h1><p>" + " - " * 50_000 + BODY,
    }


@pytest.mark.parametrize("name", hostile())
def test_hostile_pages_end_soon(name: str) -> None:
    start = time.process_time()
    result = extract(hostile()[name].encode(), url=URL)
    assert time.process_time() - start < 5
    if name not in ("brackets",):
        assert isinstance(result, Extracted)
        assert LINES[1] in result.text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.text(max_size=60), st.text(max_size=40))
def test_never_raises_on_bytes(html: bytes, url: str, content_type: str) -> None:
    assert isinstance(extract(html, url=url, content_type=content_type), Extracted | Refused)


PIECES = (
    "<p>",
    "</p>",
    "<div class='comment related'>",
    "</div>",
    "<h1>",
    "<br>",
    "<table><tr><td>",
    "<a href='",
    "'>",
    "&#xD800;",
    "\x00",
    "<!--",
    "<![CDATA[",
    "<time datetime='9999-99-99'>",
    "<meta charset=rot13>",
    "<script type='application/ld+json'>{'",
    '<script type="application/ld+json">[{"@type":["Article"],"author":[null,{"name":7}]}]',
    "</script>",
    "<img>",
    "99/99/99999",
    "٣ أيار ٢٠٢٤ - ٢٩:٧٧",
    LINES[0],
    TITLE,
    "بقلم: ",
    "رويترز",
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_never_raises_on_markup(pieces: list[str]) -> None:
    html = "<html>" + "".join(pieces)
    assert isinstance(extract(html.encode(), url=URL), Extracted | Refused)
