"""Invented articles and mentions as the frames that the store gives."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import polars as pl

from mediaframe import codebook, config
from mediaframe.aggregate import estimates, indicators
from mediaframe.aggregate.estimates import Data

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")

_MENTION = {
    "start": 1000,
    "in_headline": False,
    "actor": "acme",
    "actor_type": "CSO_ORG",
    "frames": "NONE",
    "tone": 0,
    "role": "NONE",
    "voice": "OUTLET",
    "rebutted": False,
    "distancing": False,
    "issues": "",
}
_MENTIONS = {
    "article_id": pl.Int64,
    "start": pl.Int64,
    "in_headline": pl.Boolean,
    "actor": pl.String,
    "actor_type": pl.String,
    "frames": pl.String,
    "tone": pl.Int8,
    "role": pl.String,
    "voice": pl.String,
    "rebutted": pl.Boolean,
    "distancing": pl.Boolean,
    "issues": pl.String,
}
_ARTICLE = {
    "outlet": "nahar",
    "country": "BH",
    "ownership": "private",
    "date": dt.date(2024, 3, 1),
    "genre": None,
}
_ARTICLES = {
    "article_id": pl.Int64,
    "outlet": pl.String,
    "country": pl.String,
    "ownership": pl.String,
    "date": pl.Date,
    "genre": pl.String,
    "story": pl.Int64,
}
_ACTORS = {"actor": pl.String, "actor_country": pl.String, "person": pl.Boolean}
ACTORS = pl.DataFrame(
    [("acme", "BH", False), ("zenith", None, False), ("person_x", "IQ", True)],
    schema=_ACTORS,
    orient="row",
)


def mention(article_id: int, **codes: Any) -> dict[str, Any]:
    return {"article_id": article_id, **_MENTION, **codes}


def mentions(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=_MENTIONS)


def article(article_id: int, **fields: Any) -> dict[str, Any]:
    return {"article_id": article_id, "story": article_id, **_ARTICLE, **fields}


def articles(rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=_ARTICLES)


def repeated(
    times: int, some_articles: list[dict[str, Any]], some_mentions: list[dict[str, Any]]
) -> Data:
    """The articles so many times, each time as other articles of other stories."""
    size = 1 + max(row["article_id"] for row in some_articles)
    return Data(
        articles=articles(
            {
                **row,
                "article_id": row["article_id"] + size * time,
                "story": row["story"] + size * time,
            }
            for time in range(times)
            for row in some_articles
        ),
        mentions=mentions(
            {**row, "article_id": row["article_id"] + size * time}
            for time in range(times)
            for row in some_mentions
        ),
        actors=ACTORS,
    )


def estimate(
    data: Data, by: tuple[str, ...] = (), *names: str, draws: int = 200, **options: Any
) -> pl.DataFrame:
    figures = indicators.figures(BOOK, indicators=names or None)
    return estimates.estimate(data, BOOK, figures, by=by, draws=draws, seed=1, **options)


def value(table: pl.DataFrame, indicator: str, label: str = "", basis: str = "original") -> Any:
    return row(table, indicator, label, basis)["value"]


def row(
    table: pl.DataFrame, indicator: str, label: str = "", basis: str = "original"
) -> dict[str, Any]:
    return table.row(
        by_predicate=(pl.col("indicator") == indicator)
        & (pl.col("label") == label)
        & (pl.col("basis") == basis),
        named=True,
    )
