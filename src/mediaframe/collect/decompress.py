"""Undoes the compression of bodies, never further than allowed."""

import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

ENCODINGS = "gzip, deflate, br, zstd"
"""Value of Accept-Encoding."""
_CHUNK = 1 << 16
_LAYERS = 2
"""More encodings on top of each other than this no honest server sends."""
_ZSTD_WINDOW = 8 << 20
"""Largest window that RFC 8878 asks decoders to support."""
_ZSTD_FEED = 512
"""A zstd block of 4 bytes can hold 128 KiB: so little at a time gives at most 16 MiB."""
GZIP = b"\x1f\x8b"


class DamagedError(Exception):
    """The data ends early or is not what it says it is."""


class TooLargeError(Exception):
    """The data has more bytes than allowed."""


def decompress(body: bytes, encodings: list[str], *, max_bytes: int) -> bytes:
    """The body without the encodings that a Content-Encoding header lists.

    Not more than `max_bytes` and one step of a decompressor are held.

    Raises:
        DamagedError: the data is damaged or ends early, or an encoding is not known.
        TooLargeError: it has more than `max_bytes` bytes.
    """
    names = [name for name in encodings if name not in ("", "identity")]
    if len(names) > _LAYERS:
        raise DamagedError(f"{len(names)} content encodings")
    for name in reversed(names):
        if name not in _STEPS:
            raise DamagedError(f"content encoding {name[:20]!r}")
        if not body:
            continue
        # servers say gzip and send it plain, often for error pages
        if name in ("gzip", "x-gzip") and not body.startswith(GZIP):
            continue
        body = _joined(_STEPS[name](body), max_bytes)
    return body


def gunzip(data: bytes, *, max_bytes: int) -> bytes:
    """A gzip file's content (see `decompress` for what is raised)."""
    return _joined(_gunzip(data), max_bytes)


def _joined(chunks: Iterator[bytes], max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise TooLargeError(f"over {max_bytes} bytes decompressed")
            parts.append(chunk)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise DamagedError("compressed data is damaged") from error
    return b"".join(parts)


def _gunzip(data: bytes) -> Iterator[bytes]:
    while data.startswith(GZIP):
        stream = zlib.decompressobj(31)
        yield from _inflated(stream, data)
        data = stream.unused_data


def _inflate(data: bytes) -> Iterator[bytes]:
    # «deflate» is zlib by the standard and raw by the habit of some servers
    raw = data[0] & 0x0F != 8 or int.from_bytes(data[:2], "big") % 31 != 0
    yield from _inflated(zlib.decompressobj(-15 if raw else 15), data)


def _inflated(stream: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    while data and not stream.eof:
        yield stream.decompress(data, _CHUNK)
        data = stream.unconsumed_tail
    while not stream.eof:
        if not (chunk := stream.decompress(b"", _CHUNK)):
            raise DamagedError("compressed data ends early")
        yield chunk


def _unbrotli(data: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    chunk = stream.process(data, output_buffer_limit=_CHUNK)
    while chunk:
        yield chunk
        chunk = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_CHUNK)
    if not stream.is_finished():
        raise DamagedError("compressed data ends early")


def _unzstd(data: bytes) -> Iterator[bytes]:
    frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
    for start in range(0, len(data), _ZSTD_FEED):
        yield frame.decompress(data[start : start + _ZSTD_FEED])
        if frame.eof:
            return
    raise DamagedError("compressed data ends early")


_STEPS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
