"""Trends: the indicators of the codebook per outlet, country, period, actor, issue or voice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from mediaframe.aggregate import estimates, keys
from mediaframe.aggregate.estimates import Data
from mediaframe.aggregate.indicators import figures
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.query import scoring_run
from mediaframe.store import actors, coverage, units
from mediaframe.store import outlets as registry
from mediaframe.store.database import Connection, Store
from mediaframe.types import SCORERS, Actor, Outlet

_PERSON = "ACTIVIST_INDIVIDUAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What a reader of a trend table must know of the workspace."""

    articles: int
    pending: int
    """Articles that the run has not analysed; they count nowhere."""
    undated: int
    """Articles without date; they are in no cell of a period."""
    abstained: int
    """Mentions in scope whose codes the scorer is too unsure of; they count nowhere."""


def trends(
    store: Store,
    book: Codebook,
    *,
    by: Sequence[str],
    indicators: Sequence[str] | None = None,
    frame: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
    countries: Sequence[str] = (),
    scorer: str = "lexicon",
    draws: int = 2000,
    seed: int = 20_260_101,
    show_persons: bool = False,
) -> pl.DataFrame:
    """Indicators per cell with 95 % intervals; docs/indicators.md defines them.

    Args:
        by: any of outlet, country, actor_country, ownership, week, month, quarter, year, actor,
            actor_type, issue, voice, in the order wanted; empty for one cell of everything.
        indicators: ids of the codebook's indicators; all by default, or the share of `frame`.
        frame: show the share of this frame only.
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.
        countries: of the outlets wanted, all where empty.
        scorer: whose last run to read.
        draws: of the bootstrap.
        seed: the same store and seed give the same table.
        show_persons: list individual people as actors; they are one group by default.

    Returns:
        Long table with the columns `by`, then indicator, label (frame, role, issue or genre, or
        empty), basis (original or exposure), value, low, high (null where suppressed), n, n_eff,
        display (full, tentative or suppressed) and method.

    Raises:
        InputError: no such key, indicator, frame, outlet or country.
        StoreError: nothing was analysed with the scorer, or the database cannot be read.
    """
    chosen = figures(book, indicators=indicators, frame=frame)
    _check(by)
    with store.read() as conn:
        run = scoring_run.latest(conn, scorer)
        known, wanted = _wanted(conn, outlets, countries)
        articles = units.articles(conn, run.id, since=since, until=until, outlets=wanted)
        mentions = units.coded(conn, run.id, since=since, until=until, outlets=wanted)
        people = actors.all(conn) if {"actor", "actor_country"} & set(by) else []
    return estimates.estimate(
        Data(
            articles=articles.join(_outlets(known), on="outlet"),
            mentions=mentions,
            actors=_actors(people),
        ),
        book,
        chosen,
        by=by,
        draws=draws,
        seed=seed,
        show_persons=show_persons,
    )


def notes(store: Store, *, scorer: str = "lexicon", outlets: Sequence[str] = ()) -> Notes:
    """What to say beside a trend table.

    Raises:
        StoreError: nothing was analysed with the scorer, or the database cannot be read.
    """
    with store.read() as conn:
        run = scoring_run.latest(conn, scorer)
        total = coverage.count(conn)
        return Notes(
            articles=total,
            pending=total - coverage.done(conn, run.id),
            undated=coverage.undated(conn, outlets),
            # the lexicon never abstains, and counting takes its time
            abstained=0 if scorer == SCORERS[0] else coverage.abstained(conn, run.id),
        )


def _check(by: Sequence[str]) -> None:
    for key in by:
        if key not in keys.KEYS:
            raise InputError(f"{key}: no such key; there are {', '.join(keys.KEYS)}")
    if len(set(by)) < len(by):
        raise InputError(f"a key is named twice: {', '.join(by)}")


def _wanted(
    conn: Connection, ids: Sequence[str], countries: Sequence[str]
) -> tuple[list[Outlet], list[str]]:
    known = registry.all(conn)
    found = {outlet.id for outlet in known}
    for name in ids:
        if name not in found:
            raise InputError(f"{name}: no such outlet; `mediaframe outlets list` shows them")
    there = {outlet.country for outlet in known}
    for country in countries:
        if country not in there:
            raise InputError(f"{country}: no outlet of this country")
    if not countries:
        return known, list(ids)
    chosen = [o.id for o in known if o.country in countries and (not ids or o.id in ids)]
    if not chosen:
        raise InputError("none of the outlets named is of the countries named")
    return known, chosen


def _outlets(known: Sequence[Outlet]) -> pl.DataFrame:
    return pl.DataFrame(
        [(outlet.id, outlet.country or keys.UNKNOWN, outlet.ownership) for outlet in known],
        schema={"outlet": pl.String, "country": pl.String, "ownership": pl.String},
        orient="row",
    )


def _actors(known: Sequence[Actor]) -> pl.DataFrame:
    return pl.DataFrame(
        [(actor.id, actor.country, actor.is_person or actor.type == _PERSON) for actor in known],
        schema={"actor": pl.String, "actor_country": pl.String, "person": pl.Boolean},
        orient="row",
    )
