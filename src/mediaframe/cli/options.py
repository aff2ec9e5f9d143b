"""Options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from mediaframe.types import SCORERS

Command = TypeVar("Command", bound=Callable[..., Any])


def workspace_option(command: Command) -> Command:
    """`--workspace DIR`, also MEDIAFRAME_WORKSPACE; the folder `workspace` by default."""
    return click.option(
        "-w",
        "--workspace",
        "workspace",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("workspace"),
        envvar="MEDIAFRAME_WORKSPACE",
        show_default=True,
        help="Workspace folder.",
    )(command)


def outlets_option(command: Command) -> Command:
    """`--outlet ID|DOMAIN`, of the commands that read files."""
    return click.option(
        "--outlet",
        "outlets",
        multiple=True,
        metavar="ID|DOMAIN",
        help="Only articles of this outlet; repeatable.",
    )(command)


def scorer_option(command: Command) -> Command:
    """`--scorer NAME`, of the commands that show results."""
    return click.option(
        "--scorer",
        type=click.Choice(SCORERS),
        default=SCORERS[0],
        show_default=True,
        help="Whose last run to read.",
    )(command)


def workers_option(command: Command) -> Command:
    """`--workers N`."""
    return click.option(
        "--workers",
        type=click.IntRange(1, 64),
        help="Processes; by default as the settings say.",
    )(command)


def format_option(command: Command) -> Command:
    """`--format table|csv|json|parquet` and `--output FILE`."""
    command = click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json", "parquet"]),
        default="table",
        show_default=True,
        help="Form of the output.",
    )(command)


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Parse the date or fail as a usage error."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-01-31", param, ctx)
