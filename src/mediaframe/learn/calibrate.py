"""Fits on coded windows how scores become probabilities."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from mediaframe.score.calibration import Calibration
from mediaframe.score.decision import FLAGS, SINGLE, Scores, holds
from mediaframe.types import Codes

Array = npt.NDArray[np.float64]

LEAST = 20
"""Cases of an output that parameters of its own are fitted on."""
_RIDGE = 10.0
_SLOPES = (0.01, 100.0)
"""A higher score never means a lower probability, and no slope runs away on separable windows."""


def fit(scores: Scores, codes: Sequence[Codes]) -> Calibration:
    """The calibration of each output on windows that the scores were not learned from.

    Frames, issues and flags: a slope and an offset each (Platt 1999, with his smoothed targets).
    Those with fewer than LEAST cases share theirs, fitted on all of them of a kind, or where these
    are too few as well on all outputs of the kind. Tone, role, voice and actor type: `exclusive`.
    Scope is fitted on all windows, the rest on those in scope.
    """
    inside = np.asarray([code.in_scope for code in codes], dtype=bool)
    lines: dict[str, tuple[float, float]] = {}
    kinds: dict[str, list[int]] = {}
    for j, name in enumerate(scores.names):
        variable = name.partition("=")[0]
        kinds.setdefault("flags" if variable in FLAGS else variable, []).append(j)
    for kind, columns in kinds.items():
        truth = {
            j: np.asarray([holds(code, scores.names[j]) for code in codes], dtype=float)
            for j in columns
        }
        if kind in SINGLE:
            held = np.column_stack(list(truth.values()))[inside]
            slope, offsets = exclusive(
                scores.values[inside][:, columns], held, neutral=kind == "tone"
            )
            lines |= {
                scores.names[j]: (slope, float(offset))
                for j, offset in zip(columns, offsets, strict=True)
            }
            continue
        given = {}
        for j in columns:
            rows = inside if scores.names[j] != "in_scope=true" else np.full(len(codes), True)
            given[j] = (scores.values[rows, j], truth[j][rows])
        few = [j for j in columns if min(_counts(given[j][1])) < LEAST]
        shared = few if sum(given[j][1].sum() for j in few) >= LEAST else columns
        common = _platt(
            np.concatenate([given[j][0] for j in shared]),
            np.concatenate([given[j][1] for j in shared]),
        )
        lines |= {scores.names[j]: common if j in few else _platt(*given[j]) for j in columns}
    return Calibration(lines)


def exclusive(scores: Array, truth: Array, *, neutral: bool) -> tuple[float, Array]:
    """The slope of a variable with exactly one value, and an offset for each of its values.

    One temperature and a bias per value (Guo, Pleiss, Sun and Weinberger 2017, between their
    temperature and vector scaling); a ridge keeps the biases of values with few cases near 0.

    Args:
        scores: (windows, values).
        truth: 0/1 of the same shape.
        neutral: whether another value, with score 0 and no offset, holds where none does.
    """
    width = scores.shape[1]
    if neutral:
        scores = np.column_stack([scores, np.zeros(len(scores))])
        truth = np.column_stack([truth, truth.sum(axis=1) == 0])
    rows = truth.sum(axis=1) == 1
    scores, truth = scores[rows], truth[rows]
    if not len(scores):
        return 1.0, np.zeros(width)
    ridge = _RIDGE / len(scores)

    def loss(line: Array) -> tuple[float, Array]:
        odds = line[0] * scores
        odds[:, :width] += line[1:]
        error = softmax(odds, axis=1) - truth
        value = (logsumexp(odds, axis=1) - (odds * truth).sum(axis=1)).mean()
        slopes = np.append((error * scores).sum(axis=1).mean(), error[:, :width].mean(axis=0))
        slopes[1:] += ridge * line[1:]
        return float(value + ridge * line[1:] @ line[1:] / 2), slopes

    found = _least(loss, np.append(1.0, np.zeros(width)))
    return float(found[0]), found[1:]


def _counts(truth: Array) -> tuple[float, float]:
    return float(truth.sum()), float(len(truth) - truth.sum())


def _platt(scores: Array, truth: Array) -> tuple[float, float]:
    positive, negative = _counts(truth)
    if not positive or not negative:
        return 1.0, 0.0
    target = np.where(truth > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(line: Array) -> tuple[float, Array]:
        odds = line[0] * scores + line[1]
        error = 0.5 * (1.0 + np.tanh(0.5 * odds)) - target
        value = np.logaddexp(0.0, odds) - target * odds
        return float(value.mean()), np.asarray([(error * scores).mean(), error.mean()])

    found = _least(loss, np.asarray([1.0, 0.0]))
    return float(found[0]), float(found[1])


def _least(loss: Callable[[Array], tuple[float, Array]], start: Array) -> Array:
    bounds = [_SLOPES, *[(None, None)] * (len(start) - 1)]
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found
