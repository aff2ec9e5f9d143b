"""Places articles and units in cells, and stories of a cell in clusters."""

from collections.abc import Sequence

import polars as pl

from mediaframe.aggregate import keys

MIN_OUTLETS = 12
"""A cell that pools fewer outlets tells of these outlets only."""


def place(articles: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Articles with their keys, and whether each is an original.

    Args:
        articles: article_id, outlet, country, ownership, date, genre, story.
        by: keys; articles without date are left out where one is a period.

    Returns:
        The articles with a column for each period of `by`, and `original`: the earliest article
        of its story in the outlet, country or ownership class that `by` names (among all where
        it names none). A story of two months is an original of the first.
    """
    periods = [key for key in by if key in keys.PERIODS]
    if periods:
        articles = articles.filter(pl.col("date").is_not_null())
    scope = [key for key in by if key in ("outlet", "country", "ownership")]
    repeated = articles.filter(pl.col("story").is_duplicated())
    copies = (
        repeated.sort("date", "article_id", nulls_last=True)
        .with_columns(original=pl.struct("story", *scope).is_first_distinct())
        .filter(~pl.col("original"))
        .select("article_id", "original")
    )
    return articles.join(copies, on="article_id", how="left").with_columns(
        pl.col("original").fill_null(True), *(keys.begin_of(period) for period in periods)
    )


def rows(
    units: pl.DataFrame,
    contexts: pl.DataFrame,
    articles: pl.DataFrame,
    actors: pl.DataFrame,
    *,
    by: Sequence[str],
    issues: Sequence[str],
    show_persons: bool,
) -> pl.DataFrame:
    """Units with all keys of `by`; a unit of several issues has a row for each.

    Args:
        units: of `units.units`, made by voice where `by` has `voice`.
        contexts: of `units.contexts`.
        articles: of `place`.
        actors: actor, actor_country and person (true for individual people).
        issues: ids in codebook order.
        show_persons: list individual people as actors instead of the group PERSONS.
    """
    placed = articles.select(
        "article_id", "outlet", "genre", "story", "original", *_own(by, exclude=("outlet",))
    )
    found = units.join(placed, on="article_id").join(contexts, on="article_id")
    if "actor" in by or "actor_country" in by:
        found = found.join(actors, on="actor", how="left").with_columns(
            pl.col("actor_country").fill_null(keys.UNKNOWN), _party(show_persons=show_persons)
        )
    if "issue" in by:
        held = [
            pl.when(pl.col("issues") & (1 << bit) != 0).then(pl.lit(issue))
            for bit, issue in enumerate(issues)
        ]
        found = found.with_columns(
            issue=pl.when(pl.col("issues") == 0)
            .then(pl.lit("NONE").implode())
            .otherwise(pl.concat_list(held).list.drop_nulls())
        ).explode("issue")
    return found


def _own(by: Sequence[str], *, exclude: Sequence[str] = ()) -> list[str]:
    return [key for key in by if key in keys.ARTICLE_KEYS and key not in exclude]


def _party(*, show_persons: bool) -> pl.Expr:
    person = pl.col("person").fill_null(pl.col("actor_type") == "ACTIVIST_INDIVIDUAL")
    unlinked = pl.lit("unlinked:") + pl.col("actor_type")
    named = pl.coalesce("actor", unlinked)
    if show_persons:
        return named.alias("actor")
    return pl.when(person).then(pl.lit(keys.PERSONS)).otherwise(named).alias("actor")


def table(articles: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The cells, sorted by their keys, with their number `cell`.

    Where `by` has keys of articles only, a cell without any mention is a cell too (silence is a
    finding); with keys of actors, issues or voices, only cells that have a unit.
    """
    source = articles if all(key in keys.ARTICLE_KEYS for key in by) else rows
    if not by:
        return pl.DataFrame({"cell": [0]}, schema={"cell": pl.UInt32})
    return source.select(by).unique().sort(by).with_row_index("cell")


def number(
    frame: pl.DataFrame, cells: pl.DataFrame, by: Sequence[str], *, name: str = "cell"
) -> pl.DataFrame:
    """The rows of the frame with the number of their cell."""
    if not by:
        return frame.with_columns(pl.lit(0, pl.UInt32).alias(name))
    return frame.join(cells, on=list(by))


def strata(frame: pl.DataFrame, by: Sequence[str], *, over: str = "cell") -> pl.DataFrame:
    """The rows with their `stratum`: the outlet's number in cells that pool MIN_OUTLETS or more.

    Adds also `outlets`, how many the cell pools (1 where `by` has the outlet).
    """
    if "outlet" in by:
        return frame.with_columns(stratum=pl.lit(0, pl.UInt32), outlets=pl.lit(1, pl.UInt32))
    pooled = frame.group_by(over).agg(pl.col("outlet").n_unique().alias("outlets"))
    number = pl.col("outlet").rank("dense").cast(pl.UInt32)
    return frame.join(pooled, on=over).with_columns(
        stratum=pl.when(pl.col("outlets") >= MIN_OUTLETS).then(number).otherwise(0)
    )
