"""What a page or chart is about: the whole corpus, a country or an outlet."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mediaframe.report.figures import SUPPRESSED, Key
from mediaframe.types import Estimate

Cells = Mapping[Key, Estimate]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the corpus, with its figures."""

    slug: str
    name: str
    cells: Cells
    periods: Mapping[str, pl.DataFrame]
    """Period name to the place's rows of it."""


def withheld(cells: Cells) -> bool:
    """Nothing of a place may be shown."""
    one = cells.get(("legitimation_index", "", "original"))
    return one is None or one.display == SUPPRESSED


def units(cells: Cells) -> int:
    """How many units (article x actor) a place has."""
    one = cells.get(("legitimation_index", "", "original"))
    return 0 if one is None else one.n
