"""The detector and the scorers of a configuration, and the versions of what they depend on."""

from collections.abc import Iterable
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
from mediaframe.types import Actor, Reading, Window

if TYPE_CHECKING:
    from mediaframe.detect.mentions import Detector

SCORERS = ("lexicon",)
"""Names of the scorers."""


class Scorer(Protocol):
    """Codes the window of a mention that the detector has judged."""

    digest: str
    """Version of its data."""

    def score(self, window: Window, *, in_scope: bool, actor_type: str, voice: str) -> Reading:
        """The codes of the mention, with probabilities and evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolPaths:
    """Where the data of the detector and the scorers lie."""

    codebook: Path
    lexicon: Path
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


def load(paths: ToolPaths, *, scorer: str = "lexicon") -> Tools:
    """Load everything that finds and codes mentions.

    Args:
        scorer: one of `SCORERS`.

    Raises:
        DataError: a data file is missing or invalid.
        InputError: there is no such scorer.
    """
    # imported here: only a process that detects has to wait for spaCy
    from mediaframe.detect.mentions import Detector

    return Tools(detector=Detector(actors.load(paths.actors)), scorer=_scorer(paths, scorer))


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
            [_scorer(paths, scorer).digest], data=[paths.codebook], code=("arabic", "score")
        ),
    )


def _scorer(paths: ToolPaths, name: str) -> Scorer:
    if name not in SCORERS:
        raise InputError(f"scorer {name}: not one of {', '.join(SCORERS)}")
    return LexiconScorer.load(paths.lexicon, codebook.load(paths.codebook))


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
