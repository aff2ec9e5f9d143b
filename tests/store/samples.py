"""Invented articles for the tests of the store."""

import datetime as dt

from sqlalchemy import Connection

from mediaframe.store import articles, outlets, runs
from mediaframe.types import Article, Outlet

OUTLETS = [Outlet(id="nahar", name_ar="النهار الجديد"), Outlet(id="safir", name_ar="سفير الخليج")]


def article(
    number: int, *, outlet: str = "nahar", day: int | None = None, text: str = ""
) -> Article:
    return Article(
        key=f"key{number}",
        outlet_id=outlet,
        title=f"عنوان {number}",
        text=text or f"نص الخبر رقم {number}.",
        date=None if day is None else dt.date(2024, 3, day),
    )


def add(conn: Connection, *batch: Article) -> list[int]:
    """Store outlets and articles; returns the ids of the new articles, which follow each other."""
    outlets.save(conn, OUTLETS)
    before = articles.count(conn)
    articles.add(conn, batch)
    return list(range(before + 1, articles.count(conn) + 1))


def begin_runs(conn: Connection, digest: str = "s") -> tuple[int, int]:
    """A detection run, and a scoring run of its mentions."""
    detect = runs.begin(
        conn, kind="detect", scorer="rules", digest="d", codebook_version="1", settings={}
    )
    score = runs.begin(
        conn,
        kind="score",
        scorer="lexicon",
        digest=digest,
        codebook_version="1",
        settings={},
        detection_id=detect,
    )
    return detect, score
