"""Figures as text: shares, intervals and what stands in place of a figure that is withheld."""

from mediaframe.report.figures import SUPPRESSED
from mediaframe.report.words import Language
from mediaframe.types import Estimate

PER_THOUSAND, BALANCE = "visibility", "net_tone"
"""Indicators that are no share of units: a rate per 1,000 articles, and a mean of -1, 0, 1."""


def known(estimate: Estimate | None) -> bool:
    """There is a figure to print."""
    return estimate is not None and estimate.value is not None and estimate.display != SUPPRESSED


def percent(value: float) -> str:
    """A share such as 12.3%, or 0.04% where more digits are needed to see it."""
    digits = 1 if value >= 0.001 or value == 0 else 2
    return f"{value * 100:.{digits}f}%"


def value(estimate: Estimate | None, lang: Language) -> str:
    """The value as the codebook wants it printed; no case in n prints the upper bound."""
    if estimate is None:
        return lang("no_data")
    if estimate.value is None or estimate.display == SUPPRESSED:
        return lang("too_few")
    if estimate.value == 0 and estimate.indicator != BALANCE and estimate.n:
        scale = 1000 if estimate.indicator == PER_THOUSAND else 1
        return lang("upper_bound", high=number(estimate, min(1.0, 3 / estimate.n) * scale))
    return number(estimate, estimate.value)


def interval(estimate: Estimate | None, lang: Language) -> str:
    """The interval in words, or nothing where the value is withheld."""
    if not known(estimate) or estimate is None or estimate.low is None or estimate.high is None:
        return ""
    low, high = number(estimate, estimate.low), number(estimate, estimate.high)
    return lang("interval", low=low, high=high)


def number(estimate: Estimate, figure: float) -> str:
    """A figure on the scale of the estimate's indicator."""
    if estimate.indicator == PER_THOUSAND:
        return f"{figure:,.1f}"
    if estimate.indicator == BALANCE:
        return f"{figure:+.2f}".replace("-", "−")
    return percent(figure)
