"""What the scorers are loaded from, and whether it can be."""

from dataclasses import dataclass
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
    version = book.meta.version
    try:
        lexicon = LexiconScorer.load(paths.lexicon, book)
    except DataError as error:
        why = str(error)
        return [
            Model(scorer="lexicon", folder=paths.lexicon, size=_size(paths.lexicon), problem=why),
            Model(
                scorer="classifier",
                folder=paths.classifier,
                size=_size(paths.classifier),
                problem="not checked: it needs the lexicon",
            ),
        ]
    found = [
        Model(
            scorer="lexicon",
            folder=paths.lexicon,
            digest=lexicon.digest,
            codebook=version,
            size=_size(paths.lexicon),
        )
    ]
    try:
        scorer = ClassifierScorer.load(paths.classifier, book, lexicon)
        with_lexicon = bundle.load(paths.classifier, book).manifest.lexicon
    except DataError as error:
        why = str(error)
        found.append(
            Model(scorer="classifier", folder=paths.classifier, size=_size(paths.classifier),
                  problem=why)
        )  # fmt: skip
        return found
    note = ""
    if with_lexicon != lexicon.digest:
        note = f"its decisions were chosen with lexicon {with_lexicon}; train it anew for the best"
    found.append(
        Model(
            scorer="classifier",
            folder=paths.classifier,
            digest=scorer.digest,
            codebook=version,
            size=_size(paths.classifier),
            note=note,
        )
    )
    return found


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file())
