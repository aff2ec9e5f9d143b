"""`db`: care of the workspace's database."""

from pathlib import Path

import click
import polars as pl

from mediaframe import config
from mediaframe import workspace as workspaces
from mediaframe.cli.options import format_option, workspace_option
from mediaframe.cli.output import render
from mediaframe.store import health, units
from mediaframe.store.database import Store, head_version, sqlite_file


@click.group()
def db_command() -> None:
    """Upgrade, count, check and back up the database."""


@db_command.command()
@workspace_option
def upgrade(workspace: Path) -> None:
    """Bring the tables to the version that this program needs; back up before.

    Example: mediaframe db upgrade -w egypt
    """
    url = config.load(workspace).database
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise click.UsageError(f"{file}: no database there; create one with `mediaframe init`.")
    store = Store.create(url)
    try:
        with store.begin() as conn:
            units.pack(conn)
    finally:
        store.close()
    click.echo(f"{store.name}: version {head_version()}")


@db_command.command()
@workspace_option
@format_option
def stats(workspace: Path, form: str, output: Path | None) -> None:
    """Count the rows of each table.

    Example: mediaframe db stats -w egypt --format json
    """
    with workspaces.open_workspace(workspace) as opened, opened.store.read() as conn:
        found = health.counts(conn)
    frame = pl.DataFrame({"table": list(found), "rows": list(found.values())})
    render(frame, form, output)


@db_command.command()
@workspace_option
def check(workspace: Path) -> None:
    """Look for damage: broken pages and references, wrong offsets, half-done work, stale packs.

    Exit code 1 when something is wrong.

    Example: mediaframe db check -w egypt
    """
    with workspaces.open_workspace(workspace) as opened, opened.store.read() as conn:
        found = list(health.problems(conn))
    for problem in found:
        click.echo(problem)
    if found:
        click.echo(f"{len(found)} problems", err=True)
        raise click.exceptions.Exit(1)
    click.echo("No problem found.")


@db_command.command()
@workspace_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(workspace: Path, file: Path) -> None:
    """Copy the SQLite database to the new FILE, also while an analysis is running.

    Example: mediaframe db backup -w egypt egypt-backup.db
    """
    with workspaces.open_workspace(workspace) as opened:
        health.backup(opened.store, file)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")
