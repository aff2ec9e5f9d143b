"""The tables. Migrations in `migrations/` make them; nothing else writes SQL types."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    MetaData,
    Table,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; constraints have the same names on every database."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class Outlet(Base):
    """An outlet of the registry, or one seen in an import (not verified)."""

    __tablename__ = "outlets"

    id: Mapped[str] = mapped_column(primary_key=True)
    name_ar: Mapped[str]
    name_en: Mapped[str]
    country: Mapped[str | None]
    ownership: Mapped[str]
    kind: Mapped[str]
    domains: Mapped[list[Any]]
    verified: Mapped[bool]


class Article(Base):
    """An article as imported or collected; offsets refer to its `title` and `text`.

    They change only when the outlet changed the page: then a revision keeps the old ones, and all
    that refers to them is removed.
    """

    __tablename__ = "articles"
    # genre is in the index so that trends read neither texts nor rows of the table
    __table_args__ = (Index(None, "outlet_id", "date", "genre"), Index(None, "date"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    outlet_id: Mapped[str] = mapped_column(ForeignKey("outlets.id"))
    source_id: Mapped[str | None]
    url: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str]
    author: Mapped[str | None]
    genre: Mapped[str | None]
    date: Mapped[dt.date | None]
    subtitle: Mapped[str | None]
    wire: Mapped[str | None]
    updated: Mapped[dt.date | None]


class StoryMember(Base):
    """The story cluster of an article; a story's id is the smallest article id in it."""

    __tablename__ = "story_members"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story_id: Mapped[int] = mapped_column(index=True)


class Band(Base):
    """A band of the MinHash signature of an article; equal values propose near-duplicates."""

    __tablename__ = "bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)


class Actor(Base):
    """An organisation, movement or person of the registry."""

    __tablename__ = "actors"

    id: Mapped[str] = mapped_column(primary_key=True)
    name_ar: Mapped[str]
    name_en: Mapped[str]
    type: Mapped[str]
    country: Mapped[str | None]
    is_person: Mapped[bool]


class Run(Base):
    """One detector or scorer with one version of its data; results of runs never mix."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint(
            "kind", "scorer", "digest", "detection_id", postgresql_nulls_not_distinct=True
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """`detect`, `score`, or `index` for the stories and search terms of articles."""
    scorer: Mapped[str]
    """`rules` for detection; `lexicon`, `classifier` or `human` for scoring."""
    digest: Mapped[str]
    """Of everything the results depend on: code version, data files, codebook."""
    codebook_version: Mapped[str]
    detection_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    """The detection run whose mentions a scoring run reads."""
    settings: Mapped[dict[str, Any]]
    started: Mapped[dt.datetime]
    finished: Mapped[dt.datetime | None]
    """When it last had nothing left to do."""


class Analysed(Base):
    """An article that a run is done with, also where it has no mention."""

    __tablename__ = "analysed"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)


class Mention(Base):
    """A mention found by a detection run; offsets into the article's text or title."""

    __tablename__ = "mentions"
    __table_args__ = (
        UniqueConstraint("run_id", "article_id", "in_headline", "start", "end"),
        Index(None, "article_id"),
        Index(None, "actor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    start: Mapped[int]
    end: Mapped[int]
    in_headline: Mapped[bool]
    surface: Mapped[str]
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("actors.id"))
    actor_type: Mapped[str]
    in_scope: Mapped[bool]
    voice: Mapped[str]


class Reading(Base):
    """One scorer's codes for one mention. `frames` and `issues` are ids joined by spaces."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("run_id", "mention_id"), Index(None, "mention_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    mention_id: Mapped[int] = mapped_column(ForeignKey("mentions.id"))
    in_scope: Mapped[bool]
    actor_type: Mapped[str]
    frames: Mapped[str]
    primary_frame: Mapped[str]
    tone: Mapped[int]
    role: Mapped[str]
    voice: Mapped[str]
    rebutted: Mapped[bool]
    distancing: Mapped[bool]
    issues: Mapped[str]
    probabilities: Mapped[dict[str, Any]]
    evidence: Mapped[list[Any]]
    abstained: Mapped[bool] = mapped_column(server_default=false())
    """Whether the scorer was too unsure for the codes to be counted."""


class Reject(Base):
    """An item that could not be used, with the reason; the same one is stored once."""

    __tablename__ = "rejects"
    __table_args__ = (UniqueConstraint("stage", "item", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str]
    item: Mapped[str]
    reason: Mapped[str]
    sample: Mapped[str]


class Capture(Base):
    """A URL that was collected: the page of an article when last fetched, or a source."""

    __tablename__ = "captures"
    __table_args__ = (Index(None, "outlet_id", "digest"),)

    url: Mapped[str] = mapped_column(primary_key=True)
    """Canonical; shortened to a digest where it is longer than an index takes."""
    outlet_id: Mapped[str] = mapped_column(ForeignKey("outlets.id"))
    fetched: Mapped[dt.datetime]
    """When it was last asked for, UTC."""
    taken: Mapped[dt.datetime | None]
    """When the page was first fetched that says what the article says now, UTC."""
    etag: Mapped[str]
    last_modified: Mapped[str]
    status: Mapped[int | None]
    digest: Mapped[str | None]
    """Of the title and text read from it; None where none ever were."""
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    """The article whose text stands there, under this URL or another one of the outlet."""
    reason: Mapped[str]
    """Why no article was read from it the last time; empty where one was, and of sources."""


class Revision(Base):
    """What an article said before its outlet changed it."""

    __tablename__ = "revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    replaced: Mapped[dt.datetime]
    """When the change was stored, UTC."""
    title: Mapped[str]
    text: Mapped[str]
    digest: Mapped[str]


class Pack(Base):
    """A part of what trends are counted from, in compact form; see `store.packs`."""

    __tablename__ = "packs"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes]
    """Parquet."""


def table(model: type[Base]) -> Table:
    """The table of one of these classes, for statements without objects."""
    found = model.__table__
    assert isinstance(found, Table)
    return found
