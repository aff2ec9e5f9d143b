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
from mediaframe.score.ngrams import FAR, around
from mediaframe.types import Window

_NEAR = 60
"""Characters on either side of the target that are close to it."""
_COST = 5.0
NEVER = -9.0
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
            [_text(window, FAR) for window in windows],
            [_text(window, _NEAR) for window in windows],
            [_text(window, FAR) for window in windows],
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
            model = regression(design, column(target, j), balanced=variable in balanced)
            found[f"{variable}={value}"] = (
                np.full(held_out.shape[0], NEVER)
                if model is None
                else np.asarray(model.decision_function(held_out))
            )
    return relative(found)


def column(target: npt.NDArray[np.int64], value: int) -> npt.NDArray[np.int64]:
    """Whether one value of a variable holds, by its targets as from `learn.targets`."""
    if target.ndim == 1:
        return np.where(target == IGNORED, IGNORED, target == value)
    return target[:, value]


def regression(
    design: sparse.csr_matrix, target: npt.NDArray[np.int64], *, balanced: bool
) -> LogisticRegression | None:
    """A regression on the rows whose target is known.

    None where nothing can be learned: without columns, and where all targets are the same.
    """
    rows = np.flatnonzero(target != IGNORED)
    if not (design.shape[1] and 0 < target[rows].sum() < len(rows)):
        return None
    model = LogisticRegression(
        C=_COST, solver="liblinear", class_weight="balanced" if balanced else None
    )
    return model.fit(design[rows], target[rows])


def _text(window: Window, reach: int) -> str:
    headline = fold(window.headline) if reach == FAR else ""
    return f"{headline} | {around(window, reach)}"
