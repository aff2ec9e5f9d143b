"""Text from the web, made fit to print."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.report import hostile

anything = st.text(
    st.characters() | st.sampled_from("<>&\"'\u202e\u2066\u200f\x00\ud800{}%\u0651ا"), max_size=400
)
spans = st.tuples(st.integers(-5, 500), st.integers(-5, 500))


@given(anything, st.integers(1, 60))
def test_a_line_is_one_bounded_line_without_controls(text: str, limit: int) -> None:
    made = hostile.line(text, limit)
    assert len(made) <= limit
    assert not {unicodedata.category(char) for char in made} & {"Cc", "Cs"}
    assert not any(unicodedata.bidirectional(char) in _EMBEDDING for char in made)
    assert hostile.line(made, limit) == made


_EMBEDDING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(anything, spans, st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_marked_parts_are_the_text(
    text: str,
    target: tuple[int, int],
    evidence: list[tuple[int, int]],
    words: list[tuple[int, int]],
) -> None:
    parts = list(hostile.marked(text, target, {"evidence": evidence, "network": words}))
    kinds = {"", "target", "evidence", "network", "evidence network"}
    assert {kind for kind, _ in parts} <= kinds
    plain = hostile.line("".join(part for _, part in parts), 10_000)
    assert plain.replace(" ", "") == hostile.line(text, 10_000).replace(" ", "") or any(
        unicodedata.combining(char) for char in text
    )


def test_a_target_wins_over_evidence_and_survives_a_cut() -> None:
    text = "أ" * 5000 + "الجمعية" + "ب" * 5000
    marks = {"evidence": [(4990, 5010)], "network": [(4994, 4998), (4996, 5002)]}
    parts = list(hostile.marked(text, (5000, 5007), marks))
    assert ("target", "الجمعية") in parts
    assert ("evidence", "أ" * 4) in parts
    assert ("evidence network", "أ" * 6) in parts
    assert sum(len(part) for _, part in parts) <= hostile.PASSAGE + 4
    assert (parts[0], parts[-1]) == (("", "… "), ("", " …"))


@pytest.mark.parametrize(
    "address",
    ["https://sada.example/a/1", "http://sada.example:8080/خبر?x=1&y=2#z", "https://[::1]/a"],
)
def test_plain_addresses_pass(address: str) -> None:
    assert hostile.url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//host/x",
        "https://", "https:///path", "https://user:pass@host/", "http://host/a b", "ftp://host/",
        "https://host/\u202egpj", "https://host/\"onclick=1", "https://host/\x00", " https://host/",
        "http://[::1", "https://host/" + "a" * 3000, "file:///etc/passwd",
    ],
)  # fmt: skip
def test_other_addresses_do_not(address: str | None) -> None:
    assert hostile.url(address) is None


@given(anything)
def test_an_address_never_carries_markup(text: str) -> None:
    made = hostile.url("https://sada.example/" + text)
    assert made is None or not set("<>\"' \x00\u202e") & set(made)
