"""Parses a page into a tree that is safe to walk, however hostile the page."""

import re
from typing import cast

import lxml.etree
import lxml.html

from mediaframe.collect.boxnames import words

MOST_CHARS = 4_000_000
"""What lies beyond is cut off: articles are far shorter, scripts and lists are not wanted."""
_MOST_DEPTH = 200
"""Tags that nest deeper are left out and their text stays: libxml2 drops all beyond 256."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})\b[^<>]{0,2000}>")
_ENDLESS = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]{0,40})\b[^<>]{60000,}>")
"""Tags with so many attributes that parsing them takes seconds; or with an image inside."""
_FLAT = words(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dd dt td th tr option html body head"
)
"""Elements without content, and those whose end tag is often left out."""
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}>")


def parse(text: str) -> lxml.html.HtmlElement | None:
    """The root of the page, less than 256 levels deep, or None where there is no markup."""
    text = _DECLARATION.sub("", text[:MOST_CHARS].translate(_CONTROLS))
    if "<" not in text:
        return None
    text = _ENDLESS.sub(r"<\1>", text)
    html = text.encode("utf-8", "replace")
    root, complete = _parsed(html)
    if not complete:
        root, _ = _parsed(_flattened(text).encode("utf-8", "replace"))
    return root


def _parsed(html: bytes) -> tuple[lxml.html.HtmlElement | None, bool]:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml.html.document_fromstring(html, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        root = None
    deep = any("depth" in error.message.lower() for error in parser.error_log)
    return cast("lxml.html.HtmlElement | None", root), not deep


def _flattened(text: str) -> str:
    """`text` without the tags that nest deeper than `_MOST_DEPTH`."""
    depth = 0
    pieces: list[str] = []
    last = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in _FLAT or tag[0].endswith("/>"):
            continue
        if tag[1]:
            deep = depth > _MOST_DEPTH
            depth = max(0, depth - 1)
        else:
            depth += 1
            deep = depth > _MOST_DEPTH
        if deep:
            pieces.append(text[last : tag.start()])
            last = tag.end()
    return "".join((*pieces, text[last:]))
