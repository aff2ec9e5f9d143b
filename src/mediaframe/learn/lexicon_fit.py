"""Learns the weights and thresholds of the lexicon scorer from coded mentions.

One additive score per output (`frame=X`, `tone=-1`, `role=X`, ...): an L2 logistic regression over
the cues of a window, each weighted by its inverse document frequency and scaled to unit length
(Salton and Buckley 1988). Thresholds are chosen on scores of folds that the regression was not
fitted on. Weights too small to matter are left out of the file.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from mediaframe.learn.thresholds import Array, Truth, thresholds
from mediaframe.score.cues import is_given
from mediaframe.score.weights import UNIT
from mediaframe.types import NONE, Codes

Indexes = npt.NDArray[np.int64]

MIN_WINDOWS = 3
MIN_PAIR_WINDOWS = 8
"""A cue (a pair of words) seen in fewer windows is no candidate."""
MIN_POSITIVES = 10
"""An output with fewer positives is not learned; the seed rule decides it."""
RAREST = 250
"""Nor is one with fewer than one positive in so many windows: on the sample corpus its seed terms
did better."""
WEIGHTS_PER_CUE = 15
"""Average number of outputs for which a cue keeps its weight."""
_COST = 5.0
_GIVEN = 0.2
"""Length of a given cue beside a window of unit length: the smaller, the less it may weigh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A fitted lexicon: per cue the windows it was seen in and its weight for some outputs."""

    outputs: tuple[str, ...]
    bias: tuple[float, ...]
    thresholds: tuple[float, ...]
    windows: int
    cues: tuple[str, ...]
    counts: tuple[int, ...]
    weights: Indexes
    """(cues, outputs), in thousandths."""

    def lines(self, about: Mapping[str, Any]) -> Iterator[str]:
        """The lines of the weights file (see `score.weights`), with `about` in its header."""
        header = {
            **about,
            "windows": self.windows,
            "outputs": [
                {"name": name, "bias": bias, "threshold": threshold}
                for name, bias, threshold in zip(
                    self.outputs, self.bias, self.thresholds, strict=True
                )
            ],
        }
        yield json.dumps(header, ensure_ascii=False)
        for cue, count, row in zip(self.cues, self.counts, self.weights, strict=True):
            kept = np.flatnonzero(row)
            columns = (" ".join(map(str, part.tolist())) for part in (kept, row[kept]))
            yield "\t".join((cue, str(count), *columns))


def gold(codes: Sequence[Codes]) -> dict[str, Truth]:
    """Output name -> 0/1 per item, for every value that occurs."""
    found: dict[str, list[int]] = {}
    for i, code in enumerate(codes):
        values = [f"frame={frame}" for frame in code.frames if frame != NONE]
        values += [f"role={code.role}", *(f"issue={issue}" for issue in code.issues)]
        if code.tone:
            values.append(f"tone={code.tone}")
        values += [f"{name}=true" for name in ("rebutted", "distancing") if getattr(code, name)]
        for value in values:
            found.setdefault(value, []).append(i)
    return {name: _indicator(found[name], len(codes)) for name in sorted(found)}


class Fitter:
    """Fits the weights on all windows, or on all but one fold of them.

    Args:
        cues: names of the cues of each window.
        codes: its codes.
        fold: its fold; windows of one story share one.
        allowed: whether a cue may be learned (names of people and places may not).
    """

    def __init__(
        self,
        cues: Sequence[Collection[str]],
        codes: Sequence[Codes],
        fold: Sequence[int],
        *,
        allowed: Callable[[str], bool],
    ) -> None:
        least = max(MIN_POSITIVES, len(codes) // RAREST)
        wanted = {name: values for name, values in gold(codes).items() if values.sum() >= least}
        self.outputs = tuple(wanted)
        self._truth = np.stack(list(wanted.values()), axis=1)
        self._fold = np.asarray(fold)
        self._design = _design(cues, allowed)
        self._models: dict[frozenset[int], _Model] = {}

    def weights(self, *, without: int | None = None) -> Weights:
        """The lexicon fitted on all folds but `without`, with thresholds chosen inside them.

        Thresholds are chosen on all folds, or on the two next to `without`: each takes a fit.
        """
        held_out = frozenset() if without is None else frozenset({without})
        unseen = np.zeros(self._truth.shape)
        chosen_on = self._inner(without)
        for inner in chosen_on:
            rows = np.flatnonzero(self._fold == inner)
            unseen[rows] = self._model(held_out | {inner}).scores(self._design, rows)
        rows = np.flatnonzero(np.isin(self._fold, chosen_on))
        found = thresholds(self.outputs, unseen[rows], self._truth[rows])
        used = int((~np.isin(self._fold, list(held_out))).sum())
        return self._model(held_out).lexicon(self._design, self.outputs, found, used)

    def _inner(self, held: int | None) -> list[int]:
        folds: list[int] = sorted(set(self._fold.tolist()))
        if held is None:
            return folds
        at = folds.index(held)
        return sorted({folds[at - 1], folds[(at + 1) % len(folds)]} - {held})

    def _model(self, without: frozenset[int]) -> "_Model":
        # a model without folds 1 and 2 sets thresholds for both of them: fitted once
        if without not in self._models:
            rows = np.flatnonzero(~np.isin(self._fold, list(without)))
            with threadpool_limits(1, user_api="blas"):  # many small steps: threads only wait
                self._models[without] = _fit(self._design, rows, self._truth[rows])
        return self._models[without]


@dataclass(frozen=True, slots=True)
class _Design:
    """Which window has which cue (windows, cues); of the given cues apart."""

    names: npt.NDArray[np.str_]
    matrix: sparse.csr_matrix
    given: npt.NDArray[np.bool_]
    """Whether a cue is said of the window, not read in it: its weight is not scaled."""


@dataclass(frozen=True, slots=True)
class _Model:
    columns: Indexes
    counts: Array
    idf: Array
    weights: Array
    bias: Array

    def scores(self, design: _Design, rows: Indexes) -> Array:
        scaled = _scale(design, rows, self.columns, self.idf, given=1.0)
        return np.asarray(scaled @ self.weights) + self.bias

    def lexicon(
        self, design: _Design, outputs: tuple[str, ...], thresholds: list[float], windows: int
    ) -> Weights:
        return Weights(
            outputs=outputs,
            bias=tuple(round(float(value), 4) for value in self.bias),
            thresholds=tuple(round(float(value), 4) for value in thresholds),
            windows=windows,
            cues=tuple(str(design.names[i]) for i in self.columns),
            counts=tuple(int(value) for value in self.counts),
            weights=np.rint(self.weights * UNIT).astype(np.int64),
        )


def _design(cues: Sequence[Collection[str]], allowed: Callable[[str], bool]) -> _Design:
    counts = Counter(cue for window in cues for cue in window)
    names = sorted(cue for cue, count in counts.items() if count >= _least(cue) and allowed(cue))
    index = {name: i for i, name in enumerate(names)}
    rows = [sorted(index[cue] for cue in window if cue in index) for window in cues]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    indices = np.asarray([i for row in rows for i in row], dtype=np.int64)
    shape = (len(cues), len(names))
    matrix = sparse.csr_matrix((np.ones(len(indices)), indices, indptr), shape=shape)
    return _Design(np.asarray(names), matrix, np.asarray([is_given(name) for name in names]))


def _least(cue: str) -> int:
    return MIN_PAIR_WINDOWS if cue.startswith("pair:") else MIN_WINDOWS


def _fit(design: _Design, rows: Indexes, truth: Truth) -> _Model:
    counts = np.asarray(design.matrix[rows].sum(axis=0)).ravel()
    least = np.asarray([_least(name) for name in design.names])
    columns = np.flatnonzero(counts >= least)
    idf = np.where(design.given[columns], 1.0, np.log(len(rows) / counts[columns]) + 1.0)
    scaled = _scale(design, rows, columns, idf, given=_GIVEN)
    weights = np.zeros((len(columns), truth.shape[1]))
    bias = np.full(truth.shape[1], -9.0)
    for j in range(truth.shape[1]):
        if 0 < truth[:, j].sum() < len(truth):
            # the dual comes closer in half the time; its order is drawn, of one generator for all
            # threads, so that only one thread may fit
            model = LogisticRegression(
                C=_COST, solver="liblinear", dual=True, tol=0.01, class_weight="balanced",
                random_state=0,
            )  # fmt: skip
            model.fit(scaled, truth[:, j])
            weights[:, j], bias[j] = model.coef_[0], model.intercept_[0]
    weights[design.given[columns]] *= _GIVEN
    # left out before thresholds are chosen: many small weights together move a score
    strength = np.abs(weights) * idf[:, None]
    strength[design.given[columns]] = np.inf
    keep = WEIGHTS_PER_CUE * len(columns)
    if strength.size > keep:
        weights[strength < np.partition(strength, -keep, axis=None)[-keep]] = 0.0
    return _Model(columns, counts[columns], idf, weights, bias)


def _scale(
    design: _Design, rows: Indexes, columns: Indexes, idf: Array, *, given: float
) -> sparse.csr_matrix:
    weighted = design.matrix[rows][:, columns].multiply(idf).tocsr()
    is_read = ~design.given[columns]
    norms = np.sqrt(np.asarray(weighted.multiply(weighted) @ is_read).ravel())
    lengths = np.repeat(np.maximum(norms, 1e-12), np.diff(weighted.indptr))
    weighted.data = np.where(is_read[weighted.indices], weighted.data / lengths, given)
    weighted.indices = weighted.indices.astype(np.int32)  # liblinear takes no others
    weighted.indptr = weighted.indptr.astype(np.int32)
    return weighted


def _indicator(items: list[int], size: int) -> Truth:
    values = np.zeros(size, dtype=np.int64)
    values[items] = 1
    return values
