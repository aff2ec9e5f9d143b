"""Chooses the scores at which a code is assigned, on windows that the scores were not fitted on."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from mediaframe.learn.calibrate import exclusive
from mediaframe.score.decision import SINGLE

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.int64]

_STEPS = 200
_UNLIKELY = 0.1
"""A label that is less likely is never given, whatever F1 that may promise."""
_WIDTH = 0.2
_ROUNDS = 3
_OFFSETS = np.linspace(-2.5, 2.5, 51)


def thresholds(outputs: Sequence[str], scores: Array, truth: Truth) -> list[float]:
    """One threshold per output.

    For labels of their own the one with the best F1. The value furthest above its threshold is
    taken of exclusive ones: the likeliest, or of tone that which promises the best macro-F1.

    Args:
        outputs: names as `variable=value`.
        scores: of windows (windows, outputs).
        truth: 0/1 (windows, outputs).
    """
    found = [
        0.0 if name.partition("=")[0] in SINGLE else best_threshold(scores[:, j], truth[:, j])
        for j, name in enumerate(outputs)
    ]
    for variable in SINGLE:
        columns = [j for j, name in enumerate(outputs) if name.startswith(variable + "=")]
        if columns:
            values, is_tone = scores[:, columns], variable == "tone"
            slope, offsets = exclusive(values, truth[:, columns].astype(float), neutral=is_tone)
            if is_tone:
                offsets = offsets + _promising(values * slope + offsets)
            for j, offset in zip(columns, offsets, strict=True):
                found[j] = float(-offset / slope)
    return found


def best_threshold(scores: Array, truth: Truth) -> float:
    """The score at which labelling begins for the best F1, on counts smoothed along the scores.

    A window counts as labelled to the degree that its score is over the threshold, so that the
    choice does not hang on single windows.
    """
    grid = np.linspace(scores.min(), scores.max(), _STEPS)
    labelled = 1.0 / (1.0 + np.exp(-(scores - grid[:, None]) / _WIDTH))
    f1 = 2 * (labelled @ truth) / (labelled.sum(axis=1) + truth.sum())
    return float(grid[f1.argmax()])


def expected_threshold(probabilities: Array) -> float:
    """The probability at which labelling begins for the best F1 that calibrated ones promise.

    It is half of that F1 (Lipton, Elkan and Naryanaswamy 2014). Where a label has few cases this
    hangs less on single ones than the threshold with the best F1 on them.

    Args:
        probabilities: of one label (windows,), calibrated.
    """
    falling = np.sort(probabilities)[::-1]
    count = np.arange(1, len(falling) + 1)
    f1 = 2 * falling.cumsum() / (count + falling.sum())
    return max(_UNLIKELY, float(f1.max() / 2))


def _promising(odds: Array) -> Array:
    """Added to the odds of exclusive values beside a neutral one at 0: the largest then has the
    best macro-F1 that the probabilities promise (see `expected_threshold`)."""
    width = odds.shape[1]
    odds = np.column_stack([odds, np.zeros(len(odds))])
    likely = softmax(odds, axis=1)
    given = likely.sum(axis=0)

    def promised(offsets: Array) -> float:
        taken = np.eye(width + 1)[(odds + np.append(offsets, 0.0)).argmax(axis=1)]
        return float(np.mean(2 * (taken * likely).sum(axis=0) / (taken.sum(axis=0) + given)))

    found = np.zeros(width)
    for _ in range(_ROUNDS):
        for value in range(width):
            trials = np.repeat(found[None], len(_OFFSETS), axis=0)
            trials[:, value] = _OFFSETS
            found = max(trials, key=lambda offsets: (promised(offsets), -np.abs(offsets).sum()))
    return found
