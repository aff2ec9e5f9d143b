"""Scores become codes by their thresholds."""

import numpy as np
import pytest

from mediaframe import codebook, config
from mediaframe.score.decision import Scores, decide, labels, relative
from mediaframe.types import Codes

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
LABELS = labels(BOOK)
LOW = {f"{variable}={value}": -3.0 for variable, values in LABELS.items() for value in values}


def codes(thresholds: dict[str, float] | None = None, **given: float) -> Codes:
    values = {**LOW, "tone=0": 0.0, **{name.replace("__", "="): v for name, v in given.items()}}
    scores = relative({name: np.array([value]) for name, value in values.items()})
    return decide(scores, thresholds or {})[0]


def test_every_variable_of_the_codebook_has_its_values() -> None:
    assert set(LABELS) == {
        "in_scope", "rebutted", "distancing", "frame", "issue", "actor_type", "tone", "role",
        "voice",
    }  # fmt: skip
    assert LABELS["tone"] == ("-1", "0", "1")
    assert "NONE" in LABELS["role"]
    assert "NONE" not in LABELS["frame"]


def test_no_frame_means_no_role_no_tone_and_nothing_rebutted() -> None:
    found = codes(role__NONE=1, rebutted__true=2, in_scope__true=1)
    assert found.frames == ("NONE",)
    assert (found.role, found.tone, found.rebutted, found.in_scope) == ("NONE", 0, False, True)


@pytest.mark.parametrize("said", [{"role__PROTAGONIST": 4.0}, {"role__NONE": 4.0, "tone__1": 0.1}])
def test_with_a_role_or_a_tone_the_likeliest_frame_holds(said: dict[str, float]) -> None:
    found = codes(**said, frame__SERVICE_RELIEF=-0.5, rebutted__true=2)
    assert found.frames == ("SERVICE_RELIEF",)
    assert found.rebutted
    assert (found.role == "PROTAGONIST") == ("role__PROTAGONIST" in said)
    assert found.tone == ("tone__1" in said)


def test_frames_above_their_thresholds_in_order_of_their_margins() -> None:
    found = codes(
        {"frame=CIVIC_VOICE": 2.5},
        frame__CIVIC_VOICE=3,
        frame__FOREIGN_AGENT=1,
        frame__SERVICE_RELIEF=0.2,
        frame__SECURITY_THREAT=0.3,
        role__ANTAGONIST=1,
        **{"tone__-1": 0.2},
    )
    assert found.frames == ("FOREIGN_AGENT", "CIVIC_VOICE", "SECURITY_THREAT")
    assert (found.primary_frame, found.role, found.tone) == ("FOREIGN_AGENT", "ANTAGONIST", -1)


def test_the_neutral_tone_is_the_measure_of_the_others() -> None:
    framed = {"frame__CIVIC_VOICE": 1.0}
    assert codes(**framed, tone__0=2.0, tone__1=1.9).tone == 0
    assert codes(**framed, tone__0=2.0, tone__1=2.1).tone == 1
    assert codes({"tone=1": 0.2}, **framed, tone__0=2.0, tone__1=2.1).tone == 0


def test_at_most_two_issues_the_likeliest() -> None:
    three = {f"issue__{issue}": 1.0 + i for i, issue in enumerate(BOOK.issue_ids[:3])}
    assert codes(**three).issues == (BOOK.issue_ids[2], BOOK.issue_ids[1])


def test_each_window_is_decided_by_itself() -> None:
    names = tuple(relative({name: np.zeros(1) for name in LOW}).names)
    values = np.full((2, len(names)), -1.0)
    values[0, names.index("voice=OTHER")] = values[1, names.index("voice=STATE")] = 1.0
    first, second = decide(Scores(names, values), {})
    assert (first.voice, second.voice) == ("OTHER", "STATE")


@pytest.mark.parametrize("flag", ["in_scope", "distancing"])
def test_flags_hold_from_their_threshold_on(flag: str) -> None:
    assert getattr(codes({f"{flag}=true": 1.0}, **{f"{flag}__true": 1.0}), flag)
    assert not getattr(codes({f"{flag}=true": 1.0}, **{f"{flag}__true": 0.9}), flag)
