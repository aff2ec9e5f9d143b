"""Lines in UTF-8, the Arabic single-byte encodings and the wide ones become the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.encoding import check, decode, recoded
from mediaframe.errors import InputError

LINE = "قالت جمعية النورس في بيان، إنّ الورشة «ناجحة»؟ 2019 Nawras"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (LINE, "utf-8"),
        ("ascii only", "utf-8"),
        (LINE, "cp1256"),
        ("جمعية النورس à Rabat, déjà", "cp1256"),
        ("élève déjà là", "cp1256"),
        ("قالت جمعية النورس في بيان، إن الورشة ناجحة؟", "iso8859-6"),
    ],
)
def test_the_encoding_of_a_line_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


def test_the_encoding_named_counts() -> None:
    assert decode("école".encode("latin-1"), encoding="iso8859-1") == ("école", "iso8859-1")
    with pytest.raises(UnicodeError):
        decode("جمعية".encode("cp1256"), encoding="utf-8")


def test_bytes_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(UnicodeError):
        decode("Общество защиты юных птиц".encode("cp1251"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_wide_streams_are_recoded(encoding: str, size: int) -> None:
    text = '{"text": "' + LINE + ' 😀"}\n{"text": "آخر"}'
    data = text.encode(encoding)
    parts = [data[:64], *(data[i : i + size] for i in range(64, len(data), size))]
    assert b"".join(recoded(parts)).decode() == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-be"])
def test_a_wide_encoding_named_counts(encoding: str) -> None:
    data = LINE.encode(encoding)
    assert b"".join(recoded([data], encoding=encoding)).decode() == LINE


@given(st.lists(st.binary(max_size=20)), st.sampled_from([None, "utf-16-le", "utf-32", "cp1256"]))
def test_any_bytes_pass(parts: list[bytes], encoding: str | None) -> None:
    for part in recoded(parts, encoding=encoding):
        try:
            text, _ = decode(part, encoding=encoding)
        except UnicodeError:
            continue
        assert isinstance(text, str)


def test_names_of_encodings() -> None:
    assert check("Windows-1256") == "cp1256"
    assert check("UTF8") == "utf-8"
    for name in ("klingon", "rot13", "hex", "\0"):
        with pytest.raises(InputError, match="no text encoding"):
            check(name)
