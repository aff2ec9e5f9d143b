"""`stories`: what civil society achieved, delivered and defended."""

import datetime as dt
from pathlib import Path

import click

from mediaframe import workspace as workspaces
from mediaframe.cli.options import Day, format_option, scorer_option, workspace_option
from mediaframe.cli.output import render


@click.command()
@workspace_option
@click.option(
    "--country", metavar="CODE", help="Of the actor (ISO code), or of the outlet if it has none."
)
@click.option("--theme", metavar="ID", help="Issue of the codebook, such as ENVIRONMENT.")
@click.option(
    "--frame",
    type=click.Choice(["ACHIEVEMENT_IMPACT", "SERVICE_RELIEF", "RIGHTS_DEFENDER"]),
    help="Only stories with this frame.",
)
@click.option("--since", type=Day(), help="Only articles of this day or later.")
@click.option("--until", type=Day(), help="Only articles of this day or earlier.")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; repeat.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Most stories."
)
@scorer_option
@format_option
def stories_command(
    workspace: Path,
    country: str | None,
    theme: str | None,
    frame: str | None,
    since: dt.date | None,
    until: dt.date | None,
    outlets: tuple[str, ...],
    limit: int,
    scorer: str,
    form: str,
    output: Path | None,
) -> None:
    """Achievement, service and rights stories of civil society, newest first.

    One line per story, from its earliest article, with the sentence that carries it. Stories
    about individual people are left out unless the settings say show_persons.

    Example: mediaframe stories -w egypt --theme GIRLS_EDUCATION --limit 10
    """
    with workspaces.open_workspace(workspace) as opened:
        found = opened.stories(
            country=country,
            theme=theme,
            frame=frame,
            since=since,
            until=until,
            outlets=outlets,
            limit=limit,
            scorer=scorer,
        )
    if form == "table":
        found = found.drop("url", "title")
    render(found, form, output)
    if len(found) == limit:
        click.echo(f"The newest {limit} stories; --limit shows more.", err=True)
