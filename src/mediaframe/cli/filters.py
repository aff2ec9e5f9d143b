"""`detect` and `code`: JSON lines in, JSON lines out, without a workspace."""

import sys
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO

import click
from pydantic import ValidationError

from mediaframe import config
from mediaframe.pipeline import filters, tools
from mediaframe.types import SCORERS, Reject

_FILE = click.argument("file", type=click.File("rb"), default="-")


def _tools(scorer: str = "lexicon") -> tools.Tools:
    try:
        settings = config.Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise click.UsageError(f"MEDIAFRAME_{name}: {first['msg']}") from error
    return tools.load(config.tool_paths(settings), scorer=scorer, threads=tools.cores())


def _write(rows: Iterable[filters.Row | Reject]) -> None:
    out = sys.stdout.buffer
    reasons: Counter[str] = Counter()
    for row in rows:
        if isinstance(row, Reject):
            reasons[row.reason.partition(":")[0]] += 1
            click.echo(f"{row.item}: {row.reason}", err=True)
        else:
            out.write(filters.encoded(row))
            out.flush()  # the next program of a pipe need not wait for the last line
    if reasons:
        total = sum(reasons.values())
        why = "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())
        click.echo(f"{total} rejected: {why}", err=True)
        raise click.exceptions.Exit(1)


@click.command()
@_FILE
def detect_command(file: BinaryIO) -> None:
    """Find the mentions in article JSON lines of FILE, or of standard input.

    Reads objects with `id`, `title`, `text`; writes one line per mention: `id`, `start`, `end`,
    `surface`, `actor_id`, `actor_type`, `in_scope`, `voice`, `in_headline`.

    Example: zcat articles.jsonl.gz | mediaframe detect - > mentions.jsonl
    """
    _write(filters.detect(filters.lines(file, file.name), _tools()))


@click.command()
@click.option(
    "--scorer",
    type=click.Choice(SCORERS),
    default="lexicon",
    show_default=True,
    help="Which scorer codes the mentions.",
)
@_FILE
def code_command(scorer: str, file: BinaryIO) -> None:
    """Code the marked mentions in JSON lines of FILE, or of standard input.

    Reads objects with `id`, `headline`, `text`, `start`, `end`, and `in_headline` where the text is
    the headline; writes the same objects with the codes, `probabilities` and `evidence`.

    Example: mediaframe code --scorer lexicon windows.jsonl > coded.jsonl
    """
    _write(filters.code(filters.lines(file, file.name), _tools(scorer)))
