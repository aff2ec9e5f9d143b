"""The sums over stories and over single units that a figure and its interval are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mediaframe.aggregate import indicators
from mediaframe.aggregate.bootstrap import Floats, Ints, Sample, totals
from mediaframe.aggregate.indicators import Figure
from mediaframe.aggregate.visibility import ALL, SEEN
from mediaframe.codebook import Codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """C cells that hold anything, K figures."""

    sample: Sample
    cells: Ints
    """C: numbers of the cells."""
    outlets: Ints
    """C: how many outlets the cell pools."""
    squares: Floats
    """C x K: sums over units of the numerator squared,"""
    products: Floats
    """of numerator times denominator,"""
    base_squares: Floats
    """and of the denominator squared, which are the sums without any clusters."""
    n: Floats
    """C x K: units of the denominator."""


def of_units(rows: pl.DataFrame, figures: Sequence[Figure], book: Codebook, seeds: Ints) -> Counts:
    """Counts of figures over units, first all of original output, then all of exposure.

    Args:
        rows: of `cells.rows`, numbered, with strata; at least one.
        figures: all with a numerator.
        seeds: of all cells.
    """
    article = ["cell", "article_id"]
    rows = rows.sort("cell", "stratum", "story", "article_id").with_columns(
        first=pl.struct(article).is_first_distinct(),
        article_accused=pl.col("accused").any().over(article),
    )
    tops = (figure.top for figure in figures if figure.top is not None)
    top = _matrix(rows.select(t.alias(str(place)) for place, t in enumerate(tops)))
    base = _matrix(rows.select(indicators.bases(book)))
    original = rows["original"].to_numpy()[:, None]
    top, base = np.hstack((top * original, top)), np.hstack((base * original, base))
    base_of = np.array([indicators.BASES.index(figure.base) for figure in figures])
    base_of = np.concatenate((base_of, base_of + len(indicators.BASES)))

    places = rows.select("cell", "stratum", "story").to_numpy()
    stories, strata, cells = _offsets(places)
    starts = stories[strata[cells[:-1]]]
    numbers = places[starts][:, 0]
    per_row = base[:, base_of]
    ratio = np.array([figure.kind == "ratio" for figure in figures] * 2)
    balance = np.array([figure.kind == "balance" for figure in figures] * 2)

    def sums(values: NDArray[np.float32]) -> Floats:
        found: Floats = np.add.reduceat(values, starts, axis=0, dtype=np.float64)
        return found

    # A unit, article or mention adds 0 or 1 to a share, so that its square is itself.
    return Counts(
        sample=Sample(
            top=np.add.reduceat(top, stories, axis=0),
            base=np.add.reduceat(base, stories, axis=0),
            base_of=base_of,
            counts=np.ones(len(stories), dtype=np.int64),
            strata=strata,
            cells=cells,
            seeds=seeds[numbers],
        ),
        cells=numbers,
        outlets=rows["outlets"].to_numpy()[starts].astype(np.int64),
        squares=sums(np.where(balance, np.abs(top), top)),
        products=sums(np.where(ratio, top * per_row, top)),
        base_squares=sums(np.where(ratio, per_row**2, per_row)),
        n=sums(np.where(ratio, per_row > 0, per_row)),
    )


def of_articles(patterns: pl.DataFrame, seeds: Ints) -> Counts:
    """Counts of visibility, of original output and of exposure.

    Args:
        patterns: of `visibility.patterns`; at least one.
        seeds: of all cells.
    """
    places = patterns.select("cell", "stratum").with_row_index().to_numpy()[:, [1, 2, 0]]
    _, strata, cells = _offsets(places)
    starts = strata[cells[:-1]]
    numbers = places[starts][:, 0]
    sample = Sample(
        top=_matrix(patterns.select(SEEN)),
        base=_matrix(patterns.select(ALL)),
        base_of=np.arange(2),
        counts=patterns["count"].to_numpy(),
        strata=strata,
        cells=cells,
        seeds=seeds[numbers],
    )
    seen, articles = totals(sample)
    return Counts(
        sample=sample,
        cells=numbers,
        outlets=patterns["outlets"].to_numpy()[starts].astype(np.int64),
        squares=seen,
        products=seen,
        base_squares=articles,
        n=articles,
    )


def _matrix(frame: pl.DataFrame) -> NDArray[np.float32]:
    found: NDArray[np.float32] = frame.select(pl.all().cast(pl.Float32)).to_numpy()
    return found


def _offsets(places: NDArray[np.integer]) -> tuple[Ints, Ints, Ints]:
    # Of sorted rows of cell, stratum and story: offsets of stories into rows, and of strata into
    # stories and cells into strata, these two with the end.
    changed = np.ones(places.shape, dtype=bool)
    changed[1:] = places[1:] != places[:-1]
    stories = np.flatnonzero(changed.any(axis=1))
    of_stratum = changed[stories]
    of_stratum[1:, :2] = places[stories[1:], :2] != places[stories[:-1], :2]
    strata = np.flatnonzero(of_stratum[:, :2].any(axis=1))
    cells = np.flatnonzero(
        np.append(True, places[stories[strata[1:]], 0] != places[stories[strata[:-1]], 0])
    )
    return stories, np.append(strata, len(stories)), np.append(cells, len(strata))
