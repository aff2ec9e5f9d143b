"""Reads an encoder whose matrices are packed in four bits (files that begin with `E5S1`).

Layout, little endian, no padding:

- `E5S1`, version; hidden size, layers, heads, inner size, vocabulary, positions, token types
  (int32 each); epsilon of the layer norms (float32); weights per block (int32)
- the pieces of a unigram tokenizer: their number and the ids of begin, end, padding and unknown
  (int32 each), bytes of text (uint64), offsets into it (one more than pieces, uint32), log
  probabilities (float32), the text
- a table of replaced code points: entries (int32), bytes (uint32), the entries
- a directory of tensors: their number (int32); of each the length of its name (uint16), the name,
  kind (uint8), values (uint32), offset from the start of the file and bytes (uint64 each)

Tensors of kind 0 are float32. The others are blocks of 32 weights: a float16 scale and 16 bytes,
whose low halves are the first 16 weights and whose high halves are the last 16, each less 8.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mediaframe.errors import DataError

Floats = npt.NDArray[np.float32]

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
_FLOAT = np.dtype("<f4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A packed encoder; its matrices are unpacked when they are asked for."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: Floats
    """Log probability of each piece."""
    begin: int
    end: int
    padding: int
    unknown: int
    path: Path
    stored: dict[str, npt.NDArray[Any]]

    def vector(self, name: str) -> Floats:
        """The float32 tensor `name`, flat.

        Raises:
            DataError: there is no such tensor, or it is a packed one.
        """
        found = self._stored(name)
        if found.dtype != _FLOAT:
            raise DataError(f"{self.path}: tensor {name} is packed, not float32")
        return found.astype(np.float32)

    def matrix(self, name: str, width: int, *, rows: Sequence[int] | None = None) -> Floats:
        """The packed tensor `name` in rows of `width` weights, all of them or those in `rows`.

        Raises:
            DataError: there is no such tensor, or it does not come in such rows.
        """
        found = self._stored(name)
        if found.dtype != _BLOCK or width % BLOCK or len(found) % (width // BLOCK):
            raise DataError(f"{self.path}: tensor {name} is not packed in rows of {width}")
        blocks = found.reshape(-1, width // BLOCK)
        if rows is not None:
            if max(rows, default=-1) >= len(blocks):
                raise DataError(f"{self.path}: tensor {name} has only {len(blocks)} rows")
            blocks = blocks[list(rows)]
        halves = blocks["halves"]
        weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
        return (weights * blocks["scale"].astype(np.float32)[..., None]).reshape(len(blocks), width)

    def _stored(self, name: str) -> npt.NDArray[Any]:
        if name not in self.stored:
            raise DataError(f"{self.path}: has no tensor {name}")
        return self.stored[name]


def read(path: Path) -> Packed:
    """Read the packed encoder at `path`.

    Raises:
        DataError: the file cannot be read, is of another format, or ends too early.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    if data[: len(MAGIC)] != MAGIC:
        raise DataError(f"{path}: not a packed encoder, it does not begin with {MAGIC.decode()}")
    try:
        return _parse(path, _Cursor(data))
    except (struct.error, ValueError) as error:
        raise DataError(f"{path}: damaged: {error}") from error


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = len(MAGIC)

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: npt.DTypeLike, count: int) -> npt.NDArray[Any]:
        found = _array(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def _array(data: bytes, kind: npt.DTypeLike, count: int, offset: int) -> npt.NDArray[Any]:
    """`count` values at `offset`; ValueError where they are not all inside `data`."""
    size = count * np.dtype(kind).itemsize
    if count < 0 or offset < 0 or offset + size > len(data):
        raise ValueError(f"{size} bytes at {offset} are outside of its {len(data)}")
    return np.frombuffer(data, kind, count, offset)


def _parse(path: Path, cursor: _Cursor) -> Packed:
    (version,) = cursor.take("I")
    hidden, layers, heads, inner, vocabulary, _positions, _types = cursor.take("7i")
    epsilon, block = cursor.take("fi")
    if (version, block) != (VERSION, BLOCK):
        raise ValueError(f"version {version} with blocks of {block}, not {VERSION} with {BLOCK}")
    count, *special = cursor.take("5i")
    if not all(0 <= i < count <= vocabulary for i in special):
        raise ValueError(f"{count} pieces, special ones {special}, {vocabulary} embeddings")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array(_FLOAT, count)
    text = cursor.array("u1", length).tobytes()
    pieces = tuple(text[begin:end].decode("utf-8", "replace") for begin, end in pairwise(offsets))
    _entries, size = cursor.take("iI")
    cursor.array("u1", size)  # NFKC but for control characters: the tokenizer has its own
    (tensors,) = cursor.take("i")
    stored = {}
    for _ in range(tensors):
        (name_length,) = cursor.take("H")
        name = cursor.array("u1", name_length).tobytes().decode("ascii")
        kind, values, offset, _bytes = cursor.take("BIQQ")
        if kind == 0:
            stored[name] = _array(cursor.data, _FLOAT, values, offset)
        elif values % BLOCK:
            raise ValueError(f"tensor {name} has {values} weights, no whole blocks of {BLOCK}")
        else:
            stored[name] = _array(cursor.data, _BLOCK, values // BLOCK, offset)
    begin, end, padding, unknown = special
    return Packed(
        hidden=hidden, layers=layers, heads=heads, inner=inner, epsilon=epsilon, pieces=pieces,
        scores=scores, begin=begin, end=end, padding=padding, unknown=unknown, path=path,
        stored=stored,
    )  # fmt: skip
