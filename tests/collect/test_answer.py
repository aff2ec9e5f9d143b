"""Pages are freed of chunks and compression, as far as they have any."""

import gzip
import zlib

import brotli
import pytest

from mediaframe.collect.answer import decoded
from mediaframe.collect.decompress import DamagedError, TooLargeError

PAGE = "<p>خبر اليوم</p>".encode() * 9
CHUNKED = {"transfer-encoding": "chunked"}


def chunked(body: bytes, *, size: int = 7, note: bytes = b"") -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(part), note, part) for part in [*parts, b""])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {}),
        (PAGE, {"content-encoding": "identity"}),
        (chunked(PAGE), CHUNKED),
        (chunked(PAGE, note=b" ; x=y"), {"transfer-encoding": "Chunked"}),
        (chunked(gzip.compress(PAGE, mtime=0)), {**CHUNKED, "content-encoding": "gzip"}),
        (brotli.compress(PAGE), {"content-encoding": "BR"}),
        (
            gzip.compress(zlib.compress(PAGE), mtime=0),
            {"content-encoding": "deflate, gzip"},
        ),
        # programs that keep the headers and undo the encodings
        (PAGE, CHUNKED),
        (PAGE, {**CHUNKED, "content-encoding": "br"}),
        (b"\n " + PAGE, {"content-encoding": "gzip"}),
    ],
)
def test_what_is_encoded_is_decoded(body: bytes, headers: dict[str, str]) -> None:
    assert decoded(body, headers, max_bytes=10_000).strip() == PAGE


@pytest.mark.parametrize(
    ("body", "headers", "error"),
    [
        (chunked(PAGE)[:-20], CHUNKED, "last chunk"),
        (b"ffffffff\r\nx", CHUNKED, "last chunk"),
        (gzip.compress(PAGE, mtime=0)[:-9], {"content-encoding": "gzip"}, "ends early"),
        (b"\x00\x01" * 9, {"content-encoding": "br"}, "compressed data"),
        (b"\x00\x01" * 9, {"content-encoding": "lzma"}, "content encoding"),
    ],
)
def test_damage_is_told(body: bytes, headers: dict[str, str], error: str) -> None:
    with pytest.raises(DamagedError, match=error):
        decoded(body, headers, max_bytes=10_000)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (bytes(10_001), {}),
        (gzip.compress(bytes(10**7), mtime=0), {"content-encoding": "gzip"}),
        (
            gzip.compress(gzip.compress(bytes(10**8), mtime=0), mtime=0),
            {"content-encoding": "gzip, gzip"},
        ),
    ],
)
def test_a_bomb_is_refused(body: bytes, headers: dict[str, str]) -> None:
    with pytest.raises(TooLargeError):
        decoded(body, headers, max_bytes=10_000)
