"""`trends`: indicators per outlet, country, period, actor, issue or voice."""

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl

from mediaframe import workspace as workspaces
from mediaframe.aggregate.keys import KEYS, PERIODS
from mediaframe.cli import garbage, trend_text
from mediaframe.cli.options import Day, format_option, scorer_option, workspace_option
from mediaframe.cli.output import render

if TYPE_CHECKING:
    from mediaframe.query.trend_table import Notes

_DEFAULT = (
    "visibility",
    "legitimation_index",
    "delegitimation_index",
    "actor_voice_share",
    "net_tone",
)


def _split(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


@click.command()
@workspace_option
@click.option(
    "--by",
    multiple=True,
    default=("country", "year"),
    show_default="country, year",
    callback=_split,
    metavar="KEY",
    help=f"Break down by {', '.join(KEYS)}; repeat, or join with commas.",
)
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    callback=_split,
    metavar="ID",
    help=f"Indicator of the codebook, or `all`; repeat. [default: {', '.join(_DEFAULT)}]",
)
@click.option("--frame", metavar="ID", help="Show the share of this frame.")
@click.option("--since", type=Day(), help="Only articles of this day or later.")
@click.option("--until", type=Day(), help="Only articles of this day or earlier.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; repeat.")
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="CODE",
    help="Only outlets of this country (ISO code); repeat.",
)
@scorer_option
@format_option
@garbage.kept()
def trends_command(
    workspace: Path,
    by: tuple[str, ...],
    indicators: tuple[str, ...],
    frame: str | None,
    since: dt.date | None,
    until: dt.date | None,
    outlets: tuple[str, ...],
    countries: tuple[str, ...],
    scorer: str,
    form: str,
    output: Path | None,
) -> None:
    """Framing trends with 95 % intervals, per outlet, country, period and more.

    The unit is article x actor, with weight 1. Every figure is given for original output (each
    story once) and for exposure (every copy). Figures of fewer than 30 effective units are
    suppressed. CSV, JSON and Parquet have one row per figure; docs/indicators.md defines them.

    Example: mediaframe trends -w egypt --by outlet --by month --frame FOREIGN_AGENT
    """
    # The products of a bootstrap are small: more threads of BLAS would wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    chosen: tuple[str, ...] | None = indicators
    if not indicators:
        chosen = _DEFAULT if frame is None else None
    elif "all" in indicators:
        chosen = None
    with workspaces.open_workspace(workspace) as opened:
        if chosen is None and frame is not None and indicators:
            chosen = tuple(indicator.id for indicator in opened.codebook.indicators)
        frame_of_figures = opened.trends(
            by=by,
            indicators=chosen,
            frame=frame,
            since=since,
            until=until,
            outlets=outlets,
            countries=countries,
            scorer=scorer,
        )
        from mediaframe import query

        notes = query.notes(opened.store, scorer=scorer, outlets=outlets)
    if form == "table":
        trend_text.write(frame_of_figures, by, output)
    else:
        render(frame_of_figures, form, output)
    _notice(frame_of_figures, notes, undated=notes.undated if set(by) & set(PERIODS) else 0)


def _notice(figures: pl.DataFrame, notes: "Notes", *, undated: int) -> None:
    hidden = int((figures["display"] == "suppressed").sum())
    lines = ["Uncorrected: readings of a scorer, not checked against a sample of human codes."]
    if hidden:
        lines.append(f"{hidden:,} of {len(figures):,} figures suppressed (n_eff under 30).")
    if notes.abstained:
        lines.append(f"{notes.abstained:,} mentions were too uncertain to count.")
    if notes.pending:
        lines.append(f"{notes.pending:,} articles are not analysed yet and count nowhere.")
    if undated:
        lines.append(f"{undated:,} articles without date are in no period.")
    for line in lines:
        click.echo(line, err=True)
