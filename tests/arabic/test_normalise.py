"""Folding is idempotent, unifies spellings, and maps exactly back to the original."""

import sys

import pytest
from hypothesis import given

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import Normalised, fold
from tests.arabic.strategies import ARABIC, TEXTS


@given(TEXTS)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_fold_of_every_character_is_idempotent() -> None:
    for start in range(0, sys.maxunicode + 1, 0x1000):
        folded = fold(" ".join(map(chr, range(start, start + 0x1000))))
        assert fold(folded) == folded, hex(start)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("جَمْعِيَّةٌ", "جمعيه"),
        ("الجمعيـــــة", "الجمعيه"),
        ("إلى أمل آخر ٱسم", "الي امل اخر اسم"),
        ("مسؤول وهيئة", "مسوول وهييه"),
        ("ﻣﻨﻈﻤﺔ ﺍﻷﻣﻞ", "منظمه الامل"),
        ("لﻻ ﷲ", "للا الله"),
        ("کتابی", "كتابي"),
        ("٢٠١٩ ۲۰۱۹", "2019 2019"),
        ("«قال»، “نعم”؛ ‘لا’؟", '"قال", "نعم"; \'لا\'?'),
        ("من\u200fظ\u200cمة \u202bأ\u202c", "منظمه ا"),
        ("تمويلاً كثيرًا حرّاً حقًّا", "تمويل كثير حر حق"),
        ("هدىً", "هد"),
        ("جزءاً، ومساءً", "جزء, ومساء"),
        ("كتابا", "كتابا"),
        ("BBC عربي ﬁ İ", "bbc عربي fi i"),
        ("سطر\r\u2028سطر", "سطر\n\nسطر"),
    ],
)
def test_spellings(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_the_map_covers_each_folded_span(text: str) -> None:
    normalised = Normalised(text)
    assert normalised.text == fold(text)
    for match in WORD.finditer(normalised.text):
        start, end = normalised.to_original(*match.span())
        assert 0 <= start < end <= len(text)
        first, last = normalised.to_folded(start, end)
        assert first <= match.start()
        assert last >= match.end()
        assert match[0] in fold(text[start:end])


@given(TEXTS)
def test_each_folded_character_comes_from_its_original(text: str) -> None:
    normalised = Normalised(text)
    spans = [normalised.to_original(i, i + 1) for i in range(len(normalised.text))]
    assert spans == sorted(spans)
    for i, (start, end) in enumerate(spans):
        first, last = normalised.to_folded(start, end)
        assert first <= i < last


@given(ARABIC)
def test_a_span_of_the_original_maps_to_its_own_folding(text: str) -> None:
    normalised = Normalised(text)
    assert normalised.to_folded(0, len(text)) == (0, len(normalised.text))
    for i in range(len(text) + 1):
        first, last = normalised.to_folded(0, i)
        assert first == 0
        assert normalised.to_folded(i, len(text)) == (last, len(normalised.text))


@pytest.mark.parametrize(
    ("text", "found", "original"),
    [
        ("قالت الجَمْعِيَّةُ أمس", "الجمعيه", "الجَمْعِيَّةُ"),
        ("قالت الـجـمـعـيـةـ، أمس", "الجمعيه", "الـجـمـعـيـةـ"),
        ("تلقت تمويلاً أجنبياً.", "تمويل اجنبي", "تمويلاً أجنبياً"),
        ("ﻣﻨﻈﻤﺔﷲ", "الله", "ﷲ"),
        ("«\u202bمنظ\u200fمة\u202c»", "منظمه", "منظ\u200fمة"),
    ],
)
def test_matches_keep_their_marks(text: str, found: str, original: str) -> None:
    normalised = Normalised(text)
    start = normalised.text.index(found)
    span = normalised.to_original(start, start + len(found))
    assert text[slice(*span)] == original
