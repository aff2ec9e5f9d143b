"""Finds the section that an article is filed under, as the page names it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mediaframe.arabic.normalise import fold
from mediaframe.collect import boilerplate, pagedate
from mediaframe.collect.blocks import Layout
from mediaframe.collect.metadata import Metadata, clean

_NAMES = frozenset(
    "section category categories cat catname category-name kicker badge label pill rubric topic"
    " taxonomy genre crumb-last tag-links".split()
)
_CRUMBS = frozenset("breadcrumb breadcrumbs crumb crumbs entry-crumb pathway".split())
_HOME = frozenset(map(fold, ("الرئيسية", "الصفحة الرئيسية", "الأولى", "الأخبار", "home")))
_MOST_CHARS = 40


def find(layout: Layout, facts: Metadata, *, above: Iterable[int], title: str) -> str | None:
    """The section: metadata, then the last breadcrumb, then a label by the headline."""
    numbers = [number for number in above if layout.blocks[number].noise in ("", "link", "words")]
    for name in (
        *_told(facts),
        *_crumbs(layout, facts, title),
        *_labels(layout, numbers),
        *_beside_date(layout, numbers),
    ):
        name = name.strip(" :/|»«-–—[]")
        if name and len(name) <= _MOST_CHARS and name != title and not pagedate.is_near(name):
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
        if any(boilerplate.tokens(box.names) & _CRUMBS for box in list(block.box.above())[:4]):
            shown += [part.strip() for part in block.text.replace("»", "/").split("/")]
        if number > 200:
            break
    yield from reversed([name for name in shown if fold(name) not in _HOME and name != title])


def _labels(layout: Layout, numbers: Sequence[int]) -> Iterator[str]:
    for number in numbers:
        for mark in layout.marks:
            if mark.number == number and (
                boilerplate.tokens(mark.names) & _NAMES or "rel-category" in mark.names
            ):
                yield mark.text.rpartition(":")[2]


def _beside_date(layout: Layout, numbers: Sequence[int]) -> Iterator[str]:
    """The part of one word in «محليات | 3/5/2024 | فلان»."""
    for number in numbers:
        text = layout.blocks[number].text
        if len(text) <= 120 and pagedate.is_near(text):
            found = [part.strip() for part in re.split(r"[|·•]", text)]
            yield from (part for part in found if len(found) > 1 and part.isalpha())
