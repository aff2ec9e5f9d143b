"""The pages agree with their gold: what the gold says can be read on the page."""

import codecs
import datetime as dt
import itertools
import re
from html.parser import HTMLParser

import pytest

from tests.pages import corpus

INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "span", "strong"})
PAGES = tuple(corpus.pages())
ARTICLES = tuple(page for page in PAGES if not page.gold["refused"])


class _Reader(HTMLParser):
    """Text as a reader sees it, and apart from it the values that only machines see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.unseen: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "noscript", "textarea"):
            self._silent = tag
        if tag not in INLINE:
            self.seen.append(" ")
        self.unseen += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        if tag not in INLINE:
            self.seen.append(" ")

    def handle_data(self, data: str) -> None:
        (self.unseen if self._silent else self.seen).append(data)


def _read(page: corpus.Page, encoding: str) -> tuple[str, str]:
    reader = _Reader()
    reader.feed(page.body.decode(encoding))
    reader.close()
    return _flat("".join(reader.seen)), _flat(" ".join(reader.unseen))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


def _encoding(page: corpus.Page) -> str:
    legacy = {"nineties-1256": "cp1256", "lying-header": "cp1256", "iso-8859-6": "iso8859_6"}
    return legacy.get(page.habit, "utf-8")


def _contains(text: str, line: str) -> bool:
    """Whether a line is in the text, in one piece or in two (a box may stand in the middle)."""
    if line in text:
        return True
    cuts = [place for place, letter in enumerate(line) if letter == " "]
    return any(line[:cut] in text and line[cut + 1 :] in text for cut in cuts)


def test_corpus_is_large_enough() -> None:
    counts = {habit: len(list(group)) for habit, group in itertools.groupby(p.habit for p in PAGES)}
    assert list(counts) == corpus.habits()
    assert len(counts) >= 40
    assert min(counts.values()) >= 3
    assert len(ARTICLES) >= 100
    assert len({page.url for page in PAGES}) == len({page.id for page in PAGES}) == len(PAGES)
    assert sum(len(page.body) for page in PAGES) < 3_000_000


def test_rendering_is_deterministic() -> None:
    assert tuple(corpus.pages()) == PAGES


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.id)
def test_gold_can_be_read_on_the_page(page: corpus.Page) -> None:
    seen, unseen = _read(page, _encoding(page))
    gold = page.gold
    assert [line for line in gold["text"].split("\n") if not _contains(seen, _flat(line))] == []
    assert _flat(gold["title"]) in seen
    for key in ("subtitle", "author"):
        assert gold[key] is None or gold[key] in seen
    assert gold["section"] is None or gold["section"] in seen + unseen
    assert gold["canonical_url"] in unseen or gold["canonical_url"] == page.url


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.id)
def test_dates_are_consistent(page: corpus.Page) -> None:
    gold = page.gold
    assert (gold["precision"] is None) == (gold["published"] is None)
    if gold["published"] is None:
        return
    published = dt.datetime.fromisoformat(gold["published"])
    assert published.utcoffset() is not None
    assert published < page.fetched
    if gold["precision"] == "day":
        assert published.timetz().replace(tzinfo=None) == dt.time()
    if gold["updated"]:
        assert published < dt.datetime.fromisoformat(gold["updated"]) < page.fetched


def test_declared_encodings_lie_where_they_should() -> None:
    for page in PAGES:
        if page.habit == "lying-header":
            assert page.content_type.endswith("utf-8")
            with pytest.raises(UnicodeDecodeError):
                codecs.decode(page.body, "utf-8")
        elif page.habit == "lying-meta":
            assert b"charset=windows-1256" in page.body
            codecs.decode(page.body, "utf-8")


def test_refused_pages_have_no_article() -> None:
    refused = [page.gold for page in PAGES if page.gold["refused"]]
    assert {gold["refused"] for gold in refused} == {
        "empty",
        "error-page",
        "list-page",
        "not-arabic",
    }
    for gold in refused:
        assert {key for key, value in gold.items() if value is not None} <= {"refused", "language"}
