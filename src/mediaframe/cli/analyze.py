"""`analyze`: finds and codes every mention."""

import datetime as dt
from functools import partial
from pathlib import Path

import click

from mediaframe import workspace as workspaces
from mediaframe.cli.options import Day, workers_option, workspace_option
from mediaframe.cli.progress import progress
from mediaframe.store import rejects, stories
from mediaframe.types import SCORERS


@click.command()
@workspace_option
@click.option("--since", type=Day(), help="Only articles of this day or later.")
@click.option("--until", type=Day(), help="Only articles of this day or earlier.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; repeat.")
@workers_option
@click.option(
    "--scorer",
    "scorers",
    type=click.Choice(SCORERS),
    multiple=True,
    help="Only this scorer; repeat. By default those that the settings name.",
)
def analyze_command(
    workspace: Path,
    since: dt.date | None,
    until: dt.date | None,
    outlets: tuple[str, ...],
    workers: int | None,
    scorers: tuple[str, ...],
) -> None:
    """Find and code every mention in the articles that are not analysed yet.

    The lexicon codes first, then the classifier, which is slower: 20 to 35 mentions a second on
    two cores. Can be stopped at any moment: started again, it goes on where it was. When the
    actors, a scorer's data or the program have changed, all articles are analysed anew; older
    results stay.

    Exit code 1 when articles or mentions were rejected.

    Example: mediaframe analyze -w egypt --since 2013-01-01 --outlet almasryalyoum
    """
    with workspaces.open_workspace(workspace) as opened:
        found = {
            scorer: opened.analyze(
                since=since,
                until=until,
                outlets=outlets,
                workers=workers,
                scorer=scorer,
                watch=partial(progress, f"Analysing ({scorer})"),
            )
            for scorer in scorers or opened.settings.scorers
        }
        with opened.store.read() as conn:
            total = stories.count(conn)
            reasons = rejects.counts(conn)
    first = next(iter(found.values()))
    click.echo(
        f"{first.articles:,} articles analysed: {first.mentions:,} mentions, {first.in_scope:,} "
        f"of them in scope; {total:,} stories in the workspace"
    )
    if "classifier" in found:
        read = found["classifier"]
        click.echo(
            f"classifier: {read.in_scope:,} of {read.mentions:,} mentions in scope, "
            f"{read.abstained:,} of them too uncertain to count"
        )
    if rejected := sum(done.rejects for done in found.values()):
        why = "; ".join(
            f"{count} {stage}: {reason}"
            for (stage, reason), count in reasons.items()
            if stage in ("detect", "score")
        )
        click.echo(f"{rejected} rejected. All that were: {why}", err=True)
        raise click.exceptions.Exit(1)
