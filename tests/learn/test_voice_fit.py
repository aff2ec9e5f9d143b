"""Voice weights: learned from cues that carry it, small file, names left out."""

import json

from mediaframe.learn import voice_fit

CUES = [
    ["inside_by:STATE", "w:x"],
    ["free", "w:x"],
    ["inside_by:OTHER"],
    ["free", "w:name", "who:name"],
] * 10
VOICES = ["STATE", "OUTLET", "OTHER", "OUTLET"] * 10


def test_cues_that_carry_a_voice_get_its_weight() -> None:
    fitted = voice_fit.fit(CUES, VOICES, allowed=lambda word: word != "any:name")
    state = fitted.voices.index("STATE")
    row = fitted.weights["inside_by:STATE"]
    assert row[state] == max(row) > 0
    assert fitted.weights["free"][state] < 0
    assert not {"w:name", "who:name"} & set(fitted.weights)


def test_the_same_input_makes_the_same_lines() -> None:
    once, again = (
        list(voice_fit.fit(CUES, VOICES, allowed=lambda _: True).lines({"labels": "d"}))
        for _ in range(2)
    )
    assert once == again
    assert json.loads(once[0])["voices"] == ["OTHER", "OUTLET", "STATE"]
    assert len(json.loads(once[1])[1]) == 3


def test_a_single_voice_needs_no_cue() -> None:
    fitted = voice_fit.fit(CUES, ["OUTLET"] * len(CUES), allowed=lambda _: True)
    assert (fitted.voices, fitted.bias, fitted.weights) == (("OUTLET",), (0.0,), {})
