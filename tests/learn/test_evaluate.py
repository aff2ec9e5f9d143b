"""Codes are compared variable by variable."""

from dataclasses import replace

import pytest

from mediaframe import codebook, config
from mediaframe.learn import evaluate
from mediaframe.types import Codes

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
PLAIN = Codes(in_scope=True, actor_type="CSO_ORG")


def test_perfect_codes() -> None:
    truth = [
        replace(PLAIN, frames=("CIVIC_VOICE",), primary_frame="CIVIC_VOICE", role="PROTAGONIST")
    ] * 12 + [PLAIN] * 8
    found = evaluate.codes(truth, truth, range(20), BOOK)
    for name in ("frames.macro_f1", "frames.micro_f1", "role.accuracy", "tone.accuracy",
                 "primary_frame.accuracy", "frames.CIVIC_VOICE.f1"):  # fmt: skip
        assert found[name].value == 1
    assert found["frames.CIVIC_VOICE.f1"].support == 12


def test_a_rare_frame_does_not_count_in_the_average() -> None:
    truth = [replace(PLAIN, frames=("CIVIC_VOICE",))] * 10 + [
        replace(PLAIN, frames=("FOREIGN_AGENT",))
    ]
    guess = [*truth[:10], PLAIN]
    found = evaluate.codes(guess, truth, range(11), BOOK)
    assert found["frames.FOREIGN_AGENT.f1"].value == 0
    assert found["frames.macro_f1"].value == 1


def test_scope_voice_and_type() -> None:
    truth = [
        replace(PLAIN, frames=("CIVIC_VOICE",), voice="STATE"),
        replace(PLAIN, voice="STATE"),
        replace(PLAIN, in_scope=False),
        replace(PLAIN, in_scope=False),
    ]
    found = evaluate.scope(
        [replace(truth[0], voice="ACTOR"), truth[1], truth[2], PLAIN], truth, range(4)
    )
    assert found["scope.recall"].value == 1
    assert found["scope.rejected"].value == 0.5
    assert (found["voice.accuracy"].value, found["voice.accuracy"].support) == (0, 1)
    assert found["actor_type.accuracy"].value == pytest.approx(1)
