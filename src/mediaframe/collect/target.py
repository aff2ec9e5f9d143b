"""The outlets to crawl, chosen from a registry."""

from collections.abc import Collection
from dataclasses import dataclass

from mediaframe.collect.fetched import STAGE
from mediaframe.collect.outlet_file import Entry, host
from mediaframe.collect.outlet_sources import OutletSources
from mediaframe.collect.registry import OutletRegistry
from mediaframe.errors import InputError
from mediaframe.types import Outlet, Reject

_ACTIVE = ("", "active", "verify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One outlet to crawl."""

    outlet: Outlet
    sources: OutletSources
    urls: tuple[str, ...] = ()
    """Articles to fetch beside those that the sources name."""


def choose(
    registry: OutletRegistry, *, outlets: Collection[str] = (), countries: Collection[str] = ()
) -> tuple[list[Target], list[Reject]]:
    """The outlets of these ids, names or domains, or of these countries; all where both are empty.

    Left out, with the reason as a reject: outlets without a source to collect, closed ones that
    are not asked for by name, and those whose domain was taken over or is excluded as a source.

    Raises:
        InputError: an outlet is not in the registry.
    """
    chosen: dict[str, Entry] = {}
    for name in outlets:
        if why := registry.excluded(host(name)):
            raise InputError(f"outlet {name!r}: {why}")
        found = registry.resolve(name)
        if found is None:
            raise InputError(f"outlet {name!r} is not in the registry: see `outlets list`")
        chosen[found.id] = registry.entries[found.id]
    if not outlets or countries:
        for entry in registry.entries.values():
            if not countries or entry.country in countries:
                chosen.setdefault(entry.id, entry)
    named = {found.id for name in outlets if (found := registry.resolve(name))}
    targets: list[Target] = []
    rejects: list[Reject] = []
    for entry in chosen.values():
        if why := _unfit(registry, entry, named=entry.id in named):
            rejects.append(Reject(stage=STAGE, item=entry.id, reason=why))
        else:
            sources = registry.sources(entry.id)
            targets.append(Target(outlet=registry.by_id[entry.id], sources=sources))
    return targets, rejects


def _unfit(registry: OutletRegistry, entry: Entry, *, named: bool) -> str:
    if "hijacked" in entry.status:
        return f"outlet left out: {entry.status}"
    for name in (*entry.outlet.domains, *map(host, entry.sources.urls())):
        if name and (why := registry.excluded(name)):
            return f"outlet left out: {why}"
    if entry.status not in _ACTIVE and not named:
        return f"outlet left out: {entry.status}"
    if not entry.sources.declared:
        return "outlet left out: no sources declared"
    return ""
