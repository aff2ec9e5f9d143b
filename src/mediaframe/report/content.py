"""What a report is made of; the caller gathers it, `site.write` sets it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mediaframe.codebook import Codebook
from mediaframe.report.figures import split
from mediaframe.types import Actor, Disclosure, Example, Outlet


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
    examples: tuple[Example, ...]
    disclosure: Disclosure
    scorer: str
    draws: int
    seed: int
    registry_size: int
    """Actors of the registry."""
    registry_digest: str
    show_persons: bool
    made: dt.date
    version: str

    def split(self, *by: str) -> dict[str, pl.DataFrame]:
        """The rows of each value of the first of `by`; none where there is no such breakdown."""
        frame = self.trends.get(by)
        return {} if frame is None else split(frame, by[0])
