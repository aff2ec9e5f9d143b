"""Folds Arabic spelling variants to one form, keeping a map back to the original text.

The folding is the codebook lexicon's: compatibility forms (NFKC/NFKD), no diacritics, tatweel,
zero-width or bidi controls; alef, hamza carriers, ya and ta marbuta unified; digits to ASCII;
quotation marks and Arabic punctuation unified; Latin lower-cased; accusative tanwin dropped with
its alef (تمويلاً -> تمويل).
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

_UNIFIED = {
    **dict.fromkeys("«»“”„‟‹›″〝〞", '"'),
    **dict.fromkeys("‘’‚‛`´", "'"),
    "،": ",",
    "؛": ";",
    "؟": "?",
    "٪": "%",
    "ک": "ك",
    "ی": "ي",
    "ۍ": "ي",
    "ې": "ي",
    "ہ": "ه",
    "ھ": "ه",
    "ۀ": "ه",
    "ۃ": "ه",
    "ٱ": "ا",
    "ـ": "",
}
_DROPPED = {"Mn", "Me", "Cf", "Cc"}
# Accusative tanwin stands on the alef or before it; without tanwin the alef stays (a clitic matter)
_ACCUSATIVE = re.compile("(?<=[ء-غف-ي\u064c-\u0652])(?:[اى]\u064b|\u064b\u0651?[اى])(?![ء-ي])")


def _fold_char(char: str) -> str:
    if char in "\n\t":
        return char
    if char in "\r\u2028\u2029\x85\x0b\x0c":
        return "\n"
    out = []
    for part in unicodedata.normalize("NFKD", normalize_unicode(_UNIFIED.get(char, char))):
        part = _UNIFIED.get(part, part)
        if not part or unicodedata.category(part) in _DROPPED:
            continue
        digit = unicodedata.decimal(part, None)
        if digit is not None:
            out.append(str(digit))
            continue
        part = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(part)))
        out.append(part.lower() if len(part.lower()) == 1 else part)
    return "".join(out)


class _Table(dict[int, str]):
    """Folding of one character, computed the first time it is seen (bounded by Unicode)."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _Table()


class _Lengths(dict[int, str]):
    """Length of the folding of one character, as a character: translating counts in C."""

    def __missing__(self, code: int) -> str:
        length = self[code] = chr(len(_TABLE[code]))
        return length


_LENGTHS = _Lengths()


@lru_cache(maxsize=8)  # an article is folded to be indexed, and at once again to be read
def fold(text: str) -> str:
    """The folded form of `text`; `fold(fold(x)) == fold(x)`."""
    if "\u064b" in text:
        text = _ACCUSATIVE.sub("", text)
    return text.translate(_TABLE)


class Normalised:
    """A text with its folded form and the exact map between their offsets."""

    __slots__ = ("_starts", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self._starts: Sequence[int] | None = None

    def _map(self) -> Sequence[int]:
        # starts[i] is the folded length of original[:i]; built only where a match needs it
        if self._starts is None:
            if "\u064b" not in self.original and all(
                len(_TABLE[ord(char)]) == 1 for char in set(self.original)
            ):
                # most texts: every character folds to one, so that offsets are the same
                self._starts = range(len(self.original) + 1)
                return self._starts
            lengths = list(map(ord, self.original.translate(_LENGTHS)))
            if "\u064b" in self.original:
                for match in _ACCUSATIVE.finditer(self.original):
                    lengths[match.start() : match.end()] = [0] * (match.end() - match.start())
            self._starts = list(accumulate(lengths, initial=0))
        return self._starts

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of the folded span `start:end` (non-empty, within the text).

        The span starts at the character that the first folded character comes from and takes in
        the marks that follow the last one, so that a word keeps its diacritics.
        """
        starts = self._map()
        first = bisect_left(starts, start + 1) - 1
        last = bisect_left(starts, end)
        size = len(self.original)
        while last < size and starts[last + 1] == starts[last] and _is_mark(self.original, last):
            last += 1
        return first, last

    def to_folded(self, start: int, end: int) -> tuple[int, int]:
        """Folded offsets of the original span `start:end`."""
        starts = self._map()
        return starts[start], starts[end]


def _is_mark(text: str, index: int) -> bool:
    char = text[index]
    return unicodedata.category(char) == "Mn" or char in "ـا\u0649"
