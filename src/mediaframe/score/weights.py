"""The weights file of the lexicon: typed loader and additive score."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mediaframe.errors import DataError
from mediaframe.score.cues import is_given

Array = npt.NDArray[np.float64]


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


_Row = tuple[str, int, dict[int, float]]
_ROW, _ROWS = TypeAdapter(_Row), TypeAdapter(list[_Row])


class Weights:
    """Cues with a weight per output; the score of a window is additive in them."""

    def __init__(self, header: Header, rows: Iterable[_Row]) -> None:
        self.header = header
        self.names = tuple(output.name for output in header.outputs)
        self.thresholds = np.asarray([output.threshold for output in header.outputs])
        self._bias = np.asarray([output.bias for output in header.outputs])
        self.index: dict[str, int] = {}
        """Cue -> row."""
        idf: list[float] = []
        size, cells = len(self.names), list[int]()
        values: list[float] = []
        for at, (cue, count, weights) in enumerate(rows):
            if cue in self.index:
                raise ValueError(f"{cue} is listed twice")
            if not 0 < count <= header.windows:
                raise ValueError(f"{cue}: {count} windows of {header.windows}")
            if weights and not 0 <= min(weights) <= max(weights) < size:
                wrong = next(output for output in weights if not 0 <= output < size)
                raise ValueError(f"{cue}: no output {wrong}")
            self.index[cue] = at
            idf.append(0.0 if is_given(cue) else math.log(header.windows / count) + 1.0)
            cells += [at * size + output for output in weights]
            values += weights.values()
        self._matrix = np.zeros((len(idf), size))
        self._matrix.flat[cells] = values
        scale = np.asarray(idf)
        self._matrix *= np.where(scale, scale, 1.0)[:, None]
        self._squares = scale**2

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
    given = [*lines]
    if not given:
        raise DataError(f"{source}: empty")
    first, *rest = given
    try:
        header = Header.model_validate_json(first)
    except ValidationError as error:
        raise DataError(f"{source}:1: {error.errors()[0]['msg']}") from error
    try:
        return Weights(header, _rows(source, rest))
    except ValueError as error:
        raise DataError(f"{source}: {error}") from error


def _rows(source: str, lines: Sequence[str]) -> list[_Row]:
    """The lines after the header, all at once: one by one takes three times as long."""
    try:
        found = _ROWS.validate_json(f"[{','.join(lines)}]")
    except ValidationError:
        found = []
    if len(found) == len(lines):
        return found
    return [_row(f"{source}:{number}", line) for number, line in enumerate(lines, start=2)]


def _row(place: str, line: str) -> _Row:
    try:
        return _ROW.validate_json(line)
    except ValidationError as error:
        raise DataError(f"{place}: {error.errors()[0]['msg']}") from error


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
