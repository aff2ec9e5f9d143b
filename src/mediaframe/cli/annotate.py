"""`annotate`: the codes that people give."""

from collections import Counter
from pathlib import Path
from typing import BinaryIO

import click

from mediaframe.cli.options import workspace_option
from mediaframe.cli.progress import progress
from mediaframe.pipeline.filters import encoded
from mediaframe.workspace import open_workspace

_SHOWN = 20
"""Rejected lines that are shown one by one."""


@click.group()
def annotate_command() -> None:
    """Store codes that people gave, and give them back to learn from.

    Example: mediaframe annotate import codes.jsonl --coder a1
    """


@annotate_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--coder",
    required=True,
    metavar="NAME",
    help="Who coded; a pseudonym will do. It is stored and not published.",
)
@workspace_option
def import_command(file: Path, coder: str, workspace: Path) -> None:
    """Store the coded mentions of FILE (JSON lines).

    A line has `article` (the id in the imported file, its URL or its key), `start`, `end`,
    `surface`, `in_headline` and `codes`; see docs/formats.md. Mentions that are stored already are
    passed over, so that a file can be imported again; another file makes another run.

    Example: mediaframe annotate import codes.jsonl --coder a1
    """
    with open_workspace(workspace) as opened, progress("Storing") as advance:
        recorded = opened.record_codes(file, coder=coder, advance=advance)
    click.echo(f"{recorded.new:,} coded mentions stored, {recorded.known:,} stored before")
    for reject in recorded.rejects[:_SHOWN]:
        click.echo(f"{reject.item}: {reject.reason}", err=True)
    if recorded.rejects:
        click.echo(f"{len(recorded.rejects):,} rejected (stored with file and line):")
        reasons = Counter(reject.reason.partition(":")[0] for reject in recorded.rejects)
        for reason, count in reasons.most_common():
            click.echo(f"  {count:,} {reason}")
        raise click.exceptions.Exit(1)


@annotate_command.command("export")
@click.option(
    "-o", "--output", type=click.File("wb", lazy=False), default="-", help="Write to a file."
)
@workspace_option
def export_command(output: BinaryIO, workspace: Path) -> None:
    """Write every coded mention with its window, as `train` and `evaluate` take them.

    Another coder's codes of the same mention are its `codes_second`. The lines hold text of the
    articles: keep them where the articles may be kept.

    Example: mediaframe annotate export -o labels.jsonl
    """
    count = 0
    with open_workspace(workspace) as opened, progress("Writing") as advance:
        for row in opened.gold():
            output.write(encoded(row))
            count += 1
            advance(1)
    click.echo(f"{count:,} coded mentions written", err=True)
