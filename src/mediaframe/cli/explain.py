"""`explain`: why the mentions of an article are coded as they are."""

from pathlib import Path

import click
import polars as pl

from mediaframe import workspace as workspaces
from mediaframe.aggregate.keys import PERSONS
from mediaframe.cli.options import format_option, workspace_option
from mediaframe.cli.output import render
from mediaframe.cli.progress import progress
from mediaframe.query import people
from mediaframe.types import NONE, Codes


@click.command()
@workspace_option
@format_option
@click.argument("article", type=click.IntRange(1, 2**63 - 1))
def explain_command(workspace: Path, form: str, output: Path | None, article: int) -> None:
    """Show the words that the codes of both scorers rest on, mention by mention, in ARTICLE.

    ARTICLE is the id that `search` shows. One row per mention in scope (`place` is where it
    begins), scorer and code: how likely the code is (of the lexicon an uncalibrated score), and the
    words that speak most for it with their weights. Those of the classifier are found by leaving
    out one word after the other: by how much the log odds of the code fall without it. Individual
    people are not named unless the settings say show_persons.

    Example: mediaframe explain -w egypt 1042
    """
    found = []
    with (
        workspaces.open_workspace(workspace) as opened,
        progress("Explaining") as advance,
    ):
        show_persons = opened.settings.show_persons
        for one in opened.explain(article):
            found.append(one)
            advance(1)
    rows = [
        {
            "mention": one.mention.surface
            if show_persons or not people.is_person(one.mention, one.actor)
            else PERSONS,
            "place": f"{'title' if one.mention.in_headline else 'text'} {one.mention.start}",
            "scorer": one.scorer,
            "code": code,
            "probability": one.reading.probabilities.get(code),
            "words": "، ".join(f"{e.term} {e.weight:+.2f}" for e in one.evidence if e.code == code),
        }
        for one in found
        for code in _codes(one.reading.codes)
    ]
    schema = {
        "mention": pl.String, "place": pl.String, "scorer": pl.String, "code": pl.String,
        "probability": pl.Float64, "words": pl.String,
    }  # fmt: skip
    render(pl.DataFrame(rows, schema), form, output)
    if not found:
        click.echo("No mention in scope.", err=True)


def _codes(codes: Codes) -> list[str]:
    if not codes.in_scope:
        return ["in_scope=false"]
    found = [f"frame={frame}" for frame in codes.frames]
    if codes.frames != (NONE,):
        found += [f"tone={codes.tone}", f"role={codes.role}", f"voice={codes.voice}"]
    found += [f"issue={issue}" for issue in codes.issues]
    return found + [f"{flag}=true" for flag in ("rebutted", "distancing") if getattr(codes, flag)]
