"""Everything that a report shows, from the store."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import polars as pl

from mediaframe.codebook import Codebook
from mediaframe.query.disclosures import disclosure
from mediaframe.query.example_list import examples
from mediaframe.query.story_list import stories
from mediaframe.query.trend_table import trends
from mediaframe.report import figures
from mediaframe.report.content import ReportContent
from mediaframe.store import actors, outlets
from mediaframe.store.database import Store

_STORIES = 400
"""Most stories of a report, the newest."""
_SERIES = ("frame_share", "legitimation_index", "delegitimation_index")
"""Indicators that are drawn over time."""
_PROFILE = ("legitimation_index", "delegitimation_index", "net_tone")
"""Indicators of an actor or a type of actors."""
_BREAKDOWNS: tuple[tuple[tuple[str, ...], Sequence[str] | None], ...] = (
    ((), None),
    (("country",), None),
    (("outlet",), None),
    (("actor",), _PROFILE),
    (("actor_type",), _PROFILE),
    # only the numbers of units: whose words they are in
    (("country", "voice"), ("legitimation_index",)),
    (("outlet", "voice"), ("legitimation_index",)),
)
_UNKNOWN = "unknown"
"""Key of trends of the outlets without a country."""


def report_content(
    store: Store,
    book: Codebook,
    *,
    actor_files: Sequence[Path],
    made: dt.date,
    scorer: str = "lexicon",
    draws: int = 2000,
    seed: int = 20_260_101,
    show_persons: bool = False,
) -> ReportContent:
    """The content of a report on the whole store.

    Args:
        actor_files: registries of actors, for their digest.
        made: date of the report.
        scorer: whose last run to read.
        draws: of the bootstrap.
        seed: of the bootstrap and of the drawing of examples.
        show_persons: list individual people among the actors, stories and examples.

    Raises:
        StoreError: nothing was analysed with the scorer, or the database cannot be read.
    """

    table = partial(
        trends, store, book, scorer=scorer, draws=draws, seed=seed, show_persons=show_persons
    )
    with store.read() as conn:
        known, people = outlets.all(conn), actors.all(conn)
    found = {by: table(by=by, indicators=indicators) for by, indicators in _BREAKDOWNS}
    by_country: dict[str, list[str]] = {}
    for outlet in known:
        by_country.setdefault(outlet.country or _UNKNOWN, []).append(outlet.id)
    found |= _series(table, (), {"": []})
    found |= _series(table, ("country",), _shown(found["country",], by_country))
    found |= _series(
        table, ("outlet",), _shown(found["outlet",], {outlet.id: [outlet.id] for outlet in known})
    )
    return ReportContent(
        book=book,
        outlets={outlet.id: outlet for outlet in known},
        actors={actor.id: actor for actor in people},
        trends=found,
        stories=stories(store, book, limit=_STORIES, scorer=scorer, show_persons=show_persons),
        examples=tuple(examples(store, book, scorer=scorer, seed=seed, show_persons=show_persons)),
        disclosure=disclosure(store, book, scorer=scorer),
        scorer=scorer,
        draws=draws,
        seed=seed,
        registry_size=len(people),
        registry_digest=_digest(actor_files),
        show_persons=show_persons,
        made=made,
        version=version("mediaframe"),
    )


def _series(
    table: Callable[..., pl.DataFrame], kind: tuple[str, ...], subjects: Mapping[str, Sequence[str]]
) -> dict[tuple[str, ...], pl.DataFrame]:
    """Series by month; by quarter and year only of subjects that finer periods are too thin for.

    `subjects` maps the value of the column `kind` to the outlets to read, all where empty.
    """
    found, left = {}, dict(subjects)
    for period in figures.PERIODS:
        if not left:
            break
        wanted = [outlet for some in left.values() for outlet in some]
        frame = table(by=(*kind, period), indicators=_SERIES, outlets=wanted)
        found[*kind, period] = frame
        parts = figures.split(frame, kind[0]) if kind else {"": frame}
        left = {
            key: some
            for key, some in left.items()
            if key in parts and not figures.mostly(parts[key], period, {figures.FULL})
        }
    return found


def _shown(frame: pl.DataFrame, outlets: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The subjects of a frame of which anything may be shown, with their outlets."""
    column = frame.columns[0]
    shown = frame.filter(
        (pl.col("indicator") == "legitimation_index")
        & (pl.col("basis") == "original")
        & (pl.col("display") != figures.SUPPRESSED)
    )
    return {key: outlets[key] for key in shown[column].to_list()}


def _digest(paths: Sequence[Path]) -> str:
    found = blake2b(digest_size=8)
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()
