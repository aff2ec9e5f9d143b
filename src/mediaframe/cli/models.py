"""`models`: the data of the scorers, and whether it is whole."""

from pathlib import Path

import click
import polars as pl

from mediaframe import config
from mediaframe.cli.options import format_option
from mediaframe.cli.output import render


@click.group()
def models_command() -> None:
    """List and check the models of detector and scorers.

    Example: mediaframe models check
    """


@models_command.command("list")
@format_option
def list_command(form: str, output: Path | None) -> None:
    """What each scorer is loaded from, with version, codebook and size.

    Example: mediaframe models list
    """
    render(_rows(), form, output)


@models_command.command("check")
@format_option
def check_command(form: str, output: Path | None) -> None:
    """Load every model and compare its files with their digests; exit code 1 where one is wrong.

    Example: mediaframe models check
    """
    found = _rows()
    render(found, form, output)
    if (found["problem"] != "").any():
        raise click.exceptions.Exit(1)


def _rows() -> pl.DataFrame:
    from mediaframe.pipeline import models

    found = models.models(config.tool_paths(config.Settings()))
    return pl.DataFrame(
        [
            {
                "scorer": model.scorer,
                "version": model.digest,
                "codebook": model.codebook,
                "megabytes": round(model.size / 1e6, 1),
                "folder": str(model.folder),
                "note": model.note,
                "problem": model.problem,
            }
            for model in found
        ]
    )
