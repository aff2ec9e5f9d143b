"""Reads the links of a section or archive page."""

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from mediaframe.collect import urls
from mediaframe.collect.listed import Listed, Listing

MAX_LINKS = 5_000
_SCHEMES = ("javascript:", "mailto:", "tel:", "whatsapp:", "data:", "#")
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|pdf|mp[34]|avi|zip|docx?|xlsx?|css|js|xml|rss|apk)$", re.I
)
_LISTS = re.compile(
    r"(?:^|/)(?:tags?|category|categories|author|authors|page|search|archives?|login|register|feed"
    r"|rss|wp-content|wp-admin|wp-login\.php|وسوم|وسم|الوسوم|تصنيف|كاتب)(?:/|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{4,}")
_DAY = re.compile(r"/(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}$")
_WORDS = re.compile(r"[-_\s]+")
_NUMBERED = re.compile(r"(?:^|&)\w{0,20}(?:id|news|article|p|no|num)=\d{2,}", re.IGNORECASE)


def read(data: bytes, *, url: str, encoding: str = "", links: str = "") -> Listing:
    """The links of a page to others, in its order, each once.

    Args:
        url: of the page, for relative links; its <base> counts.
        encoding: that the server names; what the page itself says is used where it is empty.
        links: CSS selector of the parts to look in; empty for the whole page.
    """
    try:
        parser = html.HTMLParser(encoding=encoding or None, huge_tree=False, remove_comments=True)
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        return Listing(trouble="not an HTML page")
    base = url
    for element in tree.iter("base"):
        if href := element.get("href"):
            try:
                base = urljoin(url, href.strip())
            except ValueError:
                base = url
            break
    parts = tree.cssselect(links) if links else [tree]
    if links and not parts:
        return Listing(trouble=f"nothing on the page matches the selector: {links}")
    found: dict[str, None] = {}
    for part in parts:
        for element in part.iter("a", "area"):
            href = (element.get("href") or "").strip()
            if not href or href.lower().startswith(_SCHEMES):
                continue
            try:
                found.setdefault(urls.absolute(href, base))
            except urls.UnsafeUrl:
                continue
            if len(found) >= MAX_LINKS:
                return Listing(tuple(map(Listed, found)), (), f"over {MAX_LINKS} links")
    return Listing(tuple(map(Listed, found)))


def looks_like_article(url: str) -> bool:
    """Whether a URL has the look of an article's, for outlets that declare no pattern.

    Its path has a number of four digits or its last part three words, or a parameter is a numeric
    id; it is no media file and no list of a tag, author, category or day.
    """
    parts = urlsplit(urls.readable(url))
    path = parts.path.rstrip("/")
    if _MEDIA.search(path) or _LISTS.search(path) or _DAY.search(path):
        return False
    if _NUMBERED.search(parts.query) or _NUMBER.search(path):
        return True
    return len([word for word in _WORDS.split(path.rpartition("/")[2]) if word]) >= 3
