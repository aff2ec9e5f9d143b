"""Cuts folded text into classed tokens, with the clitics split off; offsets into that text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[^\W_]+(?:/[^\W\d_]{1,3}(?![^\W_]))?|[^\w\s#]")
_LONGEST = 30
"""A longer run of letters is no Arabic word and is not taken apart."""
_CACHED = 50_000
_PREPOSITIONS = {"ب": "B", "ك": "K", "ل": "L"}
_ENCLITICS = ("هما", "هم", "هن", "ها", "كم", "نا", "ه", "ي")
# Unknown words that are more often verbs than nouns: feminine past, future, third person present
_VERBAL = re.compile(r"[وف]?(?:\w{3,}(?<!ا)ت|س[يت]\w{3,}|ي\w{2,}[^\Wه]|\w{3,}وا)$")
_QUOTES = "\"'"

Part = tuple[str, int, int]
"""Class (with `.d` when definite), start and end within the word."""


@dataclass(slots=True)
class Tokens:
    """Parallel lists; one entry a token. A definite noun's class ends in `.d`."""

    tags: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.tags)


class Tokeniser:
    """Classes words by a dictionary of folded forms without clitics."""

    def __init__(self, words: Mapping[str, str], *, owned: Iterable[str]) -> None:
        """`owned`: classes whose words may carry a possessive pronoun (نقابتهم)."""
        self._words = dict(words)
        self._owned = frozenset(owned)
        self._cache: dict[str, tuple[Part, ...]] = {}

    def add(self, tokens: Tokens, text: str, start: int, end: int) -> None:
        """Append the tokens of `text[start:end]`."""
        tags, starts, ends = tokens.tags, tokens.starts, tokens.ends
        cache = self._cache
        for match in _TOKEN.finditer(text, start, end):
            begin = match.start()
            word = match[0]
            parts = cache.get(word)
            if parts is None:
                parts = self.parts(word)
                if len(word) <= _LONGEST:
                    if len(cache) > _CACHED:
                        cache.clear()
                    cache[word] = parts
            for tag, first, last in parts:
                tags.append(tag)
                starts.append(begin + first)
                ends.append(begin + last)

    def parts(self, word: str) -> tuple[Part, ...]:
        """The token or tokens of one folded word."""
        size = len(word)
        if not word[0].isalnum():
            return (("Q" if word in _QUOTES else "COLON" if word == ":" else "P", 0, size),)
        if word[0].isdigit():
            return (("NUM", 0, size),)
        if word.isascii():
            return (("LAT", 0, size),)
        if size > _LONGEST:
            return (("W", 0, size),)
        stem = word.partition("/")[0]
        readings = list(_readings(stem))
        for clitics, rest, definite in readings:
            tag = self._words.get(rest)
            if tag is not None:
                return self._split(clitics, tag, definite, size)
        for clitics, rest, definite in readings:
            # a noun has an article or a pronoun, never both
            tag = None if definite else self._possessed(rest)
            if tag is not None:
                return self._split(clitics, tag, True, size)
        for clitics, _, definite in readings:
            if definite:
                return self._split(clitics, "W", True, size)
        return (("V" if _VERBAL.match(stem) else "W", 0, size),)

    def _possessed(self, rest: str) -> str | None:
        for ending in _ENCLITICS:
            if len(rest) - len(ending) >= 3 and rest.endswith(ending):
                stem = rest[: -len(ending)]
                opened = stem[:-1] + "ه" if stem.endswith("ت") else stem + "ن"
                for base in (stem, opened):
                    tag = self._words.get(base)
                    if tag in self._owned:
                        return tag
        return None

    @staticmethod
    def _split(clitics: str, tag: str, definite: bool, size: int) -> tuple[Part, ...]:
        parts: list[Part] = []
        at = 0
        for clitic in clitics:
            parts.append((_PREPOSITIONS.get(clitic, "C"), at, at + 1))
            at += 1
        # لل holds both the preposition and the article: the noun keeps the whole word
        begin = 0 if clitics.endswith("ل") and definite and len(clitics) == 1 else at
        parts.append((tag + ".d" if definite else tag, begin, size))
        return tuple(parts)


def _readings(word: str) -> Iterable[tuple[str, str, bool]]:
    """(clitics, rest, definite), the reading with fewest letters taken off first."""
    found = []
    for conjunction in ("", word[0]):
        if conjunction and (conjunction not in "وف" or len(word) < 4):
            continue
        rest = word[len(conjunction) :]
        found.append((conjunction, rest, False))
        if rest.startswith("ال") and len(rest) > 4:
            found.append((conjunction, rest[2:], True))
        if rest.startswith("لل") and len(rest) > 4:
            found += [(conjunction + "ل", rest[1:], True), (conjunction + "ل", rest[2:], True)]
        elif rest[0] in _PREPOSITIONS and len(rest) > 3:
            found.append((conjunction + rest[0], rest[1:], False))
            if rest.startswith("ال", 1) and len(rest) > 5:
                found.append((conjunction + rest[0], rest[3:], True))
    return found
