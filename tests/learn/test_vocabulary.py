"""No weight is learned for names, numbers and function words."""

import shutil
from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.errors import DataError
from mediaframe.learn import vocabulary

FOLDER = config.data_root() / "models/lexicon-ar"
LISTED = vocabulary.load(FOLDER)


def test_names_in_any_spelling_are_refused(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "function-words.txt", tmp_path)
    (tmp_path / "names.txt").write_text("# people\nإبراهيم بغداد\n", encoding="utf-8")
    found = vocabulary.load(tmp_path)
    for cue in ("any:ابراهيم", "pair:شارع بغداد", "form:بغداد", "left:بغداد"):
        assert not found.allows(cue)
    assert found.allows("any:شارع")
    assert found.allows("term:frame=X:بغداد")
    assert found.allows("actor:CSO_ORG")


@pytest.mark.parametrize("cue", ["any:1436", "pair:0 20ديسمبر", "head:400"])
def test_numbers_are_refused_but_for_their_place_holder(cue: str) -> None:
    assert not LISTED.allows(cue)
    assert LISTED.allows("pair:0 حال")


def test_a_function_word_counts_only_beside_another_word() -> None:
    assert not LISTED.allows("any:علي")
    assert not LISTED.allows("pair:علي ان")
    assert LISTED.allows("pair:قبض علي")


def test_words_of_framing_are_not_taken_for_others() -> None:
    for stem in ("اعتقال", "سلمي", "جمع", "عادل", "حقوق", "فساد", "تحرير", "داخل", "مجتمع"):
        assert LISTED.allows(f"any:{stem}"), stem


def test_a_missing_or_empty_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"names\.txt: cannot be read"):
        vocabulary.load(tmp_path)
    (tmp_path / "names.txt").write_text("# nobody\n")
    with pytest.raises(DataError, match="no words"):
        vocabulary.load(tmp_path)
