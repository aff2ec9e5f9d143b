"""`analyze`: finds and codes every mention."""

import datetime as dt
from functools import partial
from pathlib import Path

import click

from mediaframe import workspace as workspaces
from mediaframe.cli.options import Day, workers_option, workspace_option
from mediaframe.cli.progress import progress
from mediaframe.store import rejects, stories


@click.command()
@workspace_option
@click.option("--since", type=Day(), help="Only articles of this day or later.")
@click.option("--until", type=Day(), help="Only articles of this day or earlier.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; repeat.")
@workers_option
@click.option(
    "--scorer",
    type=click.Choice(["lexicon"]),
    default="lexicon",
    show_default=True,
    help="Which scorer codes the mentions.",
)
def analyze_command(
    workspace: Path,
    since: dt.date | None,
    until: dt.date | None,
    outlets: tuple[str, ...],
    workers: int | None,
    scorer: str,
) -> None:
    """Find and code every mention in the articles that are not analysed yet.

    Can be stopped at any moment: started again, it goes on where it was. When the actors, the
    lexicon or the program have changed, all articles are analysed anew; older results stay.

    Exit code 1 when articles or mentions were rejected.

    Example: mediaframe analyze -w egypt --since 2013-01-01 --outlet almasryalyoum
    """
    with workspaces.open_workspace(workspace) as opened:
        done = opened.analyze(
            since=since,
            until=until,
            outlets=outlets,
            workers=workers,
            scorer=scorer,
            watch=partial(progress, "Analysing"),
        )
        with opened.store.read() as conn:
            total = stories.count(conn)
            reasons = rejects.counts(conn) if done.rejects else {}
    click.echo(
        f"{done.articles:,} articles analysed: {done.mentions:,} mentions, {done.in_scope:,} of "
        f"them in scope; {total:,} stories in the workspace"
    )
    if done.rejects:
        why = "; ".join(
            f"{count} {stage}: {reason}"
            for (stage, reason), count in reasons.items()
            if stage in ("detect", "score")
        )
        click.echo(f"{done.rejects} rejected. All that were: {why}", err=True)
        raise click.exceptions.Exit(1)
