"""Figures are ratios of sums; their intervals come from whole clusters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.learn import figures

PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40)


@given(PAIRS)
def test_figures_of_a_label(pairs: list[tuple[bool, bool]]) -> None:
    guess, truth = [g for g, _ in pairs], [t for _, t in pairs]
    found = figures.measure(
        figures.label("x", guess, truth), {}, range(len(pairs)), seed=1, draws=20
    )
    both = sum(g and t for g, t in pairs)
    assert found["x.precision"].value == pytest.approx(both / sum(guess) if sum(guess) else 0)
    assert found["x.recall"].value == pytest.approx(both / sum(truth) if sum(truth) else 0)
    total = sum(guess) + sum(truth)
    assert found["x.f1"].value == pytest.approx(2 * both / total if total else 0)
    assert found["x.f1"].support == sum(truth)
    for figure in found.values():
        assert 0 <= figure.low <= figure.high <= 1


def test_averages() -> None:
    ratios = {
        **figures.label("a", [True, False, True, False], [True, False, False, False]),
        **figures.label("b", [True] * 4, [True] * 4),
    }
    ratios |= figures.micro("all", ratios)
    found = figures.measure(ratios, {"mean": ["a.f1", "b.f1"]}, range(4), seed=1)
    assert found["mean"].value == pytest.approx((2 / 3 + 1) / 2)
    assert found["all.micro_f1"].value == pytest.approx(2 * 5 / (3 + 8))


def test_a_share_counts_only_some_items() -> None:
    share = figures.share("s", [True, True, False], [True, False, True])
    (figure,) = figures.measure(share, {}, range(3), seed=1).values()
    assert (figure.value, figure.support) == (0.5, 2)


def test_copies_of_one_article_do_not_narrow_the_interval() -> None:
    hit = [i % 2 == 0 for i in range(20)]
    one = figures.measure(figures.share("s", hit, [True] * 20), {}, range(20), seed=1)["s"]
    copied = [value for value in hit for _ in range(10)]
    clusters = [i for i in range(20) for _ in range(10)]
    ten = figures.measure(figures.share("s", copied, [True] * 200), {}, clusters, seed=1)["s"]
    assert (one.low, one.high) == pytest.approx((ten.low, ten.high))
