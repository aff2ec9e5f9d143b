"""What trends can be broken down by."""

from collections.abc import Sequence

import polars as pl

PERIODS = ("week", "month", "quarter", "year")
ARTICLE_KEYS = ("outlet", "country", "ownership", *PERIODS)
"""Keys that an article has as a whole; the others belong to its actors, issues or voices."""
KEYS = (*ARTICLE_KEYS, "actor_country", "actor", "actor_type", "issue", "voice")
UNKNOWN = "unknown"
"""Key of an outlet or actor without country, and of an actor who is not in the registry."""
PERSONS = "persons"
"""The one group in which individual people are counted where they are not to be listed."""

_TRUNCATED = {"week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}


def begin_of(period: str) -> pl.Expr:
    """The first day of the week (Monday), month, quarter or year of the column `date`."""
    return pl.col("date").dt.truncate(_TRUNCATED[period]).alias(period)


def named(cells: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Cells with the names of their periods in place of first days.

    A week is 2019-W07 (ISO 8601, so that its year can differ from that of its first day), a
    month 2019-03, a quarter 2019-Q1, a year 2019.
    """
    return cells.with_columns(_name(period) for period in by if period in PERIODS)


def _name(period: str) -> pl.Expr:
    day = pl.col(period).dt
    if period == "week":
        return pl.format("{}-W{}", day.iso_year(), day.week().cast(pl.String).str.zfill(2)).alias(
            period
        )
    if period == "quarter":
        return pl.format("{}-Q{}", day.year(), day.quarter()).alias(period)
    return day.to_string("%Y-%m" if period == "month" else "%Y")
