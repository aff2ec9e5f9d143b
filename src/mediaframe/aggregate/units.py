"""Units of reporting: article x actor, each with weight 1, put together from mentions.

Mentions that are linked to no actor of the registry make one unit for each actor type in an
article: their spellings do not tell how many organisations they are, and more units than actors
would feign more evidence than there is.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from mediaframe.codebook import Codebook
from mediaframe.types import NONE

EXCLUDED = "POLITICAL_EXCLUDED"
"""Actor type that the codebook records and never aggregates."""
LEAD_CHARS = 300
"""A mention that begins before counts as one of the lead."""


def units(mentions: pl.DataFrame, book: Codebook, *, by_voice: bool = False) -> pl.DataFrame:
    """The article x actor units of mentions in scope.

    Args:
        mentions: columns of `store.units.coded`.
        by_voice: make one unit for each voice that characterises the actor in the article.

    Returns:
        One row per unit: article_id, actor (null if not linked), actor_type, frames (bits in
        codebook order, of all mentions), accused (a delegitimising frame that is not rebutted),
        own and relayed (such a frame in the outlet's voice; in a state's or another's), tone
        (sign of the mean, headline and lead mentions twice), role (of a mention in the headline,
        then the most frequent one, then the first; NONE only if no mention carries a role),
        distancing, mentions (their number), actor_voice (those in the actor's voice); and voice
        if `by_voice`.
    """
    hostile = mask(book.superframe("DELEGITIMATION"), book.frame_ids)
    voice = pl.col("voice")
    found = (
        mentions.filter(pl.col("actor_type") != EXCLUDED)
        .sort("article_id", ~pl.col("in_headline"), "start")
        .with_row_index("order")
        .with_columns(
            party(by_voice=by_voice),
            bits("frames", mentions["frames"], book.frame_ids),
            weight=pl.when(pl.col("in_headline") | (pl.col("start") < LEAD_CHARS))
            .then(2)
            .otherwise(1),
        )
        .with_columns(accused=(pl.col("frames") & hostile != 0) & ~pl.col("rebutted"))
    )
    made = found.group_by("article_id", "party", maintain_order=True).agg(
        pl.col("actor", "actor_type").first(),
        *([voice.first()] if by_voice else []),
        pl.col("frames").bitwise_or(),
        pl.col("accused").any(),
        own=(pl.col("accused") & (voice == "OUTLET")).any(),
        relayed=(pl.col("accused") & voice.is_in(["STATE", "OTHER"])).any(),
        tone=(pl.col("weight") * pl.col("tone")).sum().sign(),
        distancing=pl.col("distancing").any(),
        mentions=pl.len(),
        actor_voice=(voice == "ACTOR").sum(),
    )
    role = (
        found.filter(pl.col("role") != NONE)
        .group_by("article_id", "party", "role")
        .agg(pl.col("in_headline").any(), pl.len(), pl.col("order").min())
        .sort(~pl.col("in_headline"), -pl.col("len").cast(pl.Int64), "order")
        .unique(["article_id", "party"], keep="first")
        .select("article_id", "party", "role")
    )
    return (
        made.join(role, on=["article_id", "party"], how="left", maintain_order="left")
        .with_columns(pl.col("role").fill_null(NONE))
        .drop("party")
    )


def contexts(mentions: pl.DataFrame, book: Codebook) -> pl.DataFrame:
    """What belongs to the article as a whole.

    Returns:
        One row per article with a mention in scope: article_id, issues (bits in codebook order,
        of all its mentions), reply (some mention is in the voice of an actor).
    """
    return (
        mentions.filter(pl.col("actor_type") != EXCLUDED)
        .with_columns(bits("issues", mentions["issues"], book.issue_ids))
        .group_by("article_id")
        .agg(pl.col("issues").bitwise_or(), reply=(pl.col("voice") == "ACTOR").any())
    )


def party(*, by_voice: bool) -> pl.Expr:
    """A number that is the same for mentions of one unit of an article."""
    name = pl.coalesce("actor", pl.lit("type:") + pl.col("actor_type"))
    if by_voice:
        name = name + pl.lit(" ") + pl.col("voice")
    return name.cast(pl.Categorical).to_physical().alias("party")


def bits(name: str, values: pl.Series, ids: Sequence[str]) -> pl.Expr:
    """The column `name` of ids joined by spaces as bits, in the order of `ids`.

    Args:
        values: all values of the column; ids that a later codebook has dropped count for nothing.
    """
    masks = {"": 0} | {value: mask(value.split(), ids) for value in values.unique().to_list()}
    return (
        pl.col(name)
        .replace_strict(list(masks), list(masks.values()), return_dtype=pl.Int64)
        .alias(name)
    )


def mask(names: Iterable[str], ids: Sequence[str]) -> int:
    """The bits of those `names` that are among `ids`."""
    return sum(1 << ids.index(name) for name in set(names) if name in ids)
