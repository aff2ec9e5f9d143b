"""Text becomes storable, and mojibake is undone where there is some and only there."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.text import clean, repair
from tests.arabic.strategies import ARABIC

GOOD = "قالت «جمعية النورس» إنها ستعود، أليس كذلك؟"


@pytest.mark.parametrize(
    "garbled",
    [
        GOOD.encode().decode("latin-1"),
        GOOD.encode().decode("cp1256"),
        "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in GOOD.encode()),
        GOOD.encode("cp1256").decode("latin-1"),
    ],
)
def test_mojibake_is_undone(garbled: str) -> None:
    assert garbled != GOOD
    assert repair(garbled) == GOOD


def test_garbled_marks_in_good_text_are_undone() -> None:
    assert repair("قال â€œنعمâ€\x9d ثم سكت") == "قال “نعم” ثم سكت"


def test_only_the_garbled_line_changes() -> None:
    text = f"سطر سليم\n{GOOD.encode().decode('cp1256')}\nسطر سليم"
    assert repair(text) == f"سطر سليم\n{GOOD}\nسطر سليم"


@pytest.mark.parametrize(
    "text",
    [GOOD, "plain", "Ørsted à Çankaya, Übung", "طقس وظل: ط § ظ", "São Paulo Çá"],
)
def test_good_text_stays_the_same_object(text: str) -> None:
    assert repair(text) is text


@given(ARABIC)
def test_arabic_text_is_never_touched(text: str) -> None:
    assert repair(text) == text


@given(st.text(st.characters(), max_size=30))
def test_any_text_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    with sqlite3.connect(":memory:") as database:
        assert database.execute("SELECT ?", (cleaned,)).fetchone() == (cleaned,)
    database.close()
    assert "\0" not in cleaned
    cleaned.encode()


def test_clean() -> None:
    assert clean("أ\0ب") == "أب"
    assert clean("\ud83d\ude00 \ud800") == "😀 \ufffd"
