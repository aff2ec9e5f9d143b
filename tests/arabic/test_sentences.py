"""Sentences leave out nothing and end where Arabic sentences end; quotations of all marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.arabic.sentences import covering, quotations, sentences
from tests.arabic.strategies import TEXTS, WORDS

MARKS = ("«»", "“”", "„“", "„”", '""', "‹›", "””", "”“", "‘’", "''")


@given(TEXTS)
def test_every_character_lies_in_one_sentence(text: str) -> None:
    spans = sentences(text)
    assert spans == sorted(spans)
    covered = [i for start, end in spans for i in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(TEXTS)
def test_covering_finds_the_sentence_of_each_character(text: str) -> None:
    spans = sentences(text)
    for number, (start, end) in enumerate(spans):
        assert {covering(spans, offset) for offset in range(start, end)} == {number}


@pytest.mark.parametrize(
    "parts",
    [
        ["وصل الوفد.", "وغادر أمس."],
        ["هل وصل الوفد؟", "نعم!", "وصل."],
        ["قال «لن نغادر.»", "ثم غادر."],
        ['قال: "لن نغادر".', "ثم غادر!..", "وعاد"],
        ["قال د. سامر وأ.د. ليلى إن م. نبيل حضر.", "ثم مضى."],
        ["نقلت أ. ف. ب. عن رويترز نبأ.", "ثم صححته."],
        ["نقلت أ.ف.ب عن مصدر نبأ.", "ثم صححته."],
        ["بلغت النسبة 3.5 في المئة و٤.٢ في المئة.", "وارتفعت."],
        ["كان ذلك عام 2019.", "ثم مضى."],
        ["نشره موقع alnaour.example اليوم.", "ثم حذفه."],
        ["نشره موقع نهار.كوم اليوم.", "ثم حذفه."],
        ["سكت طويلاً…", "ثم تكلم..", "ثم سكت"],
        ["جاء، وذهب؛ ثم عاد: هكذا.", "انتهى"],
        ["قال John F. Doe إنه سيعود.", "ثم عاد."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    "separator", ["\n", "\r\n", "\r", "\u2028", "\n\u00a0\n", "..", "…", "؟", "!"]
)
def test_sentences_without_a_space_between(separator: str) -> None:
    text = f"وصل الوفد{separator}غادر الوفد"
    found = [text[start:end] for start, end in sentences(text)]
    assert found == [f"وصل الوفد{separator.strip()}", "غادر الوفد"]


def test_a_forgotten_space_after_a_full_stop() -> None:
    text = "وصل الوفد.وغادر أمس"
    assert [text[start:end] for start, end in sentences(text)] == ["وصل الوفد.", "وغادر أمس"]


@given(st.lists(st.tuples(WORDS, WORDS, st.sampled_from(MARKS)), min_size=1, max_size=4))
def test_quotations_of_all_marks_are_found(parts: list[tuple[str, str, str]]) -> None:
    text, expected = "", []
    for before, quoted, (opening, closing) in parts:
        text += f"{before} {opening}"
        expected.append((len(text), len(text) + len(quoted)))
        text += f"{quoted}{closing}، "
    assert quotations(text) == expected


@given(TEXTS)
def test_quotations_are_apart_and_in_order(text: str) -> None:
    spans = quotations(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("قال «إن “البيان” صدر» أمس", ["إن “البيان” صدر"]),
        ("قال ''نعم سنعود'' ثم سكت", ["نعم سنعود"]),
        ("بين «هذا» و «ذاك» فرق", ["هذا", "ذاك"]),
        ("بين ”هذا“ و ”ذاك“ فرق", ["هذا", "ذاك"]),
        ("لا يعرف don't ولا won't", []),
        ("فتح «ولم يغلق", []),
        ("فتح «ولم\nيغلق»", []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted
