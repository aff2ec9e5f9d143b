"""What the commands `outlets` and `actors` share."""

from dataclasses import asdict
from pathlib import Path

import click
import polars as pl
from click.core import ParameterSource

from mediaframe import config
from mediaframe.cli.output import render
from mediaframe.config import Settings
from mediaframe.pipeline.finding import Finding, failed


def settings(workspace: Path) -> tuple[Settings, bool]:
    """Settings of the workspace and whether there is one.

    The settings are the defaults where none is named and the default folder does not exist, so
    that the registries of the project can be seen before there is any workspace.

    Raises:
        WorkspaceError: the folder is no workspace, or its settings are wrong.
    """
    source = click.get_current_context().get_parameter_source("workspace")
    if source is ParameterSource.DEFAULT and not workspace.exists():
        return Settings(), False
    return config.load(workspace), True


def report(findings: list[Finding], form: str, output: Path | None) -> None:
    """Render what a check found and say the sum; an error makes the exit code 1."""
    schema = dict.fromkeys(("level", "file", "item", "what"), pl.String())
    render(pl.DataFrame([asdict(finding) for finding in findings], schema=schema), form, output)
    errors = sum(finding.level == "error" for finding in findings)
    click.echo(f"{errors} errors, {len(findings) - errors} notes", err=True)
    if failed(findings):
        raise click.exceptions.Exit(1)
