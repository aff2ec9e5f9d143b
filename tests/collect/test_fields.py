"""Columns become fields by guess or by choice; an article without text is rejected."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.fields import Fields, Source
from mediaframe.collect.files import Limits, Row
from mediaframe.errors import InputError
from mediaframe.types import Reject

LIMITS = Limits(file_bytes=1_000_000, article_bytes=10_000)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


def _read(values: dict[str, object], *options: str) -> Source | Reject:
    return Fields.parse(options).read(Row("file:1", values), LIMITS)


def _source(values: dict[str, object], *options: str) -> Source:
    source = _read(values, *options)
    assert isinstance(source, Source), source
    return source


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (["title", "headline", "Article-Title", "العنوان"], "title"),
        (["date", "published", "publication_date", "pubDate", "published_at", "التاريخ"], "date"),
        (["outlet", "source", "domain", "المصدر"], "outlet"),
        (["url", "link", "URL"], "url"),
        (["id", "ID"], "id"),
        (["author", "byline"], "author"),
        (["genre", "section"], "genre"),
        (["country", "Country Code"], "country"),
    ],
)
def test_names_of_columns_are_guessed(names: list[str], field: str) -> None:
    for name in names:
        assert getattr(_source({"text": "نص", name: "قيمة"}), field) == "قيمة"


@pytest.mark.parametrize("name", ["text", "body", "content", "Full Text", "النص"])
def test_names_of_the_text_are_guessed(name: str) -> None:
    assert _source({name: " نص "}).text == "نص"


def test_the_first_column_with_a_value_counts() -> None:
    source = _source({"headline": "ثان", "title": " ", "content": "نص", "text": None})
    assert (source.title, source.text) == ("ثان", "نص")


def test_a_choice_replaces_the_guess() -> None:
    values: dict[str, object] = {"text": "قصير", "body_html": "طويل", "title": "نشر", "day": "x"}
    source = _source(values, "text=body_html", "date=day", "outlet=title")
    assert (source.text, source.date, source.outlet, source.title) == ("طويل", "x", "نشر", "")


def test_a_column_chosen_that_is_missing_is_not_guessed() -> None:
    reject = _read({"text": "نص"}, "text=body_html")
    assert isinstance(reject, Reject)
    assert reject.reason == "no text in `body_html`"


@pytest.mark.parametrize("option", ["text", "=x", "text=", "words=body"])
def test_options_that_map_nothing(option: str) -> None:
    with pytest.raises(InputError, match="does not map a field"):
        Fields.parse([option])


@pytest.mark.parametrize(
    "values", [{}, {"text": ""}, {"text": " \n"}, {"text": "\0"}, {"title": "ع"}]
)
def test_without_text_an_article_is_rejected(values: dict[str, object]) -> None:
    reject = _read(values)
    assert isinstance(reject, Reject)
    assert reject.reason == "no text"
    assert reject.item == "file:1"


def test_text_of_another_type() -> None:
    assert _source({"text": ["فقرة", "فقرة"]}).text == "فقرة\nفقرة"
    reject = _read({"text": {"html": "نص"}})
    assert isinstance(reject, Reject)
    assert reject.reason == "`text` holds no text"


def test_values_of_other_types() -> None:
    source = _source(
        {
            "text": "نص",
            "id": 7,
            "author": ["سامر", "ليلى"],
            "date": dt.datetime(2019, 3, 1, 12),
            "title": {"a": 1},
            "outlet": None,
        }
    )
    assert (source.id, source.author, source.date) == ("7", "سامر, ليلى", "2019-03-01T12:00:00")
    assert (source.title, source.outlet) == ("", "")


def test_an_article_that_is_too_long_is_rejected() -> None:
    assert _source({"text": "ن" * 4990}).text
    reject = _read({"text": "ن" * 5001})
    assert isinstance(reject, Reject)
    assert reject.reason == "article longer than 10000 bytes"
    assert len(reject.sample) == 200


def test_mojibake_is_repaired_and_counted() -> None:
    good = "قالت جمعية النورس"
    source = _source({"text": good.encode().decode("latin-1"), "title": "عنوان"})
    assert (source.text, source.repaired) == (good, True)
    assert not _source({"text": good}).repaired


def test_fields_for_terminals_hold_no_control_characters() -> None:
    source = _source({"text": "نص", "outlet": "نشرة\x1b[31m\n النهار" + "ا" * 500})
    assert source.outlet.startswith("نشرة [31m النهار")
    assert len(source.outlet) == 300


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://alnaour.example/a?b=1", "https://alnaour.example/a?b=1"),
        ("www.alnaour.example/a", "http://www.alnaour.example/a"),
        ("javascript:alert(1)", None),
        ("https://alnaour.example/a b", None),
        ("/news/7", None),
        ("", None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, link: str | None) -> None:
    assert _source({"text": "نص", "url": url}).link == link


@given(st.dictionaries(st.sampled_from(["text", "title", "date", "url", "source", "x"]), VALUES))
def test_any_record_gives_an_article_or_a_reject(values: dict[str, object]) -> None:
    source = _read(values)
    if isinstance(source, Source):
        assert source.text.strip() == source.text != ""
        for text in (source.text, source.title, source.outlet, source.url):
            assert "\0" not in text
            text.encode()
