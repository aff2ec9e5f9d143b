"""Coded windows that are kept without their text: their places in articles that stay elsewhere.

News that may be read but not be passed on is coded this way: whoever has the corpora gets the
windows back, character by character.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.learn import coding
from mediaframe.learn.coding import plain
from mediaframe.learn.dataset import Labelled
from mediaframe.score import decision
from mediaframe.types import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Coded places, and the folder of the articles that they are in."""

    codes: Path
    """A file, or a folder of files `*.jsonl`."""
    corpora: Path


def read(places: Places, book: Codebook) -> list[Labelled]:
    """The windows at coded places.

    A line of JSON has `id, article, from, to, start, end, digest, codes`: `from` and `to` cut the
    window out of the article's text, `start` and `end` mark the target in the window, `digest` is
    that of the function; `stratum` may be absent.

    The corpora are files `*.jsonl.gz` with `id, title, text`.

    Raises:
        InputError: a file cannot be read, an item is malformed, or the article of an item is
            missing in the corpora or another than the coders read; names file and line. Or there
            is no item.
    """
    labels = decision.labels(book)
    rows = list(coding.objects_in(places.codes))
    if not rows:
        raise InputError(f"{places.codes}: no coded places in it")
    wanted = {str(row.get("article")) for _, row in rows}
    texts = dict(_texts(places.corpora, wanted))
    found = []
    for item, row in rows:
        try:
            article = str(row["article"])
            if article not in texts:
                raise ValueError(f"no article {article} in {places.corpora}")
            headline, text = texts[article]
            text = text[coding.number(row, "from") : coding.number(row, "to")]
            if digest(headline, text) != row["digest"]:
                raise ValueError("the article in the corpora is another than the one coded")
            start, end = coding.span(row, text)
            found.append(
                Labelled(
                    window=Window(
                        id=str(row["id"]),
                        headline=headline,
                        text=text,
                        start=start,
                        end=end,
                    ),
                    codes=coding.codes_of(row["codes"], labels),
                    article=article,
                    stratum=str(row.get("stratum") or ""),
                )
            )
        except (KeyError, ValueError) as error:
            raise InputError(f"{item}: {coding.reason(error)}") from error
    return found


def digest(headline: str, text: str) -> str:
    """Tells whether a window is the one that was coded."""
    return sha256(f"{headline}\n{text}".encode()).hexdigest()[:16]


def _texts(corpora: Path, wanted: set[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    for path in sorted(corpora.glob("*.jsonl.gz")):
        try:
            with gzip.open(path, "rb") as file:
                for _, row in coding.objects(path, file):
                    if str(row.get("id")) in wanted:
                        yield (
                            str(row["id"]),
                            (plain(str(row.get("title") or "")), plain(str(row.get("text") or ""))),
                        )
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{path}: {error}") from error
