"""Undoes what a server did to a page for the way: chunks and compression."""

import re
from collections.abc import Mapping

from mediaframe.collect import decompress
from mediaframe.collect.decompress import DamagedError

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,500})?\r\n")
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf]{0,1000}<")


def decoded(body: bytes, headers: Mapping[str, str], *, max_bytes: int) -> bytes:
    """The page of an answer that was kept as it was sent.

    Many programs keep the headers and undo the encodings: what plainly is not encoded is returned
    as it is.

    Args:
        headers: names in small letters.
        max_bytes: most bytes of the page.

    Raises:
        DamagedError: the data is damaged or ends early, or an encoding is not known.
        TooLargeError: it has more than `max_bytes` bytes.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body = _joined(body)
    names = [name.strip() for name in headers.get("content-encoding", "").lower().split(",")]
    try:
        body = decompress.decompress(body, names, max_bytes=max_bytes)
    except DamagedError:
        if not _MARKUP.match(body):
            raise
    if len(body) > max_bytes:
        raise decompress.TooLargeError(f"over {max_bytes} bytes")
    return body


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    place = 0
    while found := _CHUNK.match(body, place):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        part = body[found.end() : found.end() + size]
        if len(part) < size:
            break
        parts.append(part)
        place = found.end() + size + 2
    raise DamagedError("the last chunk is missing")
