"""A file of article URLs to collect, one a line."""

from collections.abc import Sequence
from pathlib import Path

from mediaframe.collect.fetched import STAGE
from mediaframe.collect.outlet_file import host
from mediaframe.collect.registry import OutletRegistry
from mediaframe.collect.target import Target
from mediaframe.errors import InputError
from mediaframe.types import Outlet, Reject

_SAMPLE = 200


def targets(
    path: Path, registry: OutletRegistry, *, outlets: Sequence[str] = ()
) -> tuple[list[Target], list[Reject]]:
    """Targets that have these URLs and no other source, and the lines of no outlet as rejects.

    Empty lines and those that start with # are passed over.

    Args:
        outlets: ids, names or domains. Where one is given, all URLs are its; where several are,
            those of others are left out. By default each URL is of the outlet of its host.

    Raises:
        InputError: the file cannot be read, or an outlet is not in the registry.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    named = [_outlet(registry, name) for name in outlets]
    wanted = {outlet.id for outlet in named}
    found: dict[str, list[str]] = {}
    rejects: list[Reject] = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line.startswith("#"):
            continue
        site = host(line)
        outlet = named[0] if len(named) == 1 else registry.of_host(site)
        why = registry.excluded(site) or (
            "" if outlet else "no outlet of the registry has its host"
        )
        if outlet and wanted and outlet.id not in wanted:
            why = f"of the outlet {outlet.id}, which is not asked for"
        if outlet and "hijacked" in registry.entries[outlet.id].status:
            why = f"outlet left out: {registry.entries[outlet.id].status}"
        if why or outlet is None:
            item = f"{path}:{number}"
            rejects.append(Reject(stage=STAGE, item=item, reason=why, sample=line[:_SAMPLE]))
        else:
            found.setdefault(outlet.id, []).append(line)
    made = [
        Target(
            outlet=registry.by_id[outlet_id],
            sources=registry.sources(outlet_id).model_copy(
                update={"feeds": (), "sitemaps": (), "sections": (), "archives": ()}
            ),
            urls=tuple(dict.fromkeys(urls)),
        )
        for outlet_id, urls in found.items()
    ]
    return made, rejects


def _outlet(registry: OutletRegistry, name: str) -> Outlet:
    outlet = registry.resolve(name)
    if outlet is None:
        raise InputError(f"outlet {name!r} is not in the registry: see `outlets list`")
    return outlet
