"""What the scorers are loaded from, and whether it can be."""

from dataclasses import dataclass, replace
from pathlib import Path

from mediaframe import codebook
from mediaframe.errors import DataError
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.score import bundle
from mediaframe.score.classifier import ClassifierScorer
from mediaframe.score.lexicon import LexiconScorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The data of a scorer."""

    scorer: str
    folder: Path
    digest: str = ""
    """Version, empty where it cannot be loaded."""
    codebook: str = ""
    size: int = 0
    """Bytes of the folder."""
    note: str = ""
    problem: str = ""
    """Why it cannot be used."""


def models(paths: ToolPaths) -> list[Model]:
    """The models of both scorers, each loaded as `analyze` would.

    Raises:
        DataError: the codebook is missing or invalid.
    """
    book = codebook.load(paths.codebook)
    first = Model(scorer="lexicon", folder=paths.lexicon, size=_size(paths.lexicon))
    second = Model(scorer="classifier", folder=paths.classifier, size=_size(paths.classifier))
    try:
        lexicon = LexiconScorer.load(paths.lexicon, book)
    except DataError as error:
        unchecked = replace(second, problem="not checked: it needs the lexicon")
        return [replace(first, problem=str(error)), unchecked]
    first = replace(first, digest=lexicon.digest, codebook=book.meta.version)
    try:
        scorer = ClassifierScorer.load(paths.classifier, book, lexicon)
        chosen_with = bundle.load(paths.classifier, book).manifest.lexicon
    except DataError as error:
        return [first, replace(second, problem=str(error))]
    note = f"its decisions were chosen with lexicon {chosen_with}; train it anew for the best"
    second = replace(
        second,
        digest=scorer.digest,
        codebook=book.meta.version,
        note="" if chosen_with == lexicon.digest else note,
    )
    return [first, second]


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file())
