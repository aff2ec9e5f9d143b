"""Makes text from files storable and undoes wrong decodings that happened before we saw it."""

import re

import ftfy

_ARABIC = "ط§"
"""An alef whose UTF-8 was read as Windows-1256."""
_BYTES = "Çá"
"""The Arabic article in Windows-1256 read as Latin-1."""
_LETTERS = re.compile("[ء-ي]")
_ACCENTED = re.compile("[À-ÿ]")
_PLAIN = re.compile("[A-Za-z]")


def clean(text: str) -> str:
    """`text` without NUL characters and lone surrogates, which no database stores."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        # a pair that was escaped in halves is one character, a half alone is none
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def repair(text: str) -> str:
    """`text` with mojibake undone, line by line; the same object where nothing looks like it."""
    # Each search is fast. The last four are UTF-8 read as Latin-1 or Windows-1252: first bytes of
    # Arabic letters, of quotation marks, and of letters garbled twice.
    if text.isascii() or not (
        _ARABIC in text
        or _BYTES in text
        or "Ø" in text
        or "Ù" in text
        or "â€" in text
        or "Ã" in text
    ):
        return text
    repaired = "\n".join(map(_repair_line, text.split("\n")))
    return text if repaired == text else repaired


def _repair_line(line: str) -> str:
    if _ARABIC in line:
        try:
            # text that is valid UTF-8 after this was never meant as Windows-1256
            return line.encode("cp1256").decode()
        except UnicodeError:
            return line
    if _BYTES in line and not _LETTERS.search(line):
        if len(_ACCENTED.findall(line)) < len(_PLAIN.findall(line)):
            return line  # French or Turkish
        try:
            return line.encode("cp1252").decode("cp1256")
        except UnicodeError:
            return line
    return ftfy.fix_encoding(line)
