"""The words of the report in both languages, from `words.yaml`; labels come from the codebook."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from mediaframe.codebook import Label
from mediaframe.types import Actor, Outlet

LANGUAGES = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Language:
    """One of the two languages, with its words."""

    code: str
    words: Mapping[str, Any]

    @property
    def rtl(self) -> bool:
        """Written from the right."""
        return self.code == "ar"

    @property
    def direction(self) -> str:
        """Value of the HTML attribute `dir`."""
        return "rtl" if self.rtl else "ltr"

    def __call__(self, key: str, **values: object) -> str:
        """The text `key`, with its {placeholders} filled in."""
        text: str = self.words[key]
        return text.format(**values) if values else text

    def name(self, label: Label | Outlet | Actor) -> str:
        """The name in this language, else in the other one."""
        names = (label.name_ar, label.name_en) if self.rtl else (label.name_en, label.name_ar)
        found = next((name for name in names if name), label.id)
        return found[:1].upper() + found[1:]

    def of(self, group: str, key: str) -> str:
        """The word for `key` in a group of words such as country, or `key` itself."""
        return str(self.words[group].get(key, key))

    def counted(self, noun: str, count: int) -> str:
        """`count` with the form of `noun` that goes with it (CLDR plural categories)."""
        forms: Mapping[str, str] = self.words["nouns"][noun]
        return forms[self._plural(count)].format(n=f"{count:,}")

    def _plural(self, count: int) -> str:
        if not self.rtl:
            return "one" if count == 1 else "other"
        if count in (1, 2):
            return "one" if count == 1 else "two"
        if count % 100 in range(3, 11):
            return "few"
        return "many" if count % 100 in range(11, 100) else "other"

    def day(self, day: dt.date | None) -> str:
        """A date in words, such as 3 March 2019."""
        if day is None:
            return self("undated")
        return f"{day.day} {self.words['months'][day.month - 1]} {day.year}"

    def month(self, day: dt.date | None) -> str:
        """A month in words, such as March 2019."""
        return (
            self("undated") if day is None else f"{self.words['months'][day.month - 1]} {day.year}"
        )


def isolated(name: str) -> str:
    """`name` between isolates: in a sentence of the other direction it keeps its place."""
    return f"\u2068{name}\u2069"


def load() -> dict[str, Language]:
    """Both languages, by code."""
    text = (files(__package__) / "words.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    return {
        code: Language(code, {key: entry[code] for key, entry in entries.items()})
        for code in LANGUAGES
    }
