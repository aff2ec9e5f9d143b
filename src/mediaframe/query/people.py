"""Who is an individual person, whom nothing lists by default: those in the news can be at risk."""

import polars as pl

from mediaframe.types import Actor, Mention

PERSON = "ACTIVIST_INDIVIDUAL"
"""The codebook's actor type of individual people."""
PERSON_OR_BODY = "JOURNALIST_MEDIA"
"""The actor type of journalists and of press bodies: a body is known only by the registry."""


def is_person(mention: Mention, actor: Actor | None) -> bool:
    """Whether the mention is of an individual person, as in `groups_only`.

    Args:
        actor: the registered one that is mentioned.
    """
    if actor is None:
        return mention.actor_type in (PERSON, PERSON_OR_BODY)
    return actor.is_person or mention.actor_type == PERSON


def groups_only(mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions that are not of individual people.

    Args:
        mentions: with columns `is_person` (null for an actor of no registry), `actor` (id or
            null) and `actor_type`.
    """
    kind = pl.col("actor_type")
    return mentions.filter(
        ~pl.col("is_person").fill_null(False)
        & (kind != PERSON)
        & ~((kind == PERSON_OR_BODY) & pl.col("actor").is_null())
    )
