"""What may be shown: the codebook's limits, to the unit."""

import numpy as np
import pytest

from mediaframe.aggregate import display
from tests.aggregate.invented import article, estimate, mention, repeated, row


@pytest.mark.parametrize(
    ("n_eff", "half_width", "level"),
    [
        (0.0, np.nan, "suppressed"),
        (29.999, 0.01, "suppressed"),
        (30.0, 0.01, "tentative"),
        (99.999, 0.01, "tentative"),
        (100.0, 0.10, "full"),
        (100.0, 0.1001, "tentative"),
        (5000.0, np.nan, "tentative"),
        (np.nan, 0.01, "suppressed"),
    ],
)
def test_levels(n_eff: float, half_width: float, level: str) -> None:
    found = display.levels(np.array([n_eff]), np.array([half_width]))
    assert display.LEVELS[found[0]] == level


def net_tone(units: int, positive: int, **options: object) -> dict[str, object]:
    data = repeated(
        1,
        [article(n) for n in range(1, units + 1)],
        [mention(n, tone=int(n <= positive)) for n in range(1, units + 1)],
    )
    return row(estimate(data, (), "net_tone", draws=2000), "net_tone")


@pytest.mark.parametrize(("units", "level"), [(29, "suppressed"), (30, "tentative")])
def test_thirty_units_of_thirty_stories_are_enough(units: int, level: str) -> None:
    found = net_tone(units, 10)
    assert found["display"] == level
    assert found["n"] == units
    assert found["n_eff"] == pytest.approx(units)
    assert (found["value"] is None) == (level == "suppressed")
    assert (found["low"] is None) == (found["high"] is None) == (level == "suppressed")


def test_a_hundred_units_and_a_narrow_interval_are_shown_in_full() -> None:
    assert net_tone(100, 5)["display"] == "full"
    assert net_tone(99, 5)["display"] == "tentative"
    wide = net_tone(80, 40)
    assert wide["display"] == "tentative"
    assert "uncorrected" in wide["method"]


def share(units: int, hits: int) -> dict[str, object]:
    data = repeated(
        1,
        [article(n) for n in range(1, units + 1)],
        [mention(n, distancing=n <= hits) for n in range(1, units + 1)],
    )
    return row(estimate(data, (), "distancing_rate"), "distancing_rate")


def test_none_of_n_has_the_upper_bound_three_over_n() -> None:
    found = share(150, 0)
    assert (found["value"], found["low"]) == (0, 0)
    assert found["high"] == pytest.approx(3 / 150)
    assert found["display"] == "full"
    assert found["method"].startswith("rule of three")


def test_all_of_n_has_the_mirrored_bound() -> None:
    found = share(150, 150)
    assert (found["value"], found["high"]) == (1, 1)
    assert found["low"] == pytest.approx(1 - 3 / 150)


def test_neutral_units_alone_bound_the_tone_on_both_sides() -> None:
    found = net_tone(60, 0)
    assert found["value"] == 0
    assert (found["low"], found["high"]) == (pytest.approx(-3 / 60), pytest.approx(3 / 60))
    praised = net_tone(60, 60)
    assert praised["value"] == praised["high"] == 1
    assert praised["low"] == pytest.approx(1 - 2 * 3 / 60)


def test_units_that_are_all_alike_in_few_stories_are_not_shown() -> None:
    data = repeated(
        1, [article(n, story=n % 10) for n in range(1, 101)], [mention(n) for n in range(1, 101)]
    )
    found = row(estimate(data, (), "distancing_rate"), "distancing_rate", basis="exposure")
    assert (found["n"], found["display"]) == (100, "suppressed")
    assert found["n_eff"] == pytest.approx(10)
