"""Every indicator on a small case computed by hand."""

import datetime as dt

import polars as pl
import pytest

from mediaframe.aggregate import indicators
from mediaframe.errors import InputError
from tests.aggregate.invented import BOOK, article, estimate, mention, repeated, row, value

# Ten articles of ten stories; six of them have a mention, together seven units.
ARTICLES = [
    article(1, genre="NEWS"),
    article(2, genre="OPINION"),
    article(3, genre="NEWS"),
    *(article(number) for number in range(4, 11)),
]
MENTIONS = [
    # unit 1: acme in article 1
    mention(
        1, frames="RIGHTS_DEFENDER", tone=1, role="PROTAGONIST", voice="ACTOR",
        issues="HUMAN_RIGHTS_DIGNITY",
    ),
    mention(1, frames="FOREIGN_AGENT", tone=-1, start=1500, voice="STATE"),
    # unit 2: acme in article 2, accused in the outlet's own voice
    mention(
        2, frames="FOREIGN_AGENT SECURITY_THREAT", tone=-1, role="ANTAGONIST", distancing=True,
        issues="HUMAN_RIGHTS_DIGNITY ENVIRONMENT",
    ),
    # unit 3: zenith in article 2
    mention(2, actor="zenith", frames="STATE_PATRONAGE", tone=1, role="PROTAGONIST"),
    # unit 4: acme in article 3, the accusation rebutted
    mention(3, frames="CREDIBILITY_ATTACK", rebutted=True, role="INNOCENT"),
    # unit 5: two mentions of unlinked organisations in article 4
    mention(4, actor=None, frames="CIVIC_VOICE STATE_PATRONAGE", voice="OTHER"),
    mention(4, actor=None, frames="MORAL_CULTURAL_THREAT", start=2000, voice="OTHER"),
    # units 6 and 7: nothing said
    mention(5, issues="ENVIRONMENT"),
    mention(6, tone=1),
]  # fmt: skip
TABLE = estimate(repeated(60, ARTICLES, MENTIONS))


@pytest.mark.parametrize(
    ("indicator", "label", "expected", "n"),
    [
        ("visibility", "", 1000 * 6 / 10, 10),
        ("frame_share", "FOREIGN_AGENT", 2 / 7, 7),
        ("frame_share", "CREDIBILITY_ATTACK", 1 / 7, 7),  # rebutted frames stay salient
        ("frame_share", "SERVICE_RELIEF", 0, 7),
        ("legitimation_index", "", 2 / 7, 7),  # units 1 and 5
        ("delegitimation_index", "", 3 / 7, 7),  # units 1, 2, 5; 4 is rebutted
        ("own_voice_delegitimation", "", 1 / 7, 7),  # unit 2
        ("own_voice_delegitimation", "NEWS", 0 / 2, 2),  # of units 1 and 4
        ("own_voice_delegitimation", "OPINION", 1 / 2, 2),  # of units 2 and 3
        ("relayed_delegitimation", "", 2 / 7, 7),  # unit 1 by a state, 5 by others
        ("right_of_reply_rate", "", 1 / 3, 3),  # of articles 1, 2, 4 the first
        ("actor_voice_share", "", 1 / 9, 9),
        ("patronage_ratio", "", 2 / 4, 3),  # units 3, 5 over units 1 (rights), 3, 5, 5 (civic)
        ("net_tone", "", (2 - 1) / 7, 7),  # 3 and 6 praised, 2 blamed, 1 balanced
        ("agency", "PROTAGONIST", 2 / 7, 7),
        ("agency", "ANTAGONIST", 1 / 7, 7),
        ("agency", "INNOCENT", 1 / 7, 7),
        ("agency", "NONE", 3 / 7, 7),
        ("distancing_rate", "", 1 / 7, 7),
        ("issue_salience", "HUMAN_RIGHTS_DIGNITY", 2 / 6, 6),
        ("issue_salience", "ENVIRONMENT", 2 / 6, 6),
        ("issue_salience", "UNEMPLOYMENT", 0, 6),
    ],
)
def test_indicator(indicator: str, label: str, expected: float, n: int) -> None:
    for basis in ("original", "exposure"):
        found = row(TABLE, indicator, label, basis)
        assert found["value"] == pytest.approx(expected)
        assert found["n"] == 60 * n
        assert found["low"] <= found["value"] <= found["high"]


def test_every_indicator_of_the_codebook_is_there_in_its_order() -> None:
    assert TABLE["indicator"].unique(maintain_order=True).to_list() == [
        indicator.id for indicator in BOOK.indicators
    ]


def test_the_long_table_has_the_columns_promised() -> None:
    assert TABLE.schema == {
        "indicator": pl.String,
        "label": pl.String,
        "basis": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "n": pl.Int64,
        "n_eff": pl.Float64,
        "display": pl.String,
        "method": pl.String,
    }


def test_right_of_reply_is_given_by_any_actor_of_the_article() -> None:
    data = repeated(
        40,
        [article(1), article(2)],
        [
            mention(1, frames="FOREIGN_AGENT"),
            mention(1, actor="zenith", voice="ACTOR"),
            mention(2, frames="FOREIGN_AGENT"),
        ],
    )
    assert value(estimate(data, (), "right_of_reply_rate"), "right_of_reply_rate") == 0.5
    # by actor: acme is accused in both articles, zenith in none
    table = estimate(data, ("actor",), "right_of_reply_rate")
    assert dict(table.filter(basis="original").select("actor", "n").rows()) == {
        "acme": 80,
        "zenith": 0,
    }


def test_shares_of_a_genre_are_left_out_where_there_is_none() -> None:
    data = repeated(40, [article(1, date=dt.date(2024, 1, 1))], [mention(1)])
    table = estimate(data, ("year",), "own_voice_delegitimation")
    assert table["label"].unique().to_list() == [""]


def test_one_frame_alone() -> None:
    found = indicators.figures(BOOK, frame="FOREIGN_AGENT")
    assert [(figure.indicator, figure.label) for figure in found] == [
        ("frame_share", "FOREIGN_AGENT")
    ]
    both = indicators.figures(BOOK, indicators=["net_tone", "frame_share"], frame="FOREIGN_AGENT")
    assert [figure.indicator for figure in both] == ["frame_share", "net_tone"]


@pytest.mark.parametrize(
    ("names", "frame", "said"),
    [
        (["tone"], None, "tone: no such indicator; there are visibility"),
        (None, "SPY", "SPY: no such frame; there are RIGHTS_DEFENDER"),
    ],
)
def test_unknown_names_are_refused(names: list[str] | None, frame: str | None, said: str) -> None:
    with pytest.raises(InputError, match=said):
        indicators.figures(BOOK, indicators=names, frame=frame)
