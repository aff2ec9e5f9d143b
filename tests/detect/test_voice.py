"""Voice: clear syntax decides it, weights add up, and a broken weights file is named."""

from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.arabic.normalise import fold
from mediaframe.detect import voice
from mediaframe.detect.mentions import Detector
from mediaframe.detect.voice import Voices
from mediaframe.errors import DataError
from mediaframe.types import Window


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        (
            "قال وزير الداخلية إن جمعية قناديل الحقوقية تخدم أجندة أجنبية.",
            "جمعية قناديل الحقوقية",
            "STATE",
        ),
        (
            "وأكد رئيس جمعية قناديل الحقوقية أن الجمعية لن تتوقف عن عملها.",
            "الجمعية",
            "ACTOR",
        ),
        (
            "وقال خبير سياسي إن منظمات المجتمع المدني فقدت صدقيتها بين الناس.",
            "منظمات المجتمع المدني",
            "OTHER",
        ),
        (
            "وزعت جمعية قناديل الخيرية سلالا غذائية على العائلات النازحة.",
            "جمعية قناديل الخيرية",
            "OUTLET",
        ),
    ],
)
def test_the_speaker_of_a_clause_is_its_voice(
    detector: Detector, text: str, surface: str, expected: str
) -> None:
    found = {mention.surface: mention.voice for mention in detector.detect("", text)}
    assert found[surface] == expected


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("بيّن الوزير أن الجمعية تعمل", ["بين"]),
        ("دار لقاء بين الوزير والجمعية", []),
        ("عبّر الوزير عن رفضه", ["عبر"]),
        ("وصلت المساعدات عبر الجمعية", []),
        ("قال الوزير إن المتهمين بطلب منهم حضروا", ["قال"]),
    ],
)
def test_nouns_spelled_like_verbs_of_saying_say_nothing(text: str, verbs: list[str]) -> None:
    speech = voice.load_speech(config.data_root() / "models/detector-ar")
    folded = fold(text)
    sentence = speech.sentence(folded, 0, len(folded))
    assert [sentence.words[act.verb] for act in sentence.acts] == verbs


def test_a_span_that_is_no_mention_has_a_voice_too(detector: Detector) -> None:
    text = "قال وزير الداخلية إن سيارة اصطدمت بجدار."
    start = text.index("سيارة")
    window = Window(id="1", headline="", text=text, start=start, end=start + 5)
    judged = detector.judge(window)
    assert not judged.in_scope
    assert judged.voice == "STATE"


def test_weights_add_up_and_unknown_cues_say_nothing() -> None:
    voices = Voices(("A", "B"), (0.1, 0.0), {"x": (0.0, 0.3), "y": (0.3, 0.0)})
    assert voices.decide([]) == "A"
    assert voices.decide(["x", "unknown"]) == "B"
    assert voices.decide(["x", "y"]) == "A"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", ":1:"),
        ('{"voices": ["A"]}', ":1:"),
        ('{"voices": ["A", "B"], "bias": [0, 0]}\n["x", [1]]', ":2: x: 1 weights for 2"),
        ('{"voices": ["A"], "bias": [0]}\n["x", [1]]\nnot json', ":3:"),
        ('{"voices": ["A"], "bias": [0]}\n["x", ["y"]]', ":2:"),
    ],
)
def test_a_broken_weights_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "voice-weights.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=named) as caught:
        voice.load_weights(path)
    assert str(path) in str(caught.value)


def test_a_missing_weights_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        voice.load_weights(tmp_path / "none.jsonl")
