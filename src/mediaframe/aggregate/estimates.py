"""Indicators of all cells with intervals, as one long table."""

import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mediaframe.aggregate import cells, counts, display, keys, units, visibility
from mediaframe.aggregate.counts import Counts
from mediaframe.aggregate.indicators import Figure
from mediaframe.aggregate.inference import infer
from mediaframe.codebook import Codebook

BASES = ("original", "exposure")
"""Each story once, and every copy of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What indicators are counted from, already restricted to the articles wanted."""

    articles: pl.DataFrame
    """article_id, outlet, country, ownership, date, genre, story."""
    mentions: pl.DataFrame
    """Those in scope: columns of `store.units.coded`."""
    actors: pl.DataFrame
    """actor, actor_country, person (true for individual people)."""


def estimate(
    data: Data,
    book: Codebook,
    figures: Sequence[Figure],
    *,
    by: Sequence[str],
    draws: int,
    seed: int,
    show_persons: bool = False,
) -> pl.DataFrame:
    """The figures of every cell.

    Args:
        by: keys of `keys.KEYS`, in the order of the columns wanted.
        draws: of the bootstrap.
        seed: the same data and seed give the same table.
        show_persons: list individual people as actors.

    Returns:
        Columns `by`, indicator, label, basis, value, low, high (null where suppressed), n, n_eff,
        display, method; sorted by cell, then in the order of `figures`, original before
        exposure. A share within one genre is left out of cells that have no unit of it.
    """
    articles = cells.place(data.articles, by)
    rows = cells.rows(
        units.units(data.mentions, book, by_voice="voice" in by),
        units.contexts(data.mentions, book),
        articles,
        data.actors,
        by=by,
        issues=book.issue_ids,
        show_persons=show_persons,
    )
    table = cells.table(articles, rows, by)
    rows = cells.number(rows, table, by)
    names = keys.named(table, by).select("cell", *by)
    seeds = np.array(
        [zlib.crc32("\x1f".join(map(str, name)).encode()) for _, *name in names.iter_rows()]
    )
    result = _Table(len(table), figures)
    counted = [place for place, figure in enumerate(figures) if figure.top is not None]
    rest = [place for place, figure in enumerate(figures) if figure.top is None]

    def fill_counted() -> None:
        chosen = [figures[place] for place in counted]
        found = counts.of_units(cells.strata(rows, by), chosen, book, seeds)
        result.fill(found, counted, draws=draws, seed=seed)

    def fill_rest() -> None:
        found = counts.of_articles(visibility.patterns(articles, rows, table, by), seeds)
        result.fill(found, rest, draws=draws, seed=seed)

    parts = [fill_counted] if counted and len(rows) else []
    parts += [fill_rest] if rest and len(articles) else []
    # each of them spends its time in libraries that run side by side
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(part) for part in parts]:
            done.result()
    return result.long(names, draws)


class _Table:
    """Arrays of cells x figures x bases, filled figure by figure."""

    def __init__(self, size: int, figures: Sequence[Figure]) -> None:
        self.figures = figures
        shape = (size, len(figures), len(BASES))
        self.value, self.low, self.high = (np.full(shape, np.nan) for _ in range(3))
        self.n, self.n_eff = np.zeros(shape), np.zeros(shape)
        self.bounded = np.zeros(shape, dtype=bool)
        self.outlets = np.ones(shape, dtype=np.int64)

    def fill(self, found: Counts, places: Sequence[int], *, draws: int, seed: int) -> None:
        """Infer and enter the figures at `places`."""
        kinds = [self.figures[place].kind for place in places] * len(BASES)
        estimates = infer(found, kinds, draws=draws, seed=seed)
        at = (
            found.cells[:, None],
            np.tile(places, len(BASES)),
            np.repeat(np.arange(len(BASES)), len(places)),
        )
        for name in ("value", "low", "high", "n", "n_eff", "bounded"):
            getattr(self, name)[at] = getattr(estimates, name)
        self.outlets[at] = found.outlets[:, None]

    def long(self, names: pl.DataFrame, draws: int) -> pl.DataFrame:
        """The long table."""
        levels = display.levels(self.n_eff, (self.high - self.low) / 2)
        scale = np.array([figure.scale for figure in self.figures])[:, None]
        shown = levels < display.LEVELS.index("suppressed")
        each = len(self.figures) * len(BASES)
        labels = pl.DataFrame(
            {
                "indicator": [f.indicator for f in self.figures for _ in BASES],
                "label": [f.label for f in self.figures for _ in BASES],
                "basis": list(BASES) * len(self.figures),
            }
        )
        optional = np.array([f.base == f.label for f in self.figures])[:, None]
        figures = pl.DataFrame(
            {
                **{
                    column: np.where(shown, getattr(self, column) * scale, np.nan).ravel()
                    for column in ("value", "low", "high")
                },
                "n": self.n.ravel().astype(np.int64),
                "n_eff": self.n_eff.ravel(),
                "display": _text(display.LEVELS, levels),
                "method": self._methods(levels, draws),
            }
        ).with_columns(pl.col("value", "low", "high").fill_nan(None))
        cell = np.repeat(np.arange(len(names)), each)
        parts = [names[cell].drop("cell"), labels[np.tile(np.arange(each), len(names))], figures]
        kept = (self.n > 0) | ~optional
        return pl.concat(parts, how="horizontal").filter(kept.ravel())

    def _methods(self, levels: NDArray[np.int8], draws: int) -> pl.Series:
        most = int(self.outlets.max(initial=0)) + 1
        codes = (levels * 2 + self.bounded) * most + self.outlets
        texts = [
            display.method(
                level,
                bounded=bounded,
                outlets=outlets,
                pooled=outlets >= cells.MIN_OUTLETS,
                draws=draws,
            )
            for level in display.LEVELS
            for bounded in (False, True)
            for outlets in range(most)
        ]
        return _text(texts, codes)


def _text(texts: Sequence[str], codes: NDArray[np.integer]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)[codes.ravel().astype(np.int64)]
