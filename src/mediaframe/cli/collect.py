"""`collect`: articles from the outlets' own sites into the workspace."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path

import click
import polars as pl

from mediaframe.cli import crawling
from mediaframe.cli.options import Day, format_option, workspace_option
from mediaframe.cli.output import render
from mediaframe.cli.progress import progress
from mediaframe.collect import registry, url_list
from mediaframe.collect.archive import Archive
from mediaframe.pipeline import collecting
from mediaframe.pipeline.collecting import Collected
from mediaframe.store import rejects
from mediaframe.types import Reject
from mediaframe.workspace import open_workspace

_MOST_REASONS = 5


@click.command()
@click.option(
    "--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet; repeatable."
)
@click.option(
    "--country", "countries", multiple=True, metavar="CC", help="Only this country; repeatable."
)
@click.option("--since", type=Day(), help="First day of publication.")
@click.option("--until", type=Day(), help="Last day of publication.")
@click.option(
    "--max-articles", type=click.IntRange(min=1), help="Most articles fetched of each outlet."
)
@click.option(
    "--url-list",
    "urls",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fetch the article URLs of this file, one a line, and no other source.",
)
@click.option(
    "--archive",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep every page fetched as WARC files in this folder, for `reextract`.",
)
@format_option
@workspace_option
def collect_command(
    outlets: tuple[str, ...],
    countries: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    max_articles: int | None,
    urls: Path | None,
    folder: Path | None,
    form: str,
    output: Path | None,
    workspace: Path,
) -> None:
    """Collect the articles of outlets from the sources that the registries declare.

    Needs the setting `contact`. robots.txt is obeyed. What is stored is not fetched again, so that
    a collection can be stopped at any moment and run again every day. An article that its outlet
    changed is updated, its old text kept as a revision, and analysed anew by the next `analyze`.

    Exit code 1 when an outlet failed or anything was rejected.

    Example: mediaframe collect --country BH --since 2026-01-01 --max-articles 500
    """
    if urls and countries:
        raise click.UsageError("Give either --url-list or --country.")
    with open_workspace(workspace) as opened:
        policy = crawling.policy(opened.settings, workspace)
        known = registry.load(opened.settings.outlets)
        if urls:
            targets, left_out = url_list.targets(urls, known, outlets=outlets)
        else:
            targets, left_out = crawling.chosen(known, outlets, countries)
        with opened.store.begin() as conn:
            rejects.add(conn, left_out)
        with (
            nullcontext() if folder is None else closing(Archive(folder)) as archive,
            progress("Collecting") as advance,
        ):
            done = list(
                collecting.collect(
                    opened.store,
                    targets,
                    policy=policy,
                    since=since,
                    until=until,
                    max_articles=max_articles,
                    max_bytes=opened.settings.max_article_bytes,
                    archive=archive,
                    advance=advance,
                )
            )
    render(_table(done), form, output)
    _say_left_out(left_out)
    # without --outlet, an outlet that declares no source was not asked for
    missed = bool(left_out) and bool(urls or outlets)
    if missed or any(one.failed or one.rejected for one in done):
        raise click.exceptions.Exit(1)


def _table(done: Sequence[Collected]) -> pl.DataFrame:
    rows = [
        {
            "outlet": one.outlet_id,
            "found": one.found,
            "new": one.new,
            "changed": one.changed,
            "unchanged": one.unchanged,
            "repeated": one.repeated,
            "left_out": one.left_out,
            "rejected": one.rejected.total(),
            "why": "; ".join(f"{n} {reason}" for reason, n in one.rejected.most_common()),
            "sources": f"{one.sources - one.sources_failed} of {one.sources} read",
            "note": f"FAILED: {one.failed}" if one.failed else one.cut,
        }
        for one in sorted(done, key=lambda one: one.outlet_id)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _say_left_out(left_out: Sequence[Reject]) -> None:
    reasons = Counter(reject.reason for reject in left_out)
    for reason, count in reasons.most_common(_MOST_REASONS):
        click.echo(f"{count} not collected: {reason}", err=True)
    if (more := len(reasons) - _MOST_REASONS) > 0:
        click.echo(f"and {more} other reasons", err=True)
