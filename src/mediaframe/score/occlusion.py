"""Explains codes of the classifier: the words without which they would be less likely."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mediaframe.score.classifier import ClassifierScorer, named
from mediaframe.score.decision import SINGLE, Array, Scores
from mediaframe.types import Codes, Evidence, Window

REASONS = 5
"""Words given per code."""
_FAR = 600
"""Characters on either side of the target whose words are tried; farther ones are hardly read."""
_READ = 10_000
"""Characters of the headline, and of the text on either side, that are kept while words are tried:
more than 512 tokens hold, and each word takes a copy."""
_LEAST = 0.05
"""A word that changes the log odds by less is no reason."""
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u065f\u0670])*")
"""A word as it was written, with its marks."""


def explain(scorer: ClassifierScorer, window: Window, codes: Codes) -> list[Evidence]:
    """The words of a window that speak most for its codes.

    Each word but the target is taken out in turn (occlusion; Zeiler and Fergus 2014, Li, Monroe
    and Jurafsky 2016), and network and n-grams read what is left. The weight of a word for a code
    is by how much their log odds of the code, as they count in the codes, fall without it. As they
    read the headline with the window, words of both are tried. What the lexicon says is not part
    of it; its terms are evidence of their own.

    Returns:
        Evidence with offsets into the article's text or title, the heaviest words of a code first.
    """
    window = _cut(window)
    places = list(_places(window))
    scores = scorer.own([window, *(_without(window, *place) for place in places)])
    found: list[Evidence] = []
    for code in sorted(named(codes)):
        if code not in scores.names:
            continue  # the neutral tone is what is left when no other is likelier
        odds = _odds(scores, code)
        column = odds[0] - odds[1:]
        best = np.argsort(-column, kind="stable")[:REASONS].tolist()
        found += [
            _evidence(window, code, *places[i], weight=float(column[i]))
            for i in best
            if column[i] >= _LEAST
        ]
    return found


def _cut(window: Window) -> Window:
    begin = max(0, window.start - _READ)
    return replace(
        window,
        headline=window.headline[:_READ],
        text=window.text[begin : window.end + _READ],
        start=window.start - begin,
        end=window.end - begin,
        offset=window.offset + begin,
    )


def _odds(scores: Scores, code: str) -> Array:
    """The log odds of a code in each window; of exclusive ones against all others together."""
    own = scores.values[:, scores.names.index(code)]
    variable = code.partition("=")[0]
    if variable not in SINGLE:
        return own
    others = [
        j for j, name in enumerate(scores.names) if name.startswith(f"{variable}=") and name != code
    ]
    against = scores.values[:, others]
    if variable == "tone":  # they are scored relative to the neutral one, which has no column
        against = np.column_stack([against, np.zeros(len(against))])
    found: Array = own - np.logaddexp.reduce(against, axis=1)
    return found


def _places(window: Window) -> Iterator[tuple[bool, int, int]]:
    """In the headline or not, start and end of each word."""
    if not window.in_headline:
        yield from ((True, *match.span()) for match in WORD.finditer(window.headline[:_FAR]))
    begin = max(0, window.start - _FAR)
    for match in WORD.finditer(window.text, begin, window.end + _FAR):
        if match.end() <= window.start or match.start() >= window.end:
            yield False, *match.span()


def _without(window: Window, in_headline: bool, start: int, end: int) -> Window:
    headline, text, shift = window.headline, window.text, 0
    if in_headline:
        headline = headline[:start] + headline[end:]
    else:
        text = text[:start] + text[end:]
        shift = end - start if end <= window.start else 0
    return replace(
        window,
        headline=headline,
        text=text,
        start=window.start - shift,
        end=window.end - shift,
    )


def _evidence(
    window: Window, code: str, in_headline: bool, start: int, end: int, *, weight: float
) -> Evidence:
    source = window.headline if in_headline else window.text
    offset = 0 if in_headline else window.offset
    return Evidence(
        code=code,
        term=source[start:end],
        start=start + offset,
        end=end + offset,
        weight=round(weight, 3),
        in_headline=in_headline or window.in_headline,
    )
