"""Decodes the bytes of a page, whatever its header and its markup say about them.

Servers and templates call UTF-8 windows-1256 and the other way round, and some pages say nothing.
What the bytes are decides first: a byte order mark, zeros between the letters, then strict UTF-8,
which Arabic text in a single-byte encoding never is by chance. Of the single-byte encodings a
declared one counts unless it makes the text look wrong, and between windows-1256 and ISO-8859-6 the
letters tell.
"""

import codecs
import re

_BOMS = (  # the longer ones first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_HEAD_BYTES = 8192
_SAMPLE_BYTES = 65536
_ARABIC_ENCODINGS = ("cp1256", "iso8859-6")
_LATIN = ("cp1252", "iso8859-1", "ascii", "utf-8")
"""Encodings that servers declare by habit: they say nothing about Arabic text."""
_BROKEN_SHARE = 0.02
"""UTF-8 with fewer undecodable bytes than this, of those that are not ASCII, is damaged UTF-8."""

# The commonest letters of Arabic prose; a wrong decoding yields others, Latin letters or controls.
_COMMON = re.compile("[النيمورتبعدسفهكقحج]")
_LETTER = re.compile("[ء-غف-ي]")
_STRANGE = re.compile("[\x80-\x9f\ufffdÀ-ÖØ-öø-ÿ]|[ء-غف-ي][A-Za-z]|[A-Za-z][ء-غف-ي]")


def decode(html: bytes, *, content_type: str = "") -> str:
    """The text of a page.

    Args:
        content_type: the HTTP header of that name; only its charset is read, and not trusted.

    Returns:
        The text without byte order mark. Bytes that stand for nothing become U+FFFD; never fails.
    """
    for bom, name in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(name, "replace")
    if wide := _wide(html):
        # before UTF-8, of which Arabic in UTF-16 is valid too
        return html.decode(wide, "replace")
    try:
        return html.decode()
    except UnicodeDecodeError:
        pass
    if _damaged_utf8(html):
        return html.decode("utf-8", "replace")
    return html.decode(_single_byte(html, content_type), "replace")


def _wide(html: bytes) -> str:
    """UTF-16 without mark: markup is ASCII, every other byte of which is zero."""
    head = html[:64]
    zeros = head.count(0)
    even = head[::2].count(0)
    if len(head) < 4 or zeros * 4 < len(head) or even * (zeros - even) > zeros:
        return ""
    return "utf-16-be" if even * 2 > zeros else "utf-16-le"


def _damaged_utf8(html: bytes) -> bool:
    text = html.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    right = sum(1 for char in text if char > "\x7f") - broken
    return broken <= right * _BROKEN_SHARE


def _single_byte(html: bytes, content_type: str) -> str:
    declared = [name for name in _declared(html, content_type) if name not in _LATIN]
    sample = html[:_SAMPLE_BYTES]
    if sample.isascii():
        sample = html
    scores = {
        name: _likeness(sample.decode(name, "replace")) for name in (*_ARABIC_ENCODINGS, *declared)
    }
    best = max(_ARABIC_ENCODINGS, key=scores.__getitem__)
    for name in declared:
        # damage is no reason to leave a declaration, a text that is plainly another one is
        if scores[name] >= scores[best] - 0.1:
            return name
    if scores[best] > 0:
        return best
    return next(iter(declared), "cp1252")


def _declared(html: bytes, content_type: str) -> list[str]:
    """Encodings that the page and its header name, the page's own first."""
    head = html[:_HEAD_BYTES]
    names = [found[1].decode() for found in (_META.search(head), _XML.search(head)) if found]
    if found := _HEADER.search(content_type):
        names.append(found[1])
    known = []
    for name in names:
        try:
            "".encode(name)  # refuses what is no text encoding, such as rot13
            known.append(codecs.lookup(name).name)
        except (LookupError, ValueError):
            continue
    return known


def _likeness(text: str) -> float:
    """How much a decoding looks like Arabic prose: 1 at best, 0 for none, negative for rubbish."""
    letters = len(_LETTER.findall(text))
    strange = len(_STRANGE.findall(text))
    if letters + strange == 0:
        return 0.0
    return (len(_COMMON.findall(text)) - 2 * strange) / (letters + strange)
