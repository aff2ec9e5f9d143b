"""Examples of each frame for display, with the evidence that made the scorer choose it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from mediaframe.codebook import Codebook
from mediaframe.query import people, scoring_run
from mediaframe.score import inputs
from mediaframe.store import articles, mentions, passages, readings
from mediaframe.store.database import Store
from mediaframe.types import Article, Example, Mention, Reading

MAX_CHARS = 1200
"""Characters of an example's text; sentences of hostile texts have no end."""


def examples(
    store: Store,
    book: Codebook,
    *,
    scorer: str = "lexicon",
    per_frame: int = 4,
    seed: int = 20_260_101,
    outlets: Sequence[str] = (),
    show_persons: bool = False,
) -> list[Example]:
    """Examples of every frame as primary frame, in codebook order, drawn at random.

    Of one frame, outlets and stories take turns: none comes twice before others came once.

    Args:
        scorer: whose last run to read.
        per_frame: most examples of a frame.
        seed: the same store and seed give the same examples.
        outlets: ids of the outlets wanted, all where empty.
        show_persons: also examples about individual people.

    Raises:
        StoreError: nothing was analysed with the scorer, or the database cannot be read.
    """
    with store.read() as conn:
        run = scoring_run.latest(conn, scorer)
        found = passages.framed(conn, run.id, frames=book.frame_ids, outlets=outlets)
        if not show_persons:
            found = people.groups_only(found)
        chosen = _choose(found, book, per_frame, seed)
        ids = chosen["article_id"].unique().to_list()
        texts = articles.many(conn, ids)
        places = {
            mention_id: mention
            for stored in mentions.of(conn, run.detection_id or 0, ids).values()
            for mention_id, mention in stored
        }
        codes = readings.of(conn, run.id, ids)
    return [
        _example(row["article_id"], texts[row["article_id"]], places[row["mention_id"]], reading)
        for row in chosen.iter_rows(named=True)
        if (reading := codes.get(row["mention_id"])) is not None
    ]


def _choose(found: pl.DataFrame, book: Codebook, per_frame: int, seed: int) -> pl.DataFrame:
    order = np.random.default_rng(seed).permutation(len(found))
    frame = "primary_frame"
    return (
        found.with_columns(order=order)
        .sort("order")
        .unique([frame, "story"], keep="first", maintain_order=True)
        .with_columns(turn=pl.int_range(pl.len()).over(frame, "outlet"))
        .sort("turn", "order")
        .with_columns(place=pl.int_range(pl.len()).over(frame))
        .filter(pl.col("place") < per_frame, pl.col(frame).is_in(book.frame_ids))
        .sort(pl.col(frame).cast(pl.Enum(list(book.frame_ids))), "place")
    )


def _example(article_id: int, article: Article, mention: Mention, reading: Reading) -> Example:
    window = inputs.window(article.key, article.title, article.text, mention)
    # keep the target in the middle of what is kept of an endless sentence
    cut = max(0, min(window.start - MAX_CHARS // 2, len(window.text) - MAX_CHARS))
    text = window.text[cut : cut + MAX_CHARS]
    shift = window.offset + cut
    kept = []
    for item in reading.evidence:
        if item.in_headline != mention.in_headline:
            kept.append(item)  # of the headline, beside a passage
        elif shift <= item.start and item.end <= shift + len(text):
            kept.append(replace(item, start=item.start - shift, end=item.end - shift))
    return Example(
        article_id=article_id,
        outlet_id=article.outlet_id,
        date=article.date,
        headline=text if mention.in_headline else article.title,
        text=text,
        target=(window.start - cut, min(window.end - cut, len(text))),
        in_headline=mention.in_headline,
        actor_id=mention.actor_id,
        codes=reading.codes,
        evidence=tuple(kept),
        url=article.url,
    )
