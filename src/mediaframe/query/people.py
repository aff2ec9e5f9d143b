"""Who is an individual person, whom nothing lists by default: those in the news can be at risk."""

import polars as pl

PERSON = "ACTIVIST_INDIVIDUAL"
"""The codebook's actor type of individual people."""


def groups_only(mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions that are not of individual people (columns is_person and actor_type)."""
    return mentions.filter(~pl.col("is_person").fill_null(False) & (pl.col("actor_type") != PERSON))
