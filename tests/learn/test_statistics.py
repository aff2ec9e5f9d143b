"""Figures of ranks and probabilities are those of scikit-learn and of the literature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from mediaframe.learn import figures, statistics

ITEMS = st.lists(
    st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 3)), min_size=2, max_size=40
).filter(lambda items: len({true for _, true, weight in items if weight}) == 2)


@settings(max_examples=30, deadline=None)
@given(ITEMS)
def test_ranks_with_ties_and_weights(items: list[tuple[int, bool, int]]) -> None:
    scores, truth, weights = np.asarray(items, dtype=float).T
    given_ = {"y_true": truth, "y_score": scores, "sample_weight": weights}
    precision = statistics.average_precision(scores, truth)(weights[None])
    assert precision == pytest.approx(average_precision_score(**given_))
    area = statistics.roc_auc(scores, truth)(weights[None])
    assert area == pytest.approx(roc_auc_score(**given_))


def test_a_draw_without_cases_has_no_figure() -> None:
    precision = statistics.average_precision(np.asarray([0.1, 0.9]), np.asarray([0.0, 1.0]))
    assert np.isnan(precision(np.asarray([[1.0, 0.0]]))).all()
    found = figures.resample({"ap": (precision, 1)}, ["a", "b"], seed=1)
    assert (found["ap"].value, found["ap"].low, found["ap"].high) == (1, 1, 1)


def test_alpha_is_that_of_the_published_example() -> None:
    """Four observers, twelve units, ordered categories 1 to 5: Krippendorff 2011, section D."""
    third = 1 / 3
    table = np.asarray(
        [
            [7, 4 * third, third, third, 0],
            [4 * third, 10, 4 * third, third, 0],
            [third, 4 * third, 8, third, 0],
            [third, third, third, 4, 0],
            [0, 0, 0, 0, 3],
        ]
    )
    assert statistics.ordinal_alpha(table[None]) == pytest.approx([0.815], abs=5e-4)


def test_agreement_on_tone() -> None:
    first, once = [0, 1, 2, 1, 1, 0], np.ones((1, 6))
    assert statistics.ordinal_agreement(first, first, 3)(once) == pytest.approx([1.0])
    near = statistics.ordinal_agreement([1, *first[1:]], first, 3)(once)
    far = statistics.ordinal_agreement([2, *first[1:]], first, 3)(once)
    assert far < near < 1


def test_calibration_error_is_the_gap_of_the_bins() -> None:
    stated = np.repeat([0.2, 0.8], 50)[:, None]
    truth = np.asarray([1.0] * 10 + [0.0] * 40 + [1.0] * 25 + [0.0] * 25)[:, None]
    once = np.ones((1, 100))
    assert statistics.calibration_error(stated, truth)(once) == pytest.approx([0.15])
    assert sorted(set(statistics.bins(stated.ravel()).tolist())) == [0, 1]
    many = statistics.bins(np.linspace(0, 1, 150))
    assert np.bincount(many).tolist() == [10] * 15
