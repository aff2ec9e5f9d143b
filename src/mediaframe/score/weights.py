"""The weights file of the lexicon: typed loader and additive score.

The first line is a header object; every other line has a cue, the number of windows it was seen in,
the numbers of the outputs it has a weight for, and these weights in thousandths, between tabs; more
than one of them between spaces. It is read by columns: objects for 55,000 cues would take more than
twice as long.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mediaframe.errors import DataError
from mediaframe.score.cues import is_given

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Output(BaseModel):
    """A value that is scored, as `variable=value`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^\w+=[\w-]+$")
    bias: float
    threshold: float


class Header(BaseModel):
    """First line of the weights file."""

    model_config = ConfigDict(frozen=True, extra="allow")

    windows: int = Field(gt=0)
    """Number of windows it was fitted on."""
    outputs: tuple[Output, ...]


UNIT = 1000
"""Weights are whole numbers of this part of one in the file."""
_NUMBERS = re.compile(r"(?:-?[0-9]{1,18}(?: -?[0-9]{1,18})*)?")


class Weights:
    """Cues with a weight per output; the score of a window is additive in them."""

    def __init__(
        self, header: Header, cues: Sequence[str], counts: Sequence[int], weights: Array
    ) -> None:
        self.header = header
        self.names = tuple(output.name for output in header.outputs)
        self.thresholds = np.asarray([output.threshold for output in header.outputs])
        self._bias = np.asarray([output.bias for output in header.outputs])
        self.index = {cue: row for row, cue in enumerate(cues)}
        """Cue -> row."""
        idf = np.log(header.windows / np.asarray(counts, dtype=np.float64)) + 1.0
        read = ~np.fromiter(map(is_given, cues), np.bool_, len(cues))
        self._matrix = weights * np.where(read, idf, 1.0)[:, None]
        self._squares = np.where(read, idf, 0.0) ** 2

    def __len__(self) -> int:
        return len(self.index)

    def scores(self, rows: list[int], given: int | None = None) -> tuple[Array, Array]:
        """Margins of all outputs over their thresholds, and the share of each cue in them.

        Args:
            rows: rows of the cues read in the window; they are scaled to unit length together.
            given: row of the cue said of the window; its weights are added as they are.

        Returns:
            Margins (outputs,) and contributions (rows, outputs); a margin is the bias, less the
            threshold, plus the contributions of the cues and the weights of the given one.
        """
        base = self._bias - self.thresholds
        if given is not None:
            base = base + self._matrix[given]
        if not rows:
            return base, np.zeros((0, len(self.names)))
        parts = self._matrix[rows] / math.sqrt(self._squares[rows].sum())
        return base + parts.sum(axis=0), parts

    def squash(self, margins: Array) -> list[float]:
        """Margins as numbers between 0 and 1, 0.5 at the threshold; no calibrated probabilities."""
        squashed: list[float] = (1.0 / (1.0 + np.exp(-margins))).round(3).tolist()
        return squashed


def parse(source: str, lines: Iterable[str]) -> Weights:
    """Read the lines of a weights file; `source` names it in errors.

    Raises:
        DataError: the header or a line is invalid; names source and line.
    """
    first, *rest = [*lines] or [""]
    if not first:
        raise DataError(f"{source}: empty")
    try:
        header = Header.model_validate_json(first)
    except ValidationError as error:
        raise DataError(f"{source}:1: {error.errors()[0]['msg']}") from error
    cues: dict[str, int] = {}
    outputs: list[str] = []
    weights: list[str] = []
    for number, line in enumerate(rest, start=2):
        try:
            cue, count, where, what = line.split("\t")
            seen = int(count)
        except ValueError as error:
            raise DataError(
                f"{source}:{number}: not a cue, a number, outputs and weights"
            ) from error
        if cue in cues:
            raise DataError(f"{source}:{number}: {cue} is listed twice")
        if not 0 < seen <= header.windows:
            raise DataError(f"{source}:{number}: {cue}: {seen} windows of {header.windows}")
        cues[cue] = seen
        outputs.append(where)
        weights.append(what)
    (columns, sizes), (values, others) = _numbers(source, outputs), _numbers(source, weights)
    rows = np.repeat(np.arange(len(cues)), sizes)
    if (sizes != others).any():
        at = (sizes != others).argmax()
        raise DataError(f"{source}:{at + 2}: {sizes[at]} outputs, but {others[at]} weights")
    known = (columns >= 0) & (columns < len(header.outputs))
    if not known.all():
        at = known.argmin()
        raise DataError(f"{source}:{rows[at] + 2}: no output {columns[at]}")
    matrix = np.zeros((len(cues), len(header.outputs)))
    matrix[rows, columns] = values / UNIT
    return Weights(header, [*cues], [*cues.values()], matrix)


def _numbers(source: str, column: Sequence[str]) -> tuple[Integers, Integers]:
    """All whole numbers of the column in a row, and how many each line of it has."""
    sizes = [text.count(" ") + 1 if text else 0 for text in column]
    try:
        found = np.fromstring(" ".join(filter(None, column)), np.int64, sep=" ")
    except ValueError:
        found = np.zeros(0, np.int64)
    if len(found) != sum(sizes):
        wrong = next(i for i, text in enumerate(column) if not _NUMBERS.fullmatch(text))
        raise DataError(f"{source}:{wrong + 2}: not whole numbers between spaces")
    return found, np.asarray(sizes, dtype=np.int64)


def load(path: Path) -> Weights:
    """Load the weights file at `path`.

    Raises:
        DataError: it is missing or invalid; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    return parse(str(path), text.removesuffix("\n").split("\n") if text else [])


def digest(*parts: bytes) -> str:
    """Short hash of the parts, in order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:16]
