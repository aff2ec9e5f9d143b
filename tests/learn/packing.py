"""Packs a tiny encoder with random weights, in the format that `mediaframe.learn.packed` reads."""

import struct
from pathlib import Path

import numpy as np

from mediaframe.learn.packed import BLOCK, MAGIC

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 32, 2, 2, 64, 40
PIECES = (
    "<s>", "<pad>", "</s>", "<unk>", "▁", "▁جمعية", "▁ال", "جمعيات", "ا", "ل", "ج", "م", "ع", "ي",
    "ة", "ت", "▁hello", "a", "Q", "مُ", "2", "2019", ".", "▁کے", "ک", "漢", "<mask>",
)  # fmt: skip
EMBEDDINGS = len(PIECES) + 1
"""More than pieces, as in models whose embeddings were padded."""


def write(path: Path, *, leave_out: str = "", pieces: tuple[str, ...] = PIECES) -> Path:
    """The packed file; its tensors are in `tensors()`, packed or not."""
    texts = [piece.encode() for piece in pieces]
    head = MAGIC + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, LAYERS, HEADS, INNER, EMBEDDINGS, POSITIONS, 1)
    head += struct.pack("<fi", 1e-5, BLOCK)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, sum(map(len, texts)))
    head += np.cumsum([0, *map(len, texts)]).astype("<u4").tobytes()
    head += (-np.arange(len(pieces), dtype="<f4")).tobytes() + b"".join(texts)
    replaced = struct.pack("<IBI", 0xFB50, 1, 0x671)
    head += struct.pack("<iI", 1, len(replaced)) + replaced
    kept = {name: value for name, value in tensors().items() if name != leave_out}
    entries = sum(2 + len(name) + 1 + 4 + 16 for name in kept)
    at = len(head) + 4 + entries
    directory, body = struct.pack("<i", len(kept)), b""
    for name, value in kept.items():
        stored = value.astype("<f4").tobytes() if value.ndim == 1 else pack(value)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", value.ndim > 1, value.size, at + len(body), len(stored))
        body += stored
    path.write_bytes(head + directory + body)
    return path


def tensors() -> dict[str, np.ndarray]:
    """Tensor name -> values; matrices have two dimensions."""
    random = np.random.default_rng(7)
    sizes: dict[str, tuple[int, ...]] = {
        "emb.word": (EMBEDDINGS, HIDDEN), "emb.pos": (POSITIONS * HIDDEN,),
        "emb.type": (HIDDEN,), "emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,),
    }  # fmt: skip
    for i in range(LAYERS):
        for key, out, width in (
            ("q", HIDDEN, HIDDEN), ("k", HIDDEN, HIDDEN), ("v", HIDDEN, HIDDEN),
            ("ao", HIDDEN, HIDDEN), ("fi", INNER, HIDDEN), ("fo", HIDDEN, INNER),
        ):  # fmt: skip
            sizes |= {f"l{i}.{key}.w": (out, width), f"l{i}.{key}.b": (out,)}
        for key in ("aln.w", "aln.b", "oln.w", "oln.b"):
            sizes[f"l{i}.{key}"] = (HIDDEN,)
    return {name: random.normal(size=size) for name, size in sizes.items()}


def pack(values: np.ndarray) -> bytes:
    """Blocks of a float16 scale and 32 four-bit weights, halves in the order of the format."""
    blocks = values.reshape(-1, BLOCK)
    scale = (np.abs(blocks).max(axis=1) / 7).astype("<f2")
    whole = np.clip(np.rint(blocks / scale[:, None].astype(float)), -8, 7).astype(np.uint8) + 8
    low, high = whole[:, : BLOCK // 2] & 15, whole[:, BLOCK // 2 :] & 15
    halves = low | (high << 4)
    return b"".join(s.tobytes() + h.tobytes() for s, h in zip(scale, halves, strict=True))
