"""Stores a collected article: as a new one, over the one that it was, or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from mediaframe.collect import sources
from mediaframe.collect.fetched import Capture
from mediaframe.collect.fields import Source
from mediaframe.store import articles, captures, results, revisions, stories, words
from mediaframe.store.database import Connection
from mediaframe.types import Article, Outlet


class Arrival(Enum):
    """What a collected article turned out to be."""

    NEW = "new"
    CHANGED = "changed"
    """Stored before with another title or text, which is kept as a revision."""
    AMENDED = "amended"
    """The same title and text; its author, section, dates, subtitle or agency differ."""
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    """The text of an article that the outlet has under another URL."""


def store(
    conn: Connection,
    article: Article,
    capture: Capture,
    outlet: Outlet,
    *,
    update: bool = True,
    amend: bool = False,
) -> tuple[Arrival, int]:
    """Store the article of a capture; what it is, and the id of the stored one.

    Imports identify an article by its outlet as the file names it: one that a file brought under
    any name of the registry's outlet is found.

    Args:
        update: replace a stored title and text that differ; else the stored ones stay.
        amend: replace what else differs, also where title and text are the same.
    """
    keys = list(dict.fromkeys((article.key, *_other_keys(capture, outlet))))
    stored = articles.by_key(conn, keys)
    old = next((stored[key] for key in keys if key in stored), None)
    if old is not None:
        assert old.id is not None
        changed = _changed(old, article)
        if update and not _same(old, article):
            _revise(conn, old, changed)
            return Arrival.CHANGED, old.id
        if amend and changed != old:
            articles.replace(conn, changed)
            return Arrival.AMENDED, old.id
        return Arrival.UNCHANGED, old.id
    digest = captures.digest(article.title, article.text)
    ids = captures.articles_of(conn, article.outlet_id, digest)
    for article_id, other in (articles.many(conn, ids) if ids else {}).items():
        if _same(other, article):
            return Arrival.REPEATED, article_id
    articles.add(conn, [article])
    added = articles.by_key(conn, [article.key])[article.key].id
    assert added is not None
    return Arrival.NEW, added


def _other_keys(capture: Capture, outlet: Outlet) -> Iterator[str]:
    names = ("", outlet.id, outlet.name_ar, *outlet.name_en.split(" / "), *outlet.domains)
    urls = [capture.canonical_url, capture.final_url]
    if capture.found == capture.canonical_url:
        urls.append(capture.url)
    for name in dict.fromkeys(names):
        for url in dict.fromkeys(urls):
            yield sources.key(Source(item=url, text="", outlet=name, url=url))


def _same(one: Article, other: Article) -> bool:
    return (one.title, one.text) == (other.title, other.text)


def _changed(old: Article, new: Article) -> Article:
    """The stored article as the page has it now; what the page does not say stays."""
    return replace(
        old,
        title=new.title,
        text=new.text,
        author=new.author or old.author,
        genre=new.genre or old.genre,
        date=new.date or old.date,
        subtitle=new.subtitle or old.subtitle,
        wire=new.wire or old.wire,
        updated=new.updated or old.updated,
    )


def _revise(conn: Connection, old: Article, new: Article) -> None:
    # imported here: most collections change no article
    from mediaframe.pipeline import relabelling

    assert old.id is not None
    results.lock(conn)
    coded = relabelling.of(conn, old.id)
    revisions.add(conn, old.id, title=old.title, text=old.text)
    if old.id in stories.of(conn, [old.id]):
        words.remove(conn, [(old.id, _terms(old))])
    stories.forget(conn, [old.id])
    results.forget(conn, [old.id])
    articles.replace(conn, new)
    relabelling.keep(conn, new, coded)


def _terms(article: Article) -> str:
    # imported here: most collections change no article that was analysed
    from mediaframe.pipeline.work import make_index

    try:
        return make_index(article.title, article.text).terms
    except Exception:
        return ""  # it failed in the analysis too, which then indexed nothing
