"""`init`: a new workspace."""

from pathlib import Path

import click

from mediaframe import config, workspace


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--database",
    metavar="URL",
    help="SQLAlchemy URL of the database; by default an SQLite file in the folder.",
)
def init_command(folder: Path, database: str | None) -> None:
    """Create a workspace in FOLDER: a settings file that explains itself, and a database.

    A folder that is a workspace already is left as it is.

    Example: mediaframe init egypt
    """
    with workspace.create(folder, database=database) as created:
        click.echo(f"{folder / config.FILE_NAME}: settings, with all defaults")
        click.echo(f"{created.store.name}: empty database")
