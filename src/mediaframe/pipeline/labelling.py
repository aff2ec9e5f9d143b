"""Codes that people gave, stored as readings.

Each file is a run of its own: nobody's codes overwrite another's, nor what a scorer found.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.learn import coding
from mediaframe.pipeline import filters
from mediaframe.pipeline.filters import Line, Row
from mediaframe.score import decision
from mediaframe.store import articles, rejects, results, runs, units
from mediaframe.store.database import Connection, Store
from mediaframe.store.results import Result
from mediaframe.store.storable import storable
from mediaframe.types import HUMAN, Article, Codes, Mention, Reading, Reject

STAGE = "annotate"
_AT_ONCE = 5_000
"""Articles that one query asks for, which SQLite limits."""
_SAMPLE = 200

Item = TypeVar("Item")
_Place = tuple[int, bool, int, int]
"""Article, whether in its headline, start and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of the lines of a file."""

    new: int
    known: int
    """Stored before."""
    rejects: Sequence[Reject] = ()
    """The lines that cannot be used."""


def record(
    store: Store,
    book: Codebook,
    path: Path,
    *,
    coder: str,
    advance: Callable[[int], object] = lambda _: None,
) -> Recorded:
    """Store the coded mentions of a file, each once; the file can be recorded again.

    A line of JSON has `article` (its key, its id in the imported file, or its URL), `start`,
    `end` and `surface`, `in_headline` where they refer to the title, and `codes`. A line that
    cannot be used is stored as a reject, of many in one file the first ones.

    Args:
        coder: who coded, stored with the run; a pseudonym will do.
        advance: told of each line that is done.

    Raises:
        InputError: the file cannot be read or holds nothing, or the coder has no name.
        StoreError: the database cannot be written.
    """
    coder = storable(coder.strip())
    if not coder:
        raise InputError("the coder needs a name; a pseudonym will do")
    path = path.resolve()
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            file.seek(0)
            lines = list(filters.lines(file, str(path)))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if not lines:
        raise InputError(f"{path}: no coded mentions in it")
    digest.update(f"{coder}\n{book.meta.version}".encode())
    failed = [replace(line, stage=STAGE) for line in lines if isinstance(line, Reject)]
    usable = [line for line in lines if isinstance(line, Line)]
    with store.begin() as conn:
        results.lock(conn)
        found = _Found(_articles(conn, usable), decision.labels(book))
        for line in usable:
            try:
                found.add(line.row)
            except (KeyError, ValueError) as error:
                failed.append(_reject(line, coding.reason(error)))
            advance(1)
        rejects.forget_file(conn, STAGE, str(path))
        rejects.add(conn, failed[: rejects.MOST])
        new = _save(conn, found.results, coder, digest.hexdigest()[:16], book.meta.version)
    with store.begin() as conn:
        units.pack(conn)  # new mentions made the packs void
    return Recorded(
        new=new,
        known=len(lines) - len(failed) - new,
        rejects=failed,
    )


class _Found:
    """The usable mentions of a file, by article."""

    def __init__(self, stored: Mapping[str, Sequence[Article]], labels: coding.Labels) -> None:
        self._stored = stored
        self._labels = labels
        self._found: dict[_Place, tuple[Mention, Codes]] = {}

    @property
    def results(self) -> list[Result]:
        by_article: dict[int, list[tuple[Mention, Codes]]] = {}
        for (article_id, *_), one in self._found.items():
            by_article.setdefault(article_id, []).append(one)
        return [
            Result(
                article_id=article_id,
                mentions=tuple(mention for mention, _ in some),
                readings=tuple(Reading(codes=codes) for _, codes in some),
            )
            for article_id, some in by_article.items()
        ]

    def add(self, row: Row) -> None:
        """Raises KeyError or ValueError where the line cannot be used."""
        named = self._stored.get(_name(row["article"]), ())
        if len(named) != 1:
            how = "several articles are" if named else "no stored article is"
            raise ValueError(f"{how} named by `article`: {row['article']}")
        (article,) = named
        assert article.id is not None
        codes = coding.codes_of(row["codes"], self._labels)
        if len(codes.frames) > decision.MAX_FRAMES or len(codes.issues) > decision.MAX_ISSUES:
            raise ValueError("`frames` or `issues` has more values than the codebook allows")
        mention = coding.mention_of(row, codes, article.title, article.text)
        place = (article.id, mention.in_headline, mention.start, mention.end)
        if place in self._found:
            raise ValueError("the mention is coded twice in this file")
        self._found[place] = mention, codes


def _save(
    conn: Connection, found: Sequence[Result], coder: str, digest: str, codebook_version: str
) -> int:
    if not found:
        return 0
    begin = partial(
        runs.begin,
        conn,
        scorer=HUMAN,
        digest=digest,
        codebook_version=codebook_version,
        settings={"coder": coder},
    )
    detection_id = begin(kind="detect")
    run_id = begin(kind="score", detection_id=detection_id)
    new = sum(
        results.extend(conn, some, detection_id=detection_id, run_id=run_id)
        for some in _parts(found)
    )
    runs.finish(conn, detection_id)
    runs.finish(conn, run_id)
    return new


def _articles(conn: Connection, lines: Sequence[Line]) -> dict[str, list[Article]]:
    names = sorted({_name(line.row.get("article")) for line in lines})
    found: dict[str, list[Article]] = {}
    for some in _parts(names):
        found |= articles.named(conn, some)
    return found


def _name(article: object) -> str:
    return storable(str(article).strip())


def _reject(line: Line, reason: str) -> Reject:
    return Reject(stage=STAGE, item=line.item, reason=reason, sample=str(line.row)[:_SAMPLE])


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for begin in range(0, len(items), _AT_ONCE):
        yield items[begin : begin + _AT_ONCE]
