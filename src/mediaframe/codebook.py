"""Loads and checks the codebook, the single source of labels, names and definitions."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mediaframe import datafile
from mediaframe.types import NONE


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Label(_Part):
    """One value of a variable, with its names in both languages."""

    id: str
    name_ar: str
    name_en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _english_from_id(cls, raw: object) -> object:
        if isinstance(raw, dict) and not raw.get("name_en") and isinstance(raw.get("id"), str):
            return {**raw, "name_en": raw["id"].replace("_", " ").capitalize()}
        return raw


class Example(_Part):
    """An invented, labelled window; the target stands between ⟦ and ⟧."""

    text: str
    frames: tuple[str, ...]
    tone: int
    role: str
    voice: str
    actor_type: str


class Frame(Label):
    """A frame with its definition and rules."""

    superframe: str
    definition: str
    test_question: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    default_role: str = NONE
    tone_prior: int = 0
    examples: tuple[Example, ...] = ()
    hard_negatives: tuple[Example, ...] = ()


class Superframe(Label):
    """A group of frames."""

    members: tuple[str, ...]


class Indicator(Label):
    """A published figure, with its formula in both languages."""

    formula: str
    formula_ar: str


class Meta(_Part):
    """Name and version of the codebook."""

    name: str
    version: str


class _Values(_Part):
    values: tuple[Label, ...]


class _Tone(_Part):
    values: tuple[dict[str, Any], ...]


class Codebook(_Part):
    """The codebook file; construct with `load`."""

    meta: Meta
    actor_types: tuple[Label, ...]
    superframes: tuple[Superframe, ...]
    frames: tuple[Frame, ...]
    none_frame: Frame
    role: _Values
    voice: _Values
    tone: _Tone
    genre: _Values
    issues: tuple[Label, ...]
    indicators: tuple[Indicator, ...]
    reporting_rules: dict[str, Any] = Field(repr=False)

    @model_validator(mode="after")
    def _consistent(self) -> "Codebook":
        frames = _unique("frames", (f.id for f in self.frames))
        for name, labels in (("actor_types", self.actor_types), ("issues", self.issues)):
            _unique(name, (label.id for label in labels))
        grouped = [member for group in self.superframes for member in group.members]
        if set(grouped) != frames or len(grouped) != len(frames):
            raise ValueError("superframes: members must name every frame exactly once")
        roles = {label.id for label in self.role.values}
        for frame in self.frames:
            if frame.default_role not in roles:
                raise ValueError(f"frames.{frame.id}.default_role: no such role")
            for example in (*frame.examples, *frame.hard_negatives):
                if unknown := set(example.frames) - frames - {NONE}:
                    raise ValueError(f"frames.{frame.id}.examples: no such frame {unknown}")
        return self

    @cached_property
    def frame_ids(self) -> tuple[str, ...]:
        """The frames in codebook order, without NONE."""
        return tuple(frame.id for frame in self.frames)

    @cached_property
    def issue_ids(self) -> tuple[str, ...]:
        """The issues in codebook order."""
        return tuple(issue.id for issue in self.issues)

    @cached_property
    def labels(self) -> dict[str, dict[str, Label]]:
        """Variable name -> label id -> label, for display in both languages."""
        tone = [
            Label(id=str(v["value"]), name_ar=v["name_ar"], name_en=_TONE_EN[v["value"]])
            for v in self.tone.values
        ]
        groups: dict[str, Iterable[Label]] = {
            "frame": (*self.frames, self.none_frame),
            "superframe": self.superframes,
            "actor_type": self.actor_types,
            "role": self.role.values,
            "voice": self.voice.values,
            "genre": self.genre.values,
            "issue": self.issues,
            "tone": tone,
            "indicator": self.indicators,
        }
        return {name: {label.id: label for label in labels} for name, labels in groups.items()}

    def superframe(self, name: str) -> frozenset[str]:
        """The frames of the superframe `name`, such as DELEGITIMATION."""
        return frozenset(next(g.members for g in self.superframes if g.id == name))


_TONE_EN = {-1: "Negative", 0: "Neutral", 1: "Positive"}


def _unique(name: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for label in ids:
        if label in seen:
            raise ValueError(f"{name}: {label} is listed twice")
        seen.add(label)
    return seen


def load(path: Path) -> Codebook:
    """Load the codebook at `path`.

    Raises:
        DataError: the file is missing or inconsistent; names file and key.
    """
    return datafile.load(path, Codebook)
