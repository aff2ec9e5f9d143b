"""The outputs of a scorer that is learned as a whole, and the codes that its scores make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mediaframe.codebook import Codebook
from mediaframe.types import NONE, Codes

Array = npt.NDArray[np.float64]

FLAGS = ("in_scope", "rebutted", "distancing")
"""Variables that hold or do not."""
MULTIPLE = ("frame", "issue")
"""Variables of which several values may hold."""
SINGLE = ("actor_type", "tone", "role", "voice")
"""Variables of which exactly one value holds."""
TRUE = "true"
"""The one value of a flag."""
NEUTRAL = "0"
"""The tone that holds when no other passes its threshold."""
MAX_FRAMES = 3
MAX_ISSUES = 2


def labels(book: Codebook) -> dict[str, tuple[str, ...]]:
    """Variable -> the values that are scored, in the order of the codebook; NONE is no frame."""
    values = {variable: tuple(book.labels[variable]) for variable in SINGLE}
    return {
        **dict.fromkeys(FLAGS, (TRUE,)),
        "frame": book.frame_ids,
        "issue": book.issue_ids,
        **values,
    }


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of windows on the scale of log odds, the higher the likelier.

    Of a variable with exactly one value they count against each other; the tones are scored
    relative to the neutral one, which has no column.
    """

    names: tuple[str, ...]
    """`variable=value` of each column."""
    values: Array
    """(windows, outputs)."""


def relative(scores: Mapping[str, Array]) -> Scores:
    """The scores of all variables as one table.

    Args:
        scores: `variable=value` -> score of each window; tones without a neutral one stay.
    """
    neutral = scores.get(f"tone={NEUTRAL}", 0.0)
    columns = {
        name: column - neutral if name.startswith("tone=") else column
        for name, column in scores.items()
        if name != f"tone={NEUTRAL}"
    }
    return Scores(tuple(columns), np.stack(list(columns.values()), axis=1))


def holds(code: Codes, name: str) -> bool:
    """Whether the code has the output `variable=value`."""
    variable, _, value = name.partition("=")
    if variable == "frame":
        return value in code.frames
    if variable == "issue":
        return value in code.issues
    held = getattr(code, variable)
    return held is True if value == TRUE else str(held) == value


def decide(scores: Scores, thresholds: Mapping[str, float]) -> list[Codes]:
    """The codes of each window.

    Args:
        thresholds: output -> what its score has to pass; 0 where there is none. Of a variable
            with exactly one value they are taken off the scores before the largest is taken.
    """
    margins = scores.values - np.asarray([thresholds.get(name, 0.0) for name in scores.names])
    columns: dict[str, list[tuple[int, str]]] = {}
    for j, name in enumerate(scores.names):
        variable, _, value = name.partition("=")
        columns.setdefault(variable, []).append((j, value))
    return [_codes(row, columns) for row in margins.tolist()]


def _codes(row: Sequence[float], columns: Mapping[str, Sequence[tuple[int, str]]]) -> Codes:
    def best(variable: str) -> tuple[float, str]:
        return max((row[j], value) for j, value in columns[variable])

    def above(variable: str, most: int) -> tuple[str, ...]:
        found = sorted(((row[j], value) for j, value in columns[variable]), reverse=True)
        return tuple(value for margin, value in found[:most] if margin >= 0)

    tone, role = best("tone"), best("role")[1]
    frames = above("frame", MAX_FRAMES)
    # by the codebook, who is not characterised has no role, no tone and nothing to rebut
    if not frames:
        frames = (best("frame")[1],) if tone[0] > 0 or role != NONE else (NONE,)
    is_framed = frames != (NONE,)
    return Codes(
        in_scope=bool(above("in_scope", 1)),
        actor_type=best("actor_type")[1],
        frames=frames,
        primary_frame=frames[0],
        tone=int(tone[1]) if tone[0] > 0 else 0,
        role=role,
        voice=best("voice")[1],
        rebutted=is_framed and bool(above("rebutted", 1)),
        distancing=bool(above("distancing", 1)),
        issues=above("issue", MAX_ISSUES),
    )
