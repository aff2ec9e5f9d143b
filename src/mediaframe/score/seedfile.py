"""The file of the seed lexicon, as written by hand."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(_Part):
    """A term of the lexicon file."""

    t: str = Field(min_length=1)
    w: int = Field(default=2, ge=1, le=3)
    c: tuple[str, ...] = ("ALL",)
    src: str = "seed"
    amb: bool = False
    re: bool = False
    n: str = ""


class Negator(_Part):
    """A negator; its scope says what it negates, or that it is none."""

    t: str
    scope: str


class ReportingVerb(_Part):
    """A verb of saying or doing and its stance."""

    v: str
    stance: str
    toward_content: str = ""
    n: str = ""


class _Tone(_Part):
    positive: tuple[Term, ...]
    negative: tuple[Term, ...]
    neutral_descriptors: tuple[Term, ...] = ()


class _IssueTerms(_Part):
    terms: tuple[str, ...]


class SeedFile(BaseModel):
    """`lexicon.yaml`; the parts that the scorer does not read are kept for other readers."""

    model_config = ConfigDict(frozen=True, extra="allow")

    frames: dict[str, tuple[Term, ...]]
    tone: _Tone
    distancing: tuple[Term, ...]
    reporting_verbs: tuple[ReportingVerb, ...]
    negators: tuple[Negator, ...]
    rebuttal_cues: tuple[str, ...]
    issues: dict[str, _IssueTerms]
    country_cues: dict[str, Any]


def terms(file: SeedFile) -> Iterator[tuple[str, Term]]:
    """The terms with the code, `variable=value`, that each stands for."""
    for frame, frame_terms in file.frames.items():
        yield from ((f"frame={frame}", term) for term in frame_terms)
    yield from (("tone=1", term) for term in file.tone.positive)
    yield from (("tone=-1", term) for term in file.tone.negative)
    yield from (("distancing=true", term) for term in file.distancing)
    for issue, issue_terms in file.issues.items():
        yield from ((f"issue={issue}", Term(t=term)) for term in issue_terms.terms)
    for number, cue in enumerate(file.rebuttal_cues):
        yield "rebutted=true", Term(t=cue, w=2 if number else 3)
