"""`import`: articles from files into the workspace."""

from pathlib import Path

import click

from mediaframe.cli.options import outlets_option, workers_option, workspace_option
from mediaframe.cli.progress import progress
from mediaframe.collect.fields import NAMES
from mediaframe.pipeline.importing import Imported
from mediaframe.workspace import open_workspace

_MOST_LINES = 50


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=f"Read a field from this column; repeatable. Fields: {', '.join(NAMES)}.",
)
@click.option("--encoding", help="Encoding of the files; found out line by line by default.")
@outlets_option
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV or JSON lines that tell where HTML files were: file, url[, date, outlet].",
)
@workers_option
@workspace_option
def import_command(
    paths: tuple[str, ...],
    fields: tuple[str, ...],
    encoding: str | None,
    outlets: tuple[str, ...],
    manifest: Path | None,
    workers: int | None,
    workspace: Path,
) -> None:
    """Import articles from files, folders or quoted patterns.

    Reads JSON lines, CSV and Parquet, plain or compressed (.gz, .zst). Columns are found by their
    names (title or headline, text or body, date or published, outlet or source, url or link ...).
    An article that is stored already is passed over, so that a file can be imported again.

    Reads web pages too: HTML files (their address from --manifest, else from the page itself), WARC
    files (.warc, .warc.gz), also those of Common Crawl, and WACZ packages. Their articles are the
    same that `collect` would store; a page newer than the stored one replaces it, whose text is
    kept as a revision.

    Example: mediaframe import 'news/*.jsonl.gz' --field text=body_html

    Example: mediaframe import CC-NEWS-20240301.warc.gz --outlet ma_hespress --outlet alayam.com
    """
    with open_workspace(workspace) as opened, progress("Importing") as advance:
        result = opened.import_files(
            paths,
            fields=fields,
            encoding=encoding,
            outlets=outlets,
            manifest=manifest,
            workers=workers,
            advance=advance,
        )
    _summary(result)
    if result.rejected:
        raise click.exceptions.Exit(1)


def _summary(result: Imported) -> None:
    files = "1 file" if result.files == 1 else f"{result.files:,} files"
    click.echo(
        f"{result.read:,} articles read from {files}: {result.new:,} new, "
        f"{result.known:,} stored before or repeated"
    )
    if result.changed:
        click.echo(f"{result.changed:,} changed: the old text is kept as a revision")
    if total := result.passed.total():
        why = "; ".join(f"{count:,} {reason}" for reason, count in result.passed.most_common(10))
        click.echo(f"{total:,} passed over: {why}")
    for reason, count in result.undated.items():
        click.echo(f"{count:,} kept without a date: {reason}")
    if result.repaired:
        click.echo(f"{result.repaired:,} repaired: text had been decoded wrongly (mojibake)")
    for encoding, count in result.encodings.most_common():
        click.echo(f"{count:,} read as {encoding}")
    _outlets(result)
    if total := result.rejected.total():
        click.echo(f"{total:,} rejected (stored with file and line or offset):")
        for reason, count in result.rejected.most_common(_MOST_LINES):
            click.echo(f"  {count:,} {reason}")
        if (more := len(result.rejected) - _MOST_LINES) > 0:
            click.echo(f"  and {more:,} other reasons")


def _outlets(result: Imported) -> None:
    unknown = sorted(
        result.unverified.values(), key=lambda outlet: (-result.outlets[outlet.id], outlet.id)
    )
    if not unknown:
        return
    click.echo(
        f"{len(unknown):,} outlets are in no registry (unverified: no ownership, perhaps no "
        "country); describe them with `mediaframe outlets add`:"
    )
    for outlet in unknown[:_MOST_LINES]:
        about = ", ".join(part for part in (outlet.country, *outlet.domains) if part)
        number = f"{result.outlets[outlet.id]:>9,}"
        click.echo(f"{number}  {outlet.id}  {outlet.name_ar}" + (f"  ({about})" if about else ""))
    if (more := len(unknown) - _MOST_LINES) > 0:
        click.echo(f"and {more:,} more; `mediaframe outlets list` shows them")
