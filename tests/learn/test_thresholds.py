"""Thresholds sit where the labels part."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.learn.thresholds import best_threshold, expected_threshold, thresholds


def test_a_threshold_lies_between_the_classes() -> None:
    scores = np.asarray([-3.0, -2.5, -2.0, 1.0, 1.5, 2.0])
    truth = np.asarray([0, 0, 0, 1, 1, 1])
    assert -2.0 < best_threshold(scores, truth) < 1.0


def test_a_rare_label_does_not_get_a_threshold_below_everything() -> None:
    random = np.random.default_rng(3)
    scores = random.normal(size=2000)
    truth = np.zeros(2000, dtype=np.int64)
    truth[:10] = 1
    scores[:10] += 2.5
    assert (scores >= best_threshold(scores, truth)).mean() < 0.05


def test_exclusive_values_share_their_thresholds() -> None:
    # tone=-1 scores run 2 too high: its threshold moves up, or tone 0 would never be taken
    truth = np.asarray([[1, 0]] * 20 + [[0, 1]] * 20 + [[0, 0]] * 60)
    scores = np.where(truth == 1, 1.0, -1.0) + np.asarray([2.0, 0.0])
    found = thresholds(["tone=-1", "tone=1"], scores, truth)
    guess = (np.column_stack([scores - found, np.zeros(100)])).argmax(axis=1)
    assert (guess == np.asarray([0] * 20 + [1] * 20 + [2] * 60)).all()


def test_the_outputs_keep_their_order() -> None:
    truth = np.asarray([[0, 1], [1, 0]] * 10)
    scores = np.where(truth == 1, 1.0, -1.0)
    assert thresholds(["frame=A", "issue=B"], scores, truth) == pytest.approx([0, 0], abs=0.7)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_no_other_threshold_promises_a_better_f1(likely: list[float]) -> None:
    probabilities = np.asarray(likely)

    def promised(least: float) -> float:
        chosen = probabilities >= least
        return float(2 * probabilities[chosen].sum() / (chosen.sum() + probabilities.sum()))

    found = expected_threshold(probabilities)
    assert 0.1 <= found <= 0.5
    if found > 0.1:
        # those exactly at the threshold change nothing: both ways are as good
        assert promised(found * (1 - 1e-9)) == pytest.approx(max(map(promised, likely)))


def test_what_is_always_unlikely_is_never_given() -> None:
    assert expected_threshold(np.full(50, 0.01)) == 0.1
