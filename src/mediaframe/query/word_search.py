"""Search: articles by Arabic words in any spelling."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import Normalised, fold
from mediaframe.arabic.stem import search_term
from mediaframe.errors import InputError
from mediaframe.store import articles, words
from mediaframe.store import coverage as covered
from mediaframe.store.database import Store
from mediaframe.types import Article

OPEN, CLOSE = "⟦", "⟧"
"""Around the words that were found."""
CONTEXT = 90
"""Characters of a snippet before and after the first hit, about."""
_MAX_WORDS = 20
_PREFIXES = ("ب", "ل", "ك", "ف")
"""Prepositions and a conjunction that stay on a term, see `arabic.stem.stem`."""

_SCHEMA = {
    "date": pl.Date,
    "outlet": pl.String,
    "title": pl.String,
    "snippet": pl.String,
    "url": pl.String,
    "article_id": pl.Int64,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the workspace a search sees."""

    articles: int
    unindexed: int
    """Articles that `analyze` has not read yet."""


def search(
    store: Store,
    text: str,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    outlets: Sequence[str] = (),
    limit: int = 20,
) -> pl.DataFrame:
    """The articles that hold every word, newest first.

    A word stands for all its spellings and forms: diacritics, hamza, ة and ه, proclitics,
    plural, gender and pronoun endings. Nothing in `text` is an operator.

    Args:
        text: the words.
        since: first day; leaves out articles without a date, as `until` does.
        until: last day.
        outlets: ids of the outlets wanted, all where empty.
        limit: most articles to list.

    Returns:
        Columns date, outlet (id), title, snippet (of the original text, the words found between
        OPEN and CLOSE), url, article_id.

    Raises:
        InputError: there is no word in `text`, or there are too many.
    """
    sought = list(dict.fromkeys(WORD.findall(fold(text))))
    if not sought:
        raise InputError("no word to search for")
    if len(sought) > _MAX_WORDS:
        raise InputError(f"{len(sought)} words to search for; at most {_MAX_WORDS}")
    groups = [terms(word) for word in sought]
    with store.read() as conn:
        ids = words.find(
            conn, groups, since=since, until=until, outlets=outlets, limit=max(limit, 0)
        )
        found = articles.many(conn, ids)
    wanted = {term: place for place, group in enumerate(groups) for term in group}
    rows = []
    for article_id in ids:
        article = found[article_id]
        shown = snippet(article, wanted)
        rows.append(
            (article.date, article.outlet_id, article.title, shown, article.url, article_id)
        )
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def coverage(store: Store) -> Coverage:
    """How many articles there are, and how many of them a search cannot find yet."""
    with store.read() as conn:
        total = covered.count(conn)
        return Coverage(articles=total, unindexed=total - covered.indexed(conn))


def terms(word: str) -> frozenset[str]:
    """The search terms that stand for a folded word."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    # with the article a first letter و is seen to be of the root: واحة, الواحة
    found = {search_term(form) for form in (word, bare, "ال" + bare)}
    return frozenset(found | {prefix + term for term in found for prefix in _PREFIXES})


def snippet(article: Article, wanted: Mapping[str, int]) -> str:
    """The text where most of the words stand together, in the body if one is there, marked.

    Args:
        wanted: search terms, each with the number of the word that it stands for.
    """
    for source in (article.text, article.title):
        folded = Normalised(source)
        hits = [
            (*folded.to_original(match.start(), match.end()), wanted[term])
            for match in WORD.finditer(folded.text)
            if (term := search_term(match.group())) in wanted
        ]
        if hits:
            return _cut(source, hits[_densest(hits) :])
    return _cut(article.text or article.title, [])


def _densest(hits: Sequence[tuple[int, int, int]]) -> int:
    # the first hit from which on most different words follow within a snippet
    best, most = 0, 0
    for place, (begin, _, _) in enumerate(hits):
        near = {
            word for start, _, word in hits[place : place + _MAX_WORDS] if start < begin + CONTEXT
        }
        if len(near) > most:
            best, most = place, len(near)
    return best


def _cut(text: str, hits: Sequence[tuple[int, int, int]]) -> str:
    begin, last, _ = hits[0] if hits else (0, 0, 0)
    first = text.find(" ", max(0, begin - CONTEXT), begin) + 1 if begin > CONTEXT else 0
    first = first or max(0, begin - CONTEXT)
    end = min(len(text), last + CONTEXT)
    end = text.rfind(" ", last, end) if end < len(text) and " " in text[last:end] else end
    parts = ["…"] if first else []
    at = first
    for start, stop, _ in hits:
        if stop > end:
            break
        parts += [text[at:start], OPEN, text[start:stop], CLOSE]
        at = stop
    parts.append(text[at:end])
    if end < len(text):
        parts.append("…")
    return " ".join("".join(parts).split())
