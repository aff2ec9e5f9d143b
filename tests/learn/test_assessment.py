"""Codes and probabilities of any scorer are judged by the same figures."""

from dataclasses import replace

import pytest

from mediaframe import codebook, config
from mediaframe.learn import assessment
from mediaframe.learn.assessment import LEAST, Bin, Kept
from mediaframe.learn.comparison import Reference
from mediaframe.types import Codes, Reading

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
PLAIN = Codes(in_scope=True, actor_type="CSO_ORG")
HOSTILE = replace(
    PLAIN, frames=("FOREIGN_AGENT",), primary_frame="FOREIGN_AGENT", tone=-1, role="ANTAGONIST",
    voice="STATE",
)  # fmt: skip
OUTSIDE = replace(PLAIN, in_scope=False)


def reference(*codes: Codes) -> Reference:
    numbers = list(range(len(codes)))
    return Reference(codes=codes, articles=[f"a{i}" for i in numbers], stories=numbers)


def reading(codes: Codes, agent: float = 0.0) -> Reading:
    return Reading(
        codes=codes,
        probabilities={"frame=FOREIGN_AGENT": agent, "tone=-1": agent, "tone=1": 0.0,
                       "in_scope=true": 0.9 if codes.in_scope else 0.2},
    )  # fmt: skip


TRUTH = reference(*[HOSTILE] * 20, *[PLAIN] * 30, *[OUTSIDE] * 10)
FOUND = [
    *[reading(HOSTILE, 0.9)] * 15, *[reading(PLAIN, 0.4)] * 5,  # five are missed
    *[reading(PLAIN, 0.1)] * 27, *[reading(HOSTILE, 0.6)] * 3,  # three are too many
    *[reading(OUTSIDE)] * 10,
]  # fmt: skip


def test_codes_and_probabilities() -> None:
    found = assessment.assess(FOUND, TRUTH, BOOK)
    value = {name: figure.value for name, figure in found.figures.items()}
    assert (found.windows, found.inside) == (60, 50)
    assert value["frames.FOREIGN_AGENT.recall"] == 0.75
    assert value["frames.FOREIGN_AGENT.ap"] == pytest.approx((15 + 5 * 20 / 23) / 20)
    assert value["frames.macro_ap"] == value["frames.FOREIGN_AGENT.ap"]
    assert value["frames.brier"] == pytest.approx(
        (15 * 0.01 + 5 * 0.36 + 27 * 0.01 + 3 * 0.36) / 50
    )
    assert value["scope.auc"] == 1
    assert found.roc[-1] == (1, 1)
    assert value["voice.STATE.f1"] == pytest.approx(6 / 7)
    assert 0 < value["tone.alpha"] < 1
    assert found.figures["tone.alpha"].low < value["tone.alpha"] < found.figures["tone.alpha"].high
    assert "role.ece" not in value  # it has no probabilities
    assert found.reliability["frame"] == (
        Bin(stated=0.1, true=0, cases=27), Bin(stated=0.4, true=1, cases=5),
        Bin(stated=0.6, true=0, cases=3), Bin(stated=0.9, true=1, cases=15),
    )  # fmt: skip


def test_abstention() -> None:
    found = assessment.assess(FOUND, TRUTH, BOOK)
    kept = {part.confidence: part for part in found.kept["tone"]}
    assert kept[0.5] == Kept(confidence=0.5, share=1, accuracy=0.84)
    assert kept[0.7] == Kept(confidence=0.7, share=0.84, accuracy=1)
    assert kept[0.95] == Kept(confidence=0.95, share=0, accuracy=None)
    assert found.figures["tone.kept"].value == pytest.approx(0.84)
    assert found.figures["tone.kept_accuracy"].value == 1


def test_confusions_have_the_reference_in_rows() -> None:
    tables = assessment.assess(FOUND, TRUTH, BOOK).confusions
    assert tables["tone"].values == ("-1", "0")
    assert tables["tone"].counts == ((15, 5), (3, 27))
    assert tables["voice"].counts == ((0, 0), (5, 15))  # voice where the reference has a frame
    strange = [reading(replace(PLAIN, actor_type="?")), *FOUND[1:]]
    assert assessment.assess(strange, TRUTH, BOOK).confusions["actor_type"].values[-1] == "?"


def test_groups_that_are_too_small_have_no_figures() -> None:
    keys = ["EG"] * 50 + ["MA"] * 10
    found = assessment.by_group(FOUND, TRUTH, BOOK, keys)
    assert list(found) == ["EG", "MA"]
    assert found["EG"].inside == 50 >= LEAST
    whole = assessment.assess(FOUND, TRUTH, BOOK).figures["tone.accuracy"].value
    assert found["EG"].figures["tone.accuracy"].value == whole
    assert (found["MA"].windows, found["MA"].inside, found["MA"].figures) == (10, 0, {})


def test_a_second_coding_is_a_ceiling() -> None:
    found = assessment.agreement(TRUTH.codes, TRUTH, BOOK)
    assert found["tone.alpha"].value == found["frames.macro_f1"].value == 1
