"""Turns scores into probabilities that can be read as shares of windows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mediaframe.score.decision import NEUTRAL, SINGLE, Array, Scores

_NEUTRAL = f"tone={NEUTRAL}"


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Probabilities of windows; those of a variable with exactly one value sum to 1."""

    names: tuple[str, ...]
    """`variable=value` of each column, the neutral tone too."""
    values: Array
    """(windows, outputs), in [0, 1]."""

    def rows(self) -> Iterator[dict[str, float]]:
        """The probabilities of each window by name, as in `Reading.probabilities`."""
        for row in self.values.tolist():
            yield dict(zip(self.names, row, strict=True))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become probabilities; written to and read from JSON as a plain mapping."""

    lines: Mapping[str, tuple[float, float]]
    """Output -> slope (over 0) and offset on the scale of log odds. The outputs of a variable with
    exactly one value share a slope, the inverse of its temperature."""

    def apply(self, scores: Scores) -> Probabilities:
        """The logistic function of slope x score + offset; a softmax over values that exclude
        each other, in which the neutral tone stands at 0. Outputs without a line keep their score.
        """
        lines = [self.lines.get(name, (1.0, 0.0)) for name in scores.names]
        slopes, offsets = np.asarray(lines, dtype=float).reshape(-1, 2).T
        odds = scores.values * slopes + offsets
        names = list(scores.names)
        if any(name.startswith("tone=") for name in names):
            names.append(_NEUTRAL)
            odds = np.column_stack([odds, np.zeros(len(odds))])
        found = 0.5 * (1.0 + np.tanh(0.5 * odds))
        for variable in SINGLE:
            columns = [j for j, name in enumerate(names) if name.startswith(f"{variable}=")]
            if columns:
                part = odds[:, columns]
                raised = np.exp(part - part.max(axis=1, keepdims=True))
                found[:, columns] = raised / raised.sum(axis=1, keepdims=True)
        return Probabilities(tuple(names), found)
