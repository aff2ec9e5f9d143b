"""`report`: the bilingual site."""

from functools import partial
from pathlib import Path

import click

from mediaframe import workspace as workspaces
from mediaframe.cli.options import scorer_option, workspace_option
from mediaframe.cli.progress import progress


@click.command()
@workspace_option
@scorer_option
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write, in place of an earlier report; by default `report` in the workspace.",
)
def report_command(workspace: Path, scorer: str, output: Path | None) -> None:
    """Write the report: pages in Arabic and English that open from disk, without a network.

    Overview, countries, outlets, actors, examples with their evidence, positive stories and the
    method; every chart also as SVG and PNG, every figure also as CSV. Prints the path of the
    first page. With --scorer classifier, examples show beside the lexicon's terms the words that
    the classifier rests on, which takes a minute or two. A folder that holds anything but an
    earlier report is never touched.

    Example: mediaframe report -w egypt -o public
    """
    with workspaces.open_workspace(workspace) as opened:
        click.echo(opened.report(output, scorer=scorer, watch=partial(progress, "Explaining")))
