"""Articles and units fall into cells, and copies count once or every time."""

import datetime as dt

import polars as pl
import pytest

from mediaframe.aggregate import cells, keys
from mediaframe.aggregate.estimates import Data
from tests.aggregate.invented import (
    ACTORS,
    article,
    articles,
    estimate,
    mention,
    mentions,
    repeated,
    row,
)

JAN, FEB = dt.date(2024, 1, 31), dt.date(2024, 2, 1)
# One story of five copies, and an article of its own.
COPIES = [
    article(1, outlet="nahar", country="BH", ownership="state", date=FEB, story=1),
    article(2, outlet="safir", country="BH", ownership="private", date=JAN, story=1),
    article(3, outlet="nahar", country="BH", ownership="state", date=JAN, story=1),
    article(4, outlet="atlas", country="MA", ownership="private", date=None, story=1),
    article(5, outlet="atlas", country="MA", ownership="private", date=FEB, story=1),
    article(6, outlet="atlas", country="MA", ownership="private", date=FEB),
]


@pytest.mark.parametrize(
    ("by", "originals"),
    [
        ((), {2, 6}),  # the earliest day, then the lowest id
        (("outlet",), {2, 3, 5, 6}),
        (("outlet", "month"), {2, 3, 5, 6}),  # January of nahar, not February again
        (("month",), {2, 6}),
        (("country",), {2, 5, 6}),
        (("ownership",), {2, 3, 6}),
        (("country", "ownership"), {2, 3, 5, 6}),
        (("actor",), {2, 6}),
    ],
)
def test_the_earliest_article_of_a_story_is_its_original(
    by: tuple[str, ...], originals: set[int]
) -> None:
    placed = cells.place(articles(COPIES), by)
    assert set(placed.filter("original")["article_id"]) == originals
    dated = any(key in keys.PERIODS for key in by)
    assert len(placed) == (5 if dated else 6)


def test_original_output_and_exposure_are_counted_side_by_side() -> None:
    data = repeated(
        40,
        COPIES,
        [
            *(mention(number, frames="FOREIGN_AGENT") for number in range(1, 6)),
            mention(6, frames="CIVIC_VOICE"),
        ],
    )
    table = estimate(data, (), "frame_share", "visibility")
    accused = {b: row(table, "frame_share", "FOREIGN_AGENT", b) for b in ("original", "exposure")}
    assert accused["original"]["value"] == pytest.approx(1 / 2)
    assert accused["exposure"]["value"] == pytest.approx(5 / 6)
    assert (accused["original"]["n"], accused["exposure"]["n"]) == (80, 240)
    seen = row(table, "visibility", basis="exposure")
    assert (seen["value"], seen["n"]) == (1000, 240)


def test_copies_widen_the_interval_and_lower_the_effective_number() -> None:
    def table(copies: int) -> dict[str, object]:
        data = repeated(
            50,
            [article(n, story=1 + (n - 1) // copies) for n in range(1, 4 * copies + 1)],
            [
                mention(n, frames="FOREIGN_AGENT" if n <= copies else "NONE")
                for n in range(1, 4 * copies + 1)
            ],
        )
        return row(estimate(data, (), "delegitimation_index", draws=2000),
                   "delegitimation_index", basis="exposure")  # fmt: skip

    alone, copied = table(1), table(3)
    assert copied["value"] == alone["value"] == 0.25
    assert (alone["n"], copied["n"]) == (200, 600)
    assert alone["n_eff"] == pytest.approx(200)
    assert copied["n_eff"] == pytest.approx(200)  # three copies of one story say it once


@pytest.mark.parametrize(
    ("period", "names"),
    [
        ("week", ["2020-W53", "2021-W01"]),
        ("month", ["2021-01"]),
        ("quarter", ["2021-Q1"]),
        ("year", ["2021"]),
    ],
)
def test_names_of_periods(period: str, names: list[str]) -> None:
    days = [dt.date(2021, 1, 3), dt.date(2021, 1, 4)]
    data = repeated(1, [article(n + 1, date=day) for n, day in enumerate(days)], [mention(1)])
    table = estimate(data, (period,), "visibility")
    assert table[period].unique(maintain_order=True).to_list() == names


def test_articles_without_date_are_in_no_period_and_in_every_other_cell() -> None:
    data = repeated(40, [article(1), article(2, date=None)], [mention(1), mention(2)])
    assert row(estimate(data, ("year",), "net_tone"), "net_tone")["n"] == 40
    assert row(estimate(data, ("outlet",), "net_tone"), "net_tone")["n"] == 80


def test_a_silent_outlet_is_a_cell_with_visibility_nought() -> None:
    data = repeated(50, [article(1), article(2, outlet="safir")], [mention(1)])
    table = estimate(data, ("outlet",), "visibility", "net_tone").filter(outlet="safir")
    silent = row(table, "visibility")
    assert (silent["value"], silent["low"], silent["n"]) == (0, 0, 50)
    assert silent["high"] == pytest.approx(1000 * 3 / 50)
    assert row(table, "net_tone")["display"] == "suppressed"


def test_a_unit_of_two_issues_counts_in_both() -> None:
    data = repeated(
        40,
        [article(1), article(2), article(3)],
        [
            mention(1, issues="ENVIRONMENT", frames="CIVIC_VOICE"),
            mention(1, actor="zenith", issues="UNEMPLOYMENT"),
            mention(2, issues="ENVIRONMENT"),
            mention(3),
        ],
    )
    table = estimate(data, ("issue",), "legitimation_index", "visibility")
    shares = table.filter(indicator="legitimation_index", basis="original")
    assert shares.select("issue", "value", "n").rows() == [
        ("ENVIRONMENT", pytest.approx(1 / 3), 120),  # the article's issues are its units' issues
        ("NONE", 0, 40),
        ("UNEMPLOYMENT", pytest.approx(1 / 2), 80),
    ]
    seen = table.filter(indicator="visibility", basis="original")
    assert dict(seen.select("issue", "value").rows()) == {
        "ENVIRONMENT": pytest.approx(2000 / 3),  # of all articles
        "NONE": pytest.approx(1000 / 3),
        "UNEMPLOYMENT": pytest.approx(1000 / 3),
    }


def test_by_voice_the_units_are_made_of_the_mentions_in_that_voice() -> None:
    data = repeated(
        40,
        [article(1)],
        [
            mention(1, frames="RIGHTS_DEFENDER", voice="ACTOR", tone=1),
            mention(1, frames="FOREIGN_AGENT", voice="STATE", tone=-1, start=1500),
        ],
    )
    table = estimate(data, ("voice",), "net_tone").filter(basis="original")
    assert table.select("voice", "value", "n").rows() == [("ACTOR", 1, 40), ("STATE", -1, 40)]


def test_keys_of_actors() -> None:
    data = repeated(
        40,
        [article(1), article(2)],
        [
            mention(1),
            mention(1, actor="zenith"),
            mention(1, actor=None, actor_type="UNION_SYNDICATE"),
            mention(2, actor="person_x", actor_type="ACTIVIST_INDIVIDUAL"),
            mention(2, actor=None, actor_type="ACTIVIST_INDIVIDUAL"),
        ],
    )

    def counts(by: str, **options: bool) -> dict[str, int]:
        table = estimate(data, (by,), "net_tone", **options).filter(basis="original")
        return dict(table.select(by, "n").rows())

    assert counts("actor") == {
        "acme": 40,
        "zenith": 40,
        "unlinked:UNION_SYNDICATE": 40,
        "persons": 80,  # never by name
    }
    shown = counts("actor", show_persons=True)
    assert shown["person_x"] == shown["unlinked:ACTIVIST_INDIVIDUAL"] == 40
    assert counts("actor_country") == {"BH": 40, "IQ": 40, "unknown": 120}
    assert counts("actor_type") == {
        "CSO_ORG": 80,
        "UNION_SYNDICATE": 40,
        "ACTIVIST_INDIVIDUAL": 80,
    }


def test_visibility_of_an_actor_is_out_of_all_articles_of_the_outlet() -> None:
    data = repeated(
        20,
        [article(n, outlet="nahar" if n < 5 else "safir") for n in range(1, 11)],
        [mention(1), mention(1, actor="zenith"), mention(2), mention(5)],
    )
    table = estimate(data, ("actor", "outlet"), "visibility").filter(basis="original")
    assert table.select("actor", "outlet", "value", "n").rows() == [
        ("acme", "nahar", pytest.approx(500), 80),
        ("acme", "safir", pytest.approx(1000 / 6), 120),
        ("zenith", "nahar", pytest.approx(250), 80),
    ]


def pooled(outlets: int, *, mixed: bool) -> dict[str, object]:
    """Net tone of outlets that are praising and blaming, or each only one of them."""
    numbers = range(1, 2 * outlets + 1)
    data = repeated(
        20,
        [article(n, outlet=f"outlet{n // 2:02}") for n in numbers],
        [mention(n, tone=1 if (n if mixed else n // 2) % 2 else -1) for n in numbers],
    )
    data = Data(
        articles=data.articles.filter(pl.col("outlet") < f"outlet{outlets:02}"),
        mentions=data.mentions,
        actors=data.actors,
    )
    return row(estimate(data, ("country",), "net_tone"), "net_tone")


def test_outlets_are_resampled_where_a_cell_pools_twelve() -> None:
    few, many = pooled(11, mixed=True), pooled(12, mixed=True)
    assert "bootstrap of stories" in str(few["method"])
    assert "descriptive of the 11 listed outlets" in str(few["method"])
    assert "bootstrap of 12 outlets and their stories" in str(many["method"])


def test_outlets_have_the_same_numbers_whatever_else_is_counted() -> None:
    # categories of one process share their numbers: a frame with another order must not matter
    other = pl.Series(["outlet11", "outlet00", "outlet05"], dtype=pl.Categorical)
    frame = pl.DataFrame({"cell": [0] * 12, "outlet": [f"outlet{n:02}" for n in range(12)]})
    numbers = cells.strata(frame, ())["stratum"].to_list()
    assert numbers == list(range(1, 13))
    assert len(other) == 3


def test_outlets_of_one_mind_are_no_more_voices_than_outlets() -> None:
    few, many = pooled(11, mixed=False), pooled(12, mixed=False)
    assert few["n_eff"] == few["n"]
    assert many["display"] == "suppressed"
    assert many["n_eff"] == pytest.approx(12, abs=0.5)


def test_nothing_at_all() -> None:
    nothing = Data(articles=articles([]), mentions=mentions([]), actors=ACTORS)
    assert estimate(nothing, ("outlet", "month")).is_empty()
    assert estimate(nothing, ("actor",)).is_empty()
    assert set(estimate(nothing)["display"]) == {"suppressed"}
    silent = Data(articles=articles([article(1)]), mentions=mentions([]), actors=ACTORS)
    assert set(estimate(silent, ("outlet",))["n"]) == {0, 1}


def test_every_key_can_be_combined_with_every_other() -> None:
    data = repeated(
        2, COPIES, [mention(n, issues="ENVIRONMENT", actor="zenith") for n in range(1, 6)]
    )
    for one in keys.KEYS:
        for two in keys.KEYS:
            if one != two:
                table = estimate(data, (one, two), "visibility", "net_tone")
                assert table.columns[:2] == [one, two]
                assert len(table) > 0
                assert table.select(one, two).null_count().row(0) == (0, 0)
