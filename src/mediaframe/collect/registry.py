"""The outlet registry: which outlets there are, and which one a source means."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from mediaframe.arabic.normalise import fold
from mediaframe.collect.outlet_file import Entry, OutletFile, host, load_file
from mediaframe.collect.outlet_sources import OutletSources
from mediaframe.errors import DataError
from mediaframe.types import Outlet

_BRACKETS = re.compile(r"\s*\([^()]*\)")
# «صحيفة الأيام» and «الأيام» are one name
_KINDS = re.compile(r"^(?:صحيفه|جريده|موقع|قناه|فضائيه|منصه)\s+")
_NOT_LATIN = re.compile(r"[^a-z0-9]+")


def load(paths: Iterable[Path]) -> "OutletRegistry":
    """Read registries; an outlet of a later one replaces the one of the same id before.

    Raises:
        DataError: a file is invalid, or an outlet has an ownership class that no file defines.
    """
    registry = OutletRegistry(load_file(path) for path in paths)
    for file, entry, what in registry.misclassed():
        raise DataError(f"{file.path}: outlet {entry.id}: {what}")
    return registry


class OutletRegistry:
    """The outlets of all registries together."""

    def __init__(self, files: Iterable[OutletFile]) -> None:
        self.files = tuple(files)
        self.entries = {entry.id: entry for file in self.files for entry in file.entries}
        self.by_id = {entry.id: entry.outlet for entry in self.entries.values()}

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """All outlets, in the order of the files."""
        return tuple(self.by_id.values())

    def misclassed(self) -> Iterator[tuple[OutletFile, Entry, str]]:
        """Outlets of an ownership class that no file defines, with the reason in words."""
        classes = {name for file in self.files for name in file.notes.ownership_classes}
        for file in self.files:
            for entry in file.entries:
                if classes and entry.ownership not in classes:
                    known = ", ".join(sorted(classes))
                    yield file, entry, f"ownership: {entry.ownership!r} is none of {known}"

    def resolve(self, name_or_domain: str, *, country: str | None = None) -> Outlet | None:
        """The outlet of an id, a name, or a domain or URL.

        Names are compared in folded spelling. A name that several outlets bear, or that the
        registry lists as a collision, needs the country; any name is refused when the country
        contradicts, unless the outlet is regional. A subdomain belongs to the domain above it.

        Args:
            country: ISO code where the source gives one.
        """
        if outlet := self.by_id.get(name_or_domain.strip().lower()):
            return outlet
        for name in name_keys(name_or_domain):
            found = self._by_name.get(name, ())
            if name in self._collisions or len(found) > 1:
                found = tuple(o for o in found if country and o.country == country)
            elif country and found and not self.entries[found[0].id].regional:
                found = tuple(o for o in found if o.country in (None, country))
            if len(found) == 1:
                return found[0]
        return self.of_host(host(name_or_domain))

    def of_host(self, name: str) -> Outlet | None:
        """The outlet of a host (see `host`) or of the nearest domain above it."""
        for domain in _domains_above(name):
            if outlet := self._by_domain.get(domain):
                return outlet
        return None

    def excluded(self, name: str) -> str | None:
        """Why a host (see `host`) is not accepted as a source; None where it is."""
        for domain in _domains_above(name):
            if domain in self._excluded:
                return f"{domain} is excluded as a source: {self._excluded[domain]}"
        return None

    def sources(self, outlet_id: str) -> OutletSources:
        """What to collect of an outlet, with the time zone of its country where it has none.

        Raises:
            KeyError: there is no such outlet.
        """
        entry = self.entries[outlet_id]
        zone = entry.sources.timezone or self._zones.get(entry.country or "", "")
        return entry.sources.model_copy(update={"timezone": zone})

    @cached_property
    def _zones(self) -> dict[str, str]:
        return {code: zone for file in self.files for code, zone in file.notes.timezones.items()}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Outlet, ...]]:
        found: dict[str, tuple[Outlet, ...]] = {}
        for entry in self.entries.values():
            names = (entry.name_ar, *entry.name_lat.split(" / "), *entry.aliases)
            for key in {key for name in names for key in name_keys(name)}:
                found[key] = (*found.get(key, ()), self.by_id[entry.id])
        return found

    @cached_property
    def _by_domain(self) -> dict[str, Outlet]:
        return {domain: outlet for outlet in self.outlets for domain in outlet.domains}

    @cached_property
    def _excluded(self) -> dict[str, str]:
        rules = (rule for file in self.files for rule in file.notes.exclude_as_sources)
        return {rule.domain: rule.why for rule in rules}

    @cached_property
    def _collisions(self) -> frozenset[str]:
        rules = (rule for file in self.files for rule in file.notes.name_collisions)
        found = {key for rule in rules for key in name_keys(rule.name)}
        # the Latin spelling of such a name is as ambiguous; «Al Watan (Bahrain)» is not
        latin = {
            key
            for outlet in self.outlets
            if found.intersection(name_keys(outlet.name_ar)) and "(" not in outlet.name_en
            for key in name_keys(outlet.name_en)
        }
        return frozenset(found | latin)


def name_keys(name: str) -> list[str]:
    """The forms in which an outlet's name is compared, most exact first."""
    folded = " ".join(fold(name).split())
    if folded.isascii():
        latin = _NOT_LATIN.sub("", folded)
        return [latin] if latin else []
    forms = [folded, _BRACKETS.sub("", folded)]
    forms += [_KINDS.sub("", form) for form in forms]
    return list(dict.fromkeys(form for form in forms if form))


def _domains_above(name: str) -> Iterator[str]:
    while "." in name:
        yield name
        name = name.partition(".")[2]
