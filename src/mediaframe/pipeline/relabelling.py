"""Keeps what people coded in an article when its outlet changes the text."""

from collections.abc import Sequence
from dataclasses import replace

from mediaframe.pipeline.labelling import STAGE
from mediaframe.store import mentions, readings, rejects, results, runs
from mediaframe.store.database import Connection
from mediaframe.store.results import Result
from mediaframe.store.runs import Run
from mediaframe.types import Article, Mention, Reject


def of(conn: Connection, article_id: int) -> list[tuple[Run, Result]]:
    """What people coded in an article, by run."""
    found = []
    for run in runs.of_people(conn):
        assert run.detection_id is not None
        stored = mentions.of(conn, run.detection_id, [article_id]).get(article_id, [])
        read = readings.of(conn, run.id, [article_id])
        result = Result(
            article_id=article_id,
            mentions=tuple(mention for _, mention in stored),
            readings=tuple(read[mention_id] for mention_id, _ in stored),
        )
        if stored:
            found.append((run, result))
    return found


def keep(conn: Connection, article: Article, coded: Sequence[tuple[Run, Result]]) -> None:
    """Store anew what people coded in an article whose text has changed, if it still stands there.

    What does not becomes a reject; see `store.results.forget`, which removed it.
    """
    for run, result in coded:
        assert run.detection_id is not None
        pairs = list(zip(result.mentions, result.readings, strict=True))
        stands = [pair for pair in pairs if _stands(pair[0], article)]
        kept = replace(
            result,
            mentions=tuple(mention for mention, _ in stands),
            readings=tuple(reading for _, reading in stands),
        )
        results.extend(conn, [kept], detection_id=run.detection_id, run_id=run.id)
        moved = [
            Reject(
                stage=STAGE,
                item=f"{article.key}:{mention.start}-{mention.end}",
                reason="the outlet has changed the coded text",
                sample=mention.surface,
            )
            for mention, _ in pairs
            if not _stands(mention, article)
        ]
        rejects.add(conn, moved)


def _stands(mention: Mention, article: Article) -> bool:
    text = article.title if mention.in_headline else article.text
    return text[mention.start : mention.end] == mention.surface
