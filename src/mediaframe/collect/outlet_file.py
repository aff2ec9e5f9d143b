"""Registry files: outlets as YAML declarations, read, validated and written."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    model_validator,
)

from mediaframe import datafile
from mediaframe.collect.outlet_sources import OutletSources, Zone
from mediaframe.errors import DataError
from mediaframe.types import Outlet

_ISO = {"UK": "GB"}
REGIONAL = "REGIONAL"
"""The group of outlets that address several countries."""
_NETLOC = re.compile(r"\s*(?:(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//)?(?:[^/?#@\s]*@)?([^/?#@:\s]{1,253})")
_HOST = re.compile(r"(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,}")
_HEADER = "# Written by `mediaframe outlets add`, which keeps the data but no comments.\n"


def host(text: str) -> str:
    """The host of a URL or domain in lower case without `www.` and port; empty if it is none."""
    match = _NETLOC.match(text)
    return _host(match[1]) if match else ""


@lru_cache(maxsize=10_000)
def _host(netloc: str) -> str:
    found = netloc.lower().removeprefix("www.")
    return found if _HOST.fullmatch(found) else ""


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that `text` is, or None."""
    code = _ISO.get(text.strip().upper(), text.strip().upper())
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def _country(text: str) -> str:
    code = country_code(text)
    if code is None:
        raise ValueError("not a country code of two letters (ISO 3166-1)")
    return code


def _domain(text: str) -> str:
    found = host(text)
    if not found:
        raise ValueError("not a domain such as example.com")
    return found


Domain = Annotated[str, AfterValidator(_domain)]
_Text = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Entry(_Part):
    """One outlet as a registry file describes it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    name_ar: _Text
    name_lat: str = Field("", validation_alias=AliasChoices("name_lat", "name_en"))
    aliases: tuple[_Text, ...] = ()
    """Other names under which sources give it, in any script."""
    country: Annotated[str, AfterValidator(_country)] | None = None
    domains: tuple[Domain, ...] = ()
    alias_domains: tuple[Domain, ...] = ()
    type: _Text = "unknown"
    ownership: _Text = "unknown"
    regional: bool = False
    """Addresses several countries; true of all in the group REGIONAL of a file."""
    status: str = ""
    lang: str = "ar"
    confidence: str = ""
    evidence: tuple[str, ...] = ()
    ownership_note: str = ""
    ownership_confidence: str = ""
    alignment_reported: str = ""
    sources: OutletSources = OutletSources.model_validate({})
    """Where and how its articles are collected."""
    crawl_note: str = ""
    to_verify: str | tuple[str, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _feeds_are_sources(cls, raw: object) -> object:
        """Accept `feeds` beside the other keys, as the first registries had it."""
        if isinstance(raw, dict) and "feeds" in raw and "sources" not in raw:
            rest = {key: value for key, value in raw.items() if key != "feeds"}
            return {**rest, "sources": {"feeds": raw["feeds"]}}
        return raw

    @property
    def outlet(self) -> Outlet:
        """The outlet of this entry."""
        return Outlet(
            id=self.id,
            name_ar=self.name_ar,
            name_en=self.name_lat,
            country=self.country,
            ownership=self.ownership,
            domains=(*self.domains, *self.alias_domains),
            kind=self.type,
        )


class _Excluded(_Part):
    domain: Domain
    why: _Text


class _Collision(_Part):
    name: _Text
    ids: tuple[str, ...]


class Notes(BaseModel):
    """What a registry file says beside its outlets."""

    model_config = ConfigDict(frozen=True, extra="allow")

    ownership_classes: dict[str, str] = {}
    exclude_as_sources: tuple[_Excluded, ...] = ()
    name_collisions: tuple[_Collision, ...] = ()
    timezones: dict[str, Zone] = {}
    """IANA name by country code, for outlets that declare none."""


class _File(_Part):
    meta: dict[str, Any] = {}
    notes: Notes = Notes()


class _Flat(_File):
    outlets: tuple[Entry, ...]


class _Nested(_File):
    outlets: dict[str, tuple[Entry, ...]]


class _Raw(RootModel[dict[str, Any]]):
    pass


@dataclass(frozen=True, slots=True)
class OutletFile:
    """One registry file, valid in itself."""

    path: Path
    entries: tuple[Entry, ...]
    notes: Notes


def load_file(path: Path) -> OutletFile:
    """Read a registry: `outlets` is a list, or lists by country code or REGIONAL.

    Raises:
        DataError: it is no such file; names file and key, or file and outlet.
    """
    raw = datafile.load(path, _Raw).root
    if isinstance(raw.get("outlets"), dict):
        nested = datafile.validate(path, raw, _Nested)
        entries = [
            entry.model_copy(update={"regional": entry.regional or group == REGIONAL})
            for group, entries in nested.outlets.items()
            for entry in entries
        ]
        file = OutletFile(path, tuple(entries), nested.notes)
    else:
        flat = datafile.validate(path, raw, _Flat)
        file = OutletFile(path, flat.outlets, flat.notes)
    seen: set[str] = set()
    for entry in file.entries:
        if entry.id in seen:
            raise DataError(f"{path}: outlet {entry.id}: the id is there twice")
        seen.add(entry.id)
    return file


def entry(**values: object) -> Entry:
    """One outlet by its fields (see `Entry`).

    Raises:
        DataError: a value is wrong; names the field.
    """
    return datafile.validate(Path("outlet"), values, Entry)


def save_file(file: OutletFile) -> None:
    """Write the file as a list of outlets, at once or not at all."""
    content: dict[str, Any] = {}
    if notes := file.notes.model_dump(mode="json", exclude_defaults=True):
        content["notes"] = notes
    content["outlets"] = [
        entry.model_dump(mode="json", exclude_defaults=True) for entry in file.entries
    ]
    text = _HEADER + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    draft = file.path.with_name(f".{file.path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file.path)
