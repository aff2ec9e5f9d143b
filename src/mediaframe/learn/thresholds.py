"""Chooses the scores at which a code is assigned, on windows that the scores were not fitted on."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.int64]

EXCLUSIVE = ("tone", "role")
"""Variables of which exactly one value holds."""
REFERENCE = {"tone": "tone=0"}
"""The value of an exclusive variable that is assumed when no other speaks up (score 0)."""
_STEPS = 200
_UNLIKELY = 0.1
"""A label that is less likely is never given, whatever F1 that may promise."""
_WIDTH = 0.2


def thresholds(outputs: Sequence[str], scores: Array, truth: Truth) -> list[float]:
    """One threshold per output.

    For labels of their own the one with the best F1, for exclusive values (tone, role) those with
    the best macro-F1 when the value furthest above its threshold is taken.

    Args:
        outputs: names as `variable=value`.
        scores: of windows (windows, outputs).
        truth: 0/1 (windows, outputs).
    """
    found = [
        0.0 if name.partition("=")[0] in EXCLUSIVE else best_threshold(scores[:, j], truth[:, j])
        for j, name in enumerate(outputs)
    ]
    for variable in EXCLUSIVE:
        columns = [j for j, name in enumerate(outputs) if name.startswith(variable + "=")]
        if columns:
            reference = variable in REFERENCE
            offsets = _offsets(scores[:, columns], truth[:, columns], reference=reference)
            for j, offset in zip(columns, offsets, strict=True):
                found[j] = -offset
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


def _offsets(scores: Array, truth: Truth, *, reference: bool) -> Array:
    """Added to the scores of exclusive values for the best macro-F1 of the largest one."""
    if reference:
        scores = np.column_stack([scores, np.zeros(len(scores))])
        truth = np.column_stack([truth, truth.sum(axis=1) == 0])
    answer = truth.argmax(axis=1)
    count = scores.shape[1]
    offsets = np.zeros(count)
    for _ in range(3):
        for value in range(count - reference):
            trials = []
            for step in np.linspace(-2.5, 2.5, 51):
                trial = offsets.copy()
                trial[value] = step
                guess = (scores + trial).argmax(axis=1)
                trials.append((_macro_f1(guess, answer, count), -abs(step), step))
            offsets[value] = max(trials)[2]
    return offsets[: count - reference]


def _macro_f1(guess: npt.NDArray[np.int64], answer: npt.NDArray[np.int64], count: int) -> float:
    table = np.bincount(guess * count + answer, minlength=count * count).reshape(count, count)
    both = table.sum(axis=0) + table.sum(axis=1)
    return float(np.mean(2 * table.diagonal() / np.maximum(both, 1)))
