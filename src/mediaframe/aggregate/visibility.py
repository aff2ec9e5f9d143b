"""Visibility: how many of all articles mention an actor in scope.

Its denominator is every article, by far most of them without any mention: the stories of a cell
are counted by pattern (articles with a mention, articles) instead of being listed.
"""

from collections.abc import Sequence

import polars as pl

from mediaframe.aggregate import cells, keys

SEEN, ALL = ("seen_original", "seen"), ("original", "all")
"""Articles with a mention and all articles of a story, of original output and of exposure."""


def patterns(
    articles: pl.DataFrame, rows: pl.DataFrame, table: pl.DataFrame, by: Sequence[str]
) -> pl.DataFrame:
    """How many stories of each cell have how many articles, and how many of them with a mention.

    Args:
        articles: of `cells.place`.
        rows: of `cells.rows`, numbered.
        table: of `cells.table`.
        by: the keys; those of actors, issues and voices restrict the mentions, not the articles.

    Returns:
        Columns cell, stratum, outlets (pooled by the cell), SEEN, ALL and count (of stories
        alike); sorted by cell and stratum.
    """
    own = [key for key in by if key in keys.ARTICLE_KEYS]
    # "part": the cell without its keys of actors, issues and voices
    if own:
        parts = table.select(own).unique().sort(own).with_row_index("part")
        numbered = table.join(parts, on=own).select("cell", "part")
    else:
        parts = pl.DataFrame({"part": [0]}, schema={"part": pl.UInt32})
        numbered = table.select("cell", part=pl.lit(0, pl.UInt32))
    placed = cells.strata(cells.number(articles, parts, own, name="part"), by, over="part")
    where = ["part", "stratum", "outlets"]
    placed = placed.select(*where, "article_id", "story", "original")
    stories = placed.group_by(*where, "story").agg(
        pl.col("original").sum().alias("original"), pl.len().alias("all")
    )
    counts = stories.group_by(*where, *ALL).agg(_count("count"))
    seen = (
        rows.select("cell", "article_id")
        .unique()
        .join(numbered, on="cell")
        .join(placed, on=["part", "article_id"])
        .group_by("cell", *where, "story")
        .agg(pl.col("original").sum().alias("seen_original"), pl.len().alias("seen"))
        .join(stories, on=[*where, "story"])
        .group_by("cell", *where, *SEEN, *ALL)
        .agg(_count("count"))
    )
    taken = seen.group_by("cell", *where, *ALL).agg(pl.col("count").sum().alias("taken"))
    unseen = (
        numbered.join(counts, on="part")
        .join(taken, on=["cell", *where, *ALL], how="left")
        .with_columns(
            pl.col("count") - pl.col("taken").fill_null(0),
            *(pl.lit(0, pl.UInt32).alias(name) for name in SEEN),
        )
        .filter(pl.col("count") > 0)
    )
    columns = ["cell", "stratum", "outlets", *SEEN, *ALL, "count"]
    return pl.concat([seen.select(columns), unseen.select(columns)]).sort(columns)


def _count(name: str) -> pl.Expr:
    return pl.len().cast(pl.Int64).alias(name)
