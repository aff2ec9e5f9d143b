"""Search finds words in any spelling, and takes nothing for an operator."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediaframe import query
from mediaframe.arabic.normalise import fold
from mediaframe.errors import InputError
from mediaframe.store.database import Store
from tests.query.samples import TEXT, Filler

OTHER = "طالبت المُنظّمات النسائية بتعديل قانون الأسرة، وقالت إحدى الناشطات إن الحوار مستمر."


@pytest.fixture
def filled(store: Store) -> Store:
    with store.begin() as conn:
        fill = Filler(conn)
        fill.article(date=dt.date(2024, 1, 1))
        fill.article(date=dt.date(2024, 1, 3), outlet="safir", text=OTHER, title="قانون الأسرة")
        fill.article(date=None, text=OTHER)
        fill.article(date=dt.date(2024, 1, 2), text=OTHER, indexed=False)
    return store


def ids(store: Store, text: str, **options: object) -> list[int]:
    return query.search(store, text, **options)["article_id"].to_list()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["منظمات", "المنظمات", "مُنَظَّمات", "منظمة", "ومنظماتها", "منـظمات", "نسائيه منظمات",
     "قانون الاسرة", "اسرة", "ناشطة", "«الأسرة»!"],
)  # fmt: skip
def test_any_spelling_finds_the_article_newest_first(filled: Store, text: str) -> None:
    assert ids(filled, text) == [2, 3]


def test_a_preposition_on_the_word_of_the_text_does_not_hide_it(store: Store) -> None:
    with store.begin() as conn:
        Filler(conn).article(text="تبرع الأهالي لجمعية خيرية وسافروا بسيارة.")
    assert ids(store, "جمعية") == [1]
    assert ids(store, "سيارات") == [1]


def test_all_words_must_be_there(filled: Store) -> None:
    assert ids(filled, "قانون الوفد") == []
    assert ids(filled, "القرية الوفد") == [1]


def test_filters_and_limit(filled: Store) -> None:
    assert ids(filled, "قانون", outlets=["safir"]) == [2]
    assert ids(filled, "قانون", since=dt.date(2024, 1, 4)) == []
    assert ids(filled, "قانون", until=dt.date(2024, 1, 4)) == [2]
    assert ids(filled, "قانون", limit=1) == [2]
    assert ids(filled, "قانون", limit=0) == []


def test_the_snippet_marks_the_words_in_the_original_text(filled: Store) -> None:
    found = query.search(filled, "منظمة قانون").row(0, named=True)
    assert found["snippet"] == OTHER.replace("المُنظّمات", "⟦المُنظّمات⟧").replace("قانون", "⟦قانون⟧")
    assert (found["outlet"], found["date"]) == ("safir", dt.date(2024, 1, 3))


def test_a_snippet_of_a_long_text_is_short_and_ends_at_words(store: Store) -> None:
    text = "كلمة أخرى " * 3000 + "العنقاء " + "وبعدها كلام " * 3000
    with store.begin() as conn:
        Filler(conn).article(text=text)
    snippet = query.search(store, "عنقاء")["snippet"][0]
    assert "⟦العنقاء⟧" in snippet
    assert len(snippet) < 230
    words = snippet.strip("…").replace("⟦", "").replace("⟧", "").split()
    assert set(words) <= {"كلمة", "أخرى", "العنقاء", "وبعدها", "كلام"}


def test_the_snippet_is_taken_where_the_words_stand_together(store: Store) -> None:
    text = "العنقاء وحدها. " + "كلام كثير " * 40 + "عاد طائر العنقاء إلى الجبل."
    with store.begin() as conn:
        Filler(conn).article(text=text)
    snippet = query.search(store, "طائر العنقاء")["snippet"][0]
    assert "⟦طائر⟧ ⟦العنقاء⟧ إلى الجبل." in snippet
    assert "وحدها" not in snippet


def test_a_hit_in_the_title_alone_is_shown_from_the_title(store: Store) -> None:
    with store.begin() as conn:
        Filler(conn).article(title="عودة العنقاء", text=TEXT)
    assert query.search(store, "عنقاء")["snippet"].to_list() == ["عودة ⟦العنقاء⟧"]


@pytest.mark.parametrize("text", ["", "   ", "؟!،", '"', "()", "*", "ـــ", "\u200f\u064b", "_"])
def test_without_a_word_there_is_nothing_to_search_for(filled: Store, text: str) -> None:
    with pytest.raises(InputError, match="no word"):
        query.search(filled, text)


def test_too_many_words_are_refused(filled: Store) -> None:
    with pytest.raises(InputError, match="21 words"):
        query.search(filled, " ".join("ابتثجحخدذرزسشصضطظعغفق"))


@pytest.mark.parametrize(
    "text",
    ['قانون"', "قانون*", "-قانون", "قانون)", "terms:قانون", "'قانون'; DROP TABLE articles",
     "قانون & | !", "NEAR(قانون)", "قانون OR القرية", "قانون NOT الأسرة", "^قانون", "قانون:*",
     "قانون\x00"],
)  # fmt: skip
def test_operators_of_the_databases_are_only_text(filled: Store, text: str) -> None:
    found = ids(filled, text)
    latin = any(char.isascii() and char.isalpha() for char in text)
    # a Latin word, operator or not, is one more word that no article holds
    assert found == ([] if latin or "القرية" in text else [2, 3])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40))
def test_any_text_is_answered_or_refused(filled: Store, text: str) -> None:
    try:
        query.search(filled, text)
    except InputError:
        assert not any(char.isalnum() for char in fold(text)) or len(text.split()) > 0


def test_what_is_not_indexed_is_told(filled: Store) -> None:
    found = query.coverage(filled)
    assert (found.articles, found.unindexed) == (4, 1)
