"""The probabilities of readings as tables, a variable each, beside what is true."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mediaframe.codebook import Codebook
from mediaframe.learn.comparison import Reference
from mediaframe.learn.figures import Column
from mediaframe.score.decision import NEUTRAL, SINGLE, holds, labels
from mediaframe.types import NONE, Codes, Reading

FIGURE_OF = {"in_scope": "scope", "frame": "frames", "issue": "issues"}
"""Names of variables in figures where they are others than those of outputs."""


@dataclass(frozen=True, slots=True)
class Likely:
    """The probabilities of one variable: of windows (rows) and values, with what is true."""

    variable: str
    rows: tuple[int, ...]
    names: tuple[str, ...]
    values: Column
    truth: Column
    confidence: Column
    """Of the codes given."""
    right: Column
    """1 where they are those of the reference."""

    @property
    def name(self) -> str:
        """Of the variable in figures."""
        return FIGURE_OF.get(self.variable, self.variable)

    @property
    def stated(self) -> tuple[Column, Column]:
        """Probabilities with what is true (windows, values), of a variable with exactly one value
        those of the likeliest."""
        if self.variable not in SINGLE:
            return self.values, self.truth
        best = self.values.argmax(axis=1)[:, None]
        return np.take_along_axis(self.values, best, 1), np.take_along_axis(self.truth, best, 1)


def likely(readings: Sequence[Reading], reference: Reference, book: Codebook) -> dict[str, Likely]:
    """Of each variable whose outputs have probabilities, the rows that it is measured on."""
    known = {name for reading in readings for name in reading.probabilities}
    found = {}
    for variable, values in labels(book).items():
        if variable == "tone" and f"tone={NEUTRAL}" not in known:
            values = tuple(value for value in values if value != NEUTRAL)
        names = [f"{variable}={value}" for value in values if f"{variable}={value}" in known]
        rows = rows_of(variable, reference.codes)
        if not names or not rows:
            continue
        codes = [reference.codes[i] for i in rows]
        given = [readings[i].codes for i in rows]
        table = np.asarray(
            [[readings[i].probabilities.get(name, 0.0) for name in names] for i in rows]
        )
        if variable == "tone" and f"tone={NEUTRAL}" not in known:
            names.append(f"tone={NEUTRAL}")
            table = np.column_stack([table, np.clip(1 - table.sum(axis=1), 0, 1)])
        said = _truth(given, names)
        truth = _truth(codes, names)
        if variable in SINGLE:
            confidence = (table * said).sum(axis=1)
        else:  # that the codes given hold and the others do not, as if they were independent
            confidence = np.where(said > 0, table, 1 - table).prod(axis=1)
        found[variable] = Likely(
            variable=variable,
            rows=tuple(rows),
            names=tuple(names),
            values=table,
            truth=truth,
            confidence=confidence,
            right=(said == truth).all(axis=1).astype(float),
        )
    return found


def _truth(codes: Sequence[Codes], names: Sequence[str]) -> Column:
    return np.asarray([[holds(code, name) for name in names] for code in codes], dtype=float)


def rows_of(variable: str, codes: Sequence[Codes]) -> list[int]:
    """Scope is measured on all windows, voice where there is a frame, the rest where in scope."""
    if variable == "in_scope":
        return list(range(len(codes)))
    framed = variable == "voice"
    return [
        i
        for i, code in enumerate(codes)
        if code.in_scope and not (framed and code.frames == (NONE,))
    ]
