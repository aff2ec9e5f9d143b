import datetime as dt

import pytest

from mediaframe.collect import feeds

URL = "https://afaq.example/rss"
UTC = dt.UTC


def rss(items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>آفاق</title>{items}</channel></rss>'


ITEM = "<item><title>خبر</title><link>{}</link><pubDate>{}</pubDate></item>"
GOOD = ITEM.format("https://afaq.example/news/1", "Mon, 06 May 2024 10:00:00 +0300")


def test_rss_links_and_dates():
    found = feeds.read(rss(GOOD).encode(), url=URL)
    assert [item.url for item in found.items] == ["https://afaq.example/news/1"]
    assert found.items[0].published == dt.datetime(2024, 5, 6, 7, tzinfo=UTC)
    assert found.latest == found.items[0].published
    assert found.trouble == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 06 May 2024 10:00:00 GMT", dt.datetime(2024, 5, 6, 10, tzinfo=UTC)),
        ("Mon, 06 May 2024 10:00:00", dt.datetime(2024, 5, 6, 7, tzinfo=UTC)),
        ("2024-05-06T10:00:00Z", dt.datetime(2024, 5, 6, 10, tzinfo=UTC)),
        ("2024-05-06 10:00:00", dt.datetime(2024, 5, 6, 7, tzinfo=UTC)),
        ("6 أيار 2024", dt.datetime(2024, 5, 5, 21, tzinfo=UTC)),
        ("بعد قليل", None),
        ("Mon, 99 May 2024 10:00:00 GMT", None),
        ("", None),
    ],
)
def test_dates_without_an_offset_are_in_the_outlets_time_zone(text, expected):
    feed = rss(ITEM.format("https://afaq.example/1", text))
    found = feeds.read(feed.encode(), url=URL, timezone="Asia/Baghdad")
    assert found.items[0].published == expected


def test_atom():
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>آ</title>
    <entry><title>أ</title><link href="/a/1"/><published>2024-05-06T10:00:00+03:00</published>
    <updated>2024-05-07T10:00:00+03:00</updated></entry></feed>"""
    found = feeds.read(atom.encode(), url=URL)
    assert found.items[0].url == "https://afaq.example/a/1"
    assert found.items[0].published == dt.datetime(2024, 5, 6, 7, tzinfo=UTC)
    assert found.items[0].modified == dt.datetime(2024, 5, 7, 7, tzinfo=UTC)


def test_a_guid_serves_for_a_missing_link():
    feed = rss("<item><guid>https://afaq.example/g/1</guid></item><item><guid>77</guid></item>")
    assert [item.url for item in feeds.read(feed.encode(), url=URL).items] == [
        "https://afaq.example/g/1"
    ]


@pytest.mark.parametrize(
    "damage",
    [
        GOOD + "<item><title>قطط & كلاب</title><link>https://afaq.example/news/2</link></item>",
        GOOD
        + "<item><link>https://afaq.example/news/2</link><description><b>x</description></item>",
        GOOD + "<item><link>https://afaq.example/news/2</link>\x0b</item>",
    ],
)
def test_a_broken_feed_is_mended(damage):
    found = feeds.read(rss(damage).encode(), url=URL)
    assert [item.url[-1] for item in found.items] == ["1", "2"]
    assert found.items[0].published is not None
    assert found.trouble.startswith("broken XML: ")


def test_bare_ampersands_leave_links_as_they_are():
    links = [
        "https://afaq.example/m.php?name=News&file=article&sid=7",
        "<![CDATA[https://afaq.example/m.php?id=8&cat=2]]>",
        "https://afaq.example/m.php?id=9&amp;cat=2",
    ]
    feed = rss("".join(f"<item><link>{link}</link></item>" for link in links))
    found = feeds.read(feed.encode(), url=URL)
    assert [item.url.partition("?")[2] for item in found.items] == [
        "name=News&file=article&sid=7",
        "id=8&cat=2",
        "id=9&cat=2",
    ]


def test_a_feed_cut_short_gives_what_it_has():
    whole = rss(GOOD + GOOD.replace("/1", "/2")).encode()
    found = feeds.read(whole[:-70], url=URL)
    assert [item.url[-1] for item in found.items][:1] == ["1"]
    assert found.trouble.startswith("broken XML: ")


def test_an_old_encoding():
    head = '<?xml version="1.0" encoding="windows-1256"?>'
    found = feeds.read(rss(GOOD, head).encode("cp1256"), url=URL)
    assert len(found.items) == 1
    assert found.trouble == ""


@pytest.mark.parametrize(
    "page", ["<html><body><p>خطأ</p></body></html>", "", "{}", "خطأ", "/etc/hostname"]
)
def test_what_is_no_feed(page):
    assert feeds.read(page.encode(), url=URL).trouble == "not a feed"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {c} "{"&" + b + ";" * 1}{("&" + b + ";") * 9}">'
        for b, c in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (BOMB, "unsafe XML: it declares entities"),
        (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            "unsafe XML: it declares entities",
        ),
        ('<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1/">%e;]>', "unsafe XML: it declares"),
    ],
)
def test_entities_are_refused(head, why):
    for encoding in ("utf-8", "utf-16"):
        found = feeds.read(rss(GOOD, head).encode(encoding), url=URL)
        assert found.trouble.startswith(why)
        assert not found.items


def test_an_external_document_type_is_not_fetched():
    head = '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    assert len(feeds.read(rss(GOOD, head).encode(), url=URL).items) == 1


def test_deep_nesting_is_refused():
    deep = "<description>" + "<b>" * 20_000 + "</b>" * 20_000 + "</description>"
    found = feeds.read(rss(GOOD + f"<item>{deep}</item>").encode(), url=URL)
    assert found.trouble == "unsafe XML: over 100 levels deep"


def test_a_flood_of_elements_is_refused():
    found = feeds.read(rss("<item/>" * 500_000).encode(), url=URL)
    assert found.trouble == "unsafe XML: over 500000 elements"


def test_a_very_long_feed_is_cut():
    feed = rss(GOOD * (feeds.MAX_ITEMS + 1))
    found = feeds.read(feed.encode(), url=URL)
    assert len(found.items) == feeds.MAX_ITEMS
    assert found.trouble.startswith("too long")
