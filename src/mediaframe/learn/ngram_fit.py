"""Learns which n-grams speak for which codes: one L2 logistic regression per value."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mediaframe.learn.baseline import NEVER, column, regression
from mediaframe.score.blend import LETTERS, PHRASES
from mediaframe.score.encoding import Encoded
from mediaframe.score.ngrams import Keys, Ngrams, letters, phrases, weighed
from mediaframe.types import Window

LEAST = 10
"""Articles that an n-gram is learned from: a rarer one could be a person's name."""
MOST = 30_000
"""N-grams that are kept, those of the most articles."""
VARIABLES = {PHRASES: ("frame",), LETTERS: ("issue", "actor_type")}
"""Those that a source says something of beside the network; of tone, role and voice none does."""


def fit(
    windows: Sequence[Window],
    encoded: Sequence[Encoded],
    articles: Sequence[str],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
) -> dict[str, Ngrams]:
    """Fit on the phrases and on the letters of windows.

    Args:
        encoded: the tokens of each window.
        articles: the article of each.
        targets: variable -> targets of the windows, as from `learn.targets`.
        labels: variable -> its values.

    Returns:
        Source of scores, see `score.blend` -> its n-grams.
    """
    keys = {PHRASES: [*map(phrases, encoded)], LETTERS: [*map(letters, windows)]}
    return {
        source: _fit(keys[source], articles, targets, {name: labels[name] for name in variables})
        for source, variables in VARIABLES.items()
    }


def _fit(
    windows: Sequence[Keys],
    articles: Sequence[str],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
) -> Ngrams:
    keys, rarity = _known(windows, articles)
    parts = [weighed(window, keys, rarity) for window in windows]
    ends = np.cumsum([0, *(len(rows) for rows, _ in parts)])
    rows, values = (np.concatenate(each) for each in zip(*parts, strict=True))
    design = sparse.csr_matrix((values, rows, ends), shape=(len(windows), len(keys)))
    names, weights, offsets = [], [], []
    for variable, some in labels.items():
        for j, value in enumerate(some):
            model = regression(design, column(targets[variable], j), balanced=False)
            names.append(f"{variable}={value}")
            weights.append(np.zeros(len(keys)) if model is None else model.coef_[0])
            offsets.append(NEVER if model is None else model.intercept_[0])
    return Ngrams(
        keys=keys,
        rarity=rarity,
        weights=np.stack(weights, axis=1).astype(np.float16),
        offsets=np.asarray(offsets, dtype=np.float32),
        names=tuple(names),
    )


def _known(
    windows: Iterable[Keys], articles: Iterable[str]
) -> tuple[Keys, npt.NDArray[np.float32]]:
    """The n-grams that are kept, and how rare each is among the articles."""
    by_article: dict[str, list[Keys]] = {}
    for keys, article in zip(windows, articles, strict=True):
        by_article.setdefault(article, []).append(keys)
    held = [np.unique(np.concatenate(some)) for some in by_article.values()]
    every, counts = np.unique(np.concatenate(held), return_counts=True)
    by_count = np.argsort(-counts, kind="stable")[:MOST]
    kept = np.sort(by_count[counts[by_count] >= LEAST])
    rarity = np.log((1 + len(held)) / (1 + counts[kept])) + 1
    return every[kept], rarity.astype(np.float32)
