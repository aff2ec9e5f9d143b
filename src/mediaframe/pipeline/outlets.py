"""The outlet registries of a workspace: check them, add to its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mediaframe.collect.outlet_file import Entry, Notes, OutletFile, load_file, save_file
from mediaframe.collect.registry import OutletRegistry, load, name_keys
from mediaframe.errors import DataError
from mediaframe.pipeline.finding import Finding
from mediaframe.store import outlets
from mediaframe.store.database import Store

_WEAK = "low"


def check(paths: Sequence[Path]) -> list[Finding]:
    """Everything about the registries that a researcher should know, errors first.

    Errors: a file is invalid; an ownership class is not defined; two outlets share a domain, or a
    name in one country; a domain is excluded as a source. Notes: an entry replaces one of an
    earlier file; no domain or country; unknown ownership; low confidence; a name that is also
    that of an outlet in another country.
    """
    files: list[OutletFile] = []
    found: list[Finding] = []
    for path in paths:
        try:
            files.append(load_file(path))
        except DataError as error:
            found.append(Finding(level="error", file=str(path), item="", what=str(error)))
    registry = OutletRegistry(files)
    found += [_finding("error", *wrong) for wrong in registry.misclassed()]
    found += _shared(registry)
    found += _notes(files)
    return sorted(found, key=lambda finding: finding.level != "error")


def add(store: Store, own: Path, paths: Sequence[Path], new: OutletFile) -> tuple[Entry, ...]:
    """Add outlets to the workspace's own registry `own`, and to the stored outlets they were.

    Args:
        paths: all registries of the workspace, `own` too where it exists.
        new: the outlets to add, with notes (exclusions, collisions) to take over.

    Raises:
        DataError: a registry or an entry is wrong, or an outlet is there already; nothing is
            changed then.
    """
    known = load(paths)
    twice = [_doubled(known, entry) for entry in new.entries]
    if named := [text for text in twice if text]:
        raise DataError(f"{new.path}: there already: {'; '.join(named)}")
    old = load_file(own) if own in paths else OutletFile(own, (), Notes())
    for file, entry, what in OutletRegistry([*known.files, new]).misclassed():
        raise DataError(f"{file.path}: outlet {entry.id}: {what}")
    save_file(OutletFile(own, (*old.entries, *new.entries), _merged(old.notes, new.notes)))
    added = {entry.id: entry.outlet for entry in new.entries}
    with store.begin() as conn:
        stored = {outlet.id for outlet in outlets.all(conn)}
        outlets.save(conn, [outlet for id_, outlet in added.items() if id_ in stored])
    return new.entries


def _doubled(known: OutletRegistry, entry: Entry) -> str:
    if entry.id in known.by_id:
        return f"id {entry.id} ({known.by_id[entry.id].name_ar})"
    for domain in entry.outlet.domains:
        if (outlet := known.of_host(domain)) and domain in outlet.domains:
            return f"domain {domain} (outlet {outlet.id})"
    same = known.resolve(entry.name_ar, country=entry.country)
    if same and same.country == entry.country:
        return f"name {entry.name_ar} (outlet {same.id})"
    return ""


def _merged(old: Notes, new: Notes) -> Notes:
    return Notes(
        ownership_classes={**old.ownership_classes, **new.ownership_classes},
        exclude_as_sources=(*old.exclude_as_sources, *new.exclude_as_sources),
        name_collisions=(*old.name_collisions, *new.name_collisions),
    )


def _shared(registry: OutletRegistry) -> Iterator[Finding]:
    files = {entry.id: file for file in registry.files for entry in file.entries}
    by_domain: dict[str, list[Entry]] = defaultdict(list)
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in registry.entries.values():
        for domain in dict.fromkeys(entry.outlet.domains):
            by_domain[domain].append(entry)
        for name in name_keys(entry.name_ar)[:1]:
            by_name[name].append(entry)
    for domain, entries in by_domain.items():
        if why := registry.excluded(domain):
            yield _finding("error", files[entries[0].id], entries[0], why)
        for entry in entries[1:]:
            what = f"domain {domain} is that of {entries[0].id} too"
            yield _finding("error", files[entry.id], entry, what)
    for entries in by_name.values():
        for index, entry in enumerate(entries[1:], start=1):
            same = [other.id for other in entries[:index] if other.country == entry.country]
            what = f"name {entry.name_ar} is that of {(same or [entries[0].id])[0]} too"
            if not same:
                what += ": sources must give the country or a URL"
            yield _finding("error" if same else "note", files[entry.id], entry, what)


def _notes(files: Iterable[OutletFile]) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for file in files:
        for entry in file.entries:
            weak = {
                f"replaces the one of {seen.get(entry.id)}": entry.id in seen,
                "no domain": not entry.domains,
                "no country": entry.country is None and not entry.regional,
                "ownership unknown": entry.ownership == "unknown",
                "confidence low": entry.confidence == _WEAK,
                "confidence of ownership low": entry.ownership_confidence == _WEAK,
            }
            what = ", ".join(text for text, holds in weak.items() if holds)
            if what:
                yield _finding("note", file, entry, what)
            seen[entry.id] = file.path


def _finding(level: str, file: OutletFile, entry: Entry, what: str) -> Finding:
    return Finding(level=level, file=str(file.path), item=entry.id, what=what)
