"""Finds the headline of an article: the line that the page's metadata repeats, else the largest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mediaframe.arabic.normalise import fold
from mediaframe.collect import byline, moment
from mediaframe.collect.blocks import Block, Layout
from mediaframe.collect.boxnames import SUBTITLES, tokens, words
from mediaframe.collect.metadata import Metadata, clean

_SEPARATOR = re.compile(r"\s*(?:\s[-–—:•·]\s|\||»|«(?=\s)|::|\s:\s)\s*")
_LEVELS = {"h1": 6, "h2": 5, "h3": 4, "h4": 3, "h5": 2, "h6": 2}
_NAMES = words("title headline heading")
_OTHER_NAMES = words("site block widget section boxtitle module subtitle sub list logo")
_FEWEST, _MOST = 8, 400


@dataclass(frozen=True, slots=True)
class Headline:
    text: str
    number: int | None
    """Its line on the page; None where only the metadata has it."""


def find(layout: Layout, facts: Metadata) -> Headline:
    """The headline as the reader sees it, without the name of the site.

    A line of the page that stands, whole, in `<title>`, `og:title` or a JSON-LD headline wins; of
    several the most prominent, then the longest, then the first. Where metadata and page have none
    in common, a JSON-LD headline or `og:title` is believed; where the metadata only names the site,
    the most prominent line that is no link.
    """
    given = _given(facts)
    folded = [_key(text) for text in given]
    best: tuple[tuple[int, int, int], int] | None = None
    for number, block in enumerate(layout.blocks):
        text = block.text
        if not _FEWEST <= len(text) <= _MOST:
            continue
        key = _key(text)
        if key and any(_within(key, other) for other in folded):
            weight = prominence(block)
            if block.link_share > 0.5 and weight < 4:
                continue
            rank = (any(key == other for other in folded) * 3 + weight, len(key), -number)
            if best is None or rank > best[0]:
                best = rank, number
    name = site(facts, layout)
    if best is not None and _key(layout.blocks[best[1]].text) != _key(name):
        return Headline(layout.blocks[best[1]].text, best[1])
    prominent = _prominent(layout, name)
    for text in [clean(value) for value in facts.told("headline")] + facts.meta.get("og:title", []):
        if text and _key(text) != _key(name):
            return Headline(_without_site(text, name), None)
    if prominent is not None:
        return Headline(layout.blocks[prominent].text, prominent)
    return Headline(_without_site(facts.title, name), None)


def prominence(block: Block) -> int:
    """How much a line looks like a headline, from 0 to 10."""
    box = block.box
    weight = max((_LEVELS.get(outer.tag, 0) for outer in (box, box.parent) if outer), default=0)
    names = tokens(f"{box.names} {block.names}")
    if box.itemprop in ("headline", "name") or "item-headline" in block.names:
        weight += 2
    if names & _NAMES and not names & _OTHER_NAMES:
        weight += 4
    if box.parent is not None and tokens(box.parent.names) & _NAMES:
        weight += 2
    if block.bold * 5 >= len(block.text) * 4:
        weight += 1
    return weight + max(0, block.size - 4) * 2


def _given(facts: Metadata) -> list[str]:
    found = [clean(value) for value in facts.told("headline")]
    found += [clean(value) for value in facts.told("name")]
    for key in ("og:title", "twitter:title", "dc.title", "headline", "title"):
        found += facts.meta.get(key, [])[:1]
    found.append(facts.title)
    return [text for text in dict.fromkeys(found) if text]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _within(key: str, other: str) -> bool:
    """Whether a line is the metadata's title, or most of it beside the name of the site."""
    return key == other or (f" {key} " in f" {other} " and len(key) * 3 >= len(other))


def site(facts: Metadata, layout: Layout, title: str = "") -> str:
    """The name of the outlet where the page states it, else empty."""
    if name := facts.first("og:site_name", "application-name"):
        return name
    for publisher in facts.told("publisher"):
        if isinstance(publisher, dict) and (name := clean(publisher.get("name"))):
            return name
    if title and title in facts.title and facts.title != title:
        rest = facts.title.replace(title, "|", 1)
        parts = [part.strip(" -–—|:•·»«") for part in re.split(r"[|•»]|::|\s[-–—]\s", rest)]
        if name := max(parts, key=len, default=""):
            return name
    # old pages have the name of the paper as their title, and begin with it
    first = any(_key(block.text) == _key(facts.title) for block in layout.blocks[:2])
    return facts.title if first else ""


def _without_site(text: str, site: str) -> str:
    if site:
        pattern = re.escape(site)
        text = re.sub(rf"^{pattern}\s*[-–—|:•·]+\s*|\s*[-–—|:•·]+\s*{pattern}$", "", text) or text
    parts = [part for part in re.split(r"\s*\|\s*|\s+::\s+", text) if part]
    return max(parts, key=len, default=text)


def _prominent(layout: Layout, name: str) -> int | None:
    best: tuple[int, int] | None = None
    for number, block in enumerate(layout.blocks):
        if not 12 <= len(block.text) <= 250 or block.link_share > 0.5:
            continue
        weight = prominence(block)
        if weight < 3 or _key(block.text) == _key(name):
            continue
        if any(box.tag in ("nav", "aside", "footer") for box in block.box.above()):
            continue
        if best is None or weight > best[0]:
            best = weight, number
    return best[1] if best else None


_SUBTITLE = SUBTITLES | words("kicker description")


def subtitle(
    layout: Layout, facts: Metadata, above: Iterable[int], number: int | None, text: str
) -> str | None:
    """A line of its own by the headline, named as a subtitle or repeated in the metadata."""
    given = {clean(value) for value in facts.told("alternativeHeadline")}
    given |= {clean(value) for value in facts.told("description")}
    given |= {*facts.meta.get("description", []), *facts.meta.get("og:description", [])}
    for place in above:
        line = layout.blocks[place]
        if not 12 <= len(line.text) <= 300 or line.text in text or line.link_share > 0.5:
            continue
        names = tokens(f"{line.box.names} {line.names}")
        named = "".join(sorted(names & _SUBTITLE))
        if moment.is_near(line.text) or byline.is_line(line.text):
            continue
        if line.text in given or (named and named != "kicker"):
            return line.text
        if line.size >= 4 and line.bold and number is not None and abs(place - number) == 1:
            return line.text
    return None
