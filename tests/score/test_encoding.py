"""Windows become tokens around the target, however long they are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from mediaframe.score.encoding import WindowEncoder
from mediaframe.types import Window
from tests.score import tiny

WORDS = ["قالت", "جمعية", "النخيل", "إن", "القانون", "يحتاج", "تعديلا", "خبر", "عاجل"]
BEGIN, END, MARKERS = 2, 3, (900, 901)
LIMIT = 64


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    folder = tiny.encoder(tmp_path_factory.mktemp("encoder"), WORDS)
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def encoder(tokenizer: Tokenizer) -> WindowEncoder:
    return WindowEncoder(tokenizer, begin=BEGIN, end=END, markers=MARKERS, max_tokens=LIMIT)


def shown(ids: tuple[int, ...], tokenizer: Tokenizer) -> str:
    names = {900: "<t>", 901: "</t>"}
    return " ".join(names.get(i) or tokenizer.id_to_token(i) for i in ids)


def test_the_target_stands_between_the_markers(
    encoder: WindowEncoder, tokenizer: Tokenizer
) -> None:
    text = "قالت جمعية النخيل إن القانون يحتاج تعديلا"
    window = Window(id="w", headline="خبر عاجل", text=text, start=5, end=17)
    (found,) = encoder.encode([window])
    assert shown(found.ids, tokenizer) == (
        "[CLS] خبر عاجل [SEP] قالت <t> جمعية النخيل </t> إن القانون يحتاج تعديلا [SEP]"
    )
    assert shown(found.ids[found.start : found.end], tokenizer) == "<t> جمعية النخيل </t>"


def test_a_target_inside_a_token_takes_the_whole_token(
    encoder: WindowEncoder, tokenizer: Tokenizer
) -> None:
    window = Window(id="w", headline="", text="قالت جمعية النخيل", start=7, end=9)
    (found,) = encoder.encode([window])
    assert shown(found.ids, tokenizer) == "[CLS] قالت <t> جمعية </t> النخيل [SEP]"


def test_a_headline_mention_is_read_once(encoder: WindowEncoder, tokenizer: Tokenizer) -> None:
    text = "جمعية النخيل"
    window = Window(id="w", headline=text, text=text, start=0, end=5, in_headline=True)
    (found,) = encoder.encode([window])
    assert shown(found.ids, tokenizer) == "[CLS] <t> جمعية </t> النخيل [SEP]"


def test_long_text_is_cut_evenly_around_the_target(encoder: WindowEncoder) -> None:
    side = "قالت " * 5000
    text = side + "جمعية " + side
    window = Window(id="w", headline="", text=text, start=len(side), end=len(side) + 5)
    (found,) = encoder.encode([window])
    assert len(found.ids) == LIMIT
    assert abs(found.start - (LIMIT - found.end)) <= 1


def test_text_on_one_side_leaves_its_room_to_the_other(encoder: WindowEncoder) -> None:
    window = Window(id="w", headline="", text="جمعية " + "قالت " * 500, start=0, end=5)
    (found,) = encoder.encode([window])
    assert (found.start, len(found.ids)) == (1, LIMIT)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), text=st.text(min_size=1, max_size=300), headline=st.text(max_size=200))
def test_any_text_fits_with_its_target(
    encoder: WindowEncoder, data: st.DataObject, text: str, headline: str
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (found,) = encoder.encode([Window(id="w", headline=headline, text=text, start=start, end=end)])
    assert len(found.ids) <= LIMIT
    assert (found.ids[found.start], found.ids[found.end - 1]) == MARKERS
    assert (found.ids[0], found.ids[-1]) == (BEGIN, END)
    assert [i for i in found.ids if i >= MARKERS[0]] == list(MARKERS)


def test_a_text_without_a_target_stands_for_it(tokenizer: Tokenizer) -> None:
    short = WindowEncoder(tokenizer, begin=BEGIN, end=END, markers=MARKERS, max_tokens=5)
    found = short.whole(["قالت جمعية", "قالت جمعية النخيل إن القانون"])
    assert [shown(each.ids, tokenizer) for each in found] == [
        "[CLS] قالت جمعية [SEP]",
        "[CLS] قالت جمعية النخيل [SEP]",
    ]
    assert [(each.start, each.end) for each in found] == [(0, 4), (0, 5)]
