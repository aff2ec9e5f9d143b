"""Values, intervals and effective sizes from counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mediaframe.aggregate import bootstrap, display
from mediaframe.aggregate.bootstrap import Bools, Floats
from mediaframe.aggregate.counts import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """C x K values on the scale of shares (-1 to 1 for a balance); NaN where there is none."""

    value: Floats
    low: Floats
    high: Floats
    n: Floats
    n_eff: Floats
    bounded: Bools
    """All units are alike: the interval is the rule of three, not from the bootstrap."""


def infer(counts: Counts, kinds: Sequence[str], *, draws: int, seed: int) -> Estimates:
    """Estimates of all figures in all cells.

    `n_eff` is n over the design effect: the variance under resampling of stories over the
    variance under resampling of single units. Where all units are alike there is neither, and
    stories are taken for repetitions of one unit (Kish's bound).

    Args:
        kinds: of each figure, see `indicators.Figure`.
    """
    sample = counts.sample
    top, base = bootstrap.totals(sample)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / base
        known = np.nan_to_num(value)
        single = counts.squares - 2 * known * counts.products + known**2 * counts.base_squares
        alike = single <= 1e-9 * np.maximum(counts.base_squares, 1.0)
        effect = np.where(
            alike,
            bootstrap.variances(sample, np.zeros_like(known), of_base=True) / counts.base_squares,
            bootstrap.variances(sample, known) / single,
        )
        n_eff = np.nan_to_num(counts.n / np.maximum(effect, 1.0))
    wanted = ~display.hidden(n_eff) & ~alike
    low, high = bootstrap.intervals(sample, wanted, draws=draws, seed=seed)
    bounded = alike & (counts.n > 0)
    balance = np.array([kind == "balance" for kind in kinds])
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = display.NONE_SEEN / counts.n
    # Where all are at one end of the scale, one unseen unit can lie at the other end.
    reach = np.where(balance, 1 + np.abs(value), 1.0) * bound
    floor = np.where(balance, -1.0, 0.0)
    low = np.where(bounded, np.where(value > floor, np.maximum(value - reach, floor), value), low)
    high = np.where(bounded, np.where(value < 1, np.minimum(value + reach, 1.0), value), high)
    return Estimates(value=value, low=low, high=high, n=counts.n, n_eff=n_eff, bounded=bounded)
