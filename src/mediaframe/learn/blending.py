"""Chooses on development windows how much each source of scores counts, variable by variable."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize

from mediaframe.score.blend import NETWORK, Blend
from mediaframe.score.decision import FLAGS, SINGLE, Array, Scores, holds
from mediaframe.types import Codes

_RIDGE = 0.01
_MOST = 20.0
_TONE_SHARE = 0.25
"""Other sources count at most so much as the network in the tone. The log loss, to which the many
neutral windows matter most, gives them as much as the network; with less, the rare values are found
more often (macro-F1 of .66 instead of .64, the mean of five states of two networks)."""


def fit(sources: Mapping[str, Scores], codes: Sequence[Codes]) -> Blend:
    """The weights with the least log loss on windows that no source was learned from.

    Stacked generalisation (Wolpert 1992) by logistic regression, without negative weights; all
    values of a variable share its weights, so that rare ones need no windows of their own. Offsets
    are fitted beside them and dropped: calibration and thresholds have their own. Scope is fitted
    on all windows, the rest on those in scope.

    Args:
        sources: name -> scores; their columns are the same.
    """
    names = next(iter(sources.values())).names
    inside = np.asarray([code.in_scope for code in codes], dtype=bool)
    columns: dict[str, list[int]] = {}
    for j, name in enumerate(names):
        columns.setdefault(name.partition("=")[0], []).append(j)
    found = {}
    for variable, some in columns.items():
        rows = np.full(len(codes), True) if variable == FLAGS[0] else inside
        scores = np.stack([source.values[rows][:, some] for source in sources.values()])
        truth = np.asarray([[holds(code, names[j]) for j in some] for code in codes], dtype=float)
        weights = _weights(
            scores, truth[rows], exclusive=variable in SINGLE, neutral=variable == "tone"
        )
        found[variable] = dict(zip(sources, weights, strict=True))
    if NETWORK in sources and "tone" in found:
        most = round(_TONE_SHARE * found["tone"][NETWORK], 4)
        found["tone"] = {
            source: weight if source == NETWORK else min(weight, most)
            for source, weight in found["tone"].items()
        }
    return Blend(found)


def _weights(scores: Array, truth: Array, *, exclusive: bool, neutral: bool) -> list[float]:
    """Weights of sources by `scores` (sources, windows, values) and `truth` (windows, values)."""
    if neutral:
        scores = np.concatenate([scores, np.zeros_like(scores[:, :, :1])], axis=2)
        truth = np.column_stack([truth, truth.sum(axis=1) == 0])
    count, _, values = scores.shape

    def loss(parameters: Array) -> tuple[float, Array]:
        odds = np.tensordot(parameters[:count], scores, axes=1) + parameters[count:]
        if exclusive:
            raised = np.exp(odds - odds.max(axis=1, keepdims=True))
            likely = raised / raised.sum(axis=1, keepdims=True)
            value = -np.log((likely * truth).sum(axis=1).clip(1e-12)).mean()
        else:
            likely = 0.5 * (1 + np.tanh(0.5 * odds))
            value = (np.logaddexp(0.0, odds) - truth * odds).sum(axis=1).mean()
        error = (likely - truth) / len(truth)
        slopes = np.append((scores * error).sum(axis=(1, 2)), error.sum(axis=0))
        return float(value + _RIDGE * parameters @ parameters / 2), slopes + _RIDGE * parameters

    bounds = [(0.0, _MOST)] * count + [(None, None)] * values
    start = np.append(np.full(count, 1.0 / count), np.zeros(values))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return [round(float(weight), 4) for weight in found[:count]]
