"""Learns the detector's voice weights: one L2 logistic regression per voice over binary cues.

All coded mentions are learned from: the voice of an incidental one means little in a trend, but it
follows the same grammar. Cues of free words weigh less than cues of speech, so that what an event
was about does not decide who spoke.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

_FREE = ("w", "p", "n", "h")
_WORDS = (*_FREE, "who", "who_before", "who_headline")
"""Slots that hold a word of the text: a name among them would say who, not whose words."""
_SCALE = 0.5
_MIN_WINDOWS = 3
_COST = 0.4
_SMALLEST = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceWeights:
    """Fitted weights: cue -> one weight per voice."""

    voices: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    def lines(self, about: Mapping[str, Any]) -> Iterator[str]:
        """The lines of the weights file: a header object with `about`, then one cue a line."""
        yield json.dumps({**about, "voices": self.voices, "bias": self.bias}, ensure_ascii=False)
        for cue, row in self.weights.items():
            yield json.dumps([cue, row], ensure_ascii=False, separators=(",", ":"))


def fit(
    cues: Sequence[Sequence[str]], voices: Sequence[str], *, allowed: Callable[[str], bool]
) -> VoiceWeights:
    """Fit on the cues and the voice of each mention.

    Args:
        cues: names of the cues of each mention, each once.
        voices: its voice.
        allowed: whether a word may be learned (names may not); asked of words of the text as
            `any:word`.
    """
    found = tuple(sorted(set(voices)))
    if len(found) == 1:
        return VoiceWeights(voices=found, bias=(0.0,), weights={})
    counts = Counter(cue for mention in cues for cue in mention)
    names = [
        cue
        for cue in sorted(counts)
        if counts[cue] >= _MIN_WINDOWS
        and (cue.partition(":")[0] not in _WORDS or allowed(_word(cue)))
    ]
    index = {name: i for i, name in enumerate(names)}
    scales = np.asarray([_SCALE if _is_free(name) else 1.0 for name in names])
    rows = [sorted(index[cue] for cue in mention if cue in index) for mention in cues]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    indices = np.asarray([i for row in rows for i in row], dtype=np.int32)
    matrix = sparse.csr_matrix((scales[indices], indices, indptr), shape=(len(rows), len(names)))
    answer = np.asarray(voices)
    models = [
        LogisticRegression(C=_COST, solver="liblinear").fit(matrix, answer == voice)
        for voice in found
    ]
    table = np.stack([model.coef_[0] for model in models], axis=1) * scales[:, None]
    return VoiceWeights(
        voices=found,
        bias=tuple(round(float(model.intercept_[0]), 4) for model in models),
        weights={
            name: tuple(round(float(weight), 3) for weight in table[i])
            for i, name in enumerate(names)
            if np.abs(table[i]).max() >= _SMALLEST
        },
    )


def _is_free(cue: str) -> bool:
    return cue.partition(":")[0] in _FREE


def _word(cue: str) -> str:
    return "any:" + cue.partition(":")[2]
