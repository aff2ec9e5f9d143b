"""What a transformer has to beat: logistic regressions on words and letters."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from mediaframe.arabic.normalise import fold
from mediaframe.learn.targets import BALANCED
from mediaframe.score.decision import Scores, relative
from mediaframe.score.model import IGNORED
from mediaframe.types import Window

_FAR, _NEAR = 600, 60
"""Characters on either side of the target that are read, and that are close to it."""
_COST = 5.0
_NEVER = -9.0
"""Score of a value that was never seen."""
_WORDS: dict[str, Any] = {
    "token_pattern": r"\S+", "ngram_range": (1, 2), "min_df": 2, "sublinear_tf": True,
}  # fmt: skip
_LETTERS: dict[str, Any] = {
    "analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 4, "max_features": 60_000,
    "sublinear_tf": True,
}  # fmt: skip


def scores(
    train: Sequence[Window],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
    held_out: Sequence[Window],
) -> Scores:
    """Scores of `held_out` by regressions on the TF-IDF of words and letters of `train`.

    One to two words and two to five letters of the headline and the window, whose target is
    replaced by a mark, and once more the words close to it (Salton and Buckley 1988); one
    regression per value. Positive and negative cases weigh alike but where accuracy counts.

    Args:
        targets: variable -> targets of `train`, as from `learn.targets`.
        labels: variable -> its values.
    """
    known, asked = [
        (
            [_text(window, _FAR) for window in windows],
            [_text(window, _NEAR) for window in windows],
            [_text(window, _FAR) for window in windows],
        )
        for windows in (train, held_out)
    ]
    balanced = {name for name in labels if targets[name].ndim > 1 or name in BALANCED}
    return _regressions((_WORDS, _WORDS, _LETTERS), known, asked, targets, labels, balanced)


def of_texts(
    train: Sequence[str],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
    held_out: Sequence[str],
) -> Scores:
    """The same of texts that have no target, positive and negative cases as they are."""
    known, asked = [fold(text) for text in train], [fold(text) for text in held_out]
    return _regressions((_WORDS, _LETTERS), [known, known], [asked, asked], targets, labels, set())


def _regressions(
    settings: Sequence[Mapping[str, Any]],
    known: Sequence[Sequence[str]],
    asked: Sequence[Sequence[str]],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
    balanced: Collection[str],
) -> Scores:
    """Scores of what is asked, with the texts that each setting reads of either side."""
    vectorizers = [TfidfVectorizer(**setting) for setting in settings]
    pairs = list(zip(vectorizers, known, asked, strict=True))
    design = sparse.hstack([each.fit_transform(texts) for each, texts, _ in pairs]).tocsr()
    held_out = sparse.hstack([each.transform(texts) for each, _, texts in pairs]).tocsr()
    found = {}
    for variable, values in labels.items():
        target = targets[variable]
        for j, value in enumerate(values):
            if target.ndim == 1:
                column = np.where(target == IGNORED, IGNORED, target == j)
            else:
                column = target[:, j]
            found[f"{variable}={value}"] = _fit(
                design, column, held_out, balanced=variable in balanced
            )
    return relative(found)


def _fit(
    design: sparse.csr_matrix,
    target: npt.NDArray[np.int64],
    asked: sparse.csr_matrix,
    *,
    balanced: bool,
) -> npt.NDArray[np.float64]:
    rows = np.flatnonzero(target != IGNORED)
    if not 0 < target[rows].sum() < len(rows):
        return np.full(asked.shape[0], _NEVER)
    model = LogisticRegression(
        C=_COST, solver="liblinear", class_weight="balanced" if balanced else None
    )
    model.fit(design[rows], target[rows])
    return np.asarray(model.decision_function(asked))


def _text(window: Window, reach: int) -> str:
    before = fold(window.text[max(0, window.start - reach) : window.start])
    after = fold(window.text[window.end : window.end + reach])
    headline = fold(window.headline) if reach == _FAR else ""
    return f"{headline} | {before} TARGET {after}"
