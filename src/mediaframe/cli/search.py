"""`search`: finds articles by Arabic words in any spelling."""

import datetime as dt
from pathlib import Path

import click

from mediaframe import workspace as workspaces
from mediaframe.cli.options import Day, format_option, workspace_option
from mediaframe.cli.output import render


@click.command()
@workspace_option
@click.option("--since", type=Day(), help="Only articles of this day or later.")
@click.option("--until", type=Day(), help="Only articles of this day or earlier.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; repeat.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Most articles."
)
@format_option
@click.argument("words", nargs=-1, required=True)
def search_command(
    workspace: Path,
    since: dt.date | None,
    until: dt.date | None,
    outlets: tuple[str, ...],
    limit: int,
    form: str,
    output: Path | None,
    words: tuple[str, ...],
) -> None:
    """Find the articles that hold all WORDS in any spelling or form, newest first.

    جمعية finds also الجمعيات, وجمعيتها and للجمعية. The words found stand in ⟦ ⟧.

    Example: mediaframe search -w egypt منظمات حقوقية
    """
    from mediaframe import query

    with workspaces.open_workspace(workspace) as opened:
        found = opened.search(
            " ".join(words), since=since, until=until, outlets=outlets, limit=limit
        )
        seen = query.coverage(opened.store)
    render(found.drop("url") if form == "table" else found, form, output)
    if len(found) == limit:
        click.echo(f"The newest {limit} articles; --limit shows more.", err=True)
    if seen.unindexed:
        click.echo(
            f"{seen.unindexed:,} of {seen.articles:,} articles are not indexed yet: "
            "run `mediaframe analyze`.",
            err=True,
        )
