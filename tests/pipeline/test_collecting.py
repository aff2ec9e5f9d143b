"""Collecting from three local outlets; their access logs are the witness."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mediaframe.collect import registry, sources
from mediaframe.collect.fields import Source
from mediaframe.collect.target import Target, choose
from mediaframe.errors import InputError
from mediaframe.pipeline import collecting, saving, source_check
from mediaframe.pipeline.collecting import Collected
from mediaframe.pipeline.work import Index, Outcome
from mediaframe.store import (
    articles,
    captures,
    outlets,
    rejects,
    results,
    revisions,
    words,
)
from mediaframe.store.database import Store
from mediaframe.types import Article, Outlet
from tests.collect.server import Answer, policy
from tests.pipeline.farm import Farm, farm
from tests.store.samples import begin_runs

SUNBULAT = "xx_farm_sunbulat"


@pytest.fixture
def running() -> Iterator[Farm]:
    with farm() as made:
        yield made


@pytest.fixture
def targets(running: Farm, tmp_path: Path) -> list[Target]:
    running.declare(tmp_path)
    found, left_out = choose(registry.load([tmp_path / "outlets.yaml"]))
    assert left_out == []
    return found


def run(store: Store, targets: list[Target], **options: object) -> dict[str, Collected]:
    done = collecting.collect(store, targets, policy=policy(), **options)  # type: ignore[arg-type]
    return {one.outlet_id: one for one in done}


def titles(store: Store) -> Counter[str]:
    with store.read() as conn:
        return Counter(one.title for one in articles.many(conn, range(1, 200)).values())


def page(title: str, text: str) -> Answer:
    return Answer(
        f"<html lang='ar'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )


TEXT = (
    "أعلنت جمعية نخيل للتنمية أمس الأربعاء فتح مركز جديد في حي الورشات القديم، وقالت إن المركز "
    "يقدم دروساً مسائية للعمال وأسرهم. وحضر الافتتاح عدد كبير من سكان الحي وأعضاء المجلس البلدي، "
    "وشكر رئيس المجلس القائمين على الجمعية على ما قدموه للحي في السنوات الماضية."
)


def test_a_changed_article_leaves_a_revision(store, targets, running) -> None:
    server, path = running.servers[SUNBULAT], "/news/20240301-markaz"
    server.routes[path] = page("مركز جديد في حي الورشات", TEXT)
    running.paths[SUNBULAT] = [path]
    running.publish()
    target = [one for one in targets if one.outlet.id == SUNBULAT]
    assert run(store, target)[SUNBULAT].new == 1
    server.routes[path] = page("مركز جديد في حي الورشات القديم", f"{TEXT} وأضاف أن العمل مستمر.")
    running.modified[path] = dt.datetime.now(dt.UTC)
    running.publish()
    done = run(store, target)[SUNBULAT]
    assert (done.new, done.changed, done.unchanged) == (0, 1, 2)
    with store.read() as conn:
        (now,) = articles.many(conn, [1, 2]).values()
        assert now.text.endswith("وأضاف أن العمل مستمر.")
        (kept,) = revisions.of(conn, 1)
        assert (kept.title, kept.text) == ("مركز جديد في حي الورشات", TEXT)
    # asked for again, and the same
    running.modified[path] = dt.datetime.now(dt.UTC)
    running.publish()
    done = run(store, target)[SUNBULAT]
    assert (done.new, done.changed, done.unchanged) == (0, 0, 3)


def test_one_text_under_two_addresses_is_one_article(store, targets, running) -> None:
    server, paths = running.servers[SUNBULAT], ["/news/20240301-a", "/news/20240301-b"]
    for path in paths:
        server.routes[path] = page("مركز جديد", TEXT)
    running.paths[SUNBULAT] = paths
    running.publish()
    target = [one for one in targets if one.outlet.id == SUNBULAT]
    done = run(store, target)[SUNBULAT]
    assert (done.new, done.repeated) == (1, 1)
    with store.read() as conn:
        found = captures.of(conn, [server.url + path for path in paths])
        assert {one.article_id for one in found.values()} == {1}
    # an address that later says something else is an article of its own
    server.routes[paths[1]] = page("حديقة جديدة", TEXT.replace("مركز", "حديقة"))
    running.modified[paths[1]] = dt.datetime.now(dt.UTC)
    running.publish()
    done = run(store, target)[SUNBULAT]
    assert (done.new, done.changed) == (1, 0)
    assert titles(store) == {"مركز جديد": 1, "حديقة جديدة": 1}


@pytest.mark.parametrize("name", ["", "سنبلة", SUNBULAT])
def test_an_imported_article_is_the_collected_one(store, targets, running, name) -> None:
    server, path = running.servers[SUNBULAT], running.paths[SUNBULAT][0]
    url = server.url + path
    key = sources.key(Source(item="f:1", text="نص قديم", outlet=name, url=url))
    imported = Article(
        key=key, outlet_id=SUNBULAT, text="نص قديم", title="قديم", url=url, date=dt.date(2020, 1, 1)
    )
    with store.begin() as conn:
        outlets.save(conn, [Outlet(id=SUNBULAT, name_ar="سنبلة")])
        articles.add(conn, [imported])
    target = [one for one in targets if one.outlet.id == SUNBULAT]
    done = run(store, target)[SUNBULAT]
    assert (done.new, done.changed) == (5, 1)
    with store.read() as conn:
        assert articles.count(conn) == 6
        assert articles.by_key(conn, [key])[key].title == running.titles[url]
        assert revisions.of(conn, 1)[0].text == "نص قديم"


def test_pages_that_are_no_articles_are_rejected(store, targets, running) -> None:
    server = running.servers[SUNBULAT]
    english = "The council of the port opened a new library for the workers of the old quarter. "
    server.routes["/news/20240301-en"] = page("New library", english * 8)
    server.routes["/news/20240302-long"] = page("طويل", " ".join([TEXT] * 20))
    running.paths[SUNBULAT] = ["/news/20240301-en", "/news/20240302-long"]
    running.publish()
    target = [one for one in targets if one.outlet.id == SUNBULAT]
    done = run(store, target, max_bytes=5_000)[SUNBULAT]
    assert done.rejected["not-arabic"] == 1
    assert done.rejected["article longer than 5000 bytes"] == 1
    assert done.failed.startswith("no article could be read")
    with store.read() as conn:
        assert articles.count(conn) == 0
        assert ("collect", "not-arabic") in rejects.counts(conn)
    running.forget()
    assert run(store, target)[SUNBULAT].rejected == {}
    assert running.articles_asked() == []


def test_what_came_after_all_is_no_reject_any_more(store, targets, running) -> None:
    server, path = running.servers[SUNBULAT], running.paths[SUNBULAT][0]
    whole = server.routes[path]
    server.routes[path] = Answer(status=403)
    target = [one for one in targets if one.outlet.id == SUNBULAT]
    assert run(store, target)[SUNBULAT].rejected["http 403"] == 1
    server.routes[path] = whole
    done = run(store, target)[SUNBULAT]
    assert (done.new, done.rejected) == (1, {})
    with store.read() as conn:
        assert ("collect", "http 403") not in rejects.counts(conn)


def test_a_source_that_cannot_be_read_fails_the_outlet(store, targets, running) -> None:
    running.servers[SUNBULAT].routes["/sitemap.xml"] = Answer("<html>مرحبا</html>")
    done = run(store, targets)
    assert done[SUNBULAT].failed.startswith("no source could be read")
    assert done[SUNBULAT].sources_failed == 1
    assert {one.new for one in done.values() if one.outlet_id != SUNBULAT} == {6}
    with store.read() as conn:
        assert ("collect", done[SUNBULAT].rejected.most_common()[0][0]) in rejects.counts(conn)


def test_the_most_articles_and_wrong_options(store, targets, running) -> None:
    pages: list[int] = []
    done = run(store, targets, max_articles=2, advance=pages.append)
    assert sum(pages) == 6
    assert {one.new for one in done.values()} == {2}
    assert {one.cut for one in done.values()} == {"2 articles reached"}
    with pytest.raises(InputError, match="after the last day"):
        run(store, targets, since=dt.date(2024, 2, 1), until=dt.date(2024, 1, 1))


def test_the_date_of_the_feed_where_the_page_has_none(store, targets, running) -> None:
    server = running.servers["xx_farm_afaq"]
    for number, date in enumerate(("Mon, 06 May 2024 22:30:00 GMT", "Mon, 06 May 2999 10:00 GMT")):
        server.routes[f"/n/{number}"] = page(f"مركز جديد {number}", TEXT)
        server.routes[f"/rss{number}"] = Answer(
            f'<rss version="2.0"><channel><item><link>{server.url}/n/{number}</link>'
            f"<pubDate>{date}</pubDate></item></channel></rss>",
            headers={"Content-Type": "application/xml"},
        )
    (target,) = [one for one in targets if one.outlet.id == "xx_farm_afaq"]
    feeds = [{"url": f"{server.url}/rss{number}"} for number in (0, 1)]
    changed = target.sources.model_validate({"feeds": feeds, "timezone": "Asia/Baghdad"})
    assert run(store, [replace(target, sources=changed)])["xx_farm_afaq"].new == 2
    with store.read() as conn:
        found = {one.title: one.date for one in articles.many(conn, [1, 2]).values()}
    assert found == {"مركز جديد 0": dt.date(2024, 5, 7), "مركز جديد 1": None}


def test_an_analysis_leaves_articles_that_were_replaced_meanwhile(store) -> None:
    def outcome(article_id: int) -> Outcome:
        index = Index(bands=(article_id,), terms="مركز")
        return Outcome(article_id=article_id, index=index, mentions=(), readings=(), rejects=())

    with store.begin() as conn:
        outlets.save(conn, [Outlet(id=SUNBULAT, name_ar="سنبلة")])
        texts = (Article(key=key, outlet_id=SUNBULAT, text=TEXT) for key in "ab")
        articles.add(conn, texts)
        detect, score = begin_runs(conn)
        revisions.add(conn, 1, title="", text="نص قديم")
    done = saving.save(store, [outcome(1), outcome(2)], detection_id=detect, run_id=score)
    assert done.articles == 1
    with store.read() as conn:
        assert results.done(conn, score, [1, 2]) == {2}
        assert words.find(conn, [["مركز"]]) == [2]


def test_sources_are_checked_live(targets, running) -> None:
    running.servers["xx_farm_mujaz"].routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /")
    found = {
        one.outlet: one for one in source_check.check(targets, policy=policy(), max_bytes=1_000_000)
    }
    good = found[SUNBULAT]
    assert (good.status, good.robots, good.items, good.good) == (200, "allowed", 9, True)
    assert good.extracted.startswith("yes: ")
    barred = found["xx_farm_mujaz"]
    assert (barred.status, barred.good) == (None, False)
    assert barred.robots == barred.trouble == "robots.txt disallows it"
    assert Counter(urls.rpartition("/")[2] for urls in running.asked())["sitemap.xml"] == 1
