"""The codebook's rules on what may be shown (`reporting_rules.suppression`)."""

import numpy as np
from numpy.typing import NDArray

from mediaframe.aggregate.bootstrap import Bools, Floats

MIN_SHOWN = 30
"""Below so many effective units a figure is not shown."""
MIN_FULL = 100
"""From so many on it is shown in full, if its interval is narrow."""
MAX_HALF_WIDTH = 0.10
"""Widest half interval of a figure shown in full, on the scale of shares."""
UNCORRECTED = "uncorrected"
"""No random sample of human codes has corrected the errors of the scorer."""
NONE_SEEN = 3.0
"""The upper bound of a share of which none was seen among n is this over n (Hanley and
Lippman-Hand 1983)."""


LEVELS = ("full", "tentative", "suppressed")


def levels(n_eff: Floats, half_width: Floats) -> NDArray[np.int8]:
    """The place in LEVELS of each figure."""
    narrow = half_width <= MAX_HALF_WIDTH + 1e-9
    shown = np.where((n_eff >= MIN_FULL) & narrow, 0, 1)
    return np.where(hidden(n_eff), 2, shown).astype(np.int8)


def hidden(n_eff: Floats) -> Bools:
    """Which figures are suppressed."""
    found: Bools = ~(n_eff >= MIN_SHOWN)
    return found


def method(level: str, *, bounded: bool, outlets: int, pooled: bool, draws: int) -> str:
    """How the interval was made and what it is about, in words.

    Args:
        level: one of LEVELS.
        bounded: all units are alike.
        outlets: how many the cell pools.
        pooled: they were resampled too.
        draws: of the bootstrap.
    """
    if level == "suppressed":
        how = f"n_eff under {MIN_SHOWN}"
    elif bounded:
        how = "rule of three: all units alike"
    elif pooled:
        how = f"bootstrap of {outlets} outlets and their stories, {draws} draws"
    elif outlets > 1:
        how = f"bootstrap of stories, {draws} draws; descriptive of the {outlets} listed outlets"
    else:
        how = f"bootstrap of stories, {draws} draws"
    return f"{how}; {UNCORRECTED}"
