"""Positive stories: what civil society achieved, delivered and defended."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from mediaframe.arabic import sentences
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.query import people, scoring_run
from mediaframe.store import articles, passages
from mediaframe.store.database import Store
from mediaframe.types import Article

FRAMES = ("ACHIEVEMENT_IMPACT", "SERVICE_RELIEF", "RIGHTS_DEFENDER")
"""The frames of a positive story, the most telling first."""
MAX_SENTENCE = 600
"""Characters shown of a sentence; texts without any full stop exist."""

_SCHEMA = {
    "date": pl.Date,
    "country": pl.String,
    "outlet": pl.String,
    "theme": pl.String,
    "frame": pl.String,
    "actor": pl.String,
    "title": pl.String,
    "sentence": pl.String,
    "url": pl.String,
    "article_id": pl.Int64,
}


def stories(
    store: Store,
    book: Codebook,
    *,
    country: str | None = None,
    theme: str | None = None,
    frame: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
    limit: int = 50,
    scorer: str = "lexicon",
    show_persons: bool = False,
) -> pl.DataFrame:
    """Achievement, service and rights stories, newest first, one per story cluster.

    A story counts when a mention in it carries one of FRAMES and no delegitimising frame, is not
    rebutted and has no negative tone. Of its copies the earliest is shown, of its mentions the
    one with the first of FRAMES, then the best tone, then a sentence rather than a headline.

    Args:
        country: of the actor, or of the outlet where the actor has none.
        theme: an issue of the codebook.
        frame: one of FRAMES.
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.
        limit: most stories to list.
        scorer: whose last run to read.
        show_persons: list also stories about individual people.

    Returns:
        Columns date, country, outlet (id), theme (issues joined by spaces), frame, actor (name
        in the registry, or as written), title, sentence, url, article_id.

    Raises:
        InputError: no such theme, or no frame of positive stories.
        StoreError: nothing was analysed with the scorer, or the database cannot be read.
    """
    if theme is not None and theme not in book.issue_ids:
        raise InputError(f"{theme}: no such theme; there are {', '.join(book.issue_ids)}")
    if frame is not None and frame not in FRAMES:
        raise InputError(f"{frame}: not a frame of positive stories; they are {', '.join(FRAMES)}")
    wanted = FRAMES if frame is None else (frame,)
    with store.read() as conn:
        run = scoring_run.latest(conn, scorer)
        found = passages.framed(
            conn,
            run.id,
            frames=wanted,
            min_tone=0,
            rebutted=False,
            issue=theme,
            since=since,
            until=until,
            outlets=outlets,
        )
        if not show_persons:
            found = people.groups_only(found)
        chosen = _choose(found, book, wanted, country).head(max(limit, 0))
        texts = articles.many(conn, chosen["article_id"].to_list())
    rows = [
        (
            row["date"],
            row["country"],
            row["outlet"],
            row["issues"],
            row["frame"],
            row["actor_name"] or row["surface"],
            texts[row["article_id"]].title,
            sentence_of(texts[row["article_id"]], row["start"], row["end"], row["in_headline"]),
            texts[row["article_id"]].url,
            row["article_id"],
        )
        for row in chosen.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _choose(
    found: pl.DataFrame, book: Codebook, wanted: Sequence[str], country: str | None
) -> pl.DataFrame:
    codes = pl.col("frames").str.split(" ")
    hostile = sorted(book.superframe("DELEGITIMATION"))
    rank = pl.min_horizontal(
        pl.when(codes.list.contains(name)).then(place) for place, name in enumerate(wanted)
    )
    found = found.with_columns(
        country=pl.coalesce("actor_country", "outlet_country"), rank=rank
    ).filter(codes.list.set_intersection(hostile).list.len() == 0)
    if country is not None:
        found = found.filter(pl.col("country") == country)
    # rows are in the order of date: the first article of a story is its earliest
    earliest = found.unique("story", keep="first", maintain_order=True).select("article_id")
    return (
        found.join(earliest, on="article_id", how="semi", maintain_order="left")
        .sort("rank", -pl.col("tone"), "in_headline", maintain_order=True)
        .unique("story", keep="first", maintain_order=True)
        .with_columns(
            frame=pl.col("rank").replace_strict(dict(enumerate(wanted)), return_dtype=pl.String)
        )
        .sort("date", "article_id", descending=True, nulls_last=True)
    )


def sentence_of(article: Article, start: int, end: int, in_headline: bool) -> str:
    """The sentence of the article's text, or its headline, that holds the span `start:end`."""
    if in_headline:
        text, first, last = article.title, 0, len(article.title)
    else:
        text = article.text
        spans = sentences.sentences(text)
        first, last = spans[sentences.covering(spans, start)] if spans else (0, len(text))
        first, last = min(first, start), max(last, end)
    if last - first > MAX_SENTENCE:
        before = max(first, start - MAX_SENTENCE // 2)
        after = min(last, before + MAX_SENTENCE)
        return "…" * (before > first) + text[before:after].strip() + "…" * (after < last)
    return text[first:last]
