"""Scores cases together; one that fails does not take the others with it."""

from collections.abc import Sequence

from mediaframe.pipeline.tools import Case, Scorer
from mediaframe.types import Reading


def readings(cases: Sequence[Case], scorer: Scorer) -> list[Reading | str]:
    """The reading of each case, or why there is none."""
    try:
        return list(scorer.score_all(cases))
    except Exception:
        return [_alone(case, scorer) for case in cases]  # to tell the one that fails


def named(error: Exception) -> str:
    """An error as the reason of a reject."""
    return f"{type(error).__name__}: {error}"


def _alone(case: Case, scorer: Scorer) -> Reading | str:
    try:
        return scorer.score_all([case])[0]
    except Exception as error:
        return named(error)
