"""Figures that are ratios of sums over items, with cluster bootstrap intervals."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
Statistic = Callable[[Column], Column]
"""Weights of the items (draws, items) -> the figure of each draw, NaN where it has none."""

DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured figure with its 95 % interval."""

    value: float
    low: float
    high: float
    support: int
    """Items it is about: true cases of a label, items of an accuracy."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure as the sum of `top` over the sum of `bottom`, one entry per item."""

    top: Column
    bottom: Column
    support: int


def label(name: str, guess: Sequence[bool], truth: Sequence[bool]) -> dict[str, Ratio]:
    """Precision, recall and F1 of one label, as `name.precision` and so on."""
    said, true = np.asarray(guess, dtype=float), np.asarray(truth, dtype=float)
    both, support = said * true, int(true.sum())
    return {
        f"{name}.precision": Ratio(both, said, support),
        f"{name}.recall": Ratio(both, true, support),
        f"{name}.f1": Ratio(2 * both, said + true, support),
    }


def micro(name: str, parts: Mapping[str, Ratio]) -> dict[str, Ratio]:
    """The micro-averaged F1 of several labels' figures, as `name.micro_f1`."""
    f1 = [part for key, part in parts.items() if key.endswith(".f1")]
    top = np.sum([part.top for part in f1], axis=0)
    bottom = np.sum([part.bottom for part in f1], axis=0)
    return {f"{name}.micro_f1": Ratio(top, bottom, sum(part.support for part in f1))}


def share(name: str, hit: Sequence[bool], among: Sequence[bool]) -> dict[str, Ratio]:
    """The share of hits among some of the items."""
    bottom = np.asarray(among, dtype=float)
    return {name: Ratio(np.asarray(hit, dtype=float) * bottom, bottom, int(bottom.sum()))}


def measure(
    ratios: Mapping[str, Ratio],
    means: Mapping[str, Sequence[str]],
    clusters: Sequence[Hashable],
    *,
    seed: int,
    draws: int = DRAWS,
) -> dict[str, Figure]:
    """Values with percentile intervals from resampling whole clusters (articles) of items.

    Args:
        ratios: figure name -> ratio; all of the same items.
        means: figure name -> names of the ratios that it is the plain mean of (macro averages).
        clusters: of each item.
    """
    names = list(ratios)
    of_item, weights = _draws(clusters, seed, draws)
    top, bottom = np.zeros((2, weights.shape[1], len(names)))
    for j, ratio in enumerate(ratios.values()):
        np.add.at(top[:, j], of_item, ratio.top)
        np.add.at(bottom[:, j], of_item, ratio.bottom)
    values = divide(weights @ top, weights @ bottom)
    columns = {name: values[:, j] for j, name in enumerate(names)}
    support = {name: ratio.support for name, ratio in ratios.items()}
    for name, of in means.items():
        columns[name] = np.mean([columns[part] for part in of], axis=0)
        support[name] = sum(support[part] for part in of)
    return {name: _figure(column, support[name]) for name, column in columns.items()}


def resample(
    statistics: Mapping[str, tuple[Statistic, int]],
    clusters: Sequence[Hashable],
    *,
    seed: int,
    draws: int = DRAWS,
) -> dict[str, Figure]:
    """Like `measure`, for figures that are no ratio of sums.

    Args:
        statistics: figure name -> how it follows from the weights of the items, and its support.
        clusters: of each item.
    """
    of_item, weights = _draws(clusters, seed, draws)
    weights = weights[:, of_item]
    return {name: _figure(of(weights), support) for name, (of, support) in statistics.items()}


def divide(top: Column, bottom: Column) -> Column:
    """The quotient, 0 where the divisor is."""
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)


def _draws(
    clusters: Sequence[Hashable], seed: int, draws: int
) -> tuple[npt.NDArray[np.intp], Column]:
    """Number of each item's cluster, and weights of the clusters: all once, then the draws."""
    index: dict[Hashable, int] = {}
    of_item = np.asarray([index.setdefault(cluster, len(index)) for cluster in clusters])
    weights = np.random.default_rng(seed).multinomial(
        len(index), np.full(len(index), 1 / len(index)), size=draws
    )
    return of_item, np.vstack([np.ones(len(index)), weights])


def _figure(column: Column, support: int) -> Figure:
    """Of the values of the sample and of its draws."""
    low, high = np.nanpercentile(column[1:], [2.5, 97.5])
    return Figure(value=float(column[0]), low=float(low), high=float(high), support=support)
