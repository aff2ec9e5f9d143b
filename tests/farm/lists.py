"""Feeds, sitemaps and section pages, as content systems write them."""

import datetime as dt
import email.utils
import gzip as gz
from collections.abc import Iterable
from xml.sax.saxutils import escape

Item = tuple[str, dt.datetime]
"""URL and moment of publication."""
_MAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def rss(title: str, items: Iterable[Item]) -> bytes:
    """RSS 2.0."""
    entries = "\n".join(
        f"<item><title>خبر</title><link>{escape(url)}</link>"
        f"<pubDate>{email.utils.format_datetime(moment)}</pubDate></item>"
        for url, moment in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title>\n{entries}\n</channel></rss>"
    ).encode()


def atom(title: str, items: Iterable[Item]) -> bytes:
    """Atom, as Blogger writes it."""
    entries = "\n".join(
        f"<entry><id>tag:blogger.com,1999:post-{number}</id><title type='text'>خبر</title>"
        f"<published>{moment.isoformat()}</published><updated>{moment.isoformat()}</updated>"
        f"<link rel='alternate' type='text/html' href='{escape(url)}'/></entry>"
        for number, (url, moment) in enumerate(items)
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title type='text'>{escape(title)}</title>\n{entries}\n</feed>"
    ).encode()


def urlset(items: Iterable[Item], *, news: bool = False) -> bytes:
    """A sitemap with the dates of change, or a news sitemap with those of publication."""
    if news:
        dated = "<news:news><news:publication_date>{}</news:publication_date></news:news>"
    else:
        dated = "<lastmod>{}</lastmod>"
    entries = "\n".join(
        f"<url><loc>{escape(url)}</loc>{dated.format(moment.isoformat())}</url>"
        for url, moment in items
    )
    return f'<?xml version="1.0"?>\n<urlset {_MAPS} {_NEWS}>\n{entries}\n</urlset>'.encode()


def index(children: Iterable[tuple[str, dt.datetime | None]]) -> bytes:
    """An index of sitemaps, with their dates of change where they have one."""
    entries = "\n".join(
        f"<sitemap><loc>{escape(url)}</loc>"
        f"{f'<lastmod>{moment.isoformat()}</lastmod>' if moment else ''}</sitemap>"
        for url, moment in children
    )
    return f'<?xml version="1.0"?>\n<sitemapindex {_MAPS}>\n{entries}\n</sitemapindex>'.encode()


def gzipped(body: bytes) -> bytes:
    """The same bytes for the same body."""
    return gz.compress(body, mtime=0)


def links(urls: Iterable[str], *, legacy: bool = False) -> bytes:
    """A page that lists articles between a menu and a footer.

    Args:
        legacy: in windows-1256, which it does not say.
    """
    entries = "\n".join(f'<li><a href="{escape(url)}">التفاصيل</a></li>' for url in urls)
    charset = "" if legacy else '<meta charset="utf-8">'
    return (
        f'<html dir="rtl"><head>{charset}<title>الأخبار</title></head><body>'
        '<nav><a href="/">الرئيسية</a> <a href="/about">من نحن</a></nav>'
        f'<ul class="list">\n{entries}\n</ul><footer><a href="/archive">الأرشيف</a>'
        "</footer></body></html>"
    ).encode("cp1256" if legacy else "utf-8")
