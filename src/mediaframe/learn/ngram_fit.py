"""Learns which n-grams speak for which codes: one L2 logistic regression per value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mediaframe.learn.baseline import NEVER, column, regression
from mediaframe.score.blend import LETTERS, PHRASES
from mediaframe.score.encoding import WindowEncoder
from mediaframe.score.ngrams import (
    LETTER_BITS,
    OTHER,
    TOKEN_BITS,
    Keys,
    Ngrams,
    letters,
    phrases,
    weighed,
    without,
)
from mediaframe.score.occlusion import WORD
from mediaframe.types import Window

LEAST = 50
"""Articles that an n-gram is learned from: a rare one could be a name that no list has."""
_HIDDEN = "□"
"""Stands for a name while n-grams are learned; what touches it is left out."""
VARIABLES = {PHRASES: ("frame",), LETTERS: ("issue", "actor_type")}
"""Those that a source says something of beside the network; of tone, role and voice none does."""


def fit(
    windows: Sequence[Window],
    encoder: WindowEncoder,
    articles: Sequence[str],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
    *,
    is_name: Callable[[str], bool],
) -> dict[str, Ngrams]:
    """Fit on the phrases and on the letters of windows.

    Args:
        encoder: of the network that the n-grams will stand beside.
        articles: the article of each window.
        targets: variable -> targets of the windows, as from `learn.targets`.
        labels: variable -> its values.
        is_name: whether a word is a name; no n-gram is learned from where one stands.

    Returns:
        Source of scores, see `score.blend` -> its n-grams.
    """
    hidden = [_hide(window, is_name) for window in windows]
    mark = encoder.whole([_HIDDEN])[0].ids[-2] + 1
    keys = {
        PHRASES: (without(phrases(one), mark, TOKEN_BITS) for one in encoder.encode(hidden)),
        LETTERS: (without(letters(one), OTHER, LETTER_BITS) for one in hidden),
    }
    return {
        source: _fit(keys[source], articles, targets, {name: labels[name] for name in variables})
        for source, variables in VARIABLES.items()
    }


def _hide(window: Window, is_name: Callable[[str], bool]) -> Window:
    """The window with a mark in place of each name but the target, which is not read."""

    def hide(text: str) -> str:
        return WORD.sub(lambda word: _HIDDEN if is_name(word[0]) else word[0], text)

    left = hide(window.text[: window.start])
    target = window.text[window.start : window.end]
    return replace(
        window,
        headline=hide(window.headline),
        text=f"{left}{target}{hide(window.text[window.end :])}",
        start=len(left),
        end=len(left) + len(target),
    )


def _fit(
    windows: Iterable[Keys],
    articles: Sequence[str],
    targets: Mapping[str, npt.NDArray[np.int64]],
    labels: Mapping[str, Sequence[str]],
) -> Ngrams:
    read = list(windows)
    keys, rarity = _known(read, articles)
    parts = [weighed(window, keys, rarity) for window in read]
    ends = np.cumsum([0, *(len(rows) for rows, _ in parts)])
    rows, values = (np.concatenate(each) for each in zip(*parts, strict=True))
    design = sparse.csr_matrix((values, rows, ends), shape=(len(parts), len(keys)))
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
    kept = counts >= LEAST
    rarity = np.log((1 + len(held)) / (1 + counts[kept])) + 1
    return every[kept], rarity.astype(np.float32)
