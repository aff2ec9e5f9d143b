"""Finds the section that an article is filed under, as the page names it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mediaframe.arabic.normalise import fold
from mediaframe.collect import moment
from mediaframe.collect.blocks import Layout
from mediaframe.collect.boxnames import tokens, words
from mediaframe.collect.metadata import Metadata, clean

_NAMES = words(
    "section category categories cat catname category-name kicker badge label pill rubric"
    " topic tag taxonomy genre crumb-last tag-links"
)
_CRUMBS = words("breadcrumb breadcrumbs crumb crumbs entry-crumb pathway")
_HOME = frozenset(map(fold, ("الرئيسية", "الصفحة الرئيسية", "الأولى", "الأخبار", "home")))
_MOST_CHARS = 40


def find(
    layout: Layout, facts: Metadata, *, above: Iterable[int], below: Iterable[int], title: str
) -> str | None:
    """The section: metadata, then the last breadcrumb, then a label by the headline."""
    numbers = [number for number in above if layout.blocks[number].noise in ("", "link", "words")]
    for name in (
        *_told(facts),
        *_crumbs(layout, facts, title),
        *_labels(layout, numbers),
        *_beside_date(layout, numbers),
        *_filed(layout, below),
    ):
        name = name.strip(" :/|»«-–—[]")
        if name and len(name) <= _MOST_CHARS and name != title and not moment.is_near(name):
            return name
    return None


def _told(facts: Metadata) -> Iterator[str]:
    for value in facts.told("articleSection"):
        yield from map(clean, value if isinstance(value, list) else [value])
    for key in ("article:section", "section", "genre"):
        yield from facts.meta.get(key, [])


def _crumbs(layout: Layout, facts: Metadata, title: str) -> Iterator[str]:
    told = [name for name in facts.crumbs if fold(name) not in _HOME and name != title]
    yield from reversed(told)
    shown = []
    for number, block in enumerate(layout.blocks):
        if any(tokens(box.names) & _CRUMBS for box in list(block.box.above())[:4]):
            shown += [part.strip() for part in block.text.replace("»", "/").split("/")]
        if number > 200:
            break
    yield from reversed([name for name in shown if fold(name) not in _HOME and name != title])


def _labels(layout: Layout, numbers: Sequence[int]) -> Iterator[str]:
    for number in numbers:
        for mark in layout.marks:
            if mark.number == number and (
                tokens(mark.names) & _NAMES or "rel-category" in mark.names
            ):
                yield mark.text.rpartition(":")[2]


def _beside_date(layout: Layout, numbers: Sequence[int]) -> Iterator[str]:
    """The part of one word in «محليات | 3/5/2024 | فلان»."""
    for number in numbers:
        text = layout.blocks[number].text
        if len(text) <= 120 and moment.is_near(text):
            found = [part.strip() for part in re.split(r"[|·•]", text)]
            yield from (part for part in found if len(found) > 1 and part.isalpha())


def _filed(layout: Layout, below: Iterable[int]) -> Iterator[str]:
    """A link to the category after the body."""
    numbers = set(below)
    for mark in layout.marks:
        if mark.number in numbers and "rel-category" in mark.names:
            yield mark.text
