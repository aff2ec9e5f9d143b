"""The source that tells the codes counts, and one that says nothing does not."""

from dataclasses import replace

import numpy as np

from mediaframe import codebook, config
from mediaframe.learn import blending, deciding
from mediaframe.learn.comparison import Reference
from mediaframe.score.blend import Blend, of_detector, of_lexicon
from mediaframe.score.decision import NEUTRAL, Scores, decide, holds, labels
from mediaframe.types import Codes, Judged, Reading

NAMES = tuple(
    f"{variable}={value}"
    for variable, values in labels(
        codebook.load(config.data_root() / "annotations/codebook.yaml")
    ).items()
    for value in values
    if (variable, value) != ("tone", NEUTRAL)
)


def codes(count: int) -> list[Codes]:
    return [
        Codes(
            in_scope=i % 5 != 0, actor_type="CSO_ORG",
            frames=("CIVIC_VOICE",) if i % 2 else ("NONE",), tone=(i % 3 - 1) if i % 2 else 0,
            voice="STATE" if i % 3 else "OUTLET",
        )
        for i in range(count)
    ]  # fmt: skip


def truth(given: list[Codes]) -> Scores:
    rows = [[holds(code, name) for name in NAMES] for code in given]
    return Scores(NAMES, np.asarray(rows, dtype=float) * 2 - 1)


def test_what_knows_counts_and_what_guesses_does_not() -> None:
    given = codes(240)
    guess = Scores(NAMES, np.random.default_rng(5).normal(size=(240, len(NAMES))))
    found = blending.fit({"knows": truth(given), "guesses": guess}, given).weights
    assert set(found) == {name.partition("=")[0] for name in NAMES}
    for variable in ("in_scope", "frame", "tone", "voice"):
        weights = found[variable]
        assert weights["knows"] > 1
        assert 0 <= weights["guesses"] < 0.2 * weights["knows"]


def test_the_network_tells_most_of_the_tone() -> None:
    given = codes(240)
    found = blending.fit({"network": truth(given), "lexicon": truth(given)}, given).weights
    assert 0 < found["tone"]["lexicon"] <= 0.251 * found["tone"]["network"]
    assert found["frame"]["lexicon"] > 0.5 * found["frame"]["network"]


def test_a_blend_is_the_weighted_sum() -> None:
    one, two = (
        Scores(("tone=1", "frame=X"), np.ones((3, 2))),
        Scores(("tone=1", "frame=X"), np.eye(3, 2)),
    )
    found = Blend({"tone": {"a": 2.0, "b": 1.0}, "frame": {"b": 0.5}}).apply({"a": one, "b": two})
    assert found.names == one.names
    assert found.values.tolist() == [[3.0, 0.0], [2.0, 0.5], [2.0, 0.0]]


def test_what_lexicon_and_detector_say_as_scores() -> None:
    readings = [Reading(codes=codes(1)[0], probabilities={"tone=1": 0.5, "frame=X": 1.0})]
    found = of_lexicon(readings, ("tone=1", "frame=X", "voice=STATE"))
    assert found.values[0].round(2).tolist() == [0.0, 6.91, 0.0]
    judged = [Judged(in_scope=True, actor_type="CSO_ORG", voice="STATE")]
    names = ("in_scope=true", "actor_type=CSO_ORG", "voice=STATE", "voice=ACTOR", "frame=X")
    assert of_detector(judged, names).values.tolist() == [[1.0, 1.0, 1.0, 0.0, 0.0]]


def test_readings_are_decided_by_other_stories() -> None:
    given = codes(120)
    reference = Reference(
        codes=given, articles=[str(i) for i in range(120)], stories=list(range(120))
    )
    judged = [Judged(in_scope=i != 1, actor_type="CSO_ORG", voice="OUTLET") for i in range(120)]
    found = deciding.readings({"network": truth(given)}, reference, judged)
    assert not found[1].codes.in_scope
    right = [
        reading.codes.frames == code.frames
        for reading, code in zip(found, given, strict=True)
        if code.in_scope
    ]
    assert sum(right) / len(right) > 0.95
    decision = deciding.fit({"network": truth(given)}, given)
    assert set(decision.calibration) == set(NAMES)


def test_a_rare_flag_is_not_given_several_times_too_often() -> None:
    """The scores hardly tell: the best threshold among six cases lets many windows pass."""
    given = [
        replace(code, in_scope=True, distancing=i % 50 == 0) for i, code in enumerate(codes(300))
    ]
    scores = truth(given)
    noise = np.random.default_rng(4).normal(size=300)
    scores.values[:, NAMES.index("distancing=true")] = noise + [c.distancing for c in given]
    decision = deciding.fit({"network": scores}, given)
    odds = Blend(decision.weights).apply({"network": scores})
    coded = sum(code.distancing for code in decide(odds, decision.thresholds))
    assert coded <= 2 * 6
