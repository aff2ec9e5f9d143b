"""Stores the outcomes of a batch of articles in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.collect import dedupe
from mediaframe.collect.dedupe import Candidate, Shingles
from mediaframe.pipeline.work import Outcome, story_words
from mediaframe.store import articles, rejects, results, revisions, stories, words
from mediaframe.store.database import Connection, Store
from mediaframe.store.results import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an analysis, or a part of it, did."""

    articles: int = 0
    mentions: int = 0
    in_scope: int = 0
    """Mentions that the scorer reads as in scope; the others are recorded, never aggregated."""
    abstained: int = 0
    """Those of them whose codes are withheld, as the scorer is too unsure."""
    rejects: int = 0

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            articles=self.articles + other.articles,
            mentions=self.mentions + other.mentions,
            in_scope=self.in_scope + other.in_scope,
            abstained=self.abstained + other.abstained,
            rejects=self.rejects + other.rejects,
        )


def save(store: Store, outcomes: Sequence[Outcome], *, detection_id: int, run_id: int) -> Summary:
    """Store mentions, readings, stories, search terms and rejects: all of the batch, or nothing."""
    with store.begin() as conn:
        results.lock(conn)
        # offsets in a text that was replaced meanwhile mean nothing: left to the next analysis
        replaced = revisions.during(conn, run_id, [o.article_id for o in outcomes])
        outcomes = [o for o in outcomes if o.article_id not in replaced]
        _index(conn, outcomes)
        saved = results.save(
            conn,
            [
                Result(article_id=o.article_id, mentions=o.mentions, readings=o.readings)
                for o in outcomes
                if o.mentions is not None
            ],
            detection_id=detection_id,
            run_id=run_id,
        )
        rejects.add(conn, chain.from_iterable(o.rejects for o in outcomes))
    readings = [reading for result in saved for reading in result.readings if reading is not None]
    return Summary(
        articles=len(outcomes),
        mentions=sum(len(result.mentions) for result in saved),
        in_scope=sum(reading.codes.in_scope for reading in readings),
        abstained=sum(reading.abstained for reading in readings),
        rejects=sum(len(o.rejects) for o in outcomes),
    )


def _index(conn: Connection, outcomes: Sequence[Outcome]) -> None:
    made = {o.article_id: o.index for o in outcomes if o.index is not None}
    for article_id in stories.of(conn, made):
        del made[article_id]  # another analysis was faster
    if not made:
        return
    bands = {article_id: index.bands for article_id, index in made.items()}
    read: dict[int, Shingles] = {}

    def shingles_of(article_id: int) -> Shingles:
        if article_id not in read:
            article = articles.get(conn, article_id)
            assert article is not None
            title, text = (WORD.findall(fold(part)) for part in (article.title, article.text))
            read[article_id] = dedupe.shingles(story_words(title, text))
        return read[article_id]

    candidates = [Candidate(*found) for found in stories.candidates(conn, bands)]
    changes = dedupe.cluster(list(bands.items()), candidates, shingles_of)
    stories.save(conn, bands=bands, assignments=changes.assignments, merges=changes.merges)
    words.index(conn, ((article_id, index.terms) for article_id, index in made.items()))
