"""Scores windows by n-grams: linear models of runs of tokens (phrases) and of letters.

A small network does not hold all words; what they say stands beside it. See `learn.ngram_fit`.
"""

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mediaframe.arabic.normalise import fold
from mediaframe.errors import DataError
from mediaframe.score.decision import Array, Scores
from mediaframe.score.encoding import Encoded
from mediaframe.types import Window

LONGEST_PHRASE, LONGEST_NEAR = 3, 2
"""Tokens of a phrase, and of one that is counted once more as close to the target."""
REACH = 12
"""Tokens on either side of the target that are close to it."""
LONGEST_LETTERS = 4
FAR = 600
"""Characters on either side of the target whose letters are read."""
TOKEN_BITS, LETTER_BITS = 20, 12
"""Of one of them in a key: no tokenizer has a million pieces; what is far from the letters of Latin
and Arabic counts as OTHER."""
OTHER = 1
_KINDS = {"keys": "i", "rarity": "f", "weights": "f", "offsets": "f", "names": "U"}
"""Array in the file -> kind of its values."""

_BROKEN = (ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What NumPy and zipfile raise of a damaged file."""

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ngrams:
    """The n-grams that are known, and what each of them says."""

    keys: Keys
    """(n-grams,), ascending; those close to the target are negative."""
    rarity: npt.NDArray[np.float32]
    """(n-grams,), inverse document frequency."""
    weights: npt.NDArray[np.float16]
    """(n-grams, outputs)."""
    offsets: npt.NDArray[np.float32]
    """(outputs,)."""
    names: tuple[str, ...]
    """`variable=value` of each output that is scored."""

    @classmethod
    def load(cls, path: Path) -> "Ngrams":
        """Load what `save` wrote.

        Raises:
            DataError: it cannot be read, or is no such file.
        """
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                found = {name: file[name] for name in _KINDS}
        except OSError as error:
            raise DataError(f"{path}: {error.strerror or error}") from error
        except _BROKEN as error:
            raise DataError(f"{path}: no table of n-grams") from error
        known, outputs = found["keys"].size, found["names"].size
        shapes = ((known,), (known,), (known, outputs), (outputs,), (outputs,))
        for (name, kind), shape in zip(_KINDS.items(), shapes, strict=True):
            if found[name].dtype.kind != kind or found[name].shape != shape:
                raise DataError(f"{path}: no table of n-grams: {name}")
            if kind == "f" and not np.isfinite(found[name]).all():
                raise DataError(f"{path}: no table of n-grams: {name} has what is no number")
        if (np.diff(found["keys"]) <= 0).any():
            raise DataError(f"{path}: no table of n-grams: keys do not ascend")
        return cls(**found | {"names": tuple(found["names"].tolist())})

    def save(self, path: Path) -> None:
        """Write all of it as one file of arrays."""
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                keys=self.keys,
                rarity=self.rarity,
                weights=self.weights,
                offsets=self.offsets,
                names=np.asarray(self.names),
            )

    def scores(self, windows: Iterable[Keys], names: Sequence[str]) -> Scores:
        """Scores of windows by the keys of each; 0 for outputs that nothing is known of.

        Args:
            names: columns of what is returned.
        """
        own = np.asarray([self._score(keys) for keys in windows]).reshape(-1, len(self.names))
        found = np.zeros((len(own), len(names)))
        found[:, [names.index(name) for name in self.names]] = own
        return Scores(tuple(names), found)

    def _score(self, keys: Keys) -> Array:
        rows, values = weighed(keys, self.keys, self.rarity)
        return values @ self.weights[rows].astype(np.float64) + self.offsets


def weighed(
    keys: Keys, known: Keys, rarity: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.intp], Array]:
    """The known n-grams of a window and how much each weighs in it.

    TF-IDF (Salton and Buckley 1988) with the logarithm of the count, of length 1: of those close
    to the target, and of all.

    Returns:
        Indices into `known`, and weights.
    """
    found, counts = np.unique(keys, return_counts=True)
    rows = np.searchsorted(known, found)
    inside = rows < len(known)
    found, counts, rows = found[inside], counts[inside], rows[inside]
    is_known = known[rows] == found
    found, counts, rows = found[is_known], counts[is_known], rows[is_known]
    values = (1 + np.log(counts)) * rarity[rows].astype(np.float64)
    for part in (found < 0, found >= 0):
        values[part] /= np.linalg.norm(values[part]) or 1.0
    return rows, values


def phrases(window: Encoded) -> Keys:
    """The keys of a window's phrases, as often as they occur; its target counts as one token."""
    tokens = [*window.ids[: window.start + 1], *window.ids[window.end :]]
    ids = np.asarray(tokens, dtype=np.int64) + 1  # so that a shorter run has another key
    near = ids[max(0, window.start - REACH) : window.start + REACH + 1]
    whole = _runs(ids, LONGEST_PHRASE, TOKEN_BITS)
    return np.concatenate([*whole, *(-keys for keys in _runs(near, LONGEST_NEAR, TOKEN_BITS))])


def letters(window: Window) -> Keys:
    """The keys of a window's runs of two and more letters, as often as they occur."""
    headline = "" if window.in_headline else window.headline
    text = f"{fold(headline[:FAR])} | {around(window, FAR)}"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ids = np.where(codes < 1 << LETTER_BITS, codes, OTHER).astype(np.int64)
    return np.concatenate(_runs(ids, LONGEST_LETTERS, LETTER_BITS)[1:])


def around(window: Window, reach: int) -> str:
    """The folded text to so many characters on either side of the target, which is marked."""
    before = fold(window.text[max(0, window.start - reach) : window.start])
    after = fold(window.text[window.end : window.end + reach])
    return f"{before} TARGET {after}"


def without(keys: Keys, part: int, bits: int) -> Keys:
    """The keys that do not hold a part: a token's id and one, or the code of a letter."""
    rest, kept = np.abs(keys), np.ones(len(keys), dtype=bool)
    while rest.any():
        kept &= rest & ((1 << bits) - 1) != part
        rest >>= bits
    return keys[kept]


def _runs(ids: Keys, longest: int, bits: int) -> list[Keys]:
    """The keys of each run of one, of two and so on up to `longest`."""
    found = [ids]
    for length in range(1, longest):
        found.append((found[-1][:-1] << bits) + ids[length:])
    return found
