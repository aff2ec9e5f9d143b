"""Compares what an extractor reads from the pages with the gold.

Figures of a set of pages, each a share from 0 to 1:
- **f1**: mean over the articles of the F1 of characters, counted over the words that gold and
  reading have in common in the same order. A page that yields nothing counts as 0.
- **lines**: mean F1 of whole paragraphs, exactly as in the gold.
- **title**, **date**, **author**: share of articles with exactly the gold's; of the date the day
  in the outlet's zone counts. Where the gold has none, none must be found.
- **refused**: share of the pages without an article that yield none.
"""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import fmean
from typing import Any

from tests.pages.corpus import Page

HELD_BACK = "3"
"""Number of the page of each habit that no rule was chosen on. It has the others' template, so that
it tests other texts, dates and bylines, but no other markup; `scrambled` does that."""
ZONES = {0: "UTC", 1: "Africa/Casablanca", 3: "Asia/Baghdad"}
"""IANA names for the offsets of the outlets, in hours."""
_NAMES = re.compile(r"\b(class|id|role)=(\"[^\"<>]*\"|'[^'<>]*')", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an extractor read; None throughout for a page that it takes for no article."""

    text: str | None = None
    title: str | None = None
    day: dt.date | None = None
    authors: tuple[str, ...] = ()


def is_held_back(page: Page) -> bool:
    return page.id.rpartition("-")[2] == HELD_BACK


def zone(page: Page) -> str:
    """The IANA name of the outlet's time zone."""
    offset = page.offset.utcoffset(None)
    return ZONES[offset // dt.timedelta(hours=1)]


def figures(readings: Iterable[tuple[Page, Found]]) -> dict[str, float]:
    """The figures above over pages with what was read from them."""
    scores: dict[str, list[float]] = {
        key: [] for key in ("f1", "lines", "title", "date", "author", "refused")
    }
    for page, found in readings:
        gold = page.gold
        if gold["refused"]:
            scores["refused"].append(not found.text)
            continue
        day = gold["published"] and dt.datetime.fromisoformat(gold["published"]).date()
        scores["f1"].append(f1(found.text or "", gold["text"]))
        scores["lines"].append(_lines(found.text or "", gold["text"]))
        scores["title"].append(squeezed(found.title) == gold["title"])
        scores["date"].append(found.day == day)
        names = [squeezed(name) for name in found.authors if squeezed(name)]
        scores["author"].append(names == ([gold["author"]] if gold["author"] else []))
    return {key: round(fmean(values), 4) for key, values in scores.items() if values}


def f1(text: str, gold: str) -> float:
    """F1 of characters over the words in common in the same order."""
    words, right = text.split(), gold.split()
    total = _chars(words) + _chars(right)
    if not total:
        return 1.0
    matcher = SequenceMatcher(None, words, right, autojunk=False)
    same = sum(_chars(words[m.a : m.a + m.size]) for m in matcher.get_matching_blocks())
    return 2 * same / total


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


def scrambled(html: str) -> str:
    """A page whose classes, ids and roles mean nothing, so that only structure and text are left.

    The same name stays the same, so that repeated units can still be told.
    """

    def hashed(found: re.Match[str]) -> str:
        words = " ".join(
            "x" + hashlib.sha256(word.encode()).hexdigest()[:8].translate(_LETTERS)
            for word in found[2][1:-1].split()
        )
        return f'{found[1]}="{words}"'

    return _NAMES.sub(hashed, html)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def real_pages(folder: Path) -> Iterator[tuple[Page, list[str], list[str]]]:
    """Real pages kept outside the project, with strings that the body must and must not hold."""
    strings = json.loads((folder / "assabah.gold.json").read_text(encoding="utf-8"))
    for url, gold in strings.items():
        yield (
            _real(folder / "assabah.com.tn_interview.html", url, gold),
            gold["with"],
            gold["without"],
        )
    paragraphs = json.loads((folder / "lbcgroup.gold.json").read_text(encoding="utf-8"))["V1"]
    sections = paragraphs["body"]["sections"]
    having = [text for section in sections for text in section["paragraphs"]]
    page = _real(
        folder / "lbcgroup.tv_2026.html", "https://www.lbcgroup.tv/news/898682", paragraphs
    )
    yield page, having, []


def _real(path: Path, url: str, gold: dict[str, Any]) -> Page:
    return Page(
        id=path.stem,
        habit="real",
        body=path.read_bytes(),
        url=url,
        content_type="",
        offset=dt.UTC,
        gold=gold,
        fetched=dt.datetime.now(dt.UTC),
    )


def _lines(text: str, gold: str) -> float:
    found = Counter(squeezed(line) for line in text.split("\n") if line.strip())
    right = Counter(gold.split("\n"))
    return 2 * (found & right).total() / max(1, found.total() + right.total())


def _chars(words: Sequence[str]) -> int:
    return sum(map(len, words))
