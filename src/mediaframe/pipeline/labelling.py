"""Codes that people gave: stored as readings, and given back as coded windows to learn from.

Each file is a run of its own: nobody's codes overwrite another's, nor what a scorer found.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.learn import dataset
from mediaframe.pipeline import filters
from mediaframe.pipeline.filters import Line, Row
from mediaframe.score import decision, inputs
from mediaframe.store import articles, mentions, outlets, readings, rejects, results, runs, units
from mediaframe.store.database import Connection, Store
from mediaframe.store.results import Result
from mediaframe.store.runs import Run
from mediaframe.types import NONE, Article, Codes, Mention, Reading, Reject

_HUMAN = "human"
_STAGE = "annotate"
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
    rejected: Counter[str] = field(default_factory=Counter)
    """Reason -> lines."""


def record(store: Store, book: Codebook, path: Path, *, coder: str) -> Recorded:
    """Store the coded mentions of a file, each once; the file can be recorded again.

    A line of JSON has `article` (its key, its id in the imported file, or its URL), `start`,
    `end` and `surface`, `in_headline` where they refer to the title, and `codes`. A line that
    cannot be used is stored as a reject.

    Args:
        coder: who coded, stored with the run; a pseudonym will do.

    Raises:
        InputError: the file cannot be read.
        StoreError: the database cannot be written.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            file.seek(0)
            lines = list(filters.lines(file, str(path)))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    digest.update(f"{coder}\n{book.meta.version}".encode())
    failed = [replace(line, stage=_STAGE) for line in lines if isinstance(line, Reject)]
    usable = [line for line in lines if isinstance(line, Line)]
    with store.begin() as conn:
        results.lock(conn)
        found = _Found(_articles(conn, usable), decision.labels(book))
        for line in usable:
            try:
                found.add(line)
            except (KeyError, TypeError, ValueError) as error:
                failed.append(_reject(line, dataset.reason(error)))
        begin = partial(
            runs.begin,
            conn,
            scorer=_HUMAN,
            digest=digest.hexdigest()[:16],
            codebook_version=book.meta.version,
            settings={"coder": coder},
        )
        detection_id = begin(kind="detect")
        run_id = begin(kind="score", detection_id=detection_id)
        stored = [
            result
            for some in _parts(found.results)
            for result in results.save(conn, some, detection_id=detection_id, run_id=run_id)
        ]
        rejects.forget(conn, _STAGE, (line.item for line in lines))
        rejects.add(conn, failed)
        runs.finish(conn, detection_id)
        runs.finish(conn, run_id)
    with store.begin() as conn:
        units.pack(conn)  # new mentions made the packs void
    new = sum(len(result.mentions) for result in stored)
    return Recorded(
        new=new,
        known=len(lines) - len(failed) - new,
        rejected=Counter(reject.reason.partition(":")[0] for reject in failed),
    )


def gold(store: Store) -> Iterator[Row]:
    """All coded mentions in their windows, as `learn.dataset.read` takes them, by article.

    `codes` are those of the coder whose file was recorded first, `codes_second` those of the
    next one, where another coded the same mention; of two files of one coder the later counts.
    """
    with store.read() as conn:
        human = [run for run in runs.all(conn) if run.kind == "score" and run.scorer == _HUMAN]
        ids = sorted({i for run in human for i in results.articles(conn, run.id)})
        countries = {outlet.id: outlet.country or "" for outlet in outlets.all(conn)}
        for some in _parts(ids):
            stored = articles.many(conn, some)
            for place, (mention, coded) in sorted(_coded(conn, human, some).items()):
                article = stored[place[0]]
                yield _row(article, mention, list(coded.values()), countries[article.outlet_id])


class _Found:
    """The usable mentions of a file, by article."""

    def __init__(
        self, stored: Mapping[str, Sequence[Article]], labels: Mapping[str, Sequence[str]]
    ) -> None:
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

    def add(self, line: Line) -> None:
        """Raises KeyError, TypeError or ValueError where the line cannot be used."""
        row = line.row
        named = self._stored.get(str(row["article"]), ())
        if len(named) != 1:
            how = "several articles are" if named else "no stored article is"
            raise ValueError(f"{how} named by `article`: {row['article']}")
        (article,) = named
        assert article.id is not None
        codes = dataset.codes_of(row["codes"])
        _check(codes, self._labels)
        mention = Mention(
            start=int(row["start"]),
            end=int(row["end"]),
            surface=str(row["surface"]),
            actor_type=codes.actor_type,
            in_scope=codes.in_scope,
            in_headline=bool(row.get("in_headline")),
            voice=codes.voice,
        )
        text = article.title if mention.in_headline else article.text
        if not mention.surface or text[mention.start : mention.end] != mention.surface:
            raise ValueError("`surface` does not stand at `start` and `end`")
        place = (article.id, mention.in_headline, mention.start, mention.end)
        if place in self._found:
            raise ValueError("the mention is coded twice in this file")
        self._found[place] = mention, codes


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for begin in range(0, len(items), _AT_ONCE):
        yield items[begin : begin + _AT_ONCE]


def _articles(conn: Connection, lines: Sequence[Line]) -> dict[str, list[Article]]:
    names = sorted({str(line.row.get("article")) for line in lines})
    found: dict[str, list[Article]] = {}
    for some in _parts(names):
        found |= articles.named(conn, some)
    return found


def _check(codes: Codes, labels: Mapping[str, Sequence[str]]) -> None:
    given = {
        "actor_type": (codes.actor_type,) if codes.in_scope else (),
        "frame": (*codes.frames, codes.primary_frame),
        "role": (codes.role,),
        "voice": (codes.voice,),
        "issue": codes.issues,
    }
    for variable, values in given.items():
        for value in values:
            if value not in labels[variable] and (variable, value) != ("frame", NONE):
                raise ValueError(f"{variable} is not in the codebook: {value}")
    if codes.primary_frame not in codes.frames or (NONE in codes.frames and len(codes.frames) > 1):
        raise ValueError("`frames` need their `primary_frame` among them, and NONE stands alone")


def _coded(
    conn: Connection, human: Sequence[Run], article_ids: Sequence[int]
) -> dict[_Place, tuple[Mention, dict[str, Codes]]]:
    """The mentions at their places, with the codes of every coder, the first coder first."""
    found: dict[_Place, tuple[Mention, dict[str, Codes]]] = {}
    for run in human:
        assert run.detection_id is not None
        read = readings.of(conn, run.id, article_ids)
        for article_id, some in mentions.of(conn, run.detection_id, article_ids).items():
            for mention_id, mention in some:
                place = (article_id, mention.in_headline, mention.start, mention.end)
                _, coded = found.setdefault(place, (mention, {}))
                coded[str(run.settings["coder"])] = read[mention_id].codes
    return found


def _row(article: Article, mention: Mention, coded: Sequence[Codes], country: str) -> Row:
    window = inputs.window(article.key, article.title, article.text, mention)
    row = {
        "id": window.id,
        "article": article.key,
        "headline": window.headline,
        "text": window.text,
        "start": window.start,
        "end": window.end,
        "outlet": article.outlet_id,
        "country": country,
        "codes": asdict(coded[0]),
    }
    return row | ({"codes_second": asdict(coded[1])} if len(coded) > 1 else {})


def _reject(line: Line, reason: str) -> Reject:
    return Reject(stage=_STAGE, item=line.item, reason=reason, sample=str(line.row)[:_SAMPLE])
