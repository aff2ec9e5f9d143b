"""Chooses the lines of a page that are the body of the article.

The rule. A line has the value of its text that is no link; a line with a mark of `boilerplate` has
none, a short line without a full stop little.

1. *Scope*: from the headline outwards, the smallest box that has text of value below the headline,
   widened as long as the next box doubles that value, but not out of an `<article>` nor over units
   that repeat (on an endless page the next article stands in a box like the first one's).
2. *Container*: from the scope inwards, into the box that holds at least half of the value, as long
   as one does and has no equal beside it (the entries of a live blog). Lines before it are kept
   where they are named or look like an introduction.
3. *Choice*: the outlet's own selector, where it matches text; else the container. Where that leaves
   doubt (less than 250 characters, or no headline on the page), trafilatura is asked, and wins if
   those of its lines that stand below the headline without a mark have twice the value. A JSON-LD
   `articleBody` wins where it is longer than twice the text on the page, as on pages that a script
   fills.

Structure comes before trafilatura since it is right more often on Arabic news pages and three times
faster; `scripts/extraction_gate.py` compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, dropwhile

import lxml.html

from mediaframe.collect import opinion
from mediaframe.collect.blocks import Block, Box, Layout
from mediaframe.collect.boxnames import SUBTITLES, tokens, words
from mediaframe.collect.metadata import Metadata

_SHORT = 30
_VERSES = 4
_DOUBLE = _TWICE = 2
_DOUBT = 250
_HALF = 0.5
_QUARTER = 0.25
_LEAD = 200
_ARTICLE = 100
_UNIT = 150
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_INTRODUCTION = words("intro introduction lead lede chapo opening")
_CREDITS = words("credit credits byline meta date time info author source")
_SUBTITLE = SUBTITLES | words("kicker caption")


def value(block: Block) -> int:
    """What a line is worth, in characters."""
    if block.noise:
        return 0
    plain = max(0, len(block.text) - 2 * block.linked)
    if len(block.text) < _SHORT and block.beside < _VERSES and block.text[-1] not in ".!؟?:»،":
        return plain // 4
    return plain


class Values:
    """Sums of `value` over ranges of lines."""

    def __init__(self, blocks: Sequence[Block], first: int) -> None:
        worth = (value(block) if number >= first else 0 for number, block in enumerate(blocks))
        self._sums = [0, *accumulate(worth)]

    def of(self, box: Box) -> int:
        return self._sums[box.end] - self._sums[box.start]


@dataclass(frozen=True, slots=True)
class Body:
    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    """Where the lines stand on the page, as far as they stand there."""
    method: str


def choose(
    layout: Layout,
    facts: Metadata,
    headline: int | None,
    *,
    page: lxml.html.HtmlElement,
    selected: Sequence[str] = (),
) -> Body:
    """The body by the rule above.

    Args:
        headline: number of the headline's line, None where it is not on the page.
        selected: lines of the outlet's own selector.
    """
    numbers = tuple(container(layout, headline)[1])
    if selected:
        return Body(tuple(selected), numbers, "selectors")
    worth = sum(value(layout.blocks[number]) for number in numbers)
    method = "structure"
    if worth < _DOUBT or headline is None:
        found = _on_page(layout, opinion.general(page), 0 if headline is None else headline + 1)
        if sum(value(layout.blocks[number]) for number in found) >= max(1, worth * _TWICE):
            numbers, method = found, "trafilatura"
    lines = tuple(layout.blocks[number].text for number in numbers)
    stated = opinion.declared(facts)
    if sum(map(len, stated)) > max(_DOUBT, sum(map(len, lines)) * _TWICE):
        return Body(tuple(stated), numbers, "json-ld")
    return Body(lines, numbers, method)


def _on_page(layout: Layout, lines: Sequence[str], first: int) -> tuple[int, ...]:
    """Numbers of the lines of another reading, of those that are not marked."""
    known = set(lines)
    return tuple(
        number
        for number in range(first, len(layout.blocks))
        if layout.blocks[number].text in known and not layout.blocks[number].noise
    )


def container(layout: Layout, headline: int | None) -> tuple[Box, list[int]]:
    """The box of the body and the numbers of its lines; no numbers where there is no body."""
    values = Values(layout.blocks, 0 if headline is None else headline + 1)
    scope = layout.root if headline is None else _scope(layout, headline, values)
    if headline is not None and values.of(scope) == 0:
        values = Values(layout.blocks, 0)
        scope = layout.root
    return _inwards(layout, scope, values, headline)


def _scope(layout: Layout, headline: int, values: Values) -> Box:
    scope = best = layout.blocks[headline].box
    while best.parent is not None:
        if _repeated(best, values, least=_QUARTER) or (
            best.tag == "article" and values.of(best) >= _ARTICLE
        ):
            break
        best = best.parent
        if values.of(best) >= max(1, values.of(scope) * _DOUBLE):
            scope = best
    return scope


def _repeated(box: Box, values: Values, *, least: float) -> bool:
    """Whether others of the same kind stand beside a box, one with this share of its value."""
    if box.parent is None or values.of(box) < _UNIT:
        return False
    alike = [
        other
        for other in box.parent.children
        if other is not box and other.signature == box.signature and box.names
    ]
    return any(values.of(other) >= values.of(box) * least for other in alike)


def _inwards(
    layout: Layout, scope: Box, values: Values, headline: int | None
) -> tuple[Box, list[int]]:
    box = scope
    lead: list[int] = []
    while True:
        total = values.of(box)
        inner = max(box.children, key=values.of, default=None)
        if inner is None or values.of(inner) < total * _HALF:
            break
        if _paragraph(inner, box) or _repeated(inner, values, least=_HALF):
            break
        lead += _lead(layout, max(box.start, 0 if headline is None else headline + 1), inner)
        box = inner
    first = box.start if headline is None else max(box.start, headline + 1)
    inside = [n for n in range(first, box.end) if not layout.blocks[n].noise]
    if not lead:
        inside = list(dropwhile(lambda number: _above_text(layout.blocks[number]), inside))
    return box, [*lead, *inside]


def _above_text(line: Block) -> bool:
    """Whether a line is named as one that stands above the first paragraph."""
    return bool(tokens(f"{line.box.names} {line.names}") & (_SUBTITLE | _CREDITS))


def _lead(layout: Layout, start: int, inner: Box) -> list[int]:
    """The lines of an introduction that stands before the box of the other paragraphs."""
    found = []
    sure = False
    for number in range(start, inner.start):
        line = layout.blocks[number]
        words = tokens(f"{line.box.names} {line.names}")
        if line.box.parent is not None and line.box.tag == "p":
            words |= tokens(line.box.parent.names)
        if words & _INTRODUCTION and not line.noise:
            sure = True
        elif (
            value(line) < 2 * _SHORT
            or line.after_picture
            or words & _SUBTITLE
            or line.box.tag in _HEADINGS
        ):
            continue
        found.append(number)
    chars = sum(len(layout.blocks[number].text) for number in found)
    return found if sure or len(found) > 1 or chars > _LEAD else []


def _paragraph(inner: Box, box: Box) -> bool:
    """Whether a box is one of several paragraphs, or the only one."""
    return inner.tag in ("p", "li", "blockquote") or (
        inner.end - inner.start == 1
        and inner.tag != "td"
        and len(box.children) > 1
        and any(other.signature == inner.signature for other in box.children if other is not inner)
    )
