"""`detect` and `code`: JSON lines in, JSON lines out, without a workspace."""

import json
import sys
from collections import Counter
from collections.abc import Iterable

import click

from mediaframe import config
from mediaframe.pipeline import filters, tools
from mediaframe.types import Reject

_FILE = click.argument("file", type=click.File("rb"), default="-")


def _paths() -> tools.ToolPaths:
    settings = config.Settings()
    return tools.ToolPaths(
        codebook=settings.codebook, lexicon=settings.lexicon, actors=tuple(settings.actors)
    )


def _write(rows: Iterable[filters.Row | Reject]) -> None:
    reasons: Counter[str] = Counter()
    for row in rows:
        if isinstance(row, Reject):
            reasons[row.reason.partition(":")[0]] += 1
            click.echo(f"{row.item}: {row.reason}", err=True)
        else:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    if reasons:
        total = sum(reasons.values())
        why = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
        click.echo(f"{total} rejected: {why}", err=True)
        raise click.exceptions.Exit(1)


@click.command()
@_FILE
def detect_command(file: click.utils.LazyFile) -> None:
    """Find the mentions in article JSON lines of FILE, or of standard input.

    Reads objects with `id`, `title`, `text`; writes one line per mention: `id`, `start`, `end`,
    `surface`, `actor_id`, `actor_type`, `in_scope`, `voice`, `in_headline`.

    Example: zcat articles.jsonl.gz | mediaframe detect - > mentions.jsonl
    """
    _write(filters.detect(filters.lines(file, file.name), tools.load(_paths())))


@click.command()
@click.option(
    "--scorer", type=click.Choice(["lexicon"]), default="lexicon", show_default=True,
    help="Which scorer codes the mentions.",
)
@_FILE
def code_command(scorer: str, file: click.utils.LazyFile) -> None:  # noqa: ARG001
    """Code the marked mentions in JSON lines of FILE, or of standard input.

    Reads objects with `id`, `headline`, `text`, `start`, `end`; writes the same objects with the
    codes, `probabilities` and `evidence`.

    Example: mediaframe code --scorer lexicon windows.jsonl > coded.jsonl
    """
    _write(filters.code(filters.lines(file, file.name), tools.load(_paths())))
