"""A window taken apart into words, clauses and sentences around its target."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from mediaframe.arabic.normalise import Normalised
from mediaframe.arabic.stem import stem
from mediaframe.types import Window

MAX_CHARS = 6000
"""Text further than this from the target is not read: no sentence of news is so long."""

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+|[^\W_]+(?:/[^\W\d_]{1,3}(?![^\W_]))?|(?P<stop>[.!?\n])|(?P<pause>[,;:\"()])"
)


class Words:
    """The words of a text, as parallel lists; `spans` are offsets into the folded text."""

    __slots__ = ("clauses", "forms", "sentences", "spans", "stems")

    def __init__(self, folded: str) -> None:
        self.forms: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.sentences: list[int] = []
        """Number of the sentence of each word."""
        self.clauses: list[int] = []
        """Number of the stretch between two marks of punctuation."""
        sentence = clause = 0
        for match in _TOKEN.finditer(folded):
            if match.lastgroup is None:
                self.forms.append(match[0])
                self.spans.append(match.span())
                self.sentences.append(sentence)
                self.clauses.append(clause)
            else:
                clause += 1
                sentence += match.lastgroup == "stop"
        self.stems: list[str] = list(map(stem, self.forms))


@lru_cache(maxsize=32)
def _words(text: str) -> tuple[Normalised, Words]:
    # an article's headline, and a sentence with several mentions, come up again at once
    folded = Normalised(text)
    return folded, Words(folded.text)


class Passage:
    """A window in the form that lexicon terms are matched in."""

    __slots__ = (
        "_offset",
        "clause",
        "first",
        "folded",
        "headline",
        "headline_folded",
        "in_headline",
        "last",
        "sentence",
        "words",
    )

    def __init__(self, window: Window) -> None:
        begin = max(0, window.start - MAX_CHARS)
        self.folded, self.words = _words(window.text[begin : window.end + MAX_CHARS])
        self.headline_folded, self.headline = _words(window.headline[:MAX_CHARS])
        self.in_headline = window.in_headline
        self._offset = window.offset + begin
        start, end = self.folded.to_folded(window.start - begin, window.end - begin)
        spans = self.words.spans
        self.first = bisect_right(spans, start, key=lambda span: span[1])
        """Index of the first word of the target; the target is `first:last` of the words."""
        self.last = max(bisect_left(spans, end, key=lambda span: span[0]), self.first)
        at = min(self.first, len(spans) - 1)
        self.sentence = self.words.sentences[at] if spans else 0
        self.clause = self.words.clauses[at] if spans else 0

    def locate(self, start: int, end: int, *, in_headline: bool) -> tuple[int, int, bool]:
        """Offsets in the article of a folded span, and whether they are of the title."""
        if in_headline:
            return *self.headline_folded.to_original(start, end), True
        first, last = self.folded.to_original(start, end)
        return first + self._offset, last + self._offset, self.in_headline
