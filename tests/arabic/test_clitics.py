"""Words with clitics, in slash forms and beside Latin abbreviations come apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.arabic.clitics import WORD, bases
from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import search_term, stem, stems
from tests.arabic.strategies import TEXTS, WORDS

PROCLITICS = (
    "", "و", "ف", "ب", "ك", "ل", "س", "ال", "لل", "وب", "فل", "وس", "وال", "فال", "بال", "كال",
    "وبال", "ولل", "فلل", "وكال",
)  # fmt: skip
ENCLITICS = ("", "ه", "ها", "هم", "هن", "هما", "كم", "نا", "ي", "ك", "ا")


@given(st.sampled_from(PROCLITICS), WORDS, st.sampled_from(ENCLITICS))
def test_every_clitic_comes_off(before: str, word: str, after: str) -> None:
    assert word in bases(before + word + after)


@given(st.sampled_from(PROCLITICS), WORDS, st.sampled_from(ENCLITICS[1:-1]))
def test_a_ta_marbuta_opens_before_a_pronoun(before: str, word: str, after: str) -> None:
    assert fold(f"{word}ة") in bases(f"{before}{word}ت{after}")


@given(TEXTS)
def test_bases_hold_the_word_and_no_scraps(text: str) -> None:
    for word in WORD.findall(fold(text)):
        found = bases(word)
        plain = word.partition("/")[0]
        assert plain in found
        assert all(len(base) >= 3 for base in found - {plain})
        assert len(found) < 100
        assert all(stem(base) for base in found)


def test_bases_of_nothing() -> None:
    assert bases("") == {""}
    assert stems("") == {""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("دعا الناشطون/ات والمواطنين/ات", ["دعا", "الناشطون/ات", "والمواطنين/ات"]),
        ("مدافع/ة عن الحقوق", ["مدافع/ه", "عن", "الحقوق"]),
        ("في 2018/2019 و20/10", ["في", "2018", "2019", "و20", "10"]),
        ("أكتوبر/تشرين", ["اكتوبر", "تشرين"]),
        ("منظمة AMDH_المغرب", ["منظمه", "amdh", "المغرب"]),
        ("(BCHR)، و«NGO»", ["bchr", "و", "ngo"]),
        ("وكالة أ. ف. ب", ["وكاله", "ا", "ف", "ب"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert WORD.findall(fold(text)) == words


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("والناشطون/ات", "ناشطون"),
        ("للجمعيات", "جمعيات"),
        ("وبمنظماتها", "منظمات"),
        ("جمعيتهم", "جمعيه"),
        ("ستدافع", "تدافع"),
        ("فالنقابة", "نقابه"),
        ("ناشطا", "ناشط"),
        ("للجنة", "لجنه"),
        ("لللجنة", "لجنه"),
    ],
)
def test_bases(word: str, base: str) -> None:
    assert base in bases(fold(word))


@pytest.mark.parametrize(
    ("one", "other"),
    [("الناشطون", "ناشطين"), ("بالجمعيات", "والجمعيات"), ("للمنظمة", "منظمات"), ("٢٠١٩", "2018")],
)
def test_inflected_forms_share_a_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize("word", ["جمعية", "الجمعيات", "وجمعياتهم", "للجمعية", "بالجمعيّة"])
def test_inflected_forms_share_a_search_term(word: str) -> None:
    assert search_term(fold(word)) == search_term("جمعيه")


def test_numbers_are_sought_as_they_are() -> None:
    assert search_term("2019") == "2019"
