"""Calibrated probabilities keep the order of scores, add up, and say how often they are right."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe import codebook, config
from mediaframe.learn import calibrate, deciding
from mediaframe.learn.comparison import Reference
from mediaframe.score.calibration import Calibration
from mediaframe.score.decision import SINGLE, Scores, labels, relative
from mediaframe.types import Codes, Judged

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
LABELS = labels(BOOK)
PLAIN = Codes(in_scope=True, actor_type="CSO_ORG")
NAMES = relative(
    {f"{name}={value}": np.zeros(1) for name, values in LABELS.items() for value in values}
).names


def drawn(seed: int, count: int, *, scale: float = 1.0) -> tuple[Scores, list[Codes]]:
    """Windows whose true log odds are `scale` times the scores (of FOREIGN_AGENT, -1 more)."""
    random = np.random.default_rng(seed)
    scores = Scores(NAMES, random.normal(scale=1.5, size=(count, len(NAMES))))
    uniform = random.random((count, len(NAMES)))
    found = []
    for row, chance in zip(scores.values * scale, uniform, strict=True):
        odds = dict(zip(NAMES, row, strict=True))
        held = {
            name
            for name, part in zip(NAMES, chance, strict=True)
            if part < 1 / (1 + np.exp(-(odds[name] - (name == "frame=FOREIGN_AGENT"))))
        }
        single = {}
        for variable in SINGLE:
            values = LABELS[variable]
            raised = np.exp([odds.get(f"{variable}={value}", 0.0) for value in values])
            single[variable] = random.choice(values, p=raised / raised.sum())
        found.append(
            Codes(
                in_scope=True,
                actor_type=single["actor_type"],
                frames=tuple(f for f in LABELS["frame"] if f"frame={f}" in held) or ("NONE",),
                tone=int(single["tone"]),
                role=single["role"],
                voice=single["voice"],
                rebutted="rebutted=true" in held,
            )
        )
    return scores, found


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(1, 60))
def test_probabilities_are_monotone_and_add_up(seed: int, count: int) -> None:
    scores, codes = drawn(seed, count)
    fitted = calibrate.fit(scores, codes)
    assert all(slope > 0 for slope, _ in fitted.lines.values())
    found = fitted.apply(scores)
    assert found.values.min() >= 0
    assert found.values.max() <= 1
    assert "tone=0" in found.names
    for variable in SINGLE:
        columns = [j for j, name in enumerate(found.names) if name.startswith(f"{variable}=")]
        assert len(columns) == len(LABELS[variable])
        assert found.values[:, columns].sum(axis=1) == pytest.approx(np.ones(count))
    column = scores.names.index("frame=CIVIC_VOICE")
    order = scores.values[:, column].argsort()
    assert (np.diff(found.values[order, column]) >= 0).all()


def test_the_parameters_are_those_that_the_windows_were_drawn_with() -> None:
    scores, codes = drawn(3, 2000, scale=0.5)
    lines = calibrate.fit(scores, codes).lines
    assert lines["frame=CIVIC_VOICE"] == pytest.approx((0.5, 0.0), abs=0.15)
    assert lines["frame=FOREIGN_AGENT"] == pytest.approx((0.5, -1.0), abs=0.15)
    assert lines["role=NONE"] == pytest.approx((0.5, 0.0), abs=0.07)
    assert lines["role=NONE"][0] == lines["role=INNOCENT"][0]
    assert lines["tone=-1"] == pytest.approx((0.5, 0.0), abs=0.07)


def test_a_value_scored_too_high_is_taken_down() -> None:
    scores, codes = drawn(3, 2000)
    scores.values[:, scores.names.index("voice=STATE")] += 1.0
    lines = calibrate.fit(scores, codes).lines
    others = [lines[f"voice={value}"][1] for value in LABELS["voice"] if value != "STATE"]
    assert lines["voice=STATE"][1] - np.mean(others) == pytest.approx(-1.0, abs=0.15)


def test_the_fewer_cases_the_less_has_a_frame_parameters_of_its_own() -> None:
    apart = []
    for count in (10, 2000):
        lines = calibrate.fit(*drawn(5, count)).lines
        mean = np.mean([lines[f"frame={frame}"] for frame in LABELS["frame"]], axis=0)
        apart.append(np.abs(np.asarray(lines["frame=FOREIGN_AGENT"]) - mean))
    few, many = apart
    assert few.max() < 0.4
    assert many[1] == pytest.approx(11 / 12, abs=0.15)
    scores, codes = drawn(5, 400)
    never = [
        replace(code, frames=tuple(f for f in code.frames if f != "FOREIGN_AGENT") or ("NONE",))
        for code in codes
    ]
    lines = calibrate.fit(scores, never).lines
    assert lines["frame=FOREIGN_AGENT"][1] < lines["frame=CIVIC_VOICE"][1] - 1
    assert np.isfinite(list(lines.values())).all()


def test_a_window_has_no_part_in_its_own_reading() -> None:
    scores, codes = drawn(7, 120)
    reference = Reference(codes=codes, articles=list("ab" * 60), stories=list(range(120)))
    judged = [Judged(in_scope=True, actor_type="CSO_ORG", voice="OUTLET")] * len(codes)
    found = deciding.readings({"network": scores}, reference, judged)
    changed = [replace(codes[0], frames=("FOREIGN_AGENT",), tone=1, role="NONE"), *codes[1:]]
    again = deciding.readings({"network": scores}, replace(reference, codes=changed), judged)
    assert found[0] == again[0]
    assert found != again


def test_a_calibration_outlives_json() -> None:
    scores, codes = drawn(9, 50)
    fitted = calibrate.fit(scores, codes)
    again = Calibration(json.loads(json.dumps(fitted.lines)))
    assert (again.apply(scores).values == fitted.apply(scores).values).all()
