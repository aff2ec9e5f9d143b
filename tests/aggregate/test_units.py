"""Mentions become article x actor units by the codebook's rules."""

import polars as pl
import pytest

from mediaframe.aggregate import units
from tests.aggregate.invented import BOOK, mention, mentions


def made(*rows: dict[str, object], by_voice: bool = False) -> pl.DataFrame:
    return units.units(mentions(rows), BOOK, by_voice=by_voice)


def one(*rows: dict[str, object]) -> dict[str, object]:
    found = made(*rows)
    assert len(found) == 1
    return found.row(0, named=True)


def frames(*names: str) -> int:
    return units.mask(names, BOOK.frame_ids)


def test_frames_are_the_union_of_the_mentions() -> None:
    unit = one(
        mention(1, frames="RIGHTS_DEFENDER CIVIC_VOICE"),
        mention(1, frames="NONE", start=1500),
        mention(1, frames="FOREIGN_AGENT", start=2000),
    )
    assert unit["frames"] == frames("RIGHTS_DEFENDER", "CIVIC_VOICE", "FOREIGN_AGENT")
    assert unit["mentions"] == 3


@pytest.mark.parametrize(
    ("tones", "expected"),
    [
        ([(False, 1000, 1), (False, 1100, -1), (False, 1200, -1)], -1),
        ([(True, 5, 1), (False, 1100, -1)], 1),  # the headline counts twice
        ([(False, 50, 1), (False, 1100, -1)], 1),  # so does the lead
        ([(False, 300, 1), (False, 1100, -1)], 0),  # which ends before character 300
        ([(True, 5, 1), (False, 1100, -1), (False, 1200, -1)], 0),
        ([(False, 1000, 0), (False, 1100, 0), (False, 1200, 1)], 1),
    ],
)
def test_tone_is_the_sign_of_the_mean_with_headline_and_lead_twice(
    tones: list[tuple[bool, int, int]], expected: int
) -> None:
    unit = one(*(mention(1, in_headline=h, start=s, tone=t) for h, s, t in tones))
    assert unit["tone"] == expected


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([(False, 10, "NONE"), (False, 500, "NONE")], "NONE"),
        ([(False, 10, "NONE"), (False, 500, "INNOCENT")], "INNOCENT"),
        ([(True, 3, "PROTAGONIST"), (False, 10, "INNOCENT"), (False, 90, "INNOCENT")],
         "PROTAGONIST"),
        ([(False, 10, "PROTAGONIST"), (False, 50, "INNOCENT"), (False, 90, "INNOCENT")],
         "INNOCENT"),
        ([(False, 90, "INNOCENT"), (False, 10, "ANTAGONIST")], "ANTAGONIST"),
        ([(True, 3, "NONE"), (False, 10, "ANTAGONIST")], "ANTAGONIST"),
    ],
)  # fmt: skip
def test_role_is_of_the_headline_then_the_most_frequent_then_the_first(
    roles: list[tuple[bool, int, str]], expected: str
) -> None:
    unit = one(*(mention(1, in_headline=h, start=s, role=r) for h, s, r in roles))
    assert unit["role"] == expected


def test_a_rebutted_accusation_counts_as_frame_and_not_as_accusation() -> None:
    unit = one(mention(1, frames="FOREIGN_AGENT", rebutted=True))
    assert unit["frames"] == frames("FOREIGN_AGENT")
    assert not unit["accused"]
    unit = one(
        mention(1, frames="FOREIGN_AGENT", rebutted=True),
        mention(1, frames="SECURITY_THREAT", start=2000, voice="STATE"),
    )
    assert unit["accused"]
    assert unit["relayed"]
    assert not unit["own"]


@pytest.mark.parametrize(
    ("voice", "own", "relayed"),
    [("OUTLET", True, False), ("STATE", False, True), ("OTHER", False, True),
     ("ACTOR", False, False)],
)  # fmt: skip
def test_whose_voice_accuses(voice: str, own: bool, relayed: bool) -> None:
    unit = one(mention(1, frames="CORRUPT_SELF_INTEREST", voice=voice))
    assert unit["accused"]
    assert (unit["own"], unit["relayed"]) == (own, relayed)
    assert unit["actor_voice"] == (voice == "ACTOR")


def test_unlinked_mentions_of_one_type_are_one_unit_of_the_article() -> None:
    found = made(
        mention(1, actor=None, actor_type="CSO_ORG"),
        mention(1, actor=None, actor_type="CSO_ORG", start=1500),
        mention(1, actor=None, actor_type="UNION_SYNDICATE"),
        mention(1, actor="acme", actor_type="CSO_ORG"),
        mention(2, actor=None, actor_type="CSO_ORG"),
    )
    assert set(found.select("article_id", "actor", "actor_type", "mentions").rows()) == {
        (1, None, "CSO_ORG", 2),
        (1, None, "UNION_SYNDICATE", 1),
        (1, "acme", "CSO_ORG", 1),
        (2, None, "CSO_ORG", 1),
    }


def test_by_voice_there_is_a_unit_for_each_voice() -> None:
    found = made(
        mention(1, frames="RIGHTS_DEFENDER", voice="ACTOR"),
        mention(1, frames="FOREIGN_AGENT", voice="STATE", start=1500),
        mention(1, frames="SECURITY_THREAT", voice="STATE", start=2000),
        by_voice=True,
    )
    assert dict(found.select("voice", "frames").rows()) == {
        "ACTOR": frames("RIGHTS_DEFENDER"),
        "STATE": frames("FOREIGN_AGENT", "SECURITY_THREAT"),
    }


def test_political_actors_are_never_counted() -> None:
    rows = [mention(1, actor=None, actor_type="POLITICAL_EXCLUDED", issues="ENVIRONMENT")]
    assert made(*rows).is_empty()
    assert units.contexts(mentions(rows), BOOK).is_empty()


def test_issues_and_replies_belong_to_the_article() -> None:
    found = units.contexts(
        mentions(
            [
                mention(1, issues="ENVIRONMENT", frames="FOREIGN_AGENT"),
                mention(1, actor="zenith", issues="ENVIRONMENT UNEMPLOYMENT", voice="ACTOR"),
                mention(2, issues=""),
            ]
        ),
        BOOK,
    ).sort("article_id")
    both = units.mask(["ENVIRONMENT", "UNEMPLOYMENT"], BOOK.issue_ids)
    assert found.rows() == [(1, both, True), (2, 0, False)]


def test_frames_that_the_codebook_dropped_count_for_nothing() -> None:
    assert one(mention(1, frames="BYGONE_FRAME CIVIC_VOICE"))["frames"] == frames("CIVIC_VOICE")


def test_no_mentions_no_units() -> None:
    assert made().is_empty()
    assert made(by_voice=True).is_empty()
