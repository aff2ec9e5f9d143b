"""Options of the commands that learn from coded places in real news."""

from pathlib import Path

import click

from mediaframe.cli.options import Command
from mediaframe.learn.placed import Places


def placed_options(command: Command) -> Command:
    """`--placed PATH` and `--corpora DIR`."""
    command = click.option(
        "--corpora",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of the articles (`*.jsonl.gz`) of --placed.",
    )(command)
    return click.option(
        "--placed",
        type=click.Path(exists=True, path_type=Path),
        help="Codes of places in the articles of --corpora; learned from, in no figure.",
    )(command)


def places(codes: Path | None, corpora: Path | None) -> Places | None:
    """What the two options name.

    Raises:
        click.UsageError: only one of them is given.
    """
    if codes is None and corpora is None:
        return None
    if codes is None or corpora is None:
        raise click.UsageError("--placed and --corpora belong together.")
    return Places(codes=codes, corpora=corpora)
