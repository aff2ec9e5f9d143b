"""The bootstrap equals a slow one, covers the truth, and is the same every time."""

from math import factorial

import numpy as np
import pytest

from mediaframe.aggregate import bootstrap
from mediaframe.aggregate.bootstrap import Floats, Ints, Sample


def sample_of(
    *cells: list[tuple[np.ndarray, np.ndarray]], counts: list[int] | None = None
) -> Sample:
    """Cells, each a list of strata, each the numerators and denominators of its clusters."""
    strata = [stratum for cell in cells for stratum in cell]
    sizes = [len(top) for top, _ in strata]
    top = np.vstack([top for top, _ in strata]).astype(np.float32)
    return Sample(
        top=top,
        base=np.vstack([base for _, base in strata]).astype(np.float32),
        base_of=np.zeros(top.shape[1], dtype=np.int64),
        counts=np.array(counts or [1] * len(top)),
        strata=np.concatenate(([0], np.cumsum(sizes))),
        cells=np.concatenate(([0], np.cumsum([len(cell) for cell in cells]))),
        seeds=np.arange(len(cells)) + 7,
    )


def clusters(rng: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    size = rng.integers(1, 5, size=number)
    hits = rng.binomial(size, rng.beta(1, 3, size=number))
    return hits[:, None], size[:, None]


def every(sample: Sample) -> np.ndarray:
    return np.ones((len(sample.cells) - 1, sample.top.shape[1]), dtype=bool)


def test_equals_a_naive_bootstrap() -> None:
    rng = np.random.default_rng(3)
    hits, size = clusters(rng, 40)
    sample = sample_of([(hits, size)])
    low, high = bootstrap.intervals(sample, every(sample), draws=8000, seed=11)
    drawn = rng.integers(0, 40, size=(8000, 40))
    ratios = hits[drawn, 0].sum(axis=1) / size[drawn, 0].sum(axis=1)
    assert [low[0, 0], high[0, 0]] == pytest.approx(np.percentile(ratios, [2.5, 97.5]), abs=0.008)


def naive_two_stage(
    strata: list[tuple[np.ndarray, np.ndarray]], draws: int, rng: np.random.Generator
) -> Floats:
    ratios = np.empty(draws)
    for draw in range(draws):
        top = base = 0.0
        for outlet in rng.integers(0, len(strata), size=len(strata)):
            tops, bases = strata[outlet]
            drawn = rng.integers(0, len(tops), size=len(tops))
            top += tops[drawn].sum()
            base += bases[drawn].sum()
        ratios[draw] = top / base
    return ratios


def test_outlets_and_their_stories_are_resampled_as_by_a_naive_bootstrap() -> None:
    rng = np.random.default_rng(4)
    strata = [clusters(rng, int(rng.integers(10, 60))) for _ in range(14)]
    sample = sample_of(strata)
    naive = naive_two_stage(strata, 4000, np.random.default_rng(5))
    low, high = bootstrap.intervals(sample, every(sample), draws=4000, seed=1)
    assert [low[0, 0], high[0, 0]] == pytest.approx(np.percentile(naive, [2.5, 97.5]), abs=0.012)
    top, base = bootstrap.totals(sample)
    variance = bootstrap.variances(sample, top / base)[0, 0] / base[0, 0] ** 2
    assert variance == pytest.approx(naive.var(), rel=0.15)


def test_the_variance_is_that_of_the_draws() -> None:
    rng = np.random.default_rng(6)
    sample = sample_of([clusters(rng, 150)])
    top, base = bootstrap.sums(sample, 0, np.array([0]), draws=20_000, seed=6)
    total, size = bootstrap.totals(sample)
    variance = bootstrap.variances(sample, total / size)[0, 0] / size[0, 0] ** 2
    assert variance == pytest.approx((top / base).var(), rel=0.05)


def test_patterns_with_counts_are_the_same_as_single_clusters() -> None:
    rng = np.random.default_rng(8)
    hits, size = clusters(rng, 400)
    single = sample_of([(hits, size)])
    both, counts = np.unique(np.hstack((hits, size)), axis=0, return_counts=True)
    merged = sample_of([(both[:, :1], both[:, 1:])], counts=counts.tolist())
    assert bootstrap.totals(merged)[0] == pytest.approx(bootstrap.totals(single)[0])
    value = np.array([[0.25]])
    assert bootstrap.variances(merged, value) == pytest.approx(bootstrap.variances(single, value))
    ends = [
        np.ravel(bootstrap.intervals(s, every(s), draws=8000, seed=2)) for s in (single, merged)
    ]
    assert ends[0] == pytest.approx(ends[1], abs=0.006)


@pytest.mark.parametrize(
    "counts", [np.ones(50, dtype=np.int64), np.array([3, 1, 40]), np.array([5, 2] * 20)]
)
def test_each_draw_has_its_size_and_each_cluster_its_chance(counts: Ints) -> None:
    sizes = np.full(4000, counts.sum())
    sizes[:1000] = 0
    sizes[1000:2000] *= 2
    rng = np.random.default_rng(9)
    drawn = np.vstack(list(bootstrap.resample(rng, counts, sizes)))
    assert drawn.shape == (4000, len(counts))
    assert (drawn.sum(axis=1) == sizes).all()
    assert drawn[2000:].mean(axis=0) == pytest.approx(counts, abs=6 * np.sqrt(counts.max() / 2000))
    assert drawn[2000:].var(axis=0).mean() == pytest.approx(
        (counts * (1 - counts / counts.sum())).mean(), rel=0.1
    )


def test_each_cluster_is_drawn_a_poisson_number_of_times() -> None:
    drawn = bootstrap.weights(9, 400, 0)
    shares = np.bincount(drawn.ravel(), minlength=10)[:10] / drawn.size
    expected = [1 / (np.e * factorial(times)) for times in range(10)]
    assert shares == pytest.approx(expected, abs=4 / np.sqrt(drawn.size))
    assert drawn.mean(axis=0) == pytest.approx(1, abs=0.15)
    assert drawn.mean(axis=1) == pytest.approx(1, abs=0.25)
    assert np.abs(np.corrcoef(drawn[:40]) - np.eye(40)).max() < 0.25
    assert not np.array_equal(drawn, bootstrap.weights(9, 400, 1))
    assert not np.array_equal(drawn, bootstrap.weights(8, 400, 0))


def test_a_cell_may_have_more_clusters_than_are_drawn_together() -> None:
    hits, size = clusters(np.random.default_rng(2), 2500)
    sample = sample_of([(hits, size)])
    low, high = bootstrap.intervals(sample, every(sample), draws=2000, seed=1)
    top, base = bootstrap.totals(sample)
    error = np.sqrt(bootstrap.variances(sample, top / base)[0, 0]) / base[0, 0]
    assert high[0, 0] - low[0, 0] == pytest.approx(2 * 1.96 * error, rel=0.08)


def test_intervals_cover_the_truth_in_about_95_of_100_samples() -> None:
    rng = np.random.default_rng(10)
    samples = 400
    sample = sample_of(*([clusters(rng, 120)] for _ in range(samples)))
    truth = 1 / 4  # mean of beta(1, 3)
    low, high = bootstrap.intervals(sample, every(sample), draws=1000, seed=3)
    covered = ((low <= truth) & (truth <= high)).mean()
    assert 0.91 <= covered <= 0.98
    # intervals that take the units of a story for independent ones cover much less
    top, base = bootstrap.totals(sample)
    share = top / base
    half = 1.96 * np.sqrt(share * (1 - share) / base)
    assert (np.abs(share - truth) <= half).mean() < covered - 0.02


def test_a_cell_has_the_same_interval_whatever_other_cells_there_are() -> None:
    rng = np.random.default_rng(12)
    cells = [[clusters(rng, 30)] for _ in range(5)]
    whole = sample_of(*cells)
    alone = sample_of(cells[3])
    alone = Sample(**{**{n: getattr(alone, n) for n in alone.__slots__}, "seeds": whole.seeds[3:4]})
    first = bootstrap.intervals(whole, every(whole), draws=300, seed=4)
    again = bootstrap.intervals(whole, every(whole), draws=300, seed=4)
    other = bootstrap.intervals(alone, every(alone), draws=300, seed=4)
    assert np.array_equal(first, again)
    assert first[0][3, 0] == other[0][0, 0]
    assert first[1][3, 0] == other[1][0, 0]
    assert not np.array_equal(first, bootstrap.intervals(whole, every(whole), draws=300, seed=5))


def test_what_is_not_wanted_is_not_computed() -> None:
    rng = np.random.default_rng(13)
    sample = sample_of([clusters(rng, 30)], [clusters(rng, 30)])
    wanted = np.array([[False], [True]])
    low, high = bootstrap.intervals(sample, wanted, draws=200, seed=1)
    assert np.isnan(low).tolist() == [[True], [False]]
    assert np.isnan(high).tolist() == [[True], [False]]


def test_draws_without_denominator_say_nothing() -> None:
    base = np.array([[1]] + [[0]] * 30)
    sample = sample_of([(base, base)])
    low, high = bootstrap.intervals(sample, every(sample), draws=200, seed=1)
    assert (low[0, 0], high[0, 0]) == (1.0, 1.0)
    nothing = sample_of([(base * 0, base * 0)])
    low, high = bootstrap.intervals(nothing, every(nothing), draws=200, seed=1)
    assert np.isnan([low[0, 0], high[0, 0]]).all()


def test_alike_figures_share_their_draws_and_others_do_not() -> None:
    rng = np.random.default_rng(14)
    hits, size = clusters(rng, 45)
    sample = sample_of([(np.hstack((hits, size - hits, hits)), size)])
    low, high = bootstrap.intervals(sample, every(sample), draws=400, seed=1)
    assert low[0, 0] == low[0, 2]
    assert high[0, 0] == high[0, 2]
    assert low[0, 0] == pytest.approx(1 - high[0, 1])
