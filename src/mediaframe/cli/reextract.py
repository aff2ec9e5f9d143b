"""`reextract`: archived pages read again into the workspace."""

from pathlib import Path

import click
import polars as pl

from mediaframe.cli.options import format_option, outlets_option, workers_option, workspace_option
from mediaframe.cli.output import render
from mediaframe.cli.progress import progress
from mediaframe.pipeline.arriving import Arrival
from mediaframe.pipeline.reextraction import Reextracted
from mediaframe.workspace import open_workspace

_MOST_LINES = 20


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@outlets_option
@workers_option
@format_option
@workspace_option
def reextract_command(
    paths: tuple[str, ...],
    outlets: tuple[str, ...],
    workers: int | None,
    form: str,
    output: Path | None,
    workspace: Path,
) -> None:
    """Read archived pages again with today's extraction and the outlets' selectors of today.

    Reads WARC files and WACZ packages, such as those that `collect --archive` writes. Of several
    captures of a page the newest counts, and a stored article that is newer still stays. A title or
    text that differs is replaced, the old one kept as a revision, and analysed anew by the next
    `analyze`; what else differs (date, author, section, agency) is replaced too.

    Exit code 1 when anything was rejected.

    Example: mediaframe reextract archive/ --outlet ma_hespress
    """
    with open_workspace(workspace) as opened, progress("Reading") as advance:
        done = opened.reextract(paths, outlets=outlets, workers=workers, advance=advance)
    render(_table(done), form, output)
    if done.passed:
        why = "; ".join(f"{count:,} {reason}" for reason, count in done.passed.most_common(10))
        click.echo(f"{done.passed.total():,} passed over: {why}", err=True)
    if total := done.rejected.total():
        click.echo(f"{total:,} rejected (stored with file and offset):", err=True)
        for reason, count in done.rejected.most_common(_MOST_LINES):
            click.echo(f"  {count:,} {reason}", err=True)
        if (more := len(done.rejected) - _MOST_LINES) > 0:
            click.echo(f"  and {more:,} other reasons", err=True)
        raise click.exceptions.Exit(1)


def _table(done: Reextracted) -> pl.DataFrame:
    kinds = [arrival.value for arrival in Arrival]
    rows = [
        {"outlet": outlet, **{kind: counts[kind] for kind in kinds}}
        for outlet, counts in sorted(done.arrivals.items())
    ]
    schema = {"outlet": pl.String(), **dict.fromkeys(kinds, pl.Int64())}
    return pl.DataFrame(rows, schema=schema)
