"""Finds registry names and trigger words in folded text with one multi-pattern automaton."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from mediaframe.detect.actors import Name

_BEFORE = re.compile(r"(?<![^\W_])[وف]?[بكل]?$")
"""What may stand between the start of a word and a name: proclitics."""
_REACH = 4
_LATIN_CONTEXT = 12
_GOES_ON = re.compile(r" لل?[^\W\d_]{3}")
"""A short name before another purpose (مركز الخليج للأبحاث) is somebody else's."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A registry name at `start:end` of the folded text."""

    name: Name
    start: int
    end: int


@dataclass(slots=True)
class Hits:
    """What the automaton found in one text."""

    names: list[NameHit] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)
    """Position of each watched word and the number of its kind."""


class Automaton:
    """The names of a registry and the watched words, searched for in one pass."""

    def __init__(self, names: Sequence[Name], watched: Mapping[str, int]) -> None:
        """`watched`: folded word without clitics -> number of its kind."""
        spellings: dict[str, tuple[list[Name], list[int]]] = {}
        for name in names:
            for spelling in _spellings(name):
                spellings.setdefault(spelling, ([], []))[0].append(name)
        for word, kind in watched.items():
            spellings.setdefault(word, ([], []))[1].append(kind)
        self._entries = list(spellings.values())
        self._search = AhoCorasick(list(spellings))

    def find(self, text: str) -> Hits:
        """Names in `text` (longest where they overlap) and watched words, parts of words too."""
        found = Hits()
        names, words, entries = found.names, found.words, self._entries
        for index, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            here, kinds = entries[index]
            for kind in kinds:
                words.append((start, kind))
            for name in here:
                if _stands(text, start, end, name):
                    names.append(NameHit(name, start, end))
        found.names = _longest(names)
        return found


def _spellings(name: Name) -> Iterator[str]:
    yield name.text
    if name.text.startswith("ال") and not name.latin:
        yield "لل" + name.text[2:]


def _stands(text: str, start: int, end: int, name: Name) -> bool:
    if end < len(text) and text[end].isalnum():
        return False
    if name.latin:
        if start and text[start - 1].isalnum():
            return False
        around = text[max(0, start - _LATIN_CONTEXT) : start] + text[end : end + _LATIN_CONTEXT]
        return any("\u0621" <= char <= "\u064a" for char in around)
    if start and _BEFORE.search(text, max(0, start - _REACH), start) is None:
        return False
    return not (name.short and _GOES_ON.match(text, end))


def _longest(hits: Iterable[NameHit]) -> list[NameHit]:
    kept: list[NameHit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        last = kept[-1] if kept else None
        if last is None or hit.start >= last.end or (hit.start, hit.end) == (last.start, last.end):
            kept.append(hit)
    return kept
