"""The actor registries of a workspace: check them, add to its own."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import RootModel

from mediaframe import datafile
from mediaframe.arabic.normalise import fold
from mediaframe.detect.actors import ActorRegistry, Organisation, RegistryFile, load
from mediaframe.errors import DataError
from mediaframe.pipeline.finding import Finding

_HEADER = "# Written by `mediaframe actors add`, which keeps the data but no comments.\n"
_LISTS = ("organisations", "disambiguation")
_GROUPS = ("persons", "exclusions")


class _Raw(RootModel[dict[str, Any]]):
    pass


def check(paths: Sequence[Path], types: Collection[str]) -> list[Finding]:
    """Everything about the registries that a researcher should know, errors first.

    Errors: a file is invalid; an actor has a type that the codebook lacks; two actors share a
    name that counts without context. Notes: an entry replaces one of an earlier file; a name
    shared in different contexts; an abbreviation shared; no English name; low confidence.

    Args:
        types: actor types of the codebook.
    """
    found: list[Finding] = []
    files: list[tuple[Path, RegistryFile]] = []
    for path in paths:
        try:
            files.append((path, datafile.load(path, RegistryFile)))
        except DataError as error:
            found.append(Finding(level="error", file=str(path), item="", what=str(error)))
    origin: dict[str, tuple[Path, Organisation]] = {}
    for path, file in files:
        for actor in file.organisations:
            found += _about(path, actor, types)
            if actor.id in origin:
                what = f"replaces the one of {origin[actor.id][0]}"
                found.append(_finding("note", path, actor, what))
            origin[actor.id] = (path, actor)
    found += _shared(list(origin.values()))
    return sorted(found, key=lambda finding: finding.level != "error")


def add(own: Path, paths: Sequence[Path], new: Path, types: Collection[str]) -> int:
    """Add the actors of a registry file to the workspace's own registry `own`.

    Args:
        paths: all registries of the workspace, `own` too where it exists.
        new: the file to add; its exclusions and rules are taken over too.
        types: actor types of the codebook.

    Returns:
        How many organisations were added.

    Raises:
        DataError: a registry or an entry is wrong, or an actor is there already; nothing is
            changed then.
    """
    load([new])
    return _add(own, paths, datafile.load(new, _Raw).root, types, new)


def add_one(
    own: Path, paths: Sequence[Path], values: dict[str, Any], types: Collection[str]
) -> None:
    """Add one organisation, given by its fields in the registry (see `add`)."""
    datafile.validate(Path("actor"), values, Organisation)
    _add(own, paths, {"organisations": [values]}, types, Path("actor"))


def _add(
    own: Path, paths: Sequence[Path], raw: dict[str, Any], types: Collection[str], source: Path
) -> int:
    known = load(paths)
    file = datafile.validate(source, raw, RegistryFile)
    for actor in file.organisations:
        if actor.type not in types:
            raise DataError(f"{source}: actor {actor.id}: type: {_no_type(actor, types)}")
    if named := list(_doubled(known, file)):
        raise DataError(f"{source}: there already: {'; '.join(named)}")
    content = datafile.load(own, _Raw).root if own in paths else {}
    for key in _LISTS:
        if key in raw:
            content[key] = [*_flat(content.get(key, [])), *_flat(raw[key])]
    for key in _GROUPS:
        groups = content.setdefault(key, {}) if key in raw else {}
        for group, names in raw.get(key, {}).items():
            if isinstance(names, list):
                groups[group] = [*groups.get(group, []), *names]
    if file.grammar is not None:
        content["grammar"] = str((source.parent / file.grammar).resolve())
    datafile.validate(own, content, RegistryFile)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    draft = own.with_name(f".{own.name}.new")
    draft.write_text(_HEADER + text, encoding="utf-8")
    draft.replace(own)
    return len(file.organisations)


def _flat(raw: list[Any] | dict[str, list[Any]]) -> list[Any]:
    if isinstance(raw, list):
        return raw
    return [
        {"country": group, **member} if len(group) == 2 else member
        for group, members in raw.items()
        for member in members
    ]


def _doubled(known: ActorRegistry, file: RegistryFile) -> Iterator[str]:
    ids = {actor.id: actor for actor in known.organisations}
    names = {fold(actor.name_ar): actor for actor in known.organisations}
    for actor in file.organisations:
        if actor.id in ids:
            yield f"id {actor.id} ({ids[actor.id].name_ar})"
        elif (same := names.get(fold(actor.name_ar))) and same.country == actor.country:
            yield f"name {actor.name_ar} (actor {same.id})"


def _about(path: Path, actor: Organisation, types: Collection[str]) -> Iterator[Finding]:
    if actor.type not in types:
        yield _finding("error", path, actor, f"type: {_no_type(actor, types)}")
    weak = {
        "no English name": not actor.name_en,
        "confidence low": (actor.model_extra or {}).get("confidence") == "low",
    }
    if what := ", ".join(text for text, holds in weak.items() if holds):
        yield _finding("note", path, actor, what)


def _no_type(actor: Organisation, types: Collection[str]) -> str:
    return f"{actor.type!r} is none of {', '.join(types)}"


def _shared(actors: list[tuple[Path, Organisation]]) -> Iterator[Finding]:
    names: dict[str, list[Organisation]] = defaultdict(list)
    for path, actor in actors:
        short = {fold(name) for name in actor.abbr}
        for name in dict.fromkeys(map(fold, (actor.name_ar, *actor.aliases_ar, *actor.abbr))):
            for other in names[name]:
                told_apart = actor.require_context or other.require_context
                level = "note" if told_apart or name in short else "error"
                yield _finding(level, path, actor, f"name {name} is that of {other.id} too")
            names[name].append(actor)


def _finding(level: str, path: Path, actor: Organisation, what: str) -> Finding:
    return Finding(level=level, file=str(path), item=actor.id, what=what)
