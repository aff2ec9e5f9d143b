"""From long trend frames to the cells and time bins that charts and tables show."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from mediaframe.types import Estimate

Key = tuple[str, str, str]
"""Indicator, label and basis of a cell."""

FULL, TENTATIVE, SUPPRESSED = "full", "tentative", "suppressed"
PERIODS = ("month", "quarter", "year")
SPANNING = "legitimation_index"
"""The indicator whose displayed periods a chart over time spans."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Bin:
    """One period of a series; `estimate` is None where nothing was published or imported."""

    start: dt.date
    label: str
    estimate: Estimate | None

    @property
    def shown(self) -> bool:
        """The estimate is solid enough to be part of a line."""
        return self.estimate is not None and self.estimate.display == FULL


@dataclass(frozen=True, slots=True)
class Series:
    """The bins of one indicator over time, without holes: an empty period is an empty bin."""

    period: str
    bins: tuple[Bin, ...]

    def runs(self) -> Iterator[tuple[Bin, ...]]:
        """The unbroken stretches of solid bins: no line may cross a gap between them."""
        run: list[Bin] = []
        for item in self.bins:
            if item.shown:
                run.append(item)
            elif run:
                yield tuple(run)
                run = []
        if run:
            yield tuple(run)

    @property
    def solid(self) -> int:
        """How many bins are solid."""
        return sum(item.shown for item in self.bins)


def split(frame: pl.DataFrame, column: str) -> dict[str, pl.DataFrame]:
    """The rows of each value of `column`; the empty string stands for no value."""
    parts = frame.with_columns(pl.col(column).cast(pl.String).fill_null("")).partition_by(
        column, as_dict=True, maintain_order=True
    )
    return {str(key[0]): part for key, part in parts.items()}


def cells(frame: pl.DataFrame) -> dict[Key, Estimate]:
    """The estimates of a frame that holds one cell per indicator, label and basis."""
    return {
        (row["indicator"], row["label"], row["basis"]): _estimate(row)
        for row in frame.iter_rows(named=True)
    }


def series(
    frame: pl.DataFrame, period: str, *, indicator: str, label: str = "", basis: str = "original"
) -> Series:
    """The series of one indicator in a frame with the column `period`.

    It begins and ends with a period of which the legitimation index is displayed, if any is, so
    that all indicators have the same bins: a few articles with the date of another year, its own or
    a wrong one, would push all others to the edge.
    """
    rows = frame.filter(
        (pl.col("indicator") == indicator) & (pl.col("label") == label) & (pl.col("basis") == basis)
    )
    found = {str(row[period]): _estimate(row) for row in rows.iter_rows(named=True) if row[period]}
    displayed = frame.filter(
        pl.col(period).is_not_null(),
        pl.col("display") != SUPPRESSED,
        indicator=SPANNING,
        basis=basis,
    )
    span = displayed[period].cast(pl.String).to_list() or [*found]
    return Series(
        period,
        tuple(Bin(start_of(name), name, found.get(name)) for name in _between(span, period)),
    )


def best_period(frames: Mapping[str, pl.DataFrame]) -> str | None:
    """The finest of month, quarter and year whose bins mostly hold a solid estimate.

    `frames` maps the period to the rows of one subject. Where there is none, the finest whose bins
    mostly hold a tentative one; None where hardly anything can be shown.
    """
    for wanted in ({FULL}, {FULL, TENTATIVE}):
        for period in PERIODS:
            if period in frames and mostly(frames[period], period, wanted):
                return period
    return None


def mostly(frame: pl.DataFrame, period: str, wanted: Collection[str]) -> bool:
    """Half of the bins that hold anything, two at least, are displayed in one of these ways.

    Bins before the first and after the last that is displayed do not count, as long as they hold
    less than half of all units.
    """
    made = series(frame, period, indicator=SPANNING)
    found = [item.estimate for item in made.bins if item.estimate is not None]
    shown = [one for one in found if one.display in wanted]
    rows = frame.filter(pl.col(period).is_not_null(), indicator=SPANNING, basis="original")
    return (
        len(shown) >= 2
        and 2 * len(shown) >= len(found)
        and 2 * sum(one.n for one in shown) >= rows["n"].sum()
    )


def start_of(period: str) -> dt.date:
    """The first day of 2019-03, 2019-Q1 or 2019."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return dt.date(int(year), 3 * int(part[1:]) - 2, 1)
    return dt.date(int(year), int(part or 1), 1)


def _name_of(day: dt.date, period: str) -> str:
    if period == "month":
        return f"{day.year}-{day.month:02}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if period == "quarter" else str(day.year)


def _between(names: Collection[str], period: str) -> Iterator[str]:
    if not names:
        return
    day, last = start_of(min(names)), start_of(max(names))
    while day <= last:
        yield _name_of(day, period)
        months = day.month - 1 + _MONTHS[period]
        day = dt.date(day.year + months // 12, months % 12 + 1, 1)


def _estimate(row: Mapping[str, object]) -> Estimate:
    fields = ("indicator", "value", "low", "high", "n", "n_eff", "display", "method")
    return Estimate(**{name: row[name] for name in fields})  # type: ignore[arg-type]
