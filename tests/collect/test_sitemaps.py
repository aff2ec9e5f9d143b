import datetime as dt
import gzip

import pytest

from mediaframe.collect import sitemaps
from mediaframe.collect.listed import Listing

URL = "https://afaq.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
UTC = dt.UTC


def read(data: bytes | str, max_bytes: int = 1_000_000) -> Listing:
    raw = data.encode() if isinstance(data, str) else data
    return sitemaps.read(raw, url=URL, timezone="Asia/Baghdad", max_bytes=max_bytes)


def urlset(entries: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NS} {NEWS} {IMAGE}>{entries}</urlset>'


def test_a_sitemap():
    found = read(
        urlset(
            "<url><loc> https://afaq.example/خبر/1 </loc><lastmod>2024-05-06</lastmod></url>"
            "<url><loc>https://afaq.example/2?a=1&amp;b=2</loc></url>"
            "<url><loc><![CDATA[https://afaq.example/3]]></loc>"
            "<lastmod>2024-05-06T10:00:00+03:00</lastmod></url><url></url>"
        )
    )
    assert [item.url for item in found.items] == [
        "https://afaq.example/%D8%AE%D8%A8%D8%B1/1",
        "https://afaq.example/2?a=1&b=2",
        "https://afaq.example/3",
    ]
    assert [item.modified for item in found.items] == [
        dt.datetime(2024, 5, 5, 21, tzinfo=UTC),
        None,
        dt.datetime(2024, 5, 6, 7, tzinfo=UTC),
    ]
    assert (found.children, found.trouble) == ((), "")


def test_a_news_sitemap_gives_publication_dates():
    found = read(
        urlset(
            "<url><loc>https://afaq.example/1</loc><news:news><news:publication><news:name>آفاق"
            "</news:name></news:publication><news:publication_date>2024-05-06T10:00:00Z"
            "</news:publication_date><news:title>خبر</news:title></news:news><image:image>"
            "<image:loc>https://afaq.example/1.jpg</image:loc></image:image></url>"
        )
    )
    assert [item.url for item in found.items] == ["https://afaq.example/1"]
    assert found.items[0].published == dt.datetime(2024, 5, 6, 10, tzinfo=UTC)


def test_an_index():
    found = read(
        f"<sitemapindex {NS}><sitemap><loc>https://afaq.example/s1.xml</loc>"
        "<lastmod>2024-05</lastmod></sitemap><sitemap><loc>/s2.xml.gz</loc></sitemap>"
        "</sitemapindex>"
    )
    assert found.items == ()
    assert found.children[0].modified == dt.datetime(2024, 4, 30, 21, tzinfo=UTC)
    assert found.children[1].url == "https://afaq.example/s2.xml.gz"


def test_a_gzipped_one():
    data = gzip.compress(urlset("<url><loc>https://afaq.example/1</loc></url>").encode())
    assert len(read(data).items) == 1
    assert read(data[:-20]).trouble == "not a sitemap: compressed data ends early"


def test_a_bomb_is_refused():
    data = gzip.compress(urlset(" " * 5_000_000).encode())
    assert read(data).trouble == "not a sitemap: over 1000000 bytes decompressed"


def test_a_plain_list():
    found = read("https://afaq.example/1\nhttps://afaq.example/2\r\n")
    assert [item.url[-1] for item in found.items] == ["1", "2"]


@pytest.mark.parametrize("data", ["<html><p>خطأ</p></html>", "خطأ", "", "<", "https://a.com/ x"])
def test_what_is_no_sitemap(data):
    found = read(data)
    assert found.trouble
    assert not found.items


@pytest.mark.parametrize(
    "damaged", ["<loc>https://afaq.example/2?a=1&b=2</loc>", "<loc>https://afaq.example/2</lok>"]
)
def test_a_broken_one_is_read_past_the_damage(damaged):
    found = read(
        urlset(
            "<url><loc>https://afaq.example/1</loc></url>"
            f"<url>{damaged}</url>"
            "<url><loc>https://afaq.example/3</loc><lastmod>2024-05-06</lastmod></url>"
        )
    )
    assert [item.url.partition("?")[0][-1] for item in found.items] == ["1", "2", "3"]
    assert found.items[2].modified is not None
    assert found.trouble.startswith("broken XML: ")


def test_one_cut_short_gives_what_it_has():
    whole = urlset("".join(f"<url><loc>https://afaq.example/{n}</loc></url>" for n in range(9)))
    found = read(whole[:-60])
    assert len({item.url for item in found.items}) >= 8
    assert found.trouble.startswith("broken XML: ")


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>https://afaq.example/&a;</loc></url></urlset>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd" [<!ENTITY % a SYSTEM "file:///etc/hosts">%a;]><urlset/>',
    ],
)
def test_entities_are_refused(text):
    assert read(text).trouble.startswith("unsafe XML")
    assert not read(text).items


def test_deep_nesting_is_refused():
    assert read("<urlset>" + "<a>" * 100_000).trouble == "unsafe XML: over 100 levels deep"


def test_a_very_long_one_is_cut():
    found = read(urlset("<url><loc>https://afaq.example/1</loc></url>" * 100_001), 10_000_000)
    assert len(found.items) == sitemaps.MAX_ITEMS
    assert found.trouble.startswith("too long")


def test_a_very_long_text_is_not_kept():
    found = read(urlset(f"<url><loc>https://afaq.example/{'a' * 900_000}</loc></url>"))
    assert len(found.items[0].url) < 100_000
