"""Trend tables as text: one line per cell if there is room for it, else one per figure.

Lines are put together here, not by rich, which would take longer for a table of some hundred
lines than all its figures do.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import polars as pl

_FOOT = (
    "value [95 % interval] n; ~ tentative (n_eff under 100 or a wide interval: no ranking, "
    "no trend); · suppressed (n_eff under 30)"
)
_WIDTH = 200
"""Where the output is no terminal."""


def write(figures: pl.DataFrame, by: Sequence[str], output: Path | None) -> None:
    """Write the long table of `query.trends` for reading, to a file or standard output."""
    if figures.is_empty():
        click.echo("No analysed article is in this selection.", err=True)
        return
    width = shutil.get_terminal_size().columns
    if output is not None or not sys.stdout.isatty():
        width = _WIDTH
    shown = figures.select(
        *by,
        "basis",
        name=pl.when(pl.col("label") == "")
        .then(pl.col("indicator"))
        .otherwise(pl.col("indicator") + " " + pl.col("label")),
        figure=_texts(figures),
    )
    text = _lines(_wide(shown, by))
    if max(map(len, text)) > width:
        text = _lines(_narrow(shown, by))
    whole = "\n".join((*text, _FOOT)) + "\n"
    if output is None:
        click.echo(whole, nl=False)
    else:
        output.write_text(whole, encoding="utf-8")


def _texts(figures: pl.DataFrame) -> pl.Series:
    columns = ("indicator", "value", "low", "high", "n", "display")
    return pl.Series(
        [
            f"· {n}"
            if display == "suppressed"
            else f"{'~' * (display == 'tentative')}{_number(value, indicator)} "
            f"[{_number(low, indicator)}, {_number(high, indicator)}] {n}"
            for indicator, value, low, high, n, display in figures.select(columns).iter_rows()
        ],
        dtype=pl.String,
    )


def _number(value: float, indicator: str) -> str:
    # per 1000 articles with one decimal, shares and means with two; no minus before nought
    return f"{value:z.1f}" if indicator == "visibility" else f"{value:z.2f}"


def _wide(shown: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    names = shown["name"].unique(maintain_order=True).to_list()
    table = shown.pivot(on="name", on_columns=names, index=[*by, "basis"], values="figure")
    table = table.with_columns(pl.col(names).fill_null(""))
    if not by:
        return table
    alike = pl.struct(names).n_unique().over(by) == 1
    # a cell without copies has one line for both
    return table.with_columns(basis=pl.when(alike).then(pl.lit("both")).otherwise("basis")).unique(
        [*by, "basis"], keep="first", maintain_order=True
    )


def _narrow(shown: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return (
        shown.pivot(
            on="basis", on_columns=["original", "exposure"], index=[*by, "name"], values="figure"
        )
        .rename({"name": "indicator"})
        .with_columns(pl.col("original", "exposure").fill_null(""))
    )


def _lines(table: pl.DataFrame) -> list[str]:
    columns = []
    for name, values in zip(table.columns, table.iter_columns(), strict=True):
        texts = [name, *values.to_list()]
        width = max(map(len, texts))
        columns.append([text.ljust(width) for text in texts])
    return ["  ".join(row).rstrip() for row in zip(*columns, strict=True)]
