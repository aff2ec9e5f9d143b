"""A window is taken apart into words, clauses and sentences around its target."""

from hypothesis import given
from hypothesis import strategies as st

from mediaframe.score.passage import MAX_CHARS, Passage
from mediaframe.types import Window
from tests.score.windows import window


def test_target_clause_and_sentence() -> None:
    passage = Passage(window("هطل المطر. قالت ⟦جمعيّة النخيل⟧ أمس، إن الموسم جيد. انتهى الخبر."))
    words = passage.words
    assert words.forms[passage.first : passage.last] == ["جمعيه", "النخيل"]
    assert passage.sentence == 1
    same = [f for f, c in zip(words.forms, words.clauses, strict=True) if c == passage.clause]
    assert same == ["قالت", "جمعيه", "النخيل", "امس"]


def test_offsets_lead_back_to_the_article() -> None:
    marked = "أشادت «الرابطة» بدور ⟦جمعيّة النخيل⟧."
    passage = Passage(window(marked, headline="عنوانٌ", offset=100))
    span = passage.words.spans[passage.first]
    start, end, in_headline = passage.locate(*span, in_headline=False)
    text = marked.replace("⟦", "").replace("⟧", "")
    assert text[start - 100 : end - 100] == "جمعيّة"
    assert not in_headline
    assert passage.locate(0, 5, in_headline=True) == (0, 6, True)


def test_a_headline_window_points_into_the_title() -> None:
    passage = Passage(window("⟦الجمعية⟧ ترد", headline="الجمعية ترد", in_headline=True))
    assert passage.locate(0, 7, in_headline=False) == (0, 7, True)


def test_far_text_is_not_read() -> None:
    passage = Passage(window("كلمة " * 5000 + "⟦الجمعية⟧" + " كلمة" * 5000))
    assert len(passage.folded.text) <= 2 * MAX_CHARS + 10
    assert passage.words.forms[passage.first : passage.last] == ["الجمعيه"]


@given(st.text(max_size=60), st.text(min_size=1, max_size=10), st.text(max_size=60))
def test_any_text_can_be_taken_apart(before: str, target: str, after: str) -> None:
    text = before + target + after
    start = len(before)
    passage = Passage(
        Window(id="w", headline=after, text=text, start=start, end=start + len(target))
    )
    assert 0 <= passage.first <= passage.last <= len(passage.words.forms)
    for span in passage.words.spans:
        begin, end, _ = passage.locate(*span, in_headline=False)
        assert 0 <= begin < end <= len(text)
