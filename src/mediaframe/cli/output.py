"""Renders a frame as a table, CSV, JSON or Parquet."""

import sys
from pathlib import Path

import click
import polars as pl


def render(frame: pl.DataFrame, form: str, output: Path | None, *, title: str = "") -> None:
    """Write `frame` to `output`, or to standard output (Parquet only to a file or a pipe)."""
    if form == "table":
        _table(frame, output, title)
    elif form == "parquet":
        if output is None and sys.stdout.isatty():
            raise click.UsageError("Parquet is binary: name a file with --output.")
        frame.write_parquet(output or sys.stdout.buffer)
    else:
        text = frame.write_csv() if form == "csv" else frame.write_json() + "\n"
        if output is None:
            click.echo(text, nl=False)
        else:
            output.write_text(text, encoding="utf-8")


def _table(frame: pl.DataFrame, output: Path | None, title: str) -> None:
    # imported here: only tables need it
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left")
    for name, kind in frame.schema.items():
        table.add_column(name, justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*("" if cell is None else _cell(cell) for cell in row))
    if output is None:
        Console(width=None if sys.stdout.isatty() else 200).print(table)
    else:
        with output.open("w", encoding="utf-8") as file:
            Console(file=file, width=200).print(table)


def _cell(value: object) -> str:
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    # text of the web may hold sequences that steer a terminal, or turn the direction of a line
    text = "".join(char if char.isprintable() else " " for char in text)
    return text.replace("[", r"\[")
