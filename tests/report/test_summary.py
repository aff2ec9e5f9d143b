"""Opening sentences claim no more than the intervals do."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from mediaframe.report import numbers, summary, words
from mediaframe.report.place import Place
from mediaframe.types import Estimate
from tests.report import invented

LANGUAGES = words.load()


def place(name: str, value: float, half: float, display: str = "full") -> Place:
    """A place with these indicators."""
    cells = {
        (indicator, "", "original"): estimate(indicator, value, half, display)
        for indicator in ("legitimation_index", "delegitimation_index")
    }
    return Place(name, name, cells, {})


def estimate(
    indicator: str, value: float, half: float, display: str = "full", n: int = 300
) -> Estimate:
    """An estimate with a symmetric interval."""
    return Estimate(indicator=indicator, value=value, low=value - half, high=value + half, n=n,
                    n_eff=n / 2, display=display, method="bootstrap")  # fmt: skip


def compared(places: Iterable[Place]) -> list[str]:
    """What is said of these places in English."""
    return list(summary.comparison(list(places), LANGUAGES["en"]))


def test_what_is_not_analysed_yet_is_said() -> None:
    whole = invented.content()
    assert "Not analysed" not in summary.corpus(whole, LANGUAGES["en"])
    part = replace(whole, disclosure=replace(whole.disclosure, pending=60))
    said = summary.corpus(part, LANGUAGES["en"])
    assert said.endswith(" Not analysed yet and in no figure: 60 articles.")


def test_separate_intervals_are_compared() -> None:
    said = compared([place("A", 0.1, 0.02), place("B", 0.3, 0.05)])
    assert len(said) == 1
    assert said[0].startswith(
        "Delegitimation is higher in the outlets of \u2068B\u2069 than in those of \u2068A"
    )
    assert said[0].endswith("(30.0% against 10.0%).")


def test_overlapping_intervals_are_not_ranked() -> None:
    assert "allow no ranking" in compared([place("A", 0.1, 0.1), place("B", 0.2, 0.1)])[0]


@pytest.mark.parametrize("display", ["tentative", "suppressed"])
def test_only_full_estimates_are_compared(display: str) -> None:
    assert compared([place("A", 0.1, 0.01), place("B", 0.5, 0.01, display)]) == []


def test_shares_come_with_intervals_or_not_at_all() -> None:
    english = LANGUAGES["en"]
    assert "(15.0% to 25.0%)" in summary.shares(place("A", 0.2, 0.05), english)
    assert "too few items" in summary.shares(place("A", 0.2, 0.05, "suppressed"), english)
    assert "too few items" in summary.shares(Place("A", "A", {}, {}), english)


@pytest.mark.parametrize(
    ("indicator", "value", "shown"),
    [
        ("frame_share", 0.1234, "12.3%"), ("frame_share", 0.0, "under 1.0%"),
        ("frame_share", 0.0004, "0.04%"), ("net_tone", -0.2, "−0.20"), ("net_tone", 0.0, "+0.00"),
        ("visibility", 61.25, "61.2"), ("visibility", 0.0, "under 10.0"),
    ],
)  # fmt: skip
def test_values_are_printed_on_their_scale(indicator: str, value: float, shown: str) -> None:
    assert numbers.value(estimate(indicator, value, 0.01), LANGUAGES["en"]) == shown


def test_withheld_values_say_so() -> None:
    hidden = estimate("frame_share", 0.3, 0.1, "suppressed", n=20)
    assert numbers.value(hidden, LANGUAGES["en"]) == "too few to show"
    assert numbers.interval(hidden, LANGUAGES["en"]) == ""
    assert numbers.value(None, LANGUAGES["ar"]) == "لا بيانات"
