"""Cluster bootstrap of ratios of sums, for many cells and figures at once.

A sample holds patterns: what one cluster (a story) adds to the numerators and denominators of the
figures of a cell, and how many clusters add just that. Clusters lie in strata (outlets), strata
in cells. In a cell of one stratum each cluster is drawn a Poisson number of times, one on average
(Hanley and MacGibbon 2006): all figures are ratios, so that the number of clusters drawn cancels
out, and one need not be counted against the others. Cells share such draws. In a cell of more
strata, strata are resampled first and then the clusters of each stratum drawn (Davison
and Hinkley 1997, section 3.8).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_AT_ONCE = 100_000
"""Numbers drawn at a time: they stay in the cache of the processor."""
_CHUNK = 1024
"""Clusters whose draws are made together."""
_LEAST = np.array([41_427, 17_317, 5_263, 1_244, 240, 39, 5, 1], dtype=np.uint16)
"""Chances of at least 1, 2, ... 8 in the Poisson distribution of mean 1, in parts of 65,536."""
_MOST = np.iinfo(np.uint64).max
_MOST_MERGED = 40
"""Figures up to which clusters are compared,"""
_FEWEST_MERGED = 50
"""and clusters from which on they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """P patterns in S strata in C cells, with K numerators and B denominators."""

    top: NDArray[np.float32]
    """P x K."""
    base: NDArray[np.float32]
    """P x B."""
    base_of: Ints
    """K: the denominator of each numerator."""
    counts: Ints
    """P: how many clusters are like the pattern."""
    strata: Ints
    """S + 1 offsets into the patterns."""
    cells: Ints
    """C + 1 offsets into the strata."""
    seeds: Ints
    """C: what makes the draws of a cell its own, where cells do not share them."""

    def patterns(self, cell: int) -> slice:
        """The patterns of a cell."""
        begin, end = self.strata[self.cells[cell]], self.strata[self.cells[cell + 1]]
        return slice(int(begin), int(end))


def totals(sample: Sample) -> tuple[Floats, Floats]:
    """Sums of numerators and of their denominators, each C x K."""
    starts = sample.strata[sample.cells[:-1]]
    counts = sample.counts[:, None]
    top = np.add.reduceat(sample.top * counts, starts, axis=0, dtype=np.float64)
    base = np.add.reduceat(sample.base * counts, starts, axis=0, dtype=np.float64)
    return top, base[:, sample.base_of]


def variances(sample: Sample, values: Floats, *, of_base: bool = False) -> Floats:
    """Variances of the numerators around `values` times their denominators, C x K.

    This is the variance to which that of the bootstrap draws converges (the infinitesimal
    jackknife, Efron 1982), times the squared denominator. It has no error of simulation, which
    would decide at random which cells near a limit are shown.

    Args:
        values: C x K.
        of_base: sum the squared denominators of the clusters instead.
    """
    starts = sample.cells[:-1]
    counts = sample.counts[:, None]
    if of_base:
        squares = np.add.reduceat(
            sample.base.astype(np.float64) ** 2 * counts, sample.strata[starts], axis=0
        )
        return squares[:, sample.base_of]
    cell_of = np.repeat(np.arange(len(starts)), np.diff(sample.strata[sample.cells]))
    rest = sample.top - values[cell_of] * sample.base[:, sample.base_of]
    within = np.add.reduceat(rest**2 * counts, sample.strata[starts], axis=0)
    sums = np.add.reduceat(rest * counts, sample.strata[:-1], axis=0)
    size = np.add.reduceat(sample.counts, sample.strata[:-1])[:, None]
    between = np.add.reduceat(sums**2 * (1.0 - 1.0 / size), starts, axis=0)
    # The clusters of a cell of one stratum sum up to zero; only their number is resampled.
    found: Floats = within + np.where(np.diff(sample.cells)[:, None] > 1, between, 0.0)
    return found


def intervals(
    sample: Sample, wanted: Bools, *, draws: int, seed: int, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Percentile intervals of the figures.

    Args:
        wanted: C x K, which to compute.
        draws: bootstrap draws of each cell.
        seed: the same seed gives the same intervals.
        level: of confidence.

    Returns:
        Lower and upper ends, C x K, NaN where not wanted or where no draw has a denominator.
    """
    low = np.full(wanted.shape, np.nan)
    high = np.full(wanted.shape, np.nan)
    ends = ((1 - level) / 2, (1 + level) / 2)

    for cell in np.flatnonzero(wanted.any(axis=1)).tolist():
        columns = np.flatnonzero(wanted[cell])
        kept, source = _distinct(sample, cell, columns)
        top, base = sums(sample, cell, kept, draws=draws, seed=seed)
        with np.errstate(invalid="ignore"):
            found = _quantiles(top / base, ends)
        low[cell, columns], high[cell, columns] = found[:, source]
    return low, high


def _distinct(sample: Sample, cell: int, columns: Ints) -> tuple[Ints, Ints]:
    # Figures of which every cluster adds the same (such as both bases of a cell without copies)
    # have the same draws: only the first of them is computed.
    part = sample.patterns(cell)
    top = np.ascontiguousarray(sample.top[part].T)
    base = np.ascontiguousarray(sample.base[part].T)
    bases = [row.tobytes() for row in base]
    places: dict[tuple[bytes, bytes], int] = {}
    kept: list[int] = []
    source: list[int] = []
    for column in columns.tolist():
        key = top[column].tobytes(), bases[sample.base_of[column]]
        if key not in places:
            places[key] = len(kept)
            kept.append(column)
        source.append(places[key])
    return np.array(kept), np.array(source)


def sums(
    sample: Sample, cell: int, columns: Ints, *, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """Numerators and denominators of each draw, both draws x columns."""
    rng = np.random.Generator(np.random.SFC64([seed, int(sample.seeds[cell])]))
    first, last = int(sample.cells[cell]), int(sample.cells[cell + 1])
    bases = np.unique(sample.base_of[columns])
    base_of = np.searchsorted(bases, sample.base_of[columns])
    found = np.zeros((draws, len(columns) + len(bases)))
    size = last - first
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=draws) if size > 1 else None
    for stratum in range(first, last):
        part = slice(int(sample.strata[stratum]), int(sample.strata[stratum + 1]))
        values = np.hstack((sample.top[part][:, columns], sample.base[part][:, bases]))
        counts = sample.counts[part]
        if drawn is not None:
            values, counts = _merged(values, counts)
            at = 0
            for times in resample(rng, counts, drawn[:, stratum - first] * counts.sum()):
                found[at : at + len(times)] += times @ values
                at += len(times)
        elif (counts == 1).all():
            for at in range(0, len(values), _CHUNK):
                some = values[at : at + _CHUNK]
                found += weights(seed, draws, at // _CHUNK)[: len(some)].astype(np.float32).T @ some
        else:
            found += rng.poisson(counts, size=(draws, len(counts))).astype(np.float32) @ values
    return found[:, : len(columns)], found[:, len(columns) :][:, base_of]


def _merged(values: NDArray[np.float32], counts: Ints) -> tuple[NDArray[np.float32], Ints]:
    # Clusters that add the same to these figures become one pattern, which makes drawing cheaper;
    # where there are many figures, hardly any two clusters are alike.
    if values.shape[1] > _MOST_MERGED or len(values) < _FEWEST_MERGED:
        return values, counts
    order = np.lexsort(values.T[::-1])
    values = values[order]
    first = np.append(True, (values[1:] != values[:-1]).any(axis=1))
    return values[first], np.add.reduceat(counts[order], np.flatnonzero(first))


@lru_cache(maxsize=4)
def weights(seed: int, draws: int, chunk: int) -> NDArray[np.uint8]:
    """How often each cluster of a chunk is drawn in each draw, _CHUNK x draws.

    Cells share them: cluster i of a cell is drawn as often as cluster i of another. Those of the
    last few chunks are kept.
    """
    rng = np.random.Generator(np.random.SFC64([seed, chunk]))
    # each number drawn is four of 16 bits
    drawn = rng.integers(0, _MOST, size=_CHUNK * draws // 4, dtype=np.uint64, endpoint=True)
    chance = drawn.view(np.uint16).reshape(_CHUNK, draws)
    times = np.zeros(chance.shape, dtype=np.uint8)
    for least in _LEAST:
        times += (chance < least).view(np.uint8)  # adding truths is slower
    times.setflags(write=False)
    return times


def resample(rng: np.random.Generator, counts: Ints, sizes: Ints) -> Iterator[NDArray[np.float32]]:
    """How often each pattern is drawn in each draw, in blocks of draws.

    Args:
        counts: P, clusters of each pattern; every cluster is as likely.
        sizes: clusters to draw in each draw.

    Yields:
        Blocks of rows (draws) x P, in order.
    """
    clusters, patterns = int(counts.sum()), len(counts)
    # Of many clusters of few patterns the counts are drawn instead of the clusters: one binomial
    # number for each pattern but the last, which is why the most frequent one comes last.
    if clusters > 10 * patterns:
        order = np.argsort(counts)
        found = np.empty((len(sizes), patterns), dtype=np.float32)
        found[:, order] = rng.multinomial(sizes, counts[order] / clusters)
        yield found
        return
    pattern_of = np.repeat(np.arange(patterns), counts)
    step = max(1, _AT_ONCE // clusters)
    for at in range(0, len(sizes), step):
        size = sizes[at : at + step]
        drawn = pattern_of[rng.integers(0, clusters, size=int(size.sum()), dtype=np.uint32)]
        places = np.repeat(np.arange(0, len(size) * patterns, patterns), size) + drawn
        times = np.bincount(places, minlength=len(size) * patterns)
        yield times.reshape(len(size), patterns).astype(np.float32)


def _quantiles(values: Floats, ends: Sequence[float]) -> Floats:
    # Ends x columns, interpolated. A draw without denominator (NaN, sorted last) says nothing.
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1)
    known = np.count_nonzero(~np.isnan(ordered), axis=1)
    each = np.arange(len(ordered))
    found = np.empty((len(ends), len(ordered)))
    for place, end in enumerate(ends):
        position = np.maximum(known - 1, 0) * end
        below = position.astype(np.int64)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        low, high = ordered[each, below], ordered[each, above]
        found[place] = low + (high - low) * (position - below)
    return found
