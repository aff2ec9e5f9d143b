"""Cells and bins out of trend frames."""

import datetime as dt

import polars as pl
import pytest

from mediaframe.report.figures import best_period, cells, series, split, start_of

_SCHEMA = ["month", "indicator", "label", "basis", "value", "low", "high", "n", "n_eff", "display",
           "method"]  # fmt: skip


def frame(displays: dict[str, str], period: str = "month") -> pl.DataFrame:
    """A frame of one indicator with these displays."""
    rows = [
        (
            name,
            "legitimation_index",
            "",
            "original",
            0.2,
            0.1,
            0.3,
            200,
            150.0,
            display,
            "bootstrap",
        )
        for name, display in displays.items()
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").rename({"month": period})


def test_a_month_without_articles_is_an_empty_bin() -> None:
    made = series(
        frame({"2018-11": "full", "2019-02": "full"}), "month", indicator="legitimation_index"
    )
    assert [item.label for item in made.bins] == ["2018-11", "2018-12", "2019-01", "2019-02"]
    assert [item.estimate is None for item in made.bins] == [False, True, True, False]


def test_lines_break_at_gaps_and_at_what_is_not_solid() -> None:
    shown = {"2018-01": "full", "2018-02": "full", "2018-03": "suppressed", "2018-04": "full",
             "2018-05": "tentative", "2018-08": "full"}  # fmt: skip
    made = series(frame(shown), "month", indicator="legitimation_index")
    stretches = [[item.label for item in stretch] for stretch in made.runs()]
    assert stretches == [["2018-01", "2018-02"], ["2018-04"], ["2018-08"]]
    assert made.solid == 4


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2019-03", dt.date(2019, 3, 1)),
        ("2019-Q4", dt.date(2019, 10, 1)),
        ("2019", dt.date(2019, 1, 1)),
    ],
)
def test_periods_begin(name: str, day: dt.date) -> None:
    assert start_of(name) == day


def test_the_finest_period_that_is_mostly_solid_is_shown() -> None:
    months = frame({"2018-01": "full", "2018-02": "suppressed", "2018-03": "suppressed"})
    quarters = frame({"2018-Q1": "full", "2018-Q2": "full", "2018-Q3": "tentative"}, "quarter")
    assert best_period({"month": months, "quarter": quarters}) == "quarter"
    assert (
        best_period({"month": frame({"2018-01": "tentative", "2018-02": "tentative"})}) == "month"
    )
    assert best_period({"month": months}) is None
    assert best_period({}) is None


def test_a_few_articles_of_other_years_do_not_hide_the_rest() -> None:
    old = {f"20{year}-05": "suppressed" for year in range(10, 18)}
    months = frame(old | {"2018-01": "full", "2018-02": "full", "2018-03": "suppressed"})
    few = months.with_columns(n=pl.when(pl.col("display") == "full").then(200).otherwise(9))
    assert best_period({"month": few}) == "month"
    made = series(few, "month", indicator="legitimation_index")
    assert [item.label for item in made.bins] == ["2018-01", "2018-02"]
    assert best_period({"month": months}) is None  # most of it is there
    rare = few.with_columns(indicator=pl.lit("frame_share"), display=pl.lit("suppressed"))
    both = pl.concat([few, rare.filter(pl.col("month") > "2018-01")])
    bins = series(both, "month", indicator="frame_share").bins
    assert [item.label for item in bins] == ["2018-01", "2018-02"]
    assert [item.estimate is None for item in bins] == [True, False]


def test_cells_and_parts_by_a_column() -> None:
    whole = frame({"2018-01": "full", "2018-02": "suppressed"})
    parts = split(whole.with_columns(month=pl.col("month").replace({"2018-02": None})), "month")
    assert list(parts) == ["2018-01", ""]
    found = cells(parts["2018-01"])
    assert found["legitimation_index", "", "original"].n_eff == 150
