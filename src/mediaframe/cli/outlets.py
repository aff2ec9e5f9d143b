"""`outlets`: list, check and add outlets."""

from dataclasses import asdict
from pathlib import Path

import click
import polars as pl

from mediaframe.cli import registries
from mediaframe.cli.options import format_option, workspace_option
from mediaframe.cli.output import render
from mediaframe.config import Settings
from mediaframe.workspace import open_workspace

_OWN = "outlets.yaml"


@click.group()
def outlets_command() -> None:
    """List, check and add outlets.

    The registries are files; the workspace's own is its outlets.yaml, and what stands there
    replaces an outlet of the same id in the others.

    Example: mediaframe outlets list --format csv
    """


@outlets_command.command("list")
@format_option
@workspace_option
def list_command(form: str, output: Path | None, workspace: Path) -> None:
    """List the outlets of the registries, then those that only imported articles name.

    Example: mediaframe outlets list --format json
    """
    from mediaframe.collect.registry import load
    from mediaframe.store import outlets

    settings, exists = registries.settings(workspace)
    known = load(settings.outlets)
    seen = []
    if exists:
        with open_workspace(workspace) as opened, opened.store.read() as conn:
            seen = [outlet for outlet in outlets.all(conn) if outlet.id not in known.by_id]
    rows = [
        {
            "id": outlet.id,
            "name_ar": outlet.name_ar,
            "name_en": outlet.name_en,
            "country": outlet.country,
            "ownership": outlet.ownership,
            "kind": outlet.kind,
            "domains": " ".join(outlet.domains),
            "confidence": known.entries[outlet.id].confidence if outlet.id in known.by_id else "",
            "verified": outlet.verified,
        }
        for outlet in (*known.outlets, *seen)
    ]
    render(pl.DataFrame(rows, infer_schema_length=None), form, output)


@outlets_command.command("check")
@click.option("--live", is_flag=True, help="Fetch every source and one article of each.")
@click.option("--outlet", "names", multiple=True, metavar="ID", help="Only this; with --live.")
@click.option("--country", "countries", multiple=True, metavar="CC", help="Only this; with --live.")
@format_option
@workspace_option
def check_command(
    live: bool,
    names: tuple[str, ...],
    countries: tuple[str, ...],
    form: str,
    output: Path | None,
    workspace: Path,
) -> None:
    """Check all outlet registries; exit code 1 where there is an error.

    Errors are invalid files, undefined ownership classes, and domains or names that two outlets
    share. Notes are gaps and low confidence.

    With --live, the sources are fetched from the outlets' servers instead, as `collect` does and
    with the same setting `contact`: HTTP status, what robots.txt says, number and newest day of
    the articles named, and whether one of them could be read. Nothing is stored. Exit code 1 where
    a source gave no article.

    Example: mediaframe outlets check --live --country BH
    """
    from mediaframe.pipeline import outlets

    settings, _ = registries.settings(workspace)
    if live:
        _check_live(settings, names, countries, form, output, workspace)
        return
    if names or countries:
        raise click.UsageError("--outlet and --country are for --live.")
    registries.report(outlets.check(settings.outlets), form, output)


def _check_live(
    settings: Settings,
    names: tuple[str, ...],
    countries: tuple[str, ...],
    form: str,
    output: Path | None,
    workspace: Path,
) -> None:
    from mediaframe.cli import crawling
    from mediaframe.cli.progress import progress
    from mediaframe.collect.registry import load
    from mediaframe.pipeline import source_check

    policy = crawling.policy(settings, workspace)
    targets, left_out = crawling.chosen(load(settings.outlets), names, countries)
    found = []
    with progress("Checking", sum(target.sources.declared for target in targets)) as advance:
        for one in source_check.check(targets, policy=policy, max_bytes=settings.max_article_bytes):
            found.append(one)
            advance(1)
    found.sort(key=lambda one: (one.outlet, one.source))
    render(pl.DataFrame([asdict(one) for one in found], infer_schema_length=None), form, output)
    good = sum(one.good for one in found)
    click.echo(f"{good} of {len(found)} sources gave an article", err=True)
    if left_out:
        click.echo(f"{len(left_out)} outlets not checked: closed or without sources", err=True)
    if good < len(found):
        raise click.exceptions.Exit(1)


@outlets_command.command("add")
@click.option(
    "--file", "file", type=click.Path(path_type=Path), help="Add all outlets of a registry file."
)
@click.option("--id", "id_", help="Id: small Latin letters, digits and _.")
@click.option("--name-ar", help="Arabic name.")
@click.option("--name-en", default="", help="Latin name.")
@click.option("--alias", "aliases", multiple=True, help="Name in sources; repeatable.")
@click.option("--country", help="Country code of two letters.")
@click.option("--domain", "domains", multiple=True, help="Domain; repeatable.")
@click.option("--type", "kind", default="unknown", help="newspaper, portal, agency, tv ...")
@click.option("--ownership", default="unknown", help="Ownership class of the registry.")
@workspace_option
def add_command(
    file: Path | None,
    id_: str | None,
    name_ar: str | None,
    name_en: str,
    aliases: tuple[str, ...],
    country: str | None,
    domains: tuple[str, ...],
    kind: str,
    ownership: str,
    workspace: Path,
) -> None:
    """Add one outlet, or all of a registry file, to the workspace's outlets.yaml.

    An outlet that imported articles named keeps its articles when it is added under the id that
    the import gave it.

    Example: mediaframe outlets add --id bh_ufuq --name-ar الأفق --country BH --ownership private
    """
    from mediaframe.collect.outlet_file import Notes, OutletFile, entry, load_file
    from mediaframe.pipeline import outlets

    if (file is None) == (id_ is None):
        raise click.UsageError("Give either --file, or --id with --name-ar.")
    if file is not None:
        new = load_file(file)
    else:
        values = {
            "id": id_,
            "name_ar": name_ar or "",
            "name_lat": name_en,
            "aliases": aliases,
            "country": country,
            "domains": domains,
            "type": kind,
            "ownership": ownership,
        }
        new = OutletFile(Path("outlet"), (entry(**values),), Notes())
    with open_workspace(workspace) as opened:
        own = opened.path / _OWN
        added = outlets.add(opened.store, own, opened.settings.outlets, new)
    click.echo(f"{len(added)} outlets added to {own}")
