"""Cuts a page into lines of text as a browser would show them, with the boxes they stand in.

A `Block` is a line: the text between two borders of block elements or line breaks. A `Box` is a
block element; it covers the lines `start` to `end`, so that sums over a box are sums over a range.
Scripts, styles, form fields and what the markup hides are left out, and rows of plain tables are
one line each.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html

from mediaframe.collect import boilerplate
from mediaframe.collect.boxnames import words

INLINE = words(
    "a abbr acronym b bdi bdo big center cite code data del dfn em font i ins kbd label mark"
    " nobr q s samp small span strike strong sub sup time tt u var wbr amp-link picture"
) - {"center"}
_SKIPPED = words(
    "script style noscript template svg math canvas iframe object embed audio video map head"
    " select textarea input button option datalist amp-ad amp-analytics amp-iframe amp-sidebar"
    " amp-img amp-social-share link meta title base nav-placeholder"
)
_BOLD = words("b strong h1 h2 h3 h4 h5 h6 th")
_PICTURES = words("img picture amp-img figure video iframe amp-iframe amp-video")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_NAMES = re.compile(
    r"(?:^|\s)(?:d-none|sr-only|visually-hidden|screen-reader-text|element-invisible)(?:\s|$)"
)
_SHOWN_NAMES = re.compile(r"(?:^|\s)d-\w+-(?:block|flex|inline\S*|grid|table\S*)(?:\s|$)")
_SPACE = re.compile(r"[\s\xa0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_MOST_BLOCKS = 20_000
_MOST_MARKS, _MARK_CHARS = 5_000, 500


@dataclass(frozen=True, slots=True)
class Mark:
    """An element, inline or block, that its markup names: a `<time>`, a `rel="author"`."""

    names: str
    """Class, id, role, `item-...`, `prop-...` and `rel-...` (of itemprop, property, rel), tag."""
    text: str
    value: str
    """`datetime`, `content` or `title`, the first that it has."""
    number: int
    """The line that it stands in or begins."""


@dataclass(slots=True, eq=False)
class Box:
    """A block element of the page."""

    tag: str
    names: str
    """Class, id and role as written, in small letters."""
    itemprop: str
    parent: "Box | None"
    start: int
    """Number of its first line."""
    end: int = 0
    """One past its last line."""
    depth: int = 0
    pictures: int = 0
    """Images in it, and not in a box inside."""
    fields: int = 0
    """Buttons and form fields in it, and not in a box inside."""
    children: "list[Box]" = field(default_factory=list)

    @property
    def signature(self) -> tuple[str, str]:
        """What repeated units of a page have in common; numbers in names do not count."""
        return self.tag, re.sub(r"\d+", "", self.names)

    def above(self) -> "Iterator[Box]":
        """The box and those around it, the innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def below(self) -> "Iterator[Box]":
        """The box and those inside, in the order of the page."""
        stack = [self]
        while stack:
            box = stack.pop()
            yield box
            stack.extend(reversed(box.children))


@dataclass(slots=True, eq=False)
class Block:
    """A line of text."""

    text: str
    box: Box
    """The innermost block element around it."""
    linked: int
    """Characters of it that are link text."""
    bold: int
    size: int
    """Largest `<font size>` in it, 3 by default."""
    names: str
    """Classes and itemprops of inline elements that span the whole line."""
    after_picture: bool = False
    """Whether an image comes right before it."""
    beside: int = 1
    """How many lines stand in its box and in no box inside, with itself: verses, `<br>` lines."""
    noise: str = ""
    """Why it is no part of the article, empty where nothing says so."""

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))


@dataclass(slots=True, eq=False)
class Layout:
    """The lines of a page and the tree of its boxes."""

    blocks: list[Block]
    root: Box
    marks: list[Mark]


def layout(page: lxml.html.HtmlElement) -> Layout:
    """Lines and boxes of a parsed page; at most 20,000 lines."""
    return _Reader().read(page)


def squeezed(text: str) -> str:
    """Text as a reader sees it: white space as single spaces, none at the ends."""
    return _SPACES.sub(" ", text).strip()


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.box = Box("html", "", "", None, 0)
        self.root = self.box
        self.pieces: list[str] = []
        self.linked = self.bold = 0
        self.size = 3
        self.picture = False
        self.marks: list[Mark] = []
        self.names: list[tuple[str, int]] = []

    def read(self, page: lxml.html.HtmlElement) -> Layout:
        body = page.find("body")
        self._element(page if body is None else body, False, False)
        self._flush()
        self.root.end = len(self.blocks)
        lines = Counter(id(block.box) for block in self.blocks)
        for block in self.blocks:
            block.beside = lines[id(block.box)]
        return Layout(self.blocks, self.root, self.marks)

    def _element(self, element: lxml.html.HtmlElement, link: bool, bold: bool) -> None:
        """Read one element; recursion is bounded by the depth of the tree (see `markup`)."""
        tag = element.tag
        if not isinstance(tag, str) or len(self.blocks) >= _MOST_BLOCKS:
            return
        tag = tag.lower()
        if tag in _PICTURES and tag != "figure":
            self.box.pictures += 1
            self.picture = True
        if tag in ("input", "button", "textarea", "select") and element.get("type") != "hidden":
            self.box.fields += 1
        if tag in _SKIPPED or _hidden(element):
            return
        if tag == "br":
            self._flush()
        elif tag in INLINE:
            self._inline(tag, element, link, bold)
        elif tag == "tr" and _plain_row(element):
            self._boxed(tag, element, link, bold, cells=True)
        else:
            self._boxed(tag, element, link, bold)

    def _inline(self, tag: str, element: lxml.html.HtmlElement, link: bool, bold: bool) -> None:
        names = _names(element)
        if boilerplate.inline(names, element):
            return
        if tag == "font":
            digits = re.match(r"\+?(\d)", element.get("size", ""))
            self.size = max(self.size, int(digits[1]) if digits else 0)
        before = len(self.pieces)
        self._content(element, link or tag == "a", bold or tag in _BOLD)
        mark = _mark(names, element)
        if mark or tag == "time":
            text = "".join(self.pieces[before:])
            self.names.append((f"{mark} {tag}", len(text)))
            self._mark(f"{mark} {tag}", text, element, len(self.blocks))

    def _boxed(
        self,
        tag: str,
        element: lxml.html.HtmlElement,
        link: bool,
        bold: bool,
        *,
        cells: bool = False,
    ) -> None:
        self._flush()
        outer = self.box
        itemprop = element.get("itemprop") or element.get("property") or ""
        self.box = Box(
            tag, _names(element), itemprop.lower(), outer, len(self.blocks), depth=outer.depth + 1
        )
        outer.children.append(self.box)
        mark = _mark(self.box.names, element)
        if cells:
            for cell in element:
                self._content(cell, link, bold or cell.tag == "th")
                self.pieces.append(" ")
        else:
            self._content(element, link, bold or tag in _BOLD)
        self._flush()
        self.box.end = len(self.blocks)
        if mark and self.box.end - self.box.start <= 4:
            text = " ".join(line.text for line in self.blocks[self.box.start : self.box.end])
            self._mark(f"{mark} {tag}", text, element, self.box.start)
        self.box = outer

    def _mark(self, names: str, text: str, element: lxml.html.HtmlElement, number: int) -> None:
        if len(self.marks) < _MOST_MARKS:
            self.marks.append(Mark(names, squeezed(text[:_MARK_CHARS]), _value(element), number))

    def _content(self, element: lxml.html.HtmlElement, link: bool, bold: bool) -> None:
        self._text(element.text, link, bold)
        for child in element:
            self._element(child, link, bold)
            self._text(child.tail, link, bold)

    def _text(self, text: str | None, link: bool, bold: bool) -> None:
        if not text:
            return
        self.pieces.append(text)
        if link or bold:
            chars = len(squeezed(text))
            self.linked += chars if link else 0
            self.bold += chars if bold else 0

    def _flush(self) -> None:
        if self.pieces:
            raw = "".join(self.pieces)
            text = squeezed(raw)
            if _SPACE.sub("", text):
                names = " ".join(name for name, chars in self.names if chars * 5 >= len(raw) * 4)
                self.blocks.append(Block(text, self.box, self.linked, self.bold, self.size, names))
            self.pieces.clear()
        self.names.clear()
        self.linked = self.bold = 0
        self.size = 3


def _names(element: lxml.html.HtmlElement) -> str:
    parts = (element.get("class"), element.get("id"), element.get("role"))
    return " ".join(part for part in parts if part)[:300]


def _mark(names: str, element: lxml.html.HtmlElement) -> str:
    for attribute in ("itemprop", "property", "rel"):
        for word in (element.get(attribute) or "").lower().split():
            names += f" {attribute[:4]}-{word}"
    return names


def _value(element: lxml.html.HtmlElement) -> str:
    for attribute in ("datetime", "content", "title"):
        if value := element.get(attribute):
            return squeezed(value[:300])
    return ""


def _hidden(element: lxml.html.HtmlElement) -> bool:
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return True
    names = attributes.get("class")
    return bool(names and _HIDDEN_NAMES.search(names) and not _SHOWN_NAMES.search(names))


def _plain_row(row: lxml.html.HtmlElement) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or len(cells) != len(row):
        return False
    return all(
        isinstance(inner.tag, str) and inner.tag in INLINE
        for cell in cells
        for inner in cell.iterdescendants()
    )
