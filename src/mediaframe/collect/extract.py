"""Reads an article out of a page: what a careful reader would copy from it.

`extract` never fails on a page, however broken or hostile: it returns the article or the reason why
there is none. Which lines are the body is decided in `body`, which also states the rule of choice.
"""

import datetime as dt
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import lxml.html

from mediaframe.collect import (
    blocks,
    body,
    boilerplate,
    byline,
    charset,
    headline,
    language,
    markup,
    metadata,
    moment,
    pagedate,
    pagekind,
    section,
    urls,
    wire,
)
from mediaframe.collect.blocks import Layout
from mediaframe.collect.metadata import Metadata
from mediaframe.collect.outlet_sources import Selectors

MOST_BYTES = 8_000_000
"""What is longer is cut off."""
_ABOVE, _BETWEEN, _BELOW = 8, 40, 8
"""Lines before the headline, between it and the body, and after it that tell author and date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article as its page shows it."""

    title: str
    text: str
    """Paragraphs joined by line feeds, in reading order."""
    subtitle: str | None = None
    author: str | None = None
    """As written, without «كتب» or a town; None for a desk, an agency or nobody."""
    published: dt.datetime | None = None
    """Aware, in the outlet's zone; midnight there where `precision` is "day"."""
    updated: dt.datetime | None = None
    """None unless the page states one later than `published`."""
    precision: str | None = None
    """"minute" or "day"; None where `published` is."""
    section: str | None = None
    language: str = "ar"
    wire: str | None = None
    """Id of the agency credited (see `wire`)."""
    canonical_url: str
    method: str
    """"structure", "trafilatura", "json-ld" or "selectors": which candidate for the body won."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A page without an article for an Arabic corpus."""

    reason: str
    """not-html, not-arabic, error-page, list-page or empty."""
    language: str | None = None
    """ISO 639 code for not-arabic."""


def extract(
    html: bytes,
    *,
    url: str,
    content_type: str = "",
    timezone: str = "UTC",
    selectors: Selectors | None = None,
    fetched: dt.datetime | None = None,
) -> Extracted | Refused:
    """Read the article of a page.

    Args:
        html: the body of the response, decompressed; at most 8 MB of it are read.
        url: where it was fetched, after redirects.
        content_type: that header; its charset is not trusted.
        timezone: IANA name for dates without an offset; UTC where empty.
        selectors: the outlet's own, for what the general extraction reads wrong. Where one of them
            matches text it decides; where it matches nothing, the general extraction does.
        fetched: when the page was fetched, aware, by default now; later dates are not believed.
    """
    html = html[:MOST_BYTES]
    if pagekind.not_html(html):
        return Refused(reason=pagekind.NOT_HTML)
    page = markup.parse(charset.decode(html, content_type=content_type))
    if page is None:
        return Refused(reason=pagekind.NOT_HTML)
    return _Page(page, url, timezone or "UTC", selectors or Selectors(), fetched).read()


class _Page:
    def __init__(
        self,
        page: lxml.html.HtmlElement,
        url: str,
        timezone: str,
        selectors: Selectors,
        fetched: dt.datetime | None,
    ) -> None:
        self.page = page
        self.url = url
        self.timezone = timezone
        self.selectors = selectors
        self.fetched = fetched or dt.datetime.now(dt.UTC)
        self.facts = metadata.read(page)
        self.layout = blocks.layout(page)

    def read(self) -> Extracted | Refused:
        layout, facts = self.layout, self.facts
        found = headline.find(layout, facts)
        title = self._selected(self.selectors.title) or found.text
        number = found.number
        boilerplate.mark(layout, None if number is None else layout.blocks[number].box)
        chosen = body.choose(layout, facts, number, page=self.page, selected=self._selected_body())
        start, stop = _ends(chosen.lines, title)
        lines, cut = chosen.lines[start:stop], (*chosen.lines[:start], *chosen.lines[stop:])
        text = "\n".join(lines)
        spoken = language.language(text or _all(layout))
        if spoken not in ("ar", None):
            return Refused(reason=pagekind.NOT_ARABIC, language=spoken)
        if text and spoken is None:
            return Refused(reason=pagekind.EMPTY)
        numbers = chosen.numbers if chosen.method != "structure" else chosen.numbers[start:stop]
        after = 0 if number is None else number + 1
        first, last = (min(numbers), max(numbers)) if numbers else (after, after)
        above = _around(number, first)
        below = range(last + 1, min(len(layout.blocks), last + 1 + _BELOW))
        dates = self._dates(above, below, title, cut)
        if reason := pagekind.refusal(
            layout, facts, title=title, text=text, url=self.url, dated=dates.published is not None
        ):
            return Refused(reason=reason)
        site = headline.site(facts, layout, title)
        part = section.find(layout, facts, above=above, below=below, title=title)
        written = self._selected(self.selectors.author)
        return Extracted(
            title=title,
            subtitle=headline.subtitle(layout, facts, above, number, text),
            text=text,
            author=(byline.person(written) if written else None)
            or byline.author(
                layout, facts, zone=above, below=below, lines=cut, site=site, section=part
            ),
            published=dates.published,
            updated=dates.updated,
            precision=dates.precision,
            section=part,
            wire=_wire(layout, lines, cut, {*above, *below}, facts),
            canonical_url=self._canonical(),
            method=chosen.method,
        )

    def _dates(
        self, above: Sequence[int], below: Iterable[int], title: str, cut: Sequence[str]
    ) -> pagedate.Dates:
        return pagedate.find(
            self.layout,
            self.facts,
            page=self.page,
            url=self.url,
            zone=above,
            below=below,
            title=title,
            cut=cut,
            declared=self._selected(self.selectors.date),
            timezone=self.timezone,
            fetched=self.fetched,
        )

    def _selected(self, selector: str) -> str:
        """Text (or machine-readable date) of the first element that a CSS selector matches."""
        for element in self.page.cssselect(selector) if selector else []:
            value = element.get("datetime") or element.get("content") or element.text_content()
            if text := blocks.squeezed(value):
                return text
        return ""

    def _selected_body(self) -> list[str]:
        lines: list[str] = []
        for element in self.page.cssselect(self.selectors.body) if self.selectors.body else []:
            part = blocks.layout(element)
            boilerplate.mark(part, part.root)
            lines += [line.text for line in part.blocks if not line.noise]
        return lines

    def _canonical(self) -> str:
        declared = self.facts.canonical or self.facts.first("og:url")
        for address in (declared, self.url):
            try:
                return urls.canonical(urls.absolute(address, self.url))
            except urls.UnsafeUrl:
                continue
        return self.url


def _around(number: int | None, first: int) -> list[int]:
    """Lines between headline and body, the nearest to the headline first, then those before it."""
    if number is None:
        return list(range(max(0, first - _ABOVE), first))
    return [
        *range(number + 1, min(max(first, number + 1), number + 1 + _BETWEEN)),
        *range(number - 1, max(-1, number - _ABOVE), -1),
    ]


def _ends(lines: Sequence[str], title: str) -> tuple[int, int]:
    """Where the body begins and ends without the lines that only credit or date it."""
    start, stop = 0, len(lines)
    while start < min(3, stop - 1) and _is_credit(lines[start], title):
        start += 1
    while stop > max(len(lines) - 3, start + 1) and _is_credit(lines[stop - 1], title):
        stop -= 1
    return start, stop


def _is_credit(text: str, title: str) -> bool:
    return (
        wire.line(text) is not None or moment.is_line(text) or byline.is_line(text) or text == title
    )


def _wire(
    layout: Layout,
    lines: Sequence[str],
    cut: Sequence[str],
    numbers: Set[int],
    facts: Metadata,
) -> str | None:
    marked = [mark.text for mark in layout.marks if mark.number in numbers and len(mark.text) <= 70]
    shown = [layout.blocks[number].text for number in sorted(numbers)]
    for text in (*cut, *shown, *marked):
        for part in (text, *byline.parts(text)):
            if found := wire.line(part):
                return found
    if found := wire.sentence(lines):
        return found
    told = [name for value in facts.told("author") for name in metadata.names(value)]
    told += facts.meta.get("author", [])
    return next((found for name in told if (found := wire.line(name))), None)


def _all(layout: Layout) -> str:
    return "\n".join(line.text for line in layout.blocks if line.link_share < 0.5)
