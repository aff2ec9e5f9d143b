"""What holds for every article, however odd or hostile."""

import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe import config
from mediaframe.detect import actors
from mediaframe.detect.actors import ActorRegistry
from mediaframe.detect.mentions import Detector
from mediaframe.types import Judged, Mention, Window

PIECES = (
    "منظمة قفل", "مرصد السارية", "المرصد", "المنظمة", "الجمعية", "SRHRO", "SZ", "الناشط",
    "سامر الوردي", "ناشطون حقوقيون", "نقابة", "عمال المناجم", "جمعية النوافذ", "جزيرة المرجان",
    "منظمة درع الوادي", "منظمات", "المجتمع المدني", "لحقوق الإنسان", "للدفاع عن", "بيانا صحفيا",
    "الجمعية العمومية", "على تويتر", "تداول", "نشطاء", "ناشط/ة", "الصحفي كريم البدري", "قالت",
    "إن", "و", "ف", "ل", "لل", "«", "»", '"', ":", ".", "!", "،", "\n", "ـ", "َ", "ّ", "2026",
    "٣", "\u200f", "\u200d", "\ufeff", "\x00", "ﷲ", "ﻻ", "😀", "<b>", "&amp;",
)  # fmt: skip
ARTICLE = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map(" ".join),
)


def _check(title: str, text: str, mentions: list[Mention]) -> None:
    places = []
    for mention in mentions:
        where = title if mention.in_headline else text
        assert 0 <= mention.start < mention.end <= len(where)
        assert mention.surface == where[mention.start : mention.end]
        assert mention.surface.strip()
        places.append((not mention.in_headline, mention.start, mention.end))
    assert places == sorted(places)
    for (part, _, end), (next_part, start, _) in pairwise(places):
        assert part != next_part or end <= start


@settings(max_examples=150, deadline=None)
@given(title=ARTICLE, text=ARTICLE)
def test_spans_order_and_overlap(detector: Detector, title: str, text: str) -> None:
    mentions = detector.detect(title, text)
    _check(title, text, mentions)
    # nothing of one article stays for the next
    assert detector.detect(title, text) == mentions


@settings(max_examples=60, deadline=None)
@given(text=ARTICLE)
def test_excluded_mentions_have_the_excluded_type(detector: Detector, text: str) -> None:
    for mention in detector.detect("", text):
        assert mention.in_scope != (mention.actor_type == actors.EXCLUDED)
        assert mention.in_scope or mention.actor_id is None


@settings(max_examples=60, deadline=None)
@given(headline=ARTICLE, text=ARTICLE)
def test_judge_agrees_with_detect(detector: Detector, headline: str, text: str) -> None:
    for mention in detector.detect(headline, text):
        if mention.in_headline:
            continue
        window = Window(id="w", headline=headline, text=text, start=mention.start, end=mention.end)
        assert detector.judge(window) == Judged(
            in_scope=mention.in_scope, actor_type=mention.actor_type, voice=mention.voice
        )


def test_judge_of_a_headline_and_of_nothing(detector: Detector) -> None:
    title = "منظمة قفل تنتقد المشروع"
    window = Window(id="w", headline=title, text=title, start=0, end=9, in_headline=True)
    assert detector.judge(window).in_scope
    nothing = Window(id="w", headline=title, text="الطقس معتدل اليوم.", start=0, end=5)
    judged = detector.judge(nothing)
    assert (judged.in_scope, judged.actor_type) == (False, actors.EXCLUDED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\x00" * 1000,
        "\n" * 10_000,
        "\ufffd" * 1000,
        "ا" * 100_000,
        "ناشطون" * 16_000,
        "منظمةقفل" * 12_500,
        "و" * 100_000,
        "لل" * 50_000,
        "\u064b" * 100_000,
        "ـ" * 100_000,
        "ناشط/ة" * 16_000,
        '"' * 100_000,
        "." * 100_000,
        "<" * 100_000,
        "x" * 100_000,
        "1" * 100_000,
        "الجمعية " * 12_500,
        "و ف ب ك ل " * 10_000,
    ],
    ids=lambda text: f"{len(text)}x{text[:6]!a}",
)
def test_hostile_texts(detector: Detector, text: str) -> None:
    _check("", text, detector.detect("", text))
    _check(text[:2000], "", detector.detect(text[:2000], ""))


def test_odd_characters_do_not_hide_their_neighbours(detector: Detector) -> None:
    for odd in ("\x00", "\ufffd", "\ufffe", "\u2028", "😀", "<script>"):
        text = f"{odd} أصدرت منظمة قفل تقريرا {odd} ونشر مرصد السارية أرقاما {odd}"
        mentions = detector.detect("", text)
        _check("", text, mentions)
        assert [m.surface for m in mentions] == ["منظمة قفل", "مرصد السارية"]


SENTENCES = (
    "قالت منظمة قفل ذلك. ",
    "قال مرصد السارية ذلك ",
    "منظمة قفل، ",
    "قال ناشطون حقوقيون ذلك. ",
    "قال الناشط سامر الوردي ذلك. ",
    "قالت SRHRO في البلاد ذلك. ",
    "قالت منظمة رمال لحقوق الإنسان ذلك. ",
)


@pytest.mark.parametrize("sentence", SENTENCES[:2])
def test_ten_thousand_names(detector: Detector, sentence: str) -> None:
    """Each repetition is found once, in the same words."""
    text = sentence * 10_000
    mentions = detector.detect("", text)
    _check("", text, mentions)
    assert len(mentions) == 10_000
    assert len({mention.surface for mention in mentions}) == 1


def _calls(detector: Detector, text: str) -> tuple[int, int]:
    """Calls of functions that a detection takes, and the mentions it finds."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = len(detector.detect("", text))
    finally:
        sys.setprofile(None)
    return calls, found


@pytest.mark.parametrize(
    "sentence",
    [*SENTENCES, "الجمعية ", "قالت منظمة قفل ذلك. وقالت المنظمة ذلك. ", "سامر الوردي ", "«مرصد "],
)
def test_work_grows_with_the_size(detector: Detector, sentence: str) -> None:
    small_calls, small_found = _calls(detector, sentence * 60)
    large_calls, large_found = _calls(detector, sentence * 600)
    assert large_found == 10 * small_found
    assert large_calls < 11 * small_calls


def test_ten_thousand_bare_nouns(detector: Detector) -> None:
    text = "قالت منظمة قفل ذلك. " + "وقالت المنظمة ذلك. " * 10_000
    mentions = detector.detect("", text)
    assert len(mentions) == 10_001
    assert {mention.actor_id for mention in mentions} == {"sample_iq_qufl"}


def test_nested_quotation_marks_and_sentence_without_end(detector: Detector) -> None:
    text = "«" * 5000 + "منظمة قفل" + "»" * 5000 + " قالت " + "كلمة " * 20_000
    mentions = detector.detect("", text)
    _check("", text, mentions)
    assert [mention.surface for mention in mentions] == ["منظمة قفل"]


def test_digest_is_stable(detector: Detector, registry: ActorRegistry) -> None:
    assert Detector(registry).digest == detector.digest


def test_digest_follows_the_data(detector: Detector, tmp_path: Path) -> None:
    corpora = config.data_root() / "corpora"
    more = tmp_path / "actors.yaml"
    digests = {detector.digest}
    for content in (
        {"organisations": [{"id": "t", "name_ar": "جمعية القنديل", "type": "CSO_ORG"}]},
        {"organisations": [{"id": "t", "name_ar": "جمعية القنديل", "type": "INTL_NGO"}]},
        {"exclusions": {"STATE": ["مجلس الموج"]}},
        {"disambiguation": [{"pattern": "قنديل البحر", "action": "drop"}]},
        {"disambiguation": [{"pattern": "قنديل البحر", "action": "POLITICAL_EXCLUDED"}]},
    ):
        more.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        digests.add(Detector(actors.load((corpora / "actors.yaml", more))).digest)
    assert len(digests) == 6
