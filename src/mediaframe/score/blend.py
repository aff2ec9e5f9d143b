"""Adds up what network, n-grams, lexicon and detector say of the same windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mediaframe.score.decision import Scores
from mediaframe.score.encoding import Encoded
from mediaframe.score.ngrams import Ngrams, letters, phrases
from mediaframe.types import Judged, Reading, Window

NETWORK, PHRASES, LETTERS = "network", "phrases", "letters"
LEXICON, DETECTOR = "lexicon", "detector"
_SURE = 0.999
"""A probability of the lexicon counts as no more: it is rounded to three digits."""


@dataclass(frozen=True, slots=True)
class Blend:
    """How much each source counts, variable by variable."""

    weights: Mapping[str, Mapping[str, float]]
    """Variable -> source -> weight; a source that is not named does not count."""

    def apply(self, sources: Mapping[str, Scores]) -> Scores:
        """The weighted sum of the scores of all sources, whose columns are the same."""
        first = next(iter(sources.values()))
        total = np.zeros_like(first.values)
        variables = [name.partition("=")[0] for name in first.names]
        for source, scores in sources.items():
            counts = [self.weights[variable].get(source, 0.0) for variable in variables]
            total += scores.values * np.asarray(counts)
        return Scores(first.names, total)


def of_ngrams(
    known: Mapping[str, Ngrams],
    windows: Sequence[Window],
    encoded: Sequence[Encoded],
    names: Sequence[str],
) -> dict[str, Scores]:
    """What phrases and letters say of windows, with these columns.

    Args:
        known: PHRASES and LETTERS -> the n-grams.
        encoded: the tokens of the windows.
    """
    keys = {PHRASES: map(phrases, encoded), LETTERS: map(letters, windows)}
    return {source: known[source].scores(some, names) for source, some in keys.items()}


def of_lexicon(readings: Sequence[Reading], names: Sequence[str]) -> Scores:
    """The lexicon's margins on the scale of log odds; 0 for outputs that it does not score."""
    likely = np.asarray([[r.probabilities.get(name, 0.5) for name in names] for r in readings])
    likely = likely.reshape(len(readings), len(names)).clip(1 - _SURE, _SURE)
    return Scores(tuple(names), np.log(likely) - np.log1p(-likely))


def of_detector(judged: Sequence[Judged], names: Sequence[str]) -> Scores:
    """1 where the detector says so (scope, voice, actor type), else 0."""
    rows = [_said(one) for one in judged]
    table = [[float(name in said) for name in names] for said in rows]
    return Scores(tuple(names), np.asarray(table).reshape(len(rows), len(names)))


def _said(judged: Judged) -> set[str]:
    said = {f"actor_type={judged.actor_type}", f"voice={judged.voice}"}
    return said | {"in_scope=true"} if judged.in_scope else said
