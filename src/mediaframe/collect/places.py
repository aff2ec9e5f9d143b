"""Where an address belongs: its outlet, and the form of the address that identifies the article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediaframe.collect import urls
from mediaframe.collect.fields import Source
from mediaframe.collect.outlet_file import host
from mediaframe.collect.outlet_sources import OutletSources
from mediaframe.collect.registry import OutletRegistry
from mediaframe.collect.scope import Scope
from mediaframe.collect.sources import Sources
from mediaframe.collect.target import Target
from mediaframe.errors import InputError
from mediaframe.types import Outlet

OTHERS = "of other outlets"
"""Why an article is passed over that is of none of the outlets wanted."""
_NO_SOURCES = OutletSources.model_validate({})
_DOMAIN = re.compile(r"[^/]+\.[^/.]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address of an outlet."""

    target: Target
    canonical_url: str


class Places:
    """Finds the outlet of a page, as collecting and importing would.

    Args:
        seen: outlets of earlier imports that are in no registry.
    """

    def __init__(self, registry: OutletRegistry, seen: Iterable[Outlet] = ()) -> None:
        self._registry = registry
        self._sources = Sources(registry, seen)
        self._targets: dict[str, tuple[Target, Scope]] = {}
        # mirrors, and servers declared as sources that have no domain, such as one on this machine
        self._netlocs: dict[str, Outlet] = {}
        for entry in registry.entries.values():
            for netloc in entry.sources.mirrors:
                self._netlocs.setdefault(netloc, registry.by_id[entry.id])
            for url in entry.sources.urls():
                try:
                    self._netlocs.setdefault(urls.host_of(url), registry.by_id[entry.id])
                except urls.UnsafeUrl:
                    continue  # a template

    def of(self, url: str, *, name: str = "") -> Place | str:
        """The place of an address, or the reason why it is refused.

        Args:
            name: of the outlet where it is known: id, name or domain. Else the host decides; one
                that no registry knows makes an outlet that is not verified.
        """
        try:
            known = name or self._registry.of_host(host(url))
            outlet = None if known else self._netlocs.get(urls.host_of(url))
            main = urls.canonical(url)  # the mobile host is no outlet of its own
            found = outlet or self._sources.outlet(Source(item=url, text="", outlet=name, url=main))
            if isinstance(found, str):
                return found
            target, scope = self._target(found)
            return Place(target=target, canonical_url=scope.key(url))
        except urls.UnsafeUrl as error:
            return str(error)

    def _target(self, outlet: Outlet) -> tuple[Target, Scope]:
        found = self._targets.get(outlet.id)
        if found is None:
            if len(self._targets) > 10_000:  # an archive may hold pages of a million hosts
                self._targets.clear()
            known = outlet.id in self._registry.entries
            sources = self._registry.sources(outlet.id) if known else _NO_SOURCES
            target = Target(outlet=outlet, sources=sources)
            found = self._targets[outlet.id] = target, Scope(outlet, sources, delay=0)
        return found


class Wanted:
    """The outlets that an import is limited to.

    Args:
        names: ids, names or domains; of none, every outlet is wanted.

    Raises:
        InputError: one of them is neither in the registry nor among the outlets `seen`, and no
            domain.
    """

    def __init__(
        self, names: Sequence[str], registry: OutletRegistry, seen: Iterable[Outlet] = ()
    ) -> None:
        unverified = {outlet.id for outlet in seen}
        self._ids: set[str] = set()
        self._domains: set[str] = set()
        for name in names:
            if outlet := registry.resolve(name):
                self._ids.add(outlet.id)
            elif name in unverified:
                self._ids.add(name)
            elif (domain := host(name)) and _DOMAIN.fullmatch(name):
                self._domains.add(domain)
            else:
                raise InputError(
                    f"outlet {name!r} is not in the registry (see `outlets list`), and no domain"
                )

    def holds(self, outlet: Outlet, url: str | None) -> bool:
        """Whether an article of the outlet, or of the host of this URL, is wanted."""
        if not (self._ids or self._domains) or outlet.id in self._ids:
            return True
        name = host(url or "")
        while self._domains and name:
            if name in self._domains:
                return True
            name = name.partition(".")[2]
        return False
