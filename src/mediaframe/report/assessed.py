"""What the page about a scorer's quality is made of; the caller gathers it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediaframe.codebook import Codebook
from mediaframe.types import Estimate

Named = Mapping[str, Estimate]
"""Name of a figure, such as `frames.macro_f1` or `tone.-1.f1` -> figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedGroup:
    """Windows that have something in common."""

    name: str
    """Country code, ownership class or actor type."""
    windows: int
    inside: int
    """Of them in scope."""
    figures: Named
    """Empty where the group is too small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How often each of some values (rows) was coded as each of them (columns)."""

    values: Sequence[str]
    counts: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentContent:
    """Everything that the page shows. Variables go by their names in figures, such as `frames`."""

    book: Codebook
    scorers: Mapping[str, Named]
    """The one that is judged, then those beside it."""
    ceiling: Named
    """Of a second coding."""
    confusions: Mapping[str, Table]
    reliability: Mapping[str, Sequence[tuple[float, float]]]
    """Variable -> (stated, true) shares of bins, from low to high."""
    kept: Mapping[str, Sequence[tuple[float, float, float | None]]]
    """Variable -> (least confidence, share kept, accuracy of what is kept)."""
    roc: Sequence[tuple[float, float]]
    """Of scope: (false positive rate, true positive rate)."""
    groups: Mapping[str, Sequence[AssessedGroup]]
    """country, ownership and actor_type."""
    windows: int
    inside: int
    left_out: int
    """Windows of stories that the scorer has learned from."""
    twice: int
    """Windows with a second coding."""
    least: int
    """Windows in scope that a group needs to be shown."""
    calibrated: bool
    """Its probabilities are meant to be read as such."""
    digest: str
    """Of the label file."""
    made: dt.date
    version: str
