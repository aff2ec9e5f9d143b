"""Measures scorers on a benchmark; what is to be chosen is chosen on its development part."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score

from mediaframe.learn.benchmarks import Benchmark
from mediaframe.learn.thresholds import best_threshold
from mediaframe.score.decision import Scores

Array = npt.NDArray[np.float64]
Truth = npt.NDArray[np.int64]

_STEPS = 21
"""Weights that are tried when two scorers are mixed, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ContestJudge:
    """What a training on a benchmark stops for: the mean of its figures on the development part."""

    benchmark: Benchmark

    @property
    def reference(self) -> object:
        return [dict(example.values) for example in self.benchmark.parts["dev"]]

    def __call__(self, scores: Scores) -> tuple[float, dict[str, float]]:
        chosen = choose(self.benchmark, scores)
        found = figures(self.benchmark, "dev", scores, chosen)
        return float(np.mean(list(found.values()))), found


def choose(benchmark: Benchmark, scores: Scores) -> dict[str, float]:
    """Variable -> the score from which its values hold, where several may.

    One for all values: where scores are log odds, micro-averaged F1 is best with one (Lipton,
    Elkan and Naryanaswamy 2014), and few cases of a rare value can mislead its own.

    Args:
        scores: of the development part.
    """
    return {
        variable: best_threshold(
            _columns(scores, variable).ravel(), _truth(benchmark, "dev", variable).ravel()
        )
        for variable in benchmark.labels
        if variable not in benchmark.exclusive
    }


def figures(
    benchmark: Benchmark, part: str, scores: Scores, thresholds: Mapping[str, float]
) -> dict[str, float]:
    """The figures of the benchmark; a variable without a threshold has its likeliest value."""
    found = {}
    for name, (variable, average) in benchmark.figures.items():
        values = _columns(scores, variable)
        guess = np.eye(values.shape[1], dtype=bool)[values.argmax(axis=1)]
        if variable in thresholds:
            guess |= values >= thresholds[variable]
        truth = _truth(benchmark, part, variable)
        found[name] = float(f1_score(truth, guess, average=average, zero_division=0.0))
    return found


def majority(benchmark: Benchmark, part: str) -> dict[str, float]:
    """The figures of each variable's most frequent value."""
    held = Counter(
        f"{variable}={value}"
        for example in benchmark.parts["train"]
        for variable, values in example.values.items()
        for value in values
    )
    names = tuple(
        f"{name}={value}" for name, values in benchmark.labels.items() for value in values
    )
    row = np.asarray([held[name] for name in names], dtype=float)
    scores = Scores(names, np.tile(row, (len(benchmark.parts[part]), 1)))
    return figures(benchmark, part, scores, {})


def weigh(benchmark: Benchmark, one: Scores, other: Scores) -> dict[str, float]:
    """Variable -> weight of `other` in the mean with the least log loss.

    Args:
        one: of the development part.
        other: of the same.
    """
    found = {}
    for variable in benchmark.labels:
        truth = _truth(benchmark, "dev", variable)
        losses = []
        for weight in np.linspace(0, 1, _STEPS):
            values = _columns(mixed(one, other, {variable: float(weight)}), variable)
            if variable in benchmark.exclusive:
                whole = np.logaddexp.reduce(values, axis=1, keepdims=True) / values.shape[1]
            else:
                whole = np.logaddexp(0, values)
            losses.append((float((whole - truth * values).sum()), float(weight)))
        found[variable] = min(losses)[1]
    return found


def mixed(one: Scores, other: Scores, weights: Mapping[str, float]) -> Scores:
    """The mean of two scorers on the scale of log odds.

    Args:
        weights: variable -> weight of `other`.
    """
    share = np.asarray([weights.get(name.partition("=")[0], 0.0) for name in one.names])
    order = [other.names.index(name) for name in one.names]
    return Scores(one.names, (1 - share) * one.values + share * other.values[:, order])


def _columns(scores: Scores, variable: str) -> Array:
    return scores.values[:, [name.startswith(f"{variable}=") for name in scores.names]]


def _truth(benchmark: Benchmark, part: str, variable: str) -> Truth:
    """0/1 (examples, values)."""
    held: Sequence[tuple[str, ...]] = [
        example.values[variable] for example in benchmark.parts[part]
    ]
    values = benchmark.labels[variable]
    return np.asarray([[value in some for value in values] for some in held], dtype=int)
