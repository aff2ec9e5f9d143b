"""The detector and the scorers of a configuration, and the versions of what they depend on."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mediaframe import codebook
from mediaframe.collect import dedupe
from mediaframe.detect import actors
from mediaframe.errors import InputError
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.types import SCORERS, Actor, Judged, Reading, Window

if TYPE_CHECKING:
    from mediaframe.detect.mentions import Detector

Case = tuple[Window, Judged]
"""A window with what the detector says of its target."""


class Scorer(Protocol):
    """Codes the windows of mentions that the detector has judged."""

    digest: str
    """Version of its data."""

    def score_all(self, cases: Sequence[Case]) -> list[Reading]:
        """The codes of each mention, with probabilities and evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolPaths:
    """Where the data of the detector and the scorers lie."""

    codebook: Path
    lexicon: Path
    classifier: Path
    actors: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """A detector and a scorer."""

    detector: "Detector"
    scorer: Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What results depend on; another digest makes other results."""

    actors: tuple[Actor, ...]
    codebook: str
    """Version that the codebook gives itself."""
    index: str
    """Digest of what makes the stories and search terms of articles."""
    detection: str
    """Digest of the actors and of the code that finds mentions."""
    scoring: str
    """Digest of the scorer's data, the codebook and the code that scores."""


def load(paths: ToolPaths, *, scorer: str = "lexicon", threads: int = 1) -> Tools:
    """Load everything that finds and codes mentions.

    Args:
        scorer: one of `types.SCORERS`.
        threads: cores that a network may use.

    Raises:
        DataError: a data file is missing or invalid.
        InputError: there is no such scorer.
    """
    # imported here: only a process that detects has to wait for spaCy
    from mediaframe.detect.mentions import Detector

    return Tools(
        detector=Detector(actors.load(paths.actors)), scorer=_scorer(paths, scorer, threads)
    )


def versions(paths: ToolPaths, *, scorer: str = "lexicon") -> Versions:
    """The versions of what `load` would load with the same arguments.

    Raises:
        DataError: a data file is missing or invalid.
        InputError: there is no such scorer.
    """
    registry = actors.load(paths.actors)
    grammar = sorted(registry.grammar.glob("*.*l")) if registry.grammar else []  # yaml, jsonl
    return Versions(
        actors=registry.actors(),
        codebook=codebook.load(paths.codebook).meta.version,
        index=_digest([dedupe.VERSION], code=("arabic",)),
        detection=_digest(
            [version("spacy")], data=[*paths.actors, *grammar], code=("arabic", "detect")
        ),
        scoring=_digest(
            [_scorer(paths, scorer, 1).digest], data=[paths.codebook], code=("arabic", "score")
        ),
    )


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _scorer(paths: ToolPaths, name: str, threads: int) -> Scorer:
    if name not in SCORERS:
        raise InputError(f"scorer {name}: not one of {', '.join(SCORERS)}")
    book = codebook.load(paths.codebook)
    lexicon = LexiconScorer.load(paths.lexicon, book)
    if name == "lexicon":
        return lexicon
    # imported here: the lexicon has no need of the runtime of networks
    from mediaframe.score.classifier import ClassifierScorer

    return ClassifierScorer.load(paths.classifier, book, lexicon, threads=threads)


def _digest(names: Iterable[str], *, data: Iterable[Path] = (), code: Iterable[str] = ()) -> str:
    """Digest of names, data files and the source of rooms of this package."""
    found = sha256("\n".join(names).encode())
    sources = [
        file
        for room in code
        for file in sorted((files("mediaframe") / room).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".py")
    ]
    for file in (*data, *sources):
        found.update(f"\n{file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]
