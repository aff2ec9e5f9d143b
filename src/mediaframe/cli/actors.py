"""`actors`: list, check and add actors."""

from pathlib import Path

import click
import polars as pl

from mediaframe import codebook, config
from mediaframe.cli import registries
from mediaframe.cli.options import format_option, workspace_option
from mediaframe.cli.output import render
from mediaframe.config import Settings

_OWN = "actors.yaml"


@click.group()
def actors_command() -> None:
    """List, check and add organisations and movements.

    The registries are files; the workspace's own is its actors.yaml, and what stands there
    replaces an actor of the same id in the others.

    Example: mediaframe actors list --format csv
    """


@actors_command.command("list")
@click.option("--persons", is_flag=True, help="List individuals too (they can be at risk).")
@format_option
@workspace_option
def list_command(persons: bool, form: str, output: Path | None, workspace: Path) -> None:
    """List the organisations and movements of the registries.

    Example: mediaframe actors list --format json
    """
    from mediaframe.detect.actors import load

    settings, _ = registries.settings(workspace)
    rows = [
        {
            "id": actor.id,
            "name_ar": actor.name_ar,
            "name_en": actor.name_en,
            "type": actor.type,
            "country": actor.country,
            **({"is_person": actor.is_person} if persons else {}),
        }
        for actor in load(settings.actors).actors()
        if persons or not actor.is_person
    ]
    render(pl.DataFrame(rows, infer_schema_length=None), form, output)


@actors_command.command("check")
@format_option
@workspace_option
def check_command(form: str, output: Path | None, workspace: Path) -> None:
    """Check all actor registries; exit code 1 where there is an error.

    Errors are invalid files, types that the codebook lacks, and names that two actors share
    without a context that tells them apart. Notes are gaps and low confidence.

    Example: mediaframe actors check
    """
    from mediaframe.pipeline import actors

    settings, _ = registries.settings(workspace)
    registries.report(actors.check(settings.actors, _types(settings)), form, output)


@actors_command.command("add")
@click.option(
    "--file", "file", type=click.Path(path_type=Path), help="Add all actors of a registry file."
)
@click.option("--id", "id_", help="Id: small Latin letters, digits and _.")
@click.option("--name-ar", help="Arabic name.")
@click.option("--name-en", default="", help="Latin name.")
@click.option("--type", "kind", help="Actor type of the codebook, such as CSO_ORG.")
@click.option("--country", help="Country code of two letters.")
@click.option("--alias", "aliases", multiple=True, help="Other Arabic name; repeatable.")
@click.option("--abbr", multiple=True, help="Latin abbreviation; repeatable.")
@workspace_option
def add_command(
    file: Path | None,
    id_: str | None,
    name_ar: str | None,
    name_en: str,
    kind: str | None,
    country: str | None,
    aliases: tuple[str, ...],
    abbr: tuple[str, ...],
    workspace: Path,
) -> None:
    """Add one actor, or all of a registry file, to the workspace's actors.yaml.

    Example: mediaframe actors add --id bh_nur --name-ar 'جمعية النور' --type CSO_ORG --country BH
    """
    from mediaframe.pipeline import actors

    if (file is None) == (id_ is None):
        raise click.UsageError("Give either --file, or --id with --name-ar and --type.")
    settings = config.load(workspace)
    own = workspace.resolve() / _OWN
    if file is not None:
        count = actors.add(own, settings.actors, file, _types(settings))
    else:
        values = {
            "id": id_,
            "name_ar": name_ar or "",
            "name_en": name_en,
            "type": kind or "",
            "country": country,
            "aliases_ar": list(aliases),
            "abbr": list(abbr),
        }
        actors.add_one(own, settings.actors, values, _types(settings))
        count = 1
    click.echo(f"{count} actors added to {own}")


def _types(settings: Settings) -> list[str]:
    return [label.id for label in codebook.load(settings.codebook).actor_types]
