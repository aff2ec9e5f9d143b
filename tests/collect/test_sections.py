import datetime as dt

import pytest
from pydantic import ValidationError

from mediaframe.collect import sections
from mediaframe.collect.outlet_sources import Archive, OutletSources, Section

URL = "https://afaq.example/سياسة/"


def links(page: str | bytes, **options: str) -> list[str]:
    data = page.encode() if isinstance(page, str) else page
    return [item.url for item in sections.read(data, url=URL, **options).items]


def test_links_in_order_each_once():
    page = """<a href="/news/1">أ</a><a href='/news/2#comments'>ب</a><a href="/news/1">أ</a>
    <a href="javascript:go()">ج</a><a href="mailto:a@b.c">د</a><a>ه</a><a href="http://[">و</a>
    <area href="//m.afaq.example/3"><a href="?page=2">التالي</a>"""
    assert links(page) == [
        "https://afaq.example/news/1",
        "https://afaq.example/news/2",
        "https://m.afaq.example/3",
        "https://afaq.example/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/?page=2",
    ]


def test_the_base_of_the_page_counts():
    assert links('<base href="/arabic/"><a href="1">أ</a>') == ["https://afaq.example/arabic/1"]


def test_a_selector_narrows_the_page():
    page = '<nav><a href="/1">أ</a></nav><div class="list"><a href="/2">ب</a></div>'
    assert links(page, links=".list") == ["https://afaq.example/2"]
    found = sections.read(page.encode(), url=URL, links=".none")
    assert found.trouble == "nothing on the page matches the selector: .none"


def test_old_encodings():
    page = '<meta charset="windows-1256"><a href="/خبر/1">أ</a>'.encode("cp1256")
    assert links(page) == ["https://afaq.example/%D8%AE%D8%A8%D8%B1/1"]
    assert links(page, encoding="cp1256") == links(page)


@pytest.mark.parametrize("page", ["", "<!-- -->", "\x00", "نص"])
def test_pages_without_links(page):
    assert links(page) == []


def test_hostile_pages_are_bounded():
    assert len(links('<a href="/a">' * 100_000)) <= 1
    assert len(links("".join(f'<a href="/{n}">x</a>' for n in range(6_000)))) == sections.MAX_LINKS
    assert links("<div>" * 100_000 + '<a href="/1">أ</a>') in ([], ["https://afaq.example/1"])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/news/12345", True),
        ("/news/12345/عنوان", True),
        ("/بيان-من-اتحاد-الجمعيات", True),
        ("/article.aspx?id=55", True),
        ("/2024/05/06/خبر-عاجل-جديد", True),
        ("/", False),
        ("/سياسة", False),
        ("/tag/المجتمع-المدني-في-البلاد", False),
        ("/category/news/page/12345", False),
        ("/2024/05/06", False),
        ("/uploads/20240506.jpg", False),
        ("/about-us", False),
    ],
)
def test_the_look_of_an_article(path, expected):
    assert sections.looks_like_article(f"https://afaq.example{path}") is expected


def test_pages_of_a_section():
    section = Section(url=URL, pages="https://afaq.example/p/{page}", first=2, most=3)
    assert [section.page(n) for n in range(4)] == [
        section.url,
        "https://afaq.example/p/2",
        "https://afaq.example/p/3",
        "",
    ]
    assert Section(url=URL, pages="https://afaq.example/?o={page}", first=20, step=20).page(2) == (
        "https://afaq.example/?o=40"
    )
    assert Section(url=URL).page(1) == ""


def test_days_of_an_archive():
    archive = Archive(
        url="https://afaq.example/{date:%Y/%m/%d}/%D8%A3",
        pages="https://a.example/{date:%Y}-{page}",
    )
    day = archive.day(dt.date(2024, 5, 6))
    assert day.url == "https://afaq.example/2024/05/06/%D8%A3"
    assert day.page(1) == "https://a.example/2024-2"


def test_only_date_directives_are_filled_in():
    archive = Archive(url="https://afaq.example/{date:%Y.__class__}")
    assert archive.day(dt.date(2024, 1, 1)).url == "https://afaq.example/2024.__class__"


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        ({"feeds": ["ftp://afaq.example/"]}, "scheme 'ftp'"),
        ({"feeds": ["afaq.example/rss"]}, "scheme ''"),
        ({"feeds": [{"link": "https://afaq.example/"}]}, "url"),
        ({"sections": [{"url": URL, "pages": "https://afaq.example/2"}]}, "has no {page}"),
        ({"sections": [{"url": URL, "links": "a["}]}, "not a CSS selector"),
        ({"archives": ["https://afaq.example/{date}"]}, "has no {date:%Y-%m-%d}"),
        ({"include": ["("]}, "not a regular expression"),
        ({"timezone": "Asia/Afaq"}, "no time zone"),
        ({"timezone": "../../etc/passwd"}, "no time zone"),
        ({"delay": -1}, "greater than or equal"),
        ({"mirrors": {"A.example": "b.example"}}, "small letters"),
        ({"mirrors": {"a.example": "b.example", "b.example": "c.example"}}, "a mirror itself"),
        ({"mirrors": {"a.example": "m.b.example"}}, "a mirror itself"),
        ({"selectors": {"body": ">>"}}, "not a CSS selector"),
        ({"feed": []}, "Extra inputs"),
    ],
)
def test_wrong_declarations(sources, why):
    with pytest.raises(ValidationError, match=why.replace("{", r"\{")):
        OutletSources.model_validate(sources)
