"""No weight is learned for names or numbers."""

from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.errors import DataError
from mediaframe.learn import names

LISTED = config.data_root() / "models/lexicon-ar/names.txt"


def test_names_in_any_spelling_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("# people\nإبراهيم بغداد\n", encoding="utf-8")
    found = names.load(path)
    for cue in ("any:ابراهيم", "pair:شارع بغداد", "form:بغداد", "left:بغداد"):
        assert not found.allows(cue)
    assert found.allows("any:شارع")
    assert found.allows("term:frame=X:بغداد")
    assert found.allows("voice:STATE")


@pytest.mark.parametrize("cue", ["any:1436", "pair:0 20ديسمبر", "head:400"])
def test_numbers_are_refused_but_for_their_place_holder(cue: str) -> None:
    assert not names.load(LISTED).allows(cue)
    assert names.load(LISTED).allows("pair:0 حال")


def test_words_of_framing_are_not_taken_for_names() -> None:
    found = names.load(LISTED)
    for stem in ("اعتقال", "سلمي", "جمع", "عادل", "حقوق", "فساد", "تحرير", "داخل", "مجتمع"):
        assert found.allows(f"any:{stem}"), stem


def test_a_missing_or_empty_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        names.load(tmp_path / "names.txt")
    (tmp_path / "names.txt").write_text("# nobody\n")
    with pytest.raises(DataError, match="no names"):
        names.load(tmp_path / "names.txt")
