"""A store of invented articles with mentions and readings, for the read questions."""

import datetime as dt
from dataclasses import replace
from typing import Any

from mediaframe import codebook, config
from mediaframe.pipeline.work import make_index
from mediaframe.store import actors, articles, outlets, rejects, results, runs, stories, words
from mediaframe.store.database import Connection, Store
from mediaframe.store.results import Result
from mediaframe.types import Actor, Article, Codes, Evidence, Mention, Outlet, Reading, Reject

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")

OUTLETS = [
    Outlet(id="nahar", name_ar="النهار الجديد", country="BH", ownership="state"),
    Outlet(id="safir", name_ar="سفير الرافدين", country="IQ", ownership="private"),
    Outlet(id="silent", name_ar="الصامتة", ownership="unknown", verified=False),
]
ACTORS = [
    Actor(id="wahat", name_ar="جمعية الواحات", type="CSO_ORG", country="MA"),
    Actor(id="global", name_ar="منظمة الشعلة", type="INTL_NGO"),
    Actor(id="person", name_ar="سلمى الوردان", type="ACTIVIST_INDIVIDUAL", is_person=True),
]

WELLS = "حفرت جمعية الواحات عشرين بئراً."
TEXT = f"وصل الوفد صباح أمس إلى القرية. {WELLS} وعاد السكان إلى بيوتهم في المساء."
TARGET = "جمعية الواحات"


def mention(text: str = TEXT, surface: str = TARGET, **fields: Any) -> Mention:
    start = text.index(surface)
    fields = {"actor_type": "CSO_ORG", "actor_id": "wahat"} | fields
    return Mention(start=start, end=start + len(surface), surface=surface, **fields)


def reading(
    mention: Mention, *frames: str, evidence: tuple[Evidence, ...] = (), **codes: Any
) -> Reading:
    frames = frames or ("NONE",)
    return Reading(
        codes=Codes(
            in_scope=mention.in_scope,
            actor_type=mention.actor_type,
            frames=frames,
            primary_frame=frames[0],
            voice=mention.voice,
            **codes,
        ),
        evidence=evidence,
    )


class Filler:
    """Stores articles one after another, each with its mentions and readings."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.number = 0
        outlets.save(conn, OUTLETS)
        actors.save(conn, ACTORS)
        self.detection_id = runs.begin(
            conn, kind="detect", scorer="rules", digest="d", codebook_version="9", settings={}
        )
        self.run_id = runs.begin(
            conn,
            kind="score",
            scorer="lexicon",
            digest="s",
            codebook_version="9",
            settings={},
            detection_id=self.detection_id,
        )

    def article(
        self,
        *coded: tuple[Mention, Reading],
        outlet: str = "nahar",
        date: dt.date | None = dt.date(2024, 3, 1),
        title: str = "أخبار القرى",
        text: str = TEXT,
        story: int | None = None,
        analysed: bool = True,
        indexed: bool = True,
        genre: str | None = None,
    ) -> int:
        """Store an article; returns its id."""
        self.number += 1
        found = Article(
            key=f"key{self.number}",
            outlet_id=outlet,
            title=title,
            text=text,
            url=f"https://news.example/{self.number}",
            date=date,
            genre=genre,
        )
        assert articles.add(self.conn, [found]) == 1
        made = Result(
            article_id=self.number,
            mentions=tuple(m for m, _ in coded),
            readings=tuple(r for _, r in coded),
        )
        if analysed:
            results.save(self.conn, [made], detection_id=self.detection_id, run_id=self.run_id)
        if indexed:
            stories.save(
                self.conn,
                bands={},
                assignments={self.number: story or self.number},
                merges={},
            )
            words.index(self.conn, [(self.number, make_index(title, text).terms)])
        return self.number


def coded(*frames: str, **codes: Any) -> tuple[Mention, Reading]:
    """A mention of جمعية الواحات in TEXT, coded so."""
    found = mention()
    return found, reading(found, *frames, **codes)


def fill_trends(store: Store) -> None:
    """40 stories of nahar with a copy in safir each, and others; see the tests."""
    with store.begin() as conn:
        fill = Filler(conn)
        for place in range(40):
            frames = ("FOREIGN_AGENT",) if place % 4 == 0 else ("SERVICE_RELIEF",)
            tone = -1 if place % 4 == 0 else 1
            first = fill.article(coded(*frames, tone=tone, issues=("ENVIRONMENT",)))
            fill.article(
                coded(*frames, tone=tone, issues=("ENVIRONMENT",)),
                outlet="safir",
                date=dt.date(2024, 4, 2),
                story=first,
            )
        for _ in range(40):
            fill.article()
        fill.article(date=None)
        out = replace(mention(), in_scope=False)
        fill.article((out, reading(out)), outlet="safir")
        fill.article(coded("FOREIGN_AGENT"), analysed=False)
        rejects.add(
            conn,
            [Reject(stage="import", item=f"a.jsonl:{n}", reason="no text: empty") for n in (1, 2)],
        )
        runs.finish(conn, fill.run_id)
