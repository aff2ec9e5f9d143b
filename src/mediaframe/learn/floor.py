"""The quality floor: figures that a change may not fall below."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mediaframe.errors import DataError

REQUIRED: Mapping[str, Mapping[str, float]] = {
    "lexicon": {
        "scope.recall": 0.90,
        "scope.rejected": 0.70,
        "frames.macro_f1": 0.42,
        "voice.accuracy": 0.75,
    },
    "classifier": {"frames.macro_f1": 0.60, "scope.f1": 0.90},
}
"""Scorer -> the least that the project promises; no floor file can go below it."""


class Floor(BaseModel):
    """`floor.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: str
    """Digest of the label file that the figures were measured on."""
    placed: str = ""
    """Digest of the coded places that were learned from beside them; empty without any."""
    figures: dict[str, float]


def load(path: Path, *, scorer: str = "lexicon") -> Floor:
    """Load the floor of a scorer at `path`.

    Raises:
        DataError: it is missing, malformed, or lower than what the project requires.
    """
    try:
        floor = Floor.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "(top level)"
        raise DataError(f"{path}: {key}: {first['msg']}") from error
    for name, least in REQUIRED[scorer].items():
        if floor.figures.get(name, 0.0) < least:
            raise DataError(f"{path}: figures.{name}: the project requires at least {least}")
    return floor


def failures(
    floor: Floor,
    measured: Mapping[str, float],
    *,
    labels: str,
    placed: str = "",
    scorer: str = "lexicon",
) -> list[str]:
    """One sentence per figure under its floor, or missing.

    On other labels than the floor was measured on, or with other coded places beside them, only
    the required minimum is compared.
    """
    same = (labels, placed) == (floor.labels, floor.placed)
    least = floor.figures if same else REQUIRED[scorer]
    found = []
    for name, value in sorted(least.items()):
        if name not in measured:
            found.append(f"{name} was not measured (floor {value:.3f})")
        elif measured[name] < value:
            found.append(f"{name} is {measured[name]:.3f}, under its floor of {value:.3f}")
    return found


def digest(path: Path) -> str:
    """SHA-256 of the file at `path`, as floors and metrics name it; of a folder that of its
    `*.jsonl` files, one after the other."""
    found = hashlib.sha256()
    for part in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        found.update(part.read_bytes())
    return found.hexdigest()
