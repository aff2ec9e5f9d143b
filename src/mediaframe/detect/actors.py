"""The actor registry: organisations, persons, exclusions, disambiguation rules, as data files."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from mediaframe import datafile
from mediaframe.arabic.normalise import fold
from mediaframe.errors import DataError
from mediaframe.types import Actor

EXCLUDED = "POLITICAL_EXCLUDED"
"""Actor type of what is recorded but never aggregated: parties, state and inter-state bodies."""

_ARABIC = re.compile("[\u0600-\u06ff]+")
_REMARK = re.compile(r"\s*\(([^()]*)\)\s*$")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Organisation(_Part):
    """An organisation or movement; other keys (source, note, ...) are kept unread."""

    id: str = Field(min_length=1, pattern=r"^[a-z0-9_]+$")
    name_ar: str = Field(min_length=2)
    name_en: str = ""
    type: str
    country: str | None = None
    aliases_ar: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    require_context: tuple[str, ...] = ()
    """The name counts only in an article that holds one of these."""


class Disambiguation(_Part):
    """A regular expression over folded text, and what to do with a mention that it overlaps."""

    pattern: re.Pattern[str]
    action: Literal[
        "drop", "check", "POLITICAL_EXCLUDED", "drop_or_REGULATION", "drop_unless_listed"
    ]
    why: str = ""

    @field_validator("pattern", mode="before")
    @classmethod
    def _folded(cls, raw: object) -> object:
        if not isinstance(raw, str):
            raise ValueError("must be a regular expression")
        try:
            return re.compile(_ARABIC.sub(lambda match: fold(match[0]), raw))
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error


class RegistryFile(_Part):
    """One registry file. `organisations` is a flat list or lists by country or region."""

    meta: dict[str, Any] = Field(default_factory=dict)
    grammar: Path | None = None
    """Folder with the detector's word classes and patterns, relative to the file."""
    organisations: tuple[Organisation, ...] = ()
    persons: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    exclusions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    disambiguation: tuple[Disambiguation, ...] = ()

    @field_validator("organisations", mode="before")
    @classmethod
    def _flat(cls, raw: object) -> object:
        if not isinstance(raw, dict):
            return raw
        found: list[object] = []
        for group, members in raw.items():
            if not isinstance(members, list):
                raise ValueError(f"{group} must be a list")
            country = group if len(str(group)) == 2 else None
            found += [
                {"country": country, **member} if isinstance(member, dict) else member
                for member in members
            ]
        return found

    @field_validator("persons", mode="before")
    @classmethod
    def _without_notes(cls, raw: object) -> object:
        if isinstance(raw, dict):
            return {group: names for group, names in raw.items() if isinstance(names, list)}
        return raw

    @model_validator(mode="after")
    def _unique(self) -> "RegistryFile":
        seen: set[str] = set()
        for organisation in self.organisations:
            if organisation.id in seen:
                raise ValueError(f"organisations: {organisation.id} is listed twice")
            seen.add(organisation.id)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One spelling of an actor, folded."""

    text: str
    actor: Actor
    in_scope: bool = True
    require_context: tuple[str, ...] = ()
    needs_context_nearby: bool = False
    """A person: a title or a word of the trade must stand within five words."""
    latin: bool = False
    """An abbreviation: counts only between Arabic words, in the case given."""
    short: bool = False
    """An alias of at most two words, which may be the beginning of another name."""
    surface: str = ""
    """The spelling as listed."""


@dataclass(frozen=True, kw_only=True)
class ActorRegistry:
    """All registry files together."""

    organisations: tuple[Organisation, ...]
    persons: tuple[Actor, ...]
    excluded: tuple[str, ...]
    disambiguation: tuple[Disambiguation, ...]
    grammar: Path | None
    """Folder with the detector's word classes and patterns."""

    def actors(self) -> tuple[Actor, ...]:
        """Organisations and persons; the excluded bodies are no actors."""
        return (*(_actor(organisation) for organisation in self.organisations), *self.persons)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every spelling to look for, organisations before persons before exclusions."""
        return tuple(self._names())

    def _names(self) -> Iterator[Name]:
        for organisation in self.organisations:
            actor = _actor(organisation)
            context = tuple(fold(word) for word in organisation.require_context)
            for spelling in (organisation.name_ar, *organisation.aliases_ar):
                yield Name(
                    text=fold(spelling),
                    actor=actor,
                    require_context=context,
                    short=spelling != organisation.name_ar and spelling.count(" ") < 2,
                )
            for spelling in organisation.abbr:
                yield Name(
                    text=fold(spelling),
                    actor=actor,
                    # two letters are too common: the long name must be near
                    require_context=context if len(spelling) > 2 else (fold(organisation.name_ar),),
                    latin=True,
                    surface=spelling,
                )
        for person in self.persons:
            yield Name(text=fold(person.name_ar), actor=person, needs_context_nearby=True)
        for spelling in self.excluded:
            actor = Actor(id="", name_ar=spelling, type=EXCLUDED)
            yield Name(text=fold(spelling), actor=actor, in_scope=False)


def load(paths: Iterable[Path]) -> ActorRegistry:
    """Load and merge registry files; an organisation of a later file replaces one of the same id.

    Raises:
        DataError: a file is missing or wrong; names file and key.
    """
    organisations: dict[str, Organisation] = {}
    persons: dict[str, Actor] = {}
    excluded: dict[str, None] = {}
    disambiguation: list[Disambiguation] = []
    grammar: Path | None = None
    for path in paths:
        file = datafile.load(path, RegistryFile)
        organisations.update((organisation.id, organisation) for organisation in file.organisations)
        persons.update((person.id, person) for person in _persons(file))
        for names in file.exclusions.values():
            excluded.update(dict.fromkeys(names))
        disambiguation += file.disambiguation
        if file.grammar is not None:
            grammar = (path.parent / file.grammar).resolve()
            if not grammar.is_dir():
                raise DataError(f"{path}: grammar: no such folder: {grammar}")
    return ActorRegistry(
        organisations=tuple(organisations.values()),
        persons=tuple(persons.values()),
        excluded=tuple(excluded),
        disambiguation=tuple(disambiguation),
        grammar=grammar,
    )


def _actor(organisation: Organisation) -> Actor:
    return Actor(
        id=organisation.id,
        name_ar=organisation.name_ar,
        name_en=organisation.name_en,
        type=organisation.type,
        country=organisation.country,
    )


def _persons(file: RegistryFile) -> Iterator[Actor]:
    for country, names in file.persons.items():
        for name in names:
            plain = _REMARK.sub("", name)
            digest = blake2b(fold(plain).encode(), digest_size=4).hexdigest()
            yield Actor(
                id=f"{country.lower()}_person_{digest}",
                name_ar=plain,
                type="ACTIVIST_INDIVIDUAL",
                country=country if len(country) == 2 else None,
                is_person=True,
            )
