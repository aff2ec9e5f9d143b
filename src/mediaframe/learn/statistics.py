"""Figures of ranks, probabilities and ordered codes, for `figures.resample`.

Each function looks at the items once and returns how its figure follows from their weights.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mediaframe.learn.figures import Column, Statistic, divide

BINS = 15


def average_precision(scores: Column, truth: Column) -> Statistic:
    """The precision at each true case, averaged; equal scores count as one step."""
    order, ends = _steps(-scores)
    true = truth[order]

    def of(weights: Column) -> Column:
        drawn = weights[:, order]
        hits = (drawn * true).cumsum(axis=1)[:, ends]
        precision = divide(hits, drawn.cumsum(axis=1)[:, ends])
        gained = np.diff(hits, axis=1, prepend=0.0)
        return _quotient((precision * gained).sum(axis=1), hits[:, -1])

    return of


def roc_auc(scores: Column, truth: Column) -> Statistic:
    """The share of pairs of a true and a false case in which the true one scores higher."""
    order, ends = _steps(scores)
    true = truth[order]

    def of(weights: Column) -> Column:
        drawn = weights[:, order]
        up = (drawn * true).cumsum(axis=1)[:, ends]
        down = (drawn * (1 - true)).cumsum(axis=1)[:, ends]
        # half of those with the same score
        below = down - np.diff(down, axis=1, prepend=0.0) / 2
        above = (np.diff(up, axis=1, prepend=0.0) * below).sum(axis=1)
        return _quotient(above, up[:, -1] * down[:, -1])

    return of


def bins(probabilities: Column, count: int = BINS) -> npt.NDArray[np.intp]:
    """Number of the bin of each probability: equally full ones, equal values never split."""
    edges = np.unique(np.quantile(probabilities, np.linspace(0, 1, count + 1)[1:-1]))
    return np.searchsorted(edges, probabilities, side="left")


def calibration_error(probabilities: Column, truth: Column) -> Statistic:
    """Expected calibration error: how far stated and true shares of a bin are apart, on average.

    Naeini, Cooper and Hauskrecht 2015, with equally full bins. Never under 0, so that even
    perfect probabilities have some.

    Args:
        probabilities: of pairs (items, values).
        truth: 0/1, of the same shape.
    """
    number = bins(probabilities.ravel()).reshape(probabilities.shape)
    gaps = np.zeros((len(probabilities), int(number.max()) + 1))
    for column, error in zip(number.T, (probabilities - truth).T, strict=True):
        gaps[np.arange(len(gaps)), column] += error
    values = probabilities.shape[1]

    def of(weights: Column) -> Column:
        return divide(np.abs(weights @ gaps).sum(axis=1), weights.sum(axis=1) * values)

    return of


def ordinal_agreement(first: Sequence[int], second: Sequence[int], values: int) -> Statistic:
    """Krippendorff's alpha of two codings with the ordered values 0 to `values` - 1."""
    cells = np.zeros((len(first), values * values))
    cells[np.arange(len(first)), np.asarray(first) * values + np.asarray(second)] = 1.0

    def of(weights: Column) -> Column:
        table = (weights @ cells).reshape(-1, values, values)
        return ordinal_alpha(table + table.swapaxes(1, 2))

    return of


def ordinal_alpha(coincidences: Column) -> Column:
    """Krippendorff's alpha of ordered values; NaN where only one value occurs.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, section D with the
    ordinal metric.

    Args:
        coincidences: pairs of values of a unit, both ways (tables, values, values).
    """
    held = coincidences.sum(axis=-1)
    total = held.sum(axis=-1)
    # the metric of two values is the distance of their middle ranks, squared
    rank = held.cumsum(axis=-1) - held / 2
    metric = (rank[..., :, None] - rank[..., None, :]) ** 2
    observed = (coincidences * metric).sum(axis=(-2, -1))
    expected = (held[..., :, None] * held[..., None, :] * metric).sum(axis=(-2, -1))
    alpha: Column = 1 - (total - 1) * _quotient(observed, expected)
    return alpha


def _steps(scores: Column) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The order of rising scores, and the places in it where a run of equal ones ends."""
    order = scores.argsort(kind="stable")
    ranked = scores[order]
    return order, np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))


def _quotient(top: Column, bottom: Column) -> Column:
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
