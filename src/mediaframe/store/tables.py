"""The tables. Migrations in `migrations/` make them; nothing else writes SQL types.

They are no mapped classes: nothing needs objects of rows, and mapping would take a reading command
longer than its queries.
"""

from functools import partial

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Constraints have the same names on every database."""

_Given = partial(Column, nullable=False)

outlets = Table(
    "outlets",
    metadata,
    Column("id", String, primary_key=True),
    _Given("name_ar", String),
    _Given("name_en", String),
    Column("country", String),
    _Given("ownership", String),
    _Given("kind", String),
    _Given("domains", JSON),
    _Given("verified", Boolean),
)
"""An outlet of the registry, or one seen in an import (not verified)."""

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    _Given("key", String, unique=True),
    _Given("outlet_id", ForeignKey("outlets.id")),
    Column("source_id", String),
    Column("url", String),
    _Given("title", String),
    _Given("text", String),
    Column("author", String),
    Column("genre", String),
    Column("date", Date),
    Column("subtitle", String),
    Column("wire", String),
    Column("updated", Date),
    # genre is in the index so that trends read neither texts nor rows of the table
    Index(None, "outlet_id", "date", "genre"),
    Index(None, "date"),
)
"""An article as imported or collected; offsets refer to its `title` and `text`.

They change only when the outlet changed the page: then a revision keeps the old ones, and all
that refers to them is removed.
"""

story_members = Table(
    "story_members",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    _Given("story_id", Integer, index=True),
)
"""The story cluster of an article; a story's id is the smallest article id in it."""

bands = Table(
    "bands",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)
"""A band of the MinHash signature of an article; equal values propose near-duplicates."""

actors = Table(
    "actors",
    metadata,
    Column("id", String, primary_key=True),
    _Given("name_ar", String),
    _Given("name_en", String),
    _Given("type", String),
    Column("country", String),
    _Given("is_person", Boolean),
)
"""An organisation, movement or person of the registry."""

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    # `detect`, `score`, or `index` for the stories and search terms of articles
    _Given("kind", String),
    # `rules` for detection; `lexicon`, `classifier` or `human` for scoring
    _Given("scorer", String),
    # of everything the results depend on: code version, data files, codebook
    _Given("digest", String),
    _Given("codebook_version", String),
    # the detection run whose mentions a scoring run reads
    Column("detection_id", ForeignKey("runs.id")),
    _Given("settings", JSON),
    _Given("started", DateTime),
    # when it last had nothing left to do
    Column("finished", DateTime),
    # NULLs are alike on PostgreSQL; only its migration says so, as it would load the dialect here
    UniqueConstraint("kind", "scorer", "digest", "detection_id"),
)
"""One detector or scorer with one version of its data; results of runs never mix."""

analysed = Table(
    "analysed",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)
"""An article that a run is done with, also where it has no mention."""

mentions = Table(
    "mentions",
    metadata,
    Column("id", Integer, primary_key=True),
    _Given("run_id", ForeignKey("runs.id")),
    _Given("article_id", ForeignKey("articles.id")),
    _Given("start", Integer),
    _Given("end", Integer),
    _Given("in_headline", Boolean),
    _Given("surface", String),
    Column("actor_id", ForeignKey("actors.id")),
    _Given("actor_type", String),
    _Given("in_scope", Boolean),
    _Given("voice", String),
    UniqueConstraint("run_id", "article_id", "in_headline", "start", "end"),
    Index(None, "article_id"),
    Index(None, "actor_id"),
)
"""A mention found by a detection run; offsets into the article's text or title."""

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    _Given("run_id", ForeignKey("runs.id")),
    _Given("mention_id", ForeignKey("mentions.id")),
    _Given("in_scope", Boolean),
    _Given("actor_type", String),
    _Given("frames", String),
    _Given("primary_frame", String),
    _Given("tone", Integer),
    _Given("role", String),
    _Given("voice", String),
    _Given("rebutted", Boolean),
    _Given("distancing", Boolean),
    _Given("issues", String),
    _Given("probabilities", JSON),
    _Given("evidence", JSON),
    _Given("abstained", Boolean, server_default=false()),
    UniqueConstraint("run_id", "mention_id"),
    Index(None, "mention_id"),
)
"""One scorer's codes for one mention. `frames` and `issues` are ids joined by spaces; `abstained`
where the scorer was too unsure for the codes to be counted."""

rejects = Table(
    "rejects",
    metadata,
    Column("id", Integer, primary_key=True),
    _Given("stage", String),
    _Given("item", String),
    _Given("reason", String),
    _Given("sample", String),
    UniqueConstraint("stage", "item", "reason"),
)
"""An item that could not be used, with the reason; the same one is stored once."""

captures = Table(
    "captures",
    metadata,
    # canonical; shortened to a digest where it is longer than an index takes
    Column("url", String, primary_key=True),
    _Given("outlet_id", ForeignKey("outlets.id")),
    # when it was last asked for, UTC
    _Given("fetched", DateTime),
    # when the page was first fetched that says what the article says now, UTC
    Column("taken", DateTime),
    _Given("etag", String),
    _Given("last_modified", String),
    Column("status", Integer),
    # of the title and text read from it; null where none ever were
    Column("digest", String),
    # the article whose text stands there, under this URL or another one of the outlet
    Column("article_id", ForeignKey("articles.id")),
    # why no article was read from it the last time; empty where one was, and of sources
    _Given("reason", String),
    Index(None, "outlet_id", "digest"),
)
"""A URL that was collected: the page of an article when last fetched, or a source."""

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    _Given("article_id", ForeignKey("articles.id"), index=True),
    # when the change was stored, UTC
    _Given("replaced", DateTime),
    _Given("title", String),
    _Given("text", String),
    _Given("digest", String),
)
"""What an article said before its outlet changed it."""

packs = Table(
    "packs",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    # Parquet
    _Given("data", LargeBinary),
)
"""A part of what trends are counted from, in compact form; see `store.packs`."""
