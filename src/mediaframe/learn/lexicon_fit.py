"""Learns the terms, weights and thresholds of the lexicon scorer from coded mentions.

One additive score per output (`frame=X`, `tone=-1`, `role=X`, ...): an L2 logistic regression over
the cues of a window, each weighted by its inverse document frequency and scaled to unit length
(Salton and Buckley 1988). The terms with the largest weights are kept and the regression is fitted
again on them alone. Thresholds are chosen on scores of folds the model was not fitted on: for
labels of their own the one with the best F1, for exclusive values (tone, role) those with the best
macro-F1.
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

from mediaframe.learn.dataset import folds
from mediaframe.types import NONE, Codes

Array = npt.NDArray[np.float64]

MIN_WINDOWS = 3
MIN_PAIR_WINDOWS = 8
"""A cue (a pair of words) seen in fewer windows is no candidate."""
MIN_POSITIVES = 10
"""An output with fewer positives is not learned; the seed rule decides it."""
MAX_CUES = 8000
WEIGHTS_PER_CUE = 10
"""Average number of outputs for which a cue keeps its weight."""
INNER_FOLDS = 4
_COST = 10.0
_TOLERANCE = 0.015
EXCLUSIVE = ("tone", "role")
"""Variables of which exactly one value holds."""
REFERENCE = {"tone": "tone=0"}
"""The value of an exclusive variable that is assumed when no other speaks up (score 0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A fitted lexicon: per cue the windows it was seen in and its weight for some outputs."""

    outputs: tuple[str, ...]
    bias: tuple[float, ...]
    thresholds: tuple[float, ...]
    windows: int
    cues: tuple[str, ...]
    counts: tuple[int, ...]
    weights: tuple[dict[int, float], ...]

    def lines(self, about: Mapping[str, Any]) -> Iterator[str]:
        """The lines of the weights file: a header object with `about`, then one cue a line."""
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
        for cue, count, weights in zip(self.cues, self.counts, self.weights, strict=True):
            row = {str(output): weight for output, weight in weights.items()}
            yield json.dumps([cue, count, row], ensure_ascii=False, separators=(",", ":"))


def gold(codes: Sequence[Codes]) -> dict[str, npt.NDArray[np.int64]]:
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


def fit(
    cues: Sequence[Collection[str]],
    codes: Sequence[Codes],
    groups: Sequence[int],
    *,
    allowed: Callable[[str], bool],
    seed: int,
) -> Weights:
    """Fit the weights file on coded windows.

    Args:
        cues: names of the cues of each window.
        codes: its codes.
        groups: its story, never split between a fold and the rest.
        allowed: whether a cue may be learned (names of people and places may not).
        seed: deals out the inner folds.
    """
    wanted = {name: values for name, values in gold(codes).items() if values.sum() >= MIN_POSITIVES}
    outputs = tuple(wanted)
    targets = np.stack(list(wanted.values()), axis=1)
    matrix, names = _matrix(cues, allowed)
    unseen = np.zeros(targets.shape)
    fold = np.asarray(folds(groups, INNER_FOLDS, seed=seed))
    for held_out in range(INNER_FOLDS):
        model = _fit(matrix[fold != held_out], names, targets[fold != held_out])
        unseen[fold == held_out] = model.scores(matrix[fold == held_out])
    thresholds = _thresholds(outputs, unseen, targets)
    model = _fit(matrix, names, targets)
    rows = [
        {int(j): round(float(model.weights[i, j]), 3) for j in np.flatnonzero(model.weights[i])}
        for i in range(len(model.columns))
    ]
    return Weights(
        outputs=outputs,
        bias=tuple(round(float(value), 4) for value in model.bias),
        thresholds=tuple(round(float(value), 4) for value in thresholds),
        windows=len(cues),
        cues=tuple(str(names[i]) for i in model.columns),
        counts=tuple(int(value) for value in model.counts),
        weights=tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class _Model:
    columns: npt.NDArray[np.int64]
    counts: Array
    idf: Array
    weights: Array
    bias: Array

    def scores(self, matrix: Any) -> Array:
        scaled = _scale(matrix[:, self.columns], self.idf)
        return np.asarray(scaled @ self.weights) + self.bias


def _matrix(
    cues: Sequence[Collection[str]], allowed: Callable[[str], bool]
) -> tuple[Any, npt.NDArray[np.str_]]:
    counts = Counter(cue for window in cues for cue in window)
    names = sorted(
        cue
        for cue, count in counts.items()
        if count >= (MIN_PAIR_WINDOWS if cue.startswith("pair:") else MIN_WINDOWS) and allowed(cue)
    )
    index = {name: i for i, name in enumerate(names)}
    rows = [sorted(index[cue] for cue in window if cue in index) for window in cues]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    indices = np.asarray([i for row in rows for i in row], dtype=np.int32)
    shape = (len(cues), len(names))
    matrix = sparse.csr_matrix((np.ones(len(indices)), indices, indptr), shape=shape)
    return matrix, np.asarray(names)


def _scale(matrix: Any, idf: Array) -> Any:
    weighted = matrix.multiply(idf).tocsr()
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scaled = sparse.diags(1.0 / np.maximum(norms, 1e-12)) @ weighted
    scaled.indices = scaled.indices.astype(np.int32)  # liblinear takes no others
    scaled.indptr = scaled.indptr.astype(np.int32)
    return scaled


def _fit(matrix: Any, names: npt.NDArray[np.str_], targets: npt.NDArray[np.int64]) -> _Model:
    counts = np.asarray(matrix.sum(axis=0)).ravel()
    is_pair = np.char.startswith(names, "pair:")
    columns = np.flatnonzero(counts >= np.where(is_pair, MIN_PAIR_WINDOWS, MIN_WINDOWS))
    weights, _ = _regress(matrix, columns, counts, targets)
    if len(columns) > MAX_CUES:
        idf = _idf(counts[columns], matrix.shape[0])
        strength = np.abs(weights).max(axis=1) * idf
        columns = np.sort(columns[np.argsort(-strength, kind="stable")[:MAX_CUES]])
    weights, bias = _regress(matrix, columns, counts, targets)
    idf = _idf(counts[columns], matrix.shape[0])
    strength = np.abs(weights) * idf[:, None]
    keep = WEIGHTS_PER_CUE * len(columns)
    if strength.size > keep:
        weights = np.where(strength >= np.partition(strength, -keep, axis=None)[-keep], weights, 0)
    return _Model(columns, counts[columns], idf, weights, bias)


def _regress(
    matrix: Any, columns: npt.NDArray[np.int64], counts: Array, targets: npt.NDArray[np.int64]
) -> tuple[Array, Array]:
    scaled = _scale(matrix[:, columns], _idf(counts[columns], matrix.shape[0]))
    weights = np.zeros((len(columns), targets.shape[1]))
    bias = np.full(targets.shape[1], -9.0)
    for j in range(targets.shape[1]):
        if 0 < targets[:, j].sum() < len(targets):
            model = LogisticRegression(C=_COST, solver="liblinear", class_weight="balanced")
            model.fit(scaled, targets[:, j])
            weights[:, j], bias[j] = model.coef_[0], model.intercept_[0]
    return weights, bias


def _idf(counts: Array, windows: int) -> Array:
    return np.log(windows / counts) + 1.0


def _thresholds(
    outputs: Sequence[str], scores: Array, targets: npt.NDArray[np.int64]
) -> list[float]:
    found = [
        0.0 if name.partition("=")[0] in EXCLUSIVE else best_threshold(scores[:, j], targets[:, j])
        for j, name in enumerate(outputs)
    ]
    for variable in EXCLUSIVE:
        columns = [j for j, name in enumerate(outputs) if name.startswith(variable + "=")]
        if columns:
            reference = variable in REFERENCE
            offsets = _offsets(scores[:, columns], targets[:, columns], reference=reference)
            for j, offset in zip(columns, offsets, strict=True):
                found[j] = -offset
    return found


def best_threshold(scores: Array, truth: npt.NDArray[np.int64]) -> float:
    """The score at which labelling begins for the best F1: the middle of the nearly best ones."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(len(order)) + 1 + truth.sum())
    return float(scores[order[f1 >= f1.max() - _TOLERANCE]].mean())


def _offsets(scores: Array, truth: npt.NDArray[np.int64], *, reference: bool) -> Array:
    """Added to the scores of exclusive values for the best macro-F1 of the largest one."""
    if reference:
        scores = np.column_stack([scores, np.zeros(len(scores))])
        truth = np.column_stack([truth, truth.sum(axis=1) == 0])
    answer = truth.argmax(axis=1)
    count = scores.shape[1]
    offsets = np.zeros(count)
    for _ in range(3):
        for value in range(count - reference):
            trials = []
            for step in np.linspace(-2.5, 2.5, 51):
                trial = offsets.copy()
                trial[value] = step
                guess = (scores + trial).argmax(axis=1)
                trials.append((_macro_f1(guess, answer, count), -abs(step), step))
            offsets[value] = max(trials)[2]
    return offsets[: count - reference]


def _macro_f1(guess: npt.NDArray[np.int64], answer: npt.NDArray[np.int64], count: int) -> float:
    table = np.bincount(guess * count + answer, minlength=count * count).reshape(count, count)
    both = table.sum(axis=0) + table.sum(axis=1)
    return float(np.mean(2 * table.diagonal() / np.maximum(both, 1)))


def _indicator(items: list[int], size: int) -> npt.NDArray[np.int64]:
    values = np.zeros(size, dtype=np.int64)
    values[items] = 1
    return values


def kinds(cues: Sequence[str]) -> dict[str, int]:
    """Number of cues per slot, for the model card."""
    return dict(Counter(cue.partition(":")[0] for cue in cues).most_common())


def terms(cues: Sequence[str]) -> int:
    """Number of different terms, whatever the slot."""
    return len({cue.partition(":")[2] for cue in cues})
