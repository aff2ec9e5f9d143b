"""Codes that people gave, as coded windows to learn from."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from mediaframe.pipeline.filters import Row
from mediaframe.score import inputs
from mediaframe.store import articles, mentions, outlets, readings, results, runs
from mediaframe.store.database import Connection, Store
from mediaframe.store.runs import Run
from mediaframe.types import Article, Codes, Mention

_AT_ONCE = 5_000
"""Articles that one query asks for, which SQLite limits."""

_Place = tuple[int, bool, int, int]
"""Article, whether in its headline, start and end."""


def gold(store: Store) -> Iterator[Row]:
    """All coded mentions in their windows, as `learn.dataset.read` takes them, by article.

    Of the coders of a mention `codes` are those of the one of whom a file was recorded first, and
    `codes_second` those of the next; of two files of one coder the one recorded last counts.
    """
    with store.read() as conn:
        human = runs.of_people(conn)
        ids = sorted({i for run in human for i in results.articles(conn, run.id)})
        coders = list(dict.fromkeys(str(run.settings["coder"]) for run in human))
        countries = {outlet.id: outlet.country or "" for outlet in outlets.all(conn)}
        for begin in range(0, len(ids), _AT_ONCE):
            some = ids[begin : begin + _AT_ONCE]
            stored = articles.many(conn, some)
            for place, (mention, coded) in sorted(_coded(conn, human, some).items()):
                article = stored[place[0]]
                codes = [coded[coder] for coder in coders if coder in coded]
                yield _row(article, mention, codes, countries[article.outlet_id])


def _coded(
    conn: Connection, human: Sequence[Run], article_ids: Sequence[int]
) -> dict[_Place, tuple[Mention, dict[str, Codes]]]:
    """The mentions at their places, with the codes of every coder."""
    found: dict[_Place, tuple[Mention, dict[str, Codes]]] = {}
    for run in sorted(human, key=lambda run: run.started):
        assert run.detection_id is not None
        read = readings.of(conn, run.id, article_ids)
        for article_id, some in mentions.of(conn, run.detection_id, article_ids).items():
            for mention_id, mention in some:
                place = (article_id, mention.in_headline, mention.start, mention.end)
                _, coded = found.setdefault(place, (mention, {}))
                coded[str(run.settings["coder"])] = read[mention_id].codes
    return found


def _row(article: Article, mention: Mention, coded: Sequence[Codes], country: str) -> Row:
    window = inputs.window(article.key, article.title, article.text, mention)
    row = {
        "id": window.id,
        "article": article.key,
        "headline": window.headline,
        "text": window.text,
        "start": window.start,
        "end": window.end,
        "in_headline": window.in_headline,
        "outlet": article.outlet_id,
        "country": country,
        "codes": asdict(coded[0]),
    }
    return row | ({"codes_second": asdict(coded[1])} if len(coded) > 1 else {})
