"""Figures are those of the definition; what is chosen is chosen on the development part."""

import numpy as np
import pytest

from mediaframe.learn import benchmarks, contest
from mediaframe.learn.benchmarks import Benchmark
from mediaframe.learn.contest import ContestJudge
from mediaframe.score.decision import Scores
from tests.learn import invented_benchmarks as invented

NAMES = (
    "persuasion=false", "persuasion=true", "technique=False_Dilemma-No_Choice",
    "technique=Loaded_Language", "technique=Name_Calling-Labeling", "technique=no_technique",
)  # fmt: skip
RIGHT = np.asarray([[0, 1, 0, 1, 1, 0], [0, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 1]] * 6, dtype=float)
"""The truth of the 18 development or test texts, in the order of the names."""


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory: pytest.TempPathFactory) -> Benchmark:
    return benchmarks.persuasion(invented.persuasion(tmp_path_factory.mktemp("persuasion")))


def test_the_most_frequent_values_are_a_floor(benchmark: Benchmark) -> None:
    """Two of three texts persuade; each technique is named once in three texts with four labels."""
    found = contest.majority(benchmark, "test")
    assert found["1A micro-F1"] == pytest.approx(2 / 3)
    assert found["1B micro-F1"] == pytest.approx(2 * 6 / (18 + 24))


def test_a_threshold_finds_all_that_holds(benchmark: Benchmark) -> None:
    scores = Scores(NAMES, 2 * RIGHT - 4)
    chosen = contest.choose(benchmark, scores)
    assert set(chosen) == {"technique"}
    assert contest.figures(benchmark, "test", scores, chosen) == {
        "1A micro-F1": 1.0,
        "1B micro-F1": 1.0,
    }


def test_a_text_has_the_likeliest_technique_when_none_passes(benchmark: Benchmark) -> None:
    found = contest.figures(benchmark, "dev", Scores(NAMES, RIGHT), {"technique": 9.0})
    assert found["1B micro-F1"] == pytest.approx(2 * 18 / (18 + 24))


def test_the_better_scorer_of_a_variable_weighs_more(benchmark: Benchmark) -> None:
    """One knows the techniques, the other whether a text persuades."""
    noise = np.random.default_rng(3).normal(size=RIGHT.shape)
    known = 8 * RIGHT - 4
    one = Scores(NAMES, np.hstack([noise[:, :2], known[:, 2:]]))
    back = tuple(reversed(NAMES))
    other = Scores(back, np.hstack([known[:, :2], noise[:, 2:]])[:, ::-1])
    weights = contest.weigh(benchmark, one, other)
    assert weights["persuasion"] > 0.9
    assert weights["technique"] < 0.1
    both = contest.mixed(one, other, weights)
    assert both.names == NAMES
    assert contest.mixed(one, other, {"technique": 0.25}).values[:, 2:] == pytest.approx(
        0.75 * known[:, 2:] + 0.25 * noise[:, 2:]
    )
    objective, found = ContestJudge(benchmark)(both)
    assert objective == pytest.approx(np.mean(list(found.values()))) == 1.0
