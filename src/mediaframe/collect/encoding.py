"""Finds out how the bytes of a file stand for characters, line by line.

Files of several origins mix encodings, so that each line is read for itself: UTF-8, and where it
is none, the Arabic single-byte encodings. UTF-16 and UTF-32 have no lines of bytes: their whole
stream is recoded to UTF-8 first.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from mediaframe.errors import InputError

UTF8 = "utf-8"
_WIDE = ("utf-16", "utf-32")
_BOMS = (  # the longer ones first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARABIC = re.compile("[ء-غف-ي]")
_MIXED = re.compile("[ء-غف-ي][À-ÿ]|[À-ÿ][ء-غف-ي]")


def check(encoding: str) -> str:
    """The standard name of a text encoding that the user names.

    Raises:
        InputError: there is no such encoding, or it is none of text.
    """
    try:
        "".encode(encoding)  # refuses what is no text encoding, such as rot13
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise InputError(f"{encoding!r} is no text encoding") from error


def recoded(source: Iterable[bytes], *, encoding: str | None = None) -> Iterator[bytes]:
    """Yield the chunks of `source` without byte order mark, recoded to UTF-8 from UTF-16 or -32.

    Args:
        encoding: what the file is said to be; where None its first bytes tell.
    """
    source = iter(source)
    first = next(source, b"")
    wide = encoding if encoding and encoding.startswith(_WIDE) else None
    marked = next((name for bom, name in _BOMS if first.startswith(bom)), None)
    if encoding is None:
        wide = marked or _zeros(first)
    elif encoding in _WIDE:
        wide = marked or f"{encoding}-le"
    first = first.removeprefix(codecs.BOM_UTF8)
    stream = chain([first], source)
    if wide is None:
        yield from stream
        return
    for text in codecs.iterdecode(stream, wide, errors="replace"):
        yield text.removeprefix("\ufeff").encode(UTF8, "replace")


def _zeros(first: bytes) -> str | None:
    # UTF-16 without mark: data files begin with an ASCII character, half of which is zero
    if len(first) < 2 or len(first) % 2:
        return None
    if first[0] and not first[1]:
        return "utf-16-le"
    return "utf-16-be" if first[1] and not first[0] else None


def decode(line: bytes, *, encoding: str | None = None) -> tuple[str, str]:
    """The text of a line and the name of the encoding found.

    Args:
        encoding: what the file is said to be, not UTF-16 or UTF-32 (see `recoded`).

    Raises:
        UnicodeError: the line is not in `encoding`, or its encoding cannot be guessed.
    """
    if encoding is not None and not encoding.startswith(_WIDE):
        return line.decode(encoding), encoding
    try:
        return line.decode(), UTF8
    except UnicodeDecodeError:
        return _guess(line)


def _guess(line: bytes) -> tuple[str, str]:
    windows = line.decode("cp1256")
    # ISO 8859-6 puts Arabic letters where Windows-1256 has accented Latin ones
    if len(_MIXED.findall(windows)) * 8 > len(_ARABIC.findall(windows)):
        return line.decode("iso8859-6"), "iso8859-6"
    return windows, "cp1256"
