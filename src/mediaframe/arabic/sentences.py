"""Splits a text into sentences and finds quotations; offsets into the text given."""

import re
from bisect import bisect_right

_MORE = r"""[.…!?؟"»”“')\]]*"""
_BREAK = r"[\n\r\x0b\x0c\x85\u2028\u2029]"
# All ends begin with one character of a class, which the engine finds fast; then comes why it
# ends a sentence. A full stop ends none inside a number, after an initial («د.», «أ. ف. ب») and
# in a Latin name or address; without a space after it, only between two Arabic words.
_END = re.compile(
    rf"""
    [!?؟.…\n\r\x0b\x0c\x85\u2028\u2029]
    (?:
        (?<=[!?؟]){_MORE}
      | (?<={_BREAK}){_BREAK}*
      | (?:(?<=…)|(?<=\.)[.…])[.…]*(?!\d){_MORE}
      | (?<=\.)(?<![\d.]\.)(?<!\b\w\.)(?![\w.]){_MORE}
      | (?<=\d\.)(?=\s|$){_MORE}
      | (?<=[ء-ي]{{3}}\.)(?=[ء-ي]{{3}})(?!كوم\b)
    )
    """,
    re.VERBOSE,
)
# Marks that open and close alike, or stand the wrong way round, count only where a word begins
# and ends: «a» و «b» has no quotation between its marks.
_QUOTES = re.compile(
    r"""
    «([^«»\n]{1,1500})»
    | “([^“”\n]{1,1500})”
    | "([^"\n]{1,1500})"
    | „([^“”„\n]{1,1500})[“”]
    | ‹([^‹›\n]{1,1500})›
    | ”(?<!\w”)(?=\S)([^“”\n]{1,1500})(?<=\S)[“”](?!\w)
    | ‘(?<!\w‘)(?=\S)([^‘’\n]{1,1500})(?<=\S)’(?!\w)
    | '(?<!\w')(?:'([^'\n]{1,1500})''|(?=[^\s'])([^'\n]{1,1500})(?<=\S)'(?!\w))
    """,
    re.VERBOSE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order, without surrounding white space.

    Every non-space character lies in exactly one span.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(text):
        _add(spans, text, begin, match.end())
        begin = match.end()
    _add(spans, text, begin, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        start += len(part) - len(part.lstrip())
        spans.append((start, start + len(stripped)))


def covering(spans: list[tuple[int, int]], offset: int) -> int:
    """Index of the span that holds `offset`, or of the last one before it (0 if none)."""
    return max(bisect_right(spans, (offset, 1 << 60)) - 1, 0)


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of quoted words, without their quotation marks, of all kinds of marks, in order."""
    return [match.span(match.lastindex or 0) for match in _QUOTES.finditer(text)]
