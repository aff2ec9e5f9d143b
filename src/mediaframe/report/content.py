"""What a report is made of; the caller gathers it, `site.write` sets it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from mediaframe.codebook import Codebook
from mediaframe.types import Actor, Codes, Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A coded mention in its window; spans are offsets into `text`, end exclusive."""

    outlet_id: str
    date: dt.date | None
    headline: str
    text: str
    target: tuple[int, int]
    codes: Codes
    evidence: tuple[tuple[int, int], ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the corpus holds of one outlet."""

    outlet_id: str
    first: dt.date | None
    last: dt.date | None
    articles: int
    stories: int
    undated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNote:
    """A run that the figures rest on."""

    kind: str
    scorer: str
    digest: str
    codebook_version: str
    finished: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectCount:
    """How many items a stage could not use, for one reason."""

    stage: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The numbers the method page discloses."""

    coverage: tuple[Coverage, ...]
    rejects: tuple[RejectCount, ...]
    runs: tuple[RunNote, ...]
    mentions_in_scope: int
    mentions_out_of_scope: int
    short_articles: float | None
    """Share of articles under 60 words, the codebook's lower limit of a full news item."""
    scorer: str
    draws: int
    seed: int
    actor_registry_digest: str
    gold: Mapping[str, int] = field(default_factory=dict)
    """Reporting stratum -> human-coded units; empty where there is no human coding yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """Everything a report shows.

    `trends` maps the tuple of `by` columns to a frame in the long form of `query.trends`: the
    `by` columns, then indicator, label, basis, value, low, high, n, n_eff, display, method.
    """

    book: Codebook
    outlets: Mapping[str, Outlet]
    actors: Mapping[str, Actor]
    trends: Mapping[tuple[str, ...], pl.DataFrame]
    stories: pl.DataFrame
    """date, country, outlet, theme, frame, actor, title, sentence, url."""
    quotes: tuple[Quote, ...]
    method: Method
    show_persons: bool
    made: dt.date
    version: str
