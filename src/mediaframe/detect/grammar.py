"""The detector's language data: word classes, actor patterns, traps and the voice lists."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from mediaframe import datafile
from mediaframe.arabic.normalise import fold

_STEP = re.compile(r"(?P<classes>[A-Z_]+(?:\.[di])?(?:\|[A-Z_]+(?:\.[di])?)*)(?P<op>\?|\{\d,\d\})?")

Extent = Literal["people", "person", "org", "none"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Part):
    """One token of a pattern."""

    classes: tuple[str, ...]
    op: str | None = None

    @property
    def most(self) -> int:
        """The most tokens that the step can take."""
        return int(self.op[1:-1].partition(",")[2]) if self.op and self.op != "?" else 1


class _Sequence(_Part):
    id: str
    pattern: tuple[Step, ...]

    @property
    def reach(self) -> int:
        """The most tokens that the pattern can span."""
        return sum(step.most for step in self.pattern)

    @field_validator("pattern", mode="before")
    @classmethod
    def _steps(cls, raw: object) -> object:
        if not isinstance(raw, str) or not raw.split():
            raise ValueError("must be classes divided by spaces")
        found: list[dict[str, object]] = []
        for part in raw.split():
            match = _STEP.fullmatch(part)
            if match is None:
                raise ValueError(f"{part} is no step of a pattern")
            if match["op"] and not found:
                raise ValueError(f"{part}: the first step cannot be optional or repeated")
            found.append({"classes": match["classes"].split("|"), "op": match["op"]})
        return found


class Pattern(_Sequence):
    """A phrase that is an actor."""

    type: str
    extent: Extent = "none"
    """How the phrase may go on to the right."""
    noun: Literal["any", "near", "strict", "modifier"] = "any"
    """For words that are often adjectives. `near`: counts only where no noun stands before it;
    `strict`: nor a noun and "and", as in a row of adjectives;
    `modifier`: unless a noun of the same definiteness stands before and a preposition after it."""
    sports: Literal["keep", "drop"] = "keep"
    """Whether words of sport near it make it a club."""
    skip: int = 0
    """Tokens at the start that are not part of the mention."""


class Trap(_Sequence):
    """A phrase that only looks like an actor; a mention that begins inside it is dropped."""

    why: str
    action: Literal["drop", "exclude"] = "drop"


class Grammar(_Part):
    """The grammar file; construct with `load`."""

    meta: dict[str, str]
    classes: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: tuple[Pattern, ...]
    traps: tuple[Trap, ...] = ()
    triggers: tuple[str, ...] = Field(min_length=1)
    """Classes one of whose words makes a sentence worth reading."""
    heads: tuple[str, ...]
    """Classes of nouns that make it so together with a qualifier."""
    qualifiers: tuple[str, ...]
    referring: tuple[str, ...]
    """Classes of organisation nouns that may refer to an organisation named before."""
    owned: tuple[str, ...]
    """Classes whose words may carry a possessive pronoun."""
    joined: tuple[str, ...]
    """Classes that "and" may add to the purpose of an organisation."""
    trades: tuple[str, ...]
    """Classes one of which must stand near the name of a person."""
    openers: tuple[str, ...]
    """Classes after which a noun phrase begins."""
    adjectives: tuple[str, ...]
    """Classes that may follow a plural or a title."""
    nominals: tuple[str, ...]
    """Classes that may go on the name of an organisation."""
    name_words: tuple[str, ...]
    """Classes that may be part of a person's name."""

    @model_validator(mode="after")
    def _known(self) -> "Grammar":
        known = {*self.classes, *BUILT_IN}
        lists: dict[str, Iterable[str]] = {
            **{f"groups.{name}": members for name, members in self.groups.items()},
            "triggers": self.triggers,
            "heads": self.heads,
            "qualifiers": self.qualifiers,
            "referring": self.referring,
            "owned": self.owned,
            "joined": self.joined,
            "trades": self.trades,
            "openers": self.openers,
            "adjectives": self.adjectives,
            "nominals": self.nominals,
            "name_words": self.name_words,
        }
        for part in (*self.patterns, *self.traps):
            lists[part.id] = (
                name.partition(".")[0]
                for step in part.pattern
                for name in step.classes
                if name.partition(".")[0] not in self.groups
            )
        for where, names in lists.items():
            for name in names:
                if name not in known:
                    raise ValueError(f"{where}: no such class {name}")
        return self

    def words(self) -> dict[str, str]:
        """Folded word form -> class; the first class that lists a form has it."""
        found: dict[str, str] = {}
        for name, forms in self.classes.items():
            for form in forms:
                found.setdefault(fold(form), name)
        return found


BUILT_IN = ("W", "V", "NUM", "LAT", "P", "COLON", "Q", "C", "L", "B", "K", "END")
"""Classes that the tokeniser gives: other words (V: likely verbs), numbers, Latin words,
punctuation, quotation marks, the clitics و ف (C), ل (L), ب (B), ك (K), end of the sentence."""


def load(folder: Path) -> Grammar:
    """Load grammar.yaml in `folder`.

    Raises:
        DataError: the file is missing or wrong; names file and key.
    """
    return datafile.load(folder / "grammar.yaml", Grammar)
