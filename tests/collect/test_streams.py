"""Compressed files are read as far as they go, in bounded pieces; bombs are refused early."""

import gzip
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.streams import CHUNK, chunks, lines
from mediaframe.errors import InputError

Packer = Callable[[bytes], bytes]
GB = 1 << 30
MB = 1 << 20
TEXT = "خبر قصير عن جمعية النورس\n".encode() * 1000


def _read(path: Path, max_bytes: int = GB) -> tuple[bytes, str]:
    """What is read of a file, and the error that ends it."""
    found = b""
    try:
        for chunk in chunks(path, max_bytes=max_bytes):
            found += chunk
    except InputError as error:
        return found, str(error)
    return found, ""


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        gzip.compress(TEXT, mtime=0),
        gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0),
        _zstd(TEXT),
        _zstd(TEXT[:100]) + _zstd(TEXT[100:]),
        _zstd(TEXT) + b"\x50\x2a\x4d\x18\x04\x00\x00\x00note",
        zstandard.ZstdCompressor(write_content_size=False).compress(TEXT),
    ],
)
def test_whole_files(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert _read(path) == (TEXT, "")


@pytest.mark.parametrize("pack", [gzip.compress, _zstd])
def test_an_empty_file_and_an_empty_archive(pack: Packer, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    assert _read(path) == (b"", "")
    path.write_bytes(pack(b""))
    assert _read(path) == (b"", "")


@pytest.mark.parametrize("pack", [gzip.compress, _zstd])
def test_a_truncated_file_gives_what_is_left(pack: Packer, tmp_path: Path) -> None:
    noise = b"".join(f"{i * 7919} خبر\n".encode() for i in range(100_000))
    path = tmp_path / "file"
    packed = pack(noise)
    path.write_bytes(packed[: len(packed) // 2])
    found, error = _read(path)
    assert "ends early" in error
    assert noise.startswith(found)
    assert len(found) > len(noise) // 4


@pytest.mark.parametrize("pack", [gzip.compress, _zstd])
def test_a_damaged_file_is_said_to_be_one(pack: Packer, tmp_path: Path) -> None:
    packed = bytearray(pack(TEXT))
    packed[len(packed) // 2 : len(packed) // 2 + 4] = b"\xff\xff\xff\xff"
    path = tmp_path / "file"
    path.write_bytes(bytes(packed))
    assert any(word in _read(path)[1] for word in ("damaged", "ends early", "cannot be read"))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    assert "cannot be read" in _read(tmp_path / "missing")[1]
    assert "cannot be read" in _read(tmp_path)[1]


def _gzip_bomb(file: BinaryIO) -> None:
    member = gzip.compress(bytes(16 * MB))
    for _ in range(64):
        file.write(member)


def _zstd_bomb(file: BinaryIO) -> None:
    with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as out:
        for _ in range(1024):
            out.write(bytes(MB))


@pytest.mark.parametrize("bomb", [_gzip_bomb, _zstd_bomb])
def test_a_bomb_is_refused_early_and_in_little_memory(
    bomb: Callable[[BinaryIO], None], tmp_path: Path
) -> None:
    path = tmp_path / "bomb"
    with path.open("wb") as file:
        bomb(file)
    tracemalloc.start()
    total, error = 0, ""
    try:
        for chunk in chunks(path, max_bytes=20 * GB):
            total += len(chunk)
    except InputError as refused:
        error = str(refused)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "bomb" in error
    assert total < 200 * MB
    assert peak < 64 * MB


def test_the_limit_holds_for_plain_files_too(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(3 * CHUNK))
    found, error = _read(path, max_bytes=2 * CHUNK)
    assert len(found) == 2 * CHUNK
    assert "more than 2097152 bytes" in error


@given(st.lists(st.binary(max_size=12)), st.integers(1, 20))
def test_lines_are_those_of_the_whole(parts: list[bytes], limit: int) -> None:
    whole = b"".join(parts).split(b"\n")
    if not whole[-1]:
        whole.pop()
    expected = [line if len(line) <= limit else None for line in whole]
    assert list(lines(parts, max_bytes=limit)) == expected


def test_a_long_line_is_not_held() -> None:
    def source() -> Iterator[bytes]:
        yield b"first\n"
        for _ in range(50):
            yield b"x" * MB
        yield b"\nlast\n"

    tracemalloc.start()
    found = list(lines(source(), max_bytes=4 * MB))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [b"first", None, b"last"]
    assert peak < 12 * MB
