"""The weights file of the lexicon: typed loader and additive score."""

import hashlib
import math
from collections.abc import Iterable, Mapping
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


_ROW = TypeAdapter(tuple[str, int, dict[int, float]])


class Weights:
    """Cues with a weight per output; the score of a window is additive in them."""

    def __init__(
        self, header: Header, rows: Iterable[tuple[str, int, Mapping[int, float]]]
    ) -> None:
        self.header = header
        self.names = tuple(output.name for output in header.outputs)
        self.thresholds = np.asarray([output.threshold for output in header.outputs])
        self._bias = np.asarray([output.bias for output in header.outputs])
        self.index: dict[str, int] = {}
        """Cue -> row."""
        matrix: list[Array] = []
        idf: list[float] = []
        for cue, count, weights in rows:
            if cue in self.index:
                raise ValueError(f"{cue} is listed twice")
            if not 0 < count <= header.windows:
                raise ValueError(f"{cue}: {count} windows of {header.windows}")
            row = np.zeros(len(self.names))
            for output, weight in weights.items():
                if not 0 <= output < len(self.names):
                    raise ValueError(f"{cue}: no output {output}")
                row[output] = weight
            self.index[cue] = len(matrix)
            idf.append(0.0 if is_given(cue) else math.log(header.windows / count) + 1.0)
            matrix.append(row * idf[-1] if idf[-1] else row)
        self._matrix = np.stack(matrix) if matrix else np.zeros((0, len(self.names)))
        self._squares = np.asarray(idf) ** 2

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
    rows: list[tuple[str, int, dict[int, float]]] = []
    header: Header | None = None
    number = 0
    try:
        for line in lines:
            number += 1
            if header is None:
                header = Header.model_validate_json(line)
            else:
                rows.append(_ROW.validate_json(line))
        if header is None:
            raise DataError(f"{source}: empty")
    except ValidationError as error:
        raise DataError(f"{source}:{number}: {error.errors()[0]['msg']}") from error
    try:
        return Weights(header, rows)
    except ValueError as error:
        raise DataError(f"{source}: {error}") from error


def load(path: Path) -> Weights:
    """Load the weights file at `path`.

    Raises:
        DataError: it is missing or invalid; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    return parse(str(path), text.splitlines())


def digest(*parts: bytes) -> str:
    """Short hash of the parts, in order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:16]
