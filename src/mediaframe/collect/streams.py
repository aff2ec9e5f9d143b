"""Reads plain, gzip and zstd files as chunks of bounded size, and cuts chunks into lines."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from mediaframe.errors import InputError

CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BOMB_RATIO = 200
_BOMB_BYTES = 64 << 20
# A zstd block of 4 bytes can hold 128 KiB: fed so little at a time, none gives more than 16 MiB.
_ZSTD_FEED = 512
_ZSTD_WINDOW = 128 << 20


def chunks(path: Path, *, max_bytes: int) -> Iterator[bytes]:
    """Yield the content of the file, decompressed where its first bytes say so.

    Args:
        max_bytes: most bytes yielded before the rest of the file is refused.

    Raises:
        InputError: after everything readable was yielded: the file cannot be opened, is damaged,
            ends early or expands beyond `max_bytes` or as only a decompression bomb does.
    """
    total = 0
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            compressed = head.startswith((_GZIP, _ZSTD))
            for chunk in _plain(file) if not compressed else _decompressed(file, head):
                total += len(chunk)
                if total > max_bytes:
                    raise InputError(
                        f"more than {max_bytes} bytes in one file: the rest is refused"
                    )
                if compressed and total > max(_BOMB_BYTES, _BOMB_RATIO * file.tell()):
                    raise InputError(
                        f"compressed data expands more than {_BOMB_RATIO}-fold, as a "
                        "decompression bomb does: the rest is refused"
                    )
                yield chunk
    except OSError as error:  # gzip.BadGzipFile is one
        raise InputError(f"cannot be read: {error.strerror or error}") from error
    except EOFError as error:
        raise InputError("compressed data ends early: the rest is lost") from error
    except (zlib.error, zstandard.ZstdError) as error:
        raise InputError("compressed data is damaged: the rest is lost") from error


def _plain(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _decompressed(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    return _gunzip(file) if head.startswith(_GZIP) else _unzstd(file)


def _gunzip(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as source:
        # read1 hands out what there is before an early end; read would lose up to a chunk
        while chunk := source.read1(CHUNK):
            yield chunk


def _unzstd(file: BinaryIO) -> Iterator[bytes]:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    frame = decompressor.decompressobj()
    fed = False
    while data := file.read(_ZSTD_FEED):
        while data:
            if frame.eof:
                frame, fed = decompressor.decompressobj(), False
            if chunk := frame.decompress(data):
                yield chunk
            fed = True
            data = frame.unused_data
    if fed and not frame.eof:
        raise EOFError


def lines(source: Iterable[bytes], *, max_bytes: int) -> Iterator[bytes | None]:
    r"""Yield the lines of a byte stream without `\n`; None for a line longer than `max_bytes`.

    Not more than `max_bytes` and two chunks are held. Where the stream raises, the unfinished
    line before is dropped.
    """
    parts: list[bytes] = []
    size = 0
    for chunk in source:
        first, *others = chunk.split(b"\n")
        size += len(first)
        if size <= max_bytes:
            parts.append(first)
        else:
            parts.clear()
        if not others:
            continue
        yield b"".join(parts) if size <= max_bytes else None
        last = others.pop()
        for line in others:
            yield line if len(line) <= max_bytes else None
        parts, size = [last], len(last)
    if size:
        yield b"".join(parts) if size <= max_bytes else None
