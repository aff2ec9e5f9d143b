"""Frozen dataclasses: the vocabulary of the project.

Offsets are Python character offsets (code points) into the *original* text, end exclusive.
Labels (frames, roles, voices, ...) are the ids of `annotations/codebook.yaml`.
"""

import datetime as dt
from dataclasses import dataclass, field

NONE = "NONE"
"""Frame and role id of a mention that is not characterised; exclusive among frames."""

SCORERS = ("lexicon", "classifier")
"""Names of the scorers."""

HUMAN = "human"
"""What runs have in place of a scorer that hold the codes of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A news outlet of the registry, or one seen in an import (`verified=False`)."""

    id: str
    name_ar: str
    name_en: str = ""
    country: str | None = None
    """ISO 3166-1 alpha-2 code, None where unknown or regional."""
    ownership: str = "unknown"
    domains: tuple[str, ...] = ()
    kind: str = "unknown"
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item as imported or collected; offsets refer to its `title` and `text`."""

    key: str
    """Stable identity: digest of outlet and URL, or of outlet and source id, or of the content."""
    outlet_id: str
    text: str
    title: str = ""
    source_id: str | None = None
    url: str | None = None
    author: str | None = None
    genre: str | None = None
    date: dt.date | None = None
    subtitle: str | None = None
    """What stands between title and text; not analysed."""
    wire: str | None = None
    """The agency that the article credits: an id of `collect.wire`, or a name as imported."""
    updated: dt.date | None = None
    """Day of the last change that the page states."""
    id: int | None = None
    """Row id, None before storing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An organisation, movement or person of the registry."""

    id: str
    name_ar: str
    name_en: str = ""
    type: str
    country: str | None = None
    is_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention of an actor; offsets into the text, or into the title when `in_headline`."""

    start: int
    end: int
    surface: str
    actor_type: str
    in_scope: bool = True
    actor_id: str | None = None
    in_headline: bool = False
    voice: str = "OUTLET"
    """Whose words characterise the target: OUTLET, STATE, ACTOR or OTHER."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the detector says of a marked span."""

    in_scope: bool
    actor_type: str
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A mention in context, the unit that scorers and coders read (outlet-blind).

    `text` is the mention's sentence with one sentence either side, `text[start:end]` the target.
    `offset` is the position of `text` in the article's text (in the title when `in_headline`).
    """

    id: str
    headline: str
    text: str
    start: int
    end: int
    offset: int = 0
    in_headline: bool = False
    actor_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for a code: a matched term at `start:end` of the article's text or title."""

    code: str
    """What the term speaks for, `variable=value`, such as `frame=FOREIGN_AGENT` or `tone=-1`."""
    term: str
    start: int
    end: int
    weight: float
    in_headline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The codebook variables of one mention."""

    in_scope: bool
    actor_type: str
    frames: tuple[str, ...] = (NONE,)
    """One to three frame ids, or exactly (NONE,)."""
    primary_frame: str = NONE
    tone: int = 0
    """-1, 0 or 1, toward the target."""
    role: str = NONE
    voice: str = "OUTLET"
    rebutted: bool = False
    distancing: bool = False
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One scorer's codes for one mention, with the reasons."""

    codes: Codes
    probabilities: dict[str, float] = field(default_factory=dict)
    """`variable=value` -> score in [0, 1]; for the lexicon an uncalibrated squashed sum."""
    evidence: tuple[Evidence, ...] = ()
    abstained: bool = False
    """Whether the scorer is too unsure of the frames for the codes to be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """An item that could not be used: counted, stored, shown; never lost, never fatal."""

    stage: str
    """import, collect, detect, score or annotate."""
    item: str
    """File and line, or article key."""
    reason: str
    sample: str = ""
    """At most 200 characters of the offending input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An indicator in one cell, with a 95 % interval."""

    indicator: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_eff: float
    display: str
    """full, tentative (greyed) or suppressed, by the codebook's rules."""
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A coded mention with its sentences, for display; spans are character offsets in `text`."""

    article_id: int
    outlet_id: str
    date: dt.date | None
    headline: str
    text: str
    """The mention's sentence with one sentence either side; the headline when `in_headline`."""
    target: tuple[int, int]
    in_headline: bool
    actor_id: str | None
    codes: Codes
    evidence: tuple[Evidence, ...]
    """Those within `text`, relative to it, and those in the headline (`in_headline`), to that."""
    url: str | None
    words: tuple[Evidence, ...] = ()
    """The words that the classifier rests on, placed alike; where it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletCoverage:
    """What the store holds of one outlet."""

    id: str
    name_ar: str
    name_en: str
    country: str | None
    ownership: str
    verified: bool
    articles: int
    stories: int
    """Articles without those that repeat another one of the same outlet."""
    undated: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectCount:
    """How many items of a stage were rejected for one kind of reason."""

    stage: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """A run, as disclosed with published figures."""

    id: int
    kind: str
    scorer: str
    digest: str
    codebook_version: str
    finished: dt.datetime | None
    """UTC; None where it was stopped before its end."""
    current: bool
    """Whether the figures come from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What must be said beside published figures (codebook, `reporting_rules.disclose`)."""

    outlets: tuple[OutletCoverage, ...]
    rejects: tuple[RejectCount, ...]
    runs: tuple[RunInfo, ...]
    codebook_version: str
    articles: int
    stories: int
    undated: int
    pending: int
    """Articles that the run of the figures has not analysed."""
    short: int
    """Articles of fewer than 60 words, which the codebook does not count as news items."""
    mentions_in_scope: int
    mentions_out_of_scope: int
    abstained: int
    """Mentions in scope whose codes are not counted, as the scorer is too unsure of them."""
    units: int
    """Article x actor units in scope."""
    actors: int
    """Actors of the registry that have a mention in scope."""
    unlinked: int
    """Mentions in scope of actors that are not in the registry."""
