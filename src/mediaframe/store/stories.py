"""Stories: clusters of near-duplicate articles, and the bands that propose candidates."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select, text, update

from mediaframe.store import tables

_MEMBERS = tables.story_members
_BANDS = tables.bands
MOST_CANDIDATES = 20
"""Articles taken of one band, the newest: thousands that repeat one form would take for ever."""
_CANDIDATES = """
SELECT newest.value, newest.article_id, story_members.story_id
FROM (
    SELECT bands.value, bands.article_id,
        ROW_NUMBER() OVER (PARTITION BY bands.value ORDER BY bands.article_id DESC) AS place
    FROM {} AS wanted JOIN bands ON bands.value = wanted.value
) AS newest
JOIN story_members ON story_members.article_id = newest.article_id
WHERE newest.place <= {}
"""


def of(conn: Connection, article_ids: Collection[int]) -> dict[int, int]:
    """The story of each article that has one, by article id."""
    query = select(_MEMBERS.c.article_id, _MEMBERS.c.story_id).where(
        _MEMBERS.c.article_id.in_(article_ids)
    )
    return dict(conn.execute(query).all())


def candidates(
    conn: Connection, bands: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, int, int]]:
    """Stored articles that share a band with one of a batch, of each band the newest few.

    Args:
        bands: the bands of each article of the batch, by article id.

    Yields:
        The article of the batch, the stored article and the stored article's story.
    """
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for article_id, values in bands.items():
        for value in values:
            holders[value].append(article_id)
    # one array is one parameter: a thousand would cost more than the search
    wanted: object
    if conn.dialect.name == "postgresql":
        source, wanted = "(SELECT unnest(CAST(:values AS bigint[])) AS value)", list(holders)
    else:
        source, wanted = "json_each(:values)", json.dumps(list(holders))
    found = conn.execute(text(_CANDIDATES.format(source, MOST_CANDIDATES)), {"values": wanted})
    for value, stored_id, story_id in found:
        for article_id in holders[value]:
            yield article_id, stored_id, story_id


def save(
    conn: Connection,
    *,
    bands: Mapping[int, Sequence[int]],
    assignments: Mapping[int, int],
    merges: Mapping[int, int],
) -> None:
    """Store the bands and stories of a batch of new articles, and stories that became one.

    Args:
        bands: by article id.
        assignments: article id -> story id.
        merges: stored story id -> the story id that its articles get.
    """
    for old, new in merges.items():
        conn.execute(update(_MEMBERS).where(_MEMBERS.c.story_id == old).values(story_id=new))
    rows = [{"article_id": article, "story_id": story} for article, story in assignments.items()]
    if rows:
        conn.execute(insert(_MEMBERS), rows)
    # sorted: the rows land in the order of the tree that holds them
    values = sorted({(value, article) for article, found in bands.items() for value in found})
    if values:
        mark = "?" if conn.dialect.paramstyle == "qmark" else "%s"
        conn.exec_driver_sql(
            f"INSERT INTO bands (value, article_id) VALUES ({mark}, {mark})", values
        )


def forget(conn: Connection, article_ids: Collection[int]) -> None:
    """Take articles out of their stories, to be put into one anew; the others stay together."""
    left = set(of(conn, article_ids).values())
    conn.execute(delete(_BANDS).where(_BANDS.c.article_id.in_(article_ids)))
    conn.execute(delete(_MEMBERS).where(_MEMBERS.c.article_id.in_(article_ids)))
    for story_id in left.intersection(article_ids):
        # a story is named after its first article
        members = _MEMBERS.c.story_id == story_id
        first = conn.execute(select(func.min(_MEMBERS.c.article_id)).where(members)).scalar()
        if first is not None:
            conn.execute(update(_MEMBERS).where(members).values(story_id=first))


def count(conn: Connection) -> int:
    """How many stories there are."""
    return conn.execute(select(func.count(_MEMBERS.c.story_id.distinct()))).scalar_one()


def clear(conn: Connection) -> None:
    """Forget all stories and bands, to find them anew."""
    conn.execute(delete(_BANDS))
    conn.execute(delete(_MEMBERS))
