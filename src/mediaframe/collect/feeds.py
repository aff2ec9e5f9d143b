"""Reads RSS and Atom feeds (with feedparser)."""

import io
import re
from contextlib import suppress

import feedparser
from lxml import etree

from mediaframe.collect import source_dates, urls, xml_guard
from mediaframe.collect.listed import Listed, Listing

MAX_ITEMS = 5_000
_MAX_LINK = 8_192
_BARE = re.compile(rb"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});)")
_CDATA, _END = b"<![CDATA[", b"]]>"


def read(data: bytes, *, url: str, timezone: str = "") -> Listing:
    """The articles that a feed lists, in its order.

    A broken feed is mended where possible, and what it lists is used; `trouble` says so.

    Args:
        url: of the feed, for relative links.
        timezone: IANA name, for dates without an offset.
    """
    try:
        trouble = xml_guard.check(data)
    except xml_guard.UnsafeXmlError as error:
        return Listing(trouble=str(error))
    if trouble:
        data = _mended(data)
    # feedparser opens what it takes for a file name or URL: it gets a stream, never the bytes
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries and not found.get("version"):
        return Listing(trouble="not a feed")
    linked = ((entry, _link(entry)) for entry in found.entries[:MAX_ITEMS])
    items = tuple(_item(entry, link, url, timezone) for entry, link in linked if link)
    if len(found.entries) > MAX_ITEMS:
        trouble = trouble or f"too long: over {MAX_ITEMS} items"
    return Listing(items, trouble=trouble)


def _item(entry: feedparser.FeedParserDict, link: str, base: str, timezone: str) -> Listed:
    with suppress(urls.UnsafeUrl):  # the spider refuses such a one, and says why
        link = urls.absolute(link, base)
    # past feedparser's own `get`, which gives another date for a missing one, and warns
    names = ("published", "updated", "created")
    texts = {name: str(dict.get(entry, name) or "") for name in names}
    dates = {name: source_dates.parse(text, timezone=timezone) for name, text in texts.items()}
    published = dates["published"] or dates["created"] or dates["updated"]
    return Listed(link, published, dates["updated"] or published)


def _link(entry: feedparser.FeedParserDict) -> str:
    for name in ("feedburner_origlink", "link", "id"):
        value = str(dict.get(entry, name) or "")[:_MAX_LINK]
        # a <guid> is a link by the standard, whatever newsrooms number their items by
        if value and (value != entry.get("id") or value.startswith(("http://", "https://"))):
            return value
    return ""


def _mended(data: bytes) -> bytes:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(_escaped(data.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    return b"" if root is None else etree.tostring(root, encoding="utf-8")


def _escaped(data: bytes) -> bytes:
    """The data with bare ampersands escaped: the parser would drop the word after one, and so
    change a link.
    """
    if b"\0" in data[:100]:
        return data  # UTF-16
    first, *rest = data.split(_CDATA)
    parts = [_BARE.sub(b"&amp;", first)]
    for part in rest:
        inside, end, outside = part.partition(_END)
        parts += (_CDATA, inside, end, _BARE.sub(b"&amp;", outside))
    return b"".join(parts)
