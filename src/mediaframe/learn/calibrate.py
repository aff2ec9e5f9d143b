"""Fits on coded windows how scores become probabilities."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from mediaframe.score.calibration import Calibration
from mediaframe.score.decision import FLAGS, SINGLE, Scores, holds
from mediaframe.types import Codes

Array = npt.NDArray[np.float64]

_RIDGE = 10.0
"""How firmly offsets are held near 0, or near those of all values of a variable, in cases."""
_LOOSE = 0.1
"""The same of what they are held near: enough that it exists."""
_SLOPES = (0.01, 100.0)
"""A higher score never means a lower probability, and no slope runs away on separable windows."""


def fit(scores: Scores, codes: Sequence[Codes]) -> Calibration:
    """The calibration of each output on windows that the scores were not learned from.

    Frames, issues and flags: a slope and an offset each (see `several`). Tone, role, voice and
    actor type: see `exclusive`. Scope is fitted on all windows, the rest on those in scope.
    """
    inside = np.asarray([code.in_scope for code in codes], dtype=bool)
    lines: dict[str, tuple[float, float]] = {}
    kinds: dict[str, list[int]] = {}
    for j, name in enumerate(scores.names):
        variable = name.partition("=")[0]
        kinds.setdefault("flags" if variable in FLAGS[1:] else variable, []).append(j)
    for kind, columns in kinds.items():
        rows = np.full(len(codes), True) if kind == FLAGS[0] else inside
        truth = np.asarray(
            [[holds(code, scores.names[j]) for j in columns] for code in codes], dtype=float
        )
        given = scores.values[rows][:, columns], truth[rows]
        if kind in SINGLE:
            slope, offsets = exclusive(*given, neutral=kind == "tone")
            slopes = np.full(len(columns), slope)
        else:
            slopes, offsets = several(*given)
        lines |= {
            scores.names[j]: (float(slope), float(offset))
            for j, slope, offset in zip(columns, slopes, offsets, strict=True)
        }
    return Calibration(lines)


def several(scores: Array, truth: Array) -> tuple[Array, Array]:
    """Slopes and offsets of values of which any number holds.

    Each has its own (Platt 1999), held near those of all of them by a ridge, so that a value has
    the more of its own the more cases it has (partial pooling; Gelman and Hill 2007).

    Args:
        scores: (windows, values).
        truth: 0/1 of the same shape.
    """
    width = scores.shape[1]
    holding = np.concatenate([[_LOOSE, _LOOSE], np.full(2 * width, _RIDGE)])
    start = np.zeros(2 + 2 * width)
    start[0] = 1.0

    def loss(line: Array) -> tuple[float, Array]:
        odds = (line[0] + line[2 : 2 + width]) * scores + line[1] + line[2 + width :]
        error = 0.5 * (1.0 + np.tanh(0.5 * odds)) - truth
        apart = line - start
        value = (np.logaddexp(0.0, odds) - truth * odds).sum() + holding @ apart**2 / 2
        slopes, offsets = (error * scores).sum(axis=0), error.sum(axis=0)
        gradient = np.concatenate([[slopes.sum(), offsets.sum()], slopes, offsets])
        return float(value), gradient + holding * apart

    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return np.clip(found[0] + found[2 : 2 + width], *_SLOPES), found[1] + found[2 + width :]


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

    bounds = [_SLOPES, *[(None, None)] * width]
    start = np.append(1.0, np.zeros(width))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(found[0]), found[1:]
