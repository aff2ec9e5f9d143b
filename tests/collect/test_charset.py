import codecs

import pytest

from mediaframe.collect import charset

TEXT = (
    "<html><body><p>أعلنت بلدية الواحة، اليوم، أنها ستغرس ألف نخلة على الطريق القديم.</p>"
    "<p>وقال رئيسها إن الغرس يبدأ في الخريف ويشارك فيه تلاميذ المدارس</p></body></html>"
)
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6"])
@pytest.mark.parametrize("header", ["", "utf-8", "windows-1256", "iso-8859-1", "rot13", "no-such"])
def test_header_may_lie(encoding: str, header: str) -> None:
    html = TEXT.replace("،", "-") if encoding == "iso8859-6" else TEXT
    read = charset.decode(html.encode(encoding), content_type=f"text/html; charset={header}")
    assert read == html


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-6", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_page_may_lie(encoding: str, declared: str) -> None:
    html = META.format(declared) + TEXT
    assert charset.decode(html.encode(encoding)) == html


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-8"])
def test_marks_come_first(encoding: str) -> None:
    bom = {
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-8": codecs.BOM_UTF8,
    }[encoding]
    html = bom + TEXT.encode(encoding)
    assert charset.decode(html, content_type="text/html; charset=windows-1256") == TEXT


def test_wide_text_without_mark() -> None:
    html = "<html><head><title>page</title></head>" + TEXT
    assert charset.decode(html.encode("utf-16-le")) == html


def test_damaged_utf8_stays_utf8() -> None:
    html = TEXT.encode() + b"\xff<p>" + TEXT.encode()
    assert charset.decode(html, content_type="text/html; charset=windows-1256").count("\ufffd") == 1


def test_french_page_without_declaration() -> None:
    html = "<p>Un été à la médina, déjà fêté</p>"
    assert charset.decode(html.encode("cp1252"), content_type="text/html; charset=cp1252") == html


def test_nothing_is_nothing() -> None:
    assert charset.decode(b"") == ""
