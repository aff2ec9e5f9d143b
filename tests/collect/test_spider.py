"""The spider against a real server, whose log is the witness."""

import asyncio
import datetime as dt
import gzip
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from twisted.web.client import Agent

from mediaframe.collect.crawl import crawl
from mediaframe.collect.download import AddressRefusedError, GuardedReactor
from mediaframe.collect.fetched import (
    Capture,
    Event,
    Miss,
    OutletSummary,
    SourceState,
    Unchanged,
)
from mediaframe.collect.outlet_sources import OutletSources
from mediaframe.collect.reactor import running_loop
from mediaframe.collect.retries import retry_after
from mediaframe.collect.target import Target
from mediaframe.errors import InputError
from mediaframe.types import Outlet
from tests.collect.journal import Journal
from tests.collect.server import Answer, Asked, Server, policy

XML = {"Content-Type": "application/xml"}
PAGE = "<html><body><p>اجتمع اتحاد الجمعيات في مدينة آفاق.</p></body></html>"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def target(server: Server, /, name: str = "afaq", urls: tuple[str, ...] = (), **sources: object):
    outlet = Outlet(id=name, name_ar="آفاق")
    return Target(outlet=outlet, sources=OutletSources.model_validate(sources), urls=urls)


def rss(server: Server, paths: list[str], date: str = "Mon, 06 May 2024 10:00:00 +0300") -> str:
    items = "".join(
        f"<item><title>خبر</title><link>{server.url}{path}</link><pubDate>{date}</pubDate></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def sitemap(server: Server, entries: dict[str, str]) -> str:
    urls = "".join(
        f"<url><loc>{server.url}{path}</loc><lastmod>{date}</lastmod></url>"
        for path, date in entries.items()
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def articles(server: Server, *paths: str) -> list[str]:
    for path in paths:
        server.routes[quote(path)] = Answer(PAGE)
    return list(paths)


def run(*targets: Target, **options: object) -> list[Event]:
    options.setdefault("policy", policy())
    return list(crawl(targets, **options))  # type: ignore[arg-type]


def of(events: list[Event], kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def summary(events: list[Event]) -> OutletSummary:
    return of(events, OutletSummary)[-1]


def reasons(events: list[Event]) -> list[str]:
    return [miss.reason for miss in of(events, Miss)]


def by_hand(server: Server, *paths: str, **options: object) -> list[Event]:
    return run(target(server, urls=tuple(server.url + path for path in paths)), **options)


# sources


def test_a_feed(server):
    paths = articles(server, "/news/1", "/news/2")
    server.routes["/rss"] = Answer(rss(server, [*paths, "/news/1?utm_source=rss"]), headers=XML)
    events = run(target(server, feeds=[f"{server.url}/rss"]))
    found = of(events, Capture)
    assert [capture.url for capture in found] == [server.url + path for path in paths]
    assert found[0].body.decode() == PAGE
    assert found[0].feed_date == dt.datetime(2024, 5, 6, 7, tzinfo=dt.UTC)
    assert found[0].canonical_url == found[0].found == found[0].url
    assert found[0].headers["content-type"].startswith("text/html")
    state = of(events, SourceState)[0]
    assert (state.status, state.items, state.complete) == (200, 3, True)
    assert state.latest == found[0].feed_date
    assert summary(events) == OutletSummary(outlet_id="afaq", found=2, new=2, sources=1)
    assert server.paths == ["/robots.txt", "/rss", "/news/1", "/news/2"]


def test_requests_say_who_asks(server):
    by_hand(server, "/news/1")
    for asked in server.log:
        assert asked.headers["User-Agent"] == ("mediaframe/0.1 (research; +desk@example.org)")
        assert "Referer" not in asked.headers
        assert "Cookie" not in asked.headers


@pytest.mark.parametrize("contact", ["", "me", "http://", "a b@c.d"])
def test_without_a_contact_nothing_runs(contact):
    with pytest.raises(InputError, match="no contact given"):
        policy(contact=contact)


def test_sitemaps_of_an_index_within_the_period(server):
    paths = articles(server, "/n/1", "/n/2", "/n/3", "/n/4")
    index = "".join(
        f"<sitemap><loc>{server.url}/{name}</loc><lastmod>{date}</lastmod></sitemap>"
        for name, date in (("old.xml", "2019-12-01"), ("new.xml.gz", "2024-05-07"))
    )
    news = (
        f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{server.url}'
        "/n/4</loc><n:news><n:publication_date>2024-05-08T00:30:00+03:00</n:publication_date>"
        "</n:news></url></urlset>"
    )
    server.routes["/index.xml"] = Answer(f"<sitemapindex>{index}</sitemapindex>", headers=XML)
    dates = dict(zip(paths, ["2024-05-06T10:00:00+03:00", "2024-05-01", "", ""], strict=True))
    del dates["/n/4"]
    server.routes["/new.xml.gz"] = Answer(
        gzip.compress(sitemap(server, dates).encode()), headers={"Content-Type": "application/gzip"}
    )
    server.routes["/news.xml"] = Answer(news, headers=XML)
    outlet = target(
        server,
        sitemaps=[f"{server.url}/index.xml", f"{server.url}/news.xml"],
        timezone="Asia/Baghdad",
    )
    options = {"since": dt.date(2024, 5, 5), "until": dt.date(2024, 5, 7)}
    events = run(outlet, **options)
    # /n/3 has no date, so only its text can tell; /n/4 is of the 8th in Baghdad
    assert [capture.url[-4:] for capture in of(events, Capture)] == ["/n/1", "/n/3"]
    assert of(events, Capture)[0].sitemap_date == dt.datetime(2024, 5, 6, 7, tzinfo=dt.UTC)
    assert "/old.xml" not in server.paths
    assert summary(events).outside == 2
    # what was left out must be found when the period is another one
    assert not any(state.complete for state in of(events, SourceState))


def test_sitemaps_that_name_each_other_end(server):
    loop = f"<sitemapindex><sitemap><loc>{server.url}/a.xml</loc></sitemap></sitemapindex>"
    server.routes["/a.xml"] = Answer(loop, headers=XML)
    run(target(server, sitemaps=[f"{server.url}/a.xml"]))
    assert server.paths == ["/robots.txt", "/a.xml"]


def section_pages(server: Server, *pages: list[str]) -> None:
    for number, paths in enumerate(pages, start=1):
        name = "/سياسة" if number == 1 else f"/s?page={number}"
        links = "".join(f'<a href="{path}">خبر</a>' for path in ["/about", *paths])
        url = "/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9" if number == 1 else name
        server.routes[url] = Answer(f"{links}<a href='http://other.example/news/12345'>x</a>")


def section(server: Server) -> dict[str, str]:
    return {"url": f"{server.url}/سياسة", "pages": f"{server.url}/s?page={{page}}"}


def test_a_section_is_walked_until_a_page_has_nothing_new(server, tmp_path):
    one, two = (articles(server, f"/news/{n}0001", f"/news/{n}0002") for n in (1, 2))
    section_pages(server, one, two, one, ["/news/90009"])
    with Journal(tmp_path / "journal") as journal:
        for event in crawl([target(server, sections=[section(server)])], policy=policy()):
            journal.record(event)
        assert [path for path in server.paths if "news" in path] == one + two
        assert "/s?page=4" not in server.paths
        server.log.clear()
        # walked to its end before: the first page without news ends it
        events = run(target(server, sections=[section(server)]), known=journal)
    assert server.paths == ["/robots.txt", "/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9"]
    assert summary(events).unchanged == 2


def test_a_section_left_halfway_is_walked_to_its_end(server, tmp_path):
    one, two = (articles(server, f"/news/{n}0001", f"/news/{n}0002") for n in (1, 2))
    section_pages(server, one, two)
    with Journal(tmp_path / "journal") as journal:
        outlet = target(server, sections=[section(server)])
        for event in crawl([outlet], policy=policy(), max_articles=2):
            journal.record(event)
        assert [path for path in server.paths if "news" in path] == one
        server.log.clear()
        run(outlet, known=journal)
    assert [path for path in server.paths if "news" in path] == two


def test_an_archive_by_date(server, tmp_path):
    for day in (5, 6, 7):
        articles(server, f"/news/{day}0000")
        server.routes[f"/archive/2024/05/0{day}"] = Answer(f'<a href="/news/{day}0000">x</a>')
    outlet = target(server, archives=[f"{server.url}/archive/{{date:%Y/%m/%d}}"])
    days = {"since": dt.date(2024, 5, 5), "until": dt.date(2024, 5, 7)}
    with Journal(tmp_path / "journal") as journal:
        for event in crawl([outlet], policy=policy(), **days):
            journal.record(event)
        assert len([path for path in server.paths if "news" in path]) == 3
        server.log.clear()
        # past days do not change
        run(outlet, known=journal, **days)
    assert server.paths == []
    assert "first day" in summary(run(outlet)).failed


def test_urls_given_by_hand(server):
    articles(server, "/a")
    events = by_hand(server, "/a", "/b")
    assert [capture.kind for capture in of(events, Capture)] == ["list"]
    assert reasons(events) == ["http 404"]
    assert summary(events).rejected == {"http 404": 1}


def test_patterns(server):
    paths = articles(server, "/خبر/1", "/رأي/2", "/خبر/3/صور")
    server.routes["/rss"] = Answer(rss(server, paths), headers=XML)
    outlet = target(server, feeds=[f"{server.url}/rss"], include=["/خبر/"], exclude=["/صور$"])
    events = run(outlet)
    assert summary(events).found == 1
    assert summary(events).rejected["left out by pattern"] == 2


def test_links_to_other_sites_are_not_followed(server):
    with Server() as other:
        other.routes["/n/1"] = Answer(PAGE)
        server.routes["/rss"] = Answer(rss(other, ["/n/1"]), headers=XML)
        events = run(target(server, feeds=[f"{server.url}/rss"]))
    assert other.log == []
    assert reasons(events)[0].startswith("leads to another site: ")


def test_the_largest_number_of_articles(server):
    paths = articles(server, *(f"/n/{n}" for n in range(9)))
    server.routes["/rss"] = Answer(rss(server, paths), headers=XML)
    events = run(target(server, feeds=[f"{server.url}/rss"]), max_articles=4)
    assert len(of(events, Capture)) == 4
    assert summary(events).cut == "4 articles reached"
    assert not of(events, SourceState)[0].complete


# memory


def test_a_second_crawl_asks_for_nothing_again(server, tmp_path):
    paths = articles(server, "/n/1", "/n/2", "/n/3")
    server.routes["/n/3"] = Answer(status=404)

    def feed(asked: Asked) -> Answer:
        same = asked.headers.get("If-None-Match") == '"v1"'
        body = "" if same else rss(server, paths)
        return Answer(body, 304 if same else 200, {**XML, "ETag": '"v1"'})

    server.routes["/rss"] = feed
    outlet = target(server, feeds=[f"{server.url}/rss"])
    with Journal(tmp_path / "journal") as journal:
        for event in crawl([outlet], policy=policy()):
            journal.record(event)
    server.log.clear()
    with Journal(tmp_path / "journal") as journal:
        events = run(outlet, known=journal)
    assert server.paths == ["/robots.txt", "/rss"]
    assert of(events, SourceState)[0].status == 304
    assert summary(events).failed == ""


def test_a_source_is_read_again_until_all_of_it_is_finished(server, tmp_path):
    paths = articles(server, "/n/1", "/n/2")
    server.routes["/n/2"] = Answer(status=503)
    server.routes["/rss"] = Answer(rss(server, paths), headers={**XML, "ETag": '"v1"'})
    outlet = target(server, feeds=[f"{server.url}/rss"])
    with Journal(tmp_path / "journal") as journal:
        for event in crawl([outlet], policy=policy(retries=0)):
            journal.record(event)
        server.log.clear()
        articles(server, "/n/2")
        events = run(outlet, known=journal)
    assert "If-None-Match" not in server.log[1].headers
    assert server.paths == ["/robots.txt", "/rss", "/n/2"]
    assert (summary(events).new, summary(events).unchanged) == (1, 1)


def test_articles_changed_since_are_asked_for_conditionally(server, tmp_path):
    server.routes["/n/1"] = Answer(PAGE, headers={"ETag": '"a"'})
    server.routes["/s.xml"] = Answer(sitemap(server, {"/n/1": "2024-05-06"}), headers=XML)
    outlet = target(server, sitemaps=[f"{server.url}/s.xml"])
    with Journal(tmp_path / "journal") as journal:
        for event in crawl([outlet], policy=policy()):
            journal.record(event)
        tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(1)
        changed = sitemap(server, {"/n/1": tomorrow.isoformat()})
        server.routes["/s.xml"] = Answer(changed, headers=XML)
        server.log.clear()
        server.routes["/n/1"] = Answer(status=304, headers={"ETag": '"a"'})
        events = run(outlet, known=journal)
        assert server.log[-1].headers["If-None-Match"] == '"a"'
        assert len(of(events, Unchanged)) == summary(events).unchanged == 1
        server.routes["/n/1"] = Answer(PAGE + "!")
        events = run(outlet, known=journal)
    assert summary(events).changed == len(of(events, Capture)) == 1


def test_after_a_kill_what_was_recorded_is_not_fetched_again(server, tmp_path):
    paths = articles(server, *(f"/n/{n}" for n in range(60)))
    server.routes["/rss"] = Answer(rss(server, paths), headers=XML)
    script = (
        "import sys; from pathlib import Path; from tests.collect import test_spider as t\n"
        "from tests.collect.server import policy\n"
        "class Far: url = sys.argv[1]\n"
        "outlet = t.target(Far, feeds=[Far.url + '/rss'])\n"
        "with t.Journal(Path(sys.argv[2])) as journal:\n"
        "    for event in t.crawl([outlet], policy=policy(delay=0.02), known=journal):\n"
        "        journal.record(event)\n"
    )
    command = [sys.executable, "-c", script, server.url, str(tmp_path / "journal")]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    deadline = time.monotonic() + 60
    while len(server.log) < 25 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = [path for path in server.paths if path.startswith("/n/")]
    assert len(before) >= 20
    server.log.clear()
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, timeout=60)
    after = [path for path in server.paths if path.startswith("/n/")]
    assert sorted({*before, *after}) == sorted(paths)
    # the one under way when the process was killed, and the one whose capture was on its way
    assert len(set(before) & set(after)) <= 2


def test_a_crawl_that_is_not_wanted_any_more_stops(server):
    paths = articles(server, *(f"/n/{n}" for n in range(500)))
    server.routes["/rss"] = Answer(rss(server, paths), headers=XML)
    events = crawl([target(server, feeds=[f"{server.url}/rss"])], policy=policy())
    next(events)
    events.close()
    time.sleep(0.5)  # what was on its way has arrived then
    asked = len(server.log)
    time.sleep(0.2)
    assert len(server.log) == asked < 100


def test_a_crawl_waits_for_the_one_who_takes(server):
    paths = articles(server, *(f"/n/{n}" for n in range(300)))
    server.routes["/rss"] = Answer(rss(server, paths), headers=XML)
    events = crawl([target(server, feeds=[f"{server.url}/rss"])], policy=policy())
    next(events)
    time.sleep(1)
    assert len(server.log) < 60
    assert len(list(events)) == 301


def test_a_torn_line_of_the_journal_is_ignored(tmp_path):
    path = tmp_path / "journal"
    miss = Miss(
        url="u", found="u", outlet_id="a", reason="r", final=True, fetched=dt.datetime.now(dt.UTC)
    )
    with Journal(path) as journal:
        journal.record(miss)
    whole = path.read_bytes()
    path.write_bytes(whole + b'["v", "2024')
    with Journal(path) as journal:
        assert list(journal.pages(["u", "v"])) == ["u"]
    assert path.read_bytes() == whole
    path.write_bytes(b"other\n" + whole)
    with pytest.raises(InputError, match="line 1: not a line of a journal"):
        Journal(path)


# politeness


def test_what_robots_forbids_is_not_asked_for(server):
    paths = articles(server, "/n/1", "/private/2")
    server.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /private/\n")
    server.routes["/rss"] = Answer(rss(server, paths), headers=XML)
    events = run(target(server, feeds=[f"{server.url}/rss"]))
    assert "/private/2" not in server.paths
    assert reasons(events) == ["robots.txt disallows it"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(status=500), "http 500"),
        (Answer(status=403), "http 403"),
        (Answer("<html>wait</html>"), "an HTML page"),
        (Answer("User-agent: *\n" * 99, drip=0.05), "no answer in time"),
        (Answer("User-agent: *\nAllow: /" * 9, cut=True), "answer ends early"),
        (Answer(status=302, headers={"Location": "/robots.txt"}), "too many redirects: over 5"),
        (Answer(b"\x1f\x8b\x08broken", headers={"Content-Encoding": "gzip"}), "connection broken"),
        (Answer("#" * 600_000), "too large"),
    ],
)
def test_a_host_without_a_readable_robots_txt_is_left_alone(server, answer, why):
    server.routes["/robots.txt"] = answer
    articles(server, "/n/1")
    events = by_hand(server, "/n/1", "/n/2", policy=policy(retries=1, timeout=1))
    assert set(server.paths) == {"/robots.txt"}
    assert all(reason.startswith(f"robots.txt unreadable: {why}") for reason in reasons(events))
    assert len(reasons(events)) == 2
    assert not any(miss.final for miss in of(events, Miss))
    assert summary(events).failed.startswith("no article could be fetched: robots.txt unreadable")


def test_robots_txt_is_asked_for_once(server):
    articles(server, "/n/1", "/n/2")
    by_hand(server, "/n/1", "/n/2", policy=policy(connections=2))
    assert server.paths.count("/robots.txt") == 1


def gaps(server: Server) -> list[float]:
    times = [asked.at for asked in server.log]
    return [later - earlier for earlier, later in pairwise(times)]


def test_the_delay_is_kept(server):
    articles(server, "/n/1", "/n/2", "/n/3")
    by_hand(server, "/n/1", "/n/2", "/n/3", policy=policy(delay=0.3))
    assert len(server.log) == 4
    assert min(gaps(server)) > 0.29


def test_a_longer_crawl_delay_is_kept(server):
    articles(server, "/n/1", "/n/2", "/n/3")
    server.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.4\n")
    by_hand(server, "/n/1", "/n/2", "/n/3", policy=policy(delay=0.1))
    assert min(gaps(server)) > 0.39


def test_a_shorter_crawl_delay_is_not(server):
    articles(server, "/n/1", "/n/2")
    server.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.01\n")
    run(
        target(server, urls=(f"{server.url}/n/1", f"{server.url}/n/2"), delay=0.3),
        policy=policy(delay=0.1),
    )
    assert min(gaps(server)) > 0.29


def test_hosts_do_not_wait_for_each_other(server):
    with Server() as other:
        for each in (server, other):
            articles(each, "/n/1", "/n/2", "/n/3")
        start = time.monotonic()
        run(
            *(
                target(each, name, tuple(f"{each.url}/n/{n}" for n in (1, 2, 3)))
                for name, each in (("one", server), ("two", other))
            ),
            policy=policy(delay=0.4),
        )
        assert time.monotonic() - start < 2.2
        assert min(gaps(server) + gaps(other)) > 0.39


def failing(times: int, answer: Answer) -> Callable[[Asked], Answer]:
    left = [times]

    def route(_: Asked) -> Answer:
        left[0] -= 1
        return answer if left[0] >= 0 else Answer(PAGE)

    return route


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_passing_errors_are_tried_again_with_growing_waits(server, status):
    server.routes["/n/1"] = failing(2, Answer(status=status))
    events = by_hand(server, "/n/1", policy=policy(backoff=0.2))
    assert len(of(events, Capture)) == 1
    assert server.paths.count("/n/1") == 3
    assert gaps(server)[1] > 0.19
    assert gaps(server)[2] > 0.39


def test_retry_after_is_waited_for_by_the_whole_host(server):
    server.routes["/n/1"] = failing(1, Answer(status=503, headers={"Retry-After": "1"}))
    articles(server, "/n/2", "/n/3")
    by_hand(server, "/n/1", "/n/2", "/n/3", policy=policy(connections=3))
    first = next(asked.at for asked in server.log if asked.path == "/n/1")
    again = [asked.at for asked in server.log if asked.at > first + 0.5]
    assert again[0] - first > 0.99


def test_a_host_that_asks_for_too_long_a_wait_is_left_alone(server):
    server.routes["/n/1"] = Answer(status=429, headers={"Retry-After": "99999999999"})
    articles(server, "/n/2")
    events = by_hand(server, "/n/1", "/n/2", policy=policy(longest_wait=5))
    assert server.paths == ["/robots.txt", "/n/1"]
    assert reasons(events) == ["http 429", "host asks to wait: longer than allowed"]
    assert not any(miss.final for miss in of(events, Miss))


def test_retry_after_in_seconds_and_as_a_date():
    now = dt.datetime(2024, 5, 6, 10, tzinfo=dt.UTC)
    assert retry_after("120", now=now) == 120
    assert retry_after("Mon, 06 May 2024 10:01:00 GMT", now=now) == 60
    assert retry_after("Mon, 06 May 2024 09:01:00 GMT", now=now) == 0
    assert retry_after("9" * 400, now=now) == 999_999_999
    for text in ("", "-1", "soon", "٣", "1e9", "Mon, 99 May 2024 10:01:00 GMT"):
        assert retry_after(text, now=now) is None


def test_broken_connections_are_tried_again(server):
    server.routes["/n/1"] = failing(1, Answer(PAGE, cut=True))
    server.routes["/n/2"] = failing(
        1, Answer(gzip.compress(PAGE.encode())[:-12], headers={"Content-Encoding": "gzip"})
    )
    events = by_hand(server, "/n/1", "/n/2")
    assert [capture.body.decode() for capture in of(events, Capture)] == [PAGE, PAGE]


def test_a_dead_outlet_is_given_up(server):
    paths = [f"/n/{n}" for n in range(40)]
    for path in paths:
        server.routes[path] = Answer(status=500)
    events = by_hand(server, *paths, policy=policy(retries=0, give_up_after=5))
    assert len(of(events, Miss)) == 5
    assert summary(events).failed == "no answer from 5 articles in a row: http 500"


def test_a_dead_host(server):
    with Server() as dead:
        pass
    events = run(target(server, feeds=[f"{dead.url}/rss"]), policy=policy(retries=0))
    assert summary(events).failed == (
        "no source could be read: robots.txt unreadable: connection refused"
    )


# safety


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://10.0.0.1/", "address refused: 10.0.0.1 is private"),
        (
            "http://169.254.169.254/latest/meta-data/",
            "address refused: 169.254.169.254 is metadata",
        ),
        ("http://[::ffff:10.0.0.1]/", "address refused: ::ffff:a00:1 is private"),
        ("http://2130706433/", "the host is a number"),
        ("http://user:pass@example.com/", "URL with a user name"),
        ("ftp://example.com/", "redirect to what is not http or https"),
        ("file:///etc/passwd", "redirect to what is not http or https"),
        ("http://other.example/", "leads to another site: other.example"),
        ("/loop", "too many redirects: over 5"),
        ("http://[", "redirect to what is no URL"),
    ],
)
def test_redirects(server, location, why):
    server.routes["/loop"] = Answer(status=302, headers={"Location": location})
    events = by_hand(server, "/loop")
    assert reasons(events) == [why]
    assert of(events, Miss)[0].final
    assert len(server.log) <= 8


def test_good_redirects_are_followed_and_robots_asked_about_each(server):
    server.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /private\n")
    server.routes["/old"] = Answer(status=301, headers={"Location": "/new?utm_source=x"})
    server.routes["/new?utm_source=x"] = Answer(PAGE)
    server.routes["/trap"] = Answer(status=302, headers={"Location": "/private"})
    events = by_hand(server, "/old", "/trap")
    capture = of(events, Capture)[0]
    assert capture.final_url == f"{server.url}/new?utm_source=x"
    assert capture.canonical_url == f"{server.url}/new"
    assert capture.found == f"{server.url}/old"
    assert reasons(events) == ["robots.txt disallows it"]
    assert "/private" not in server.paths


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_loopback_is_never_reached_unless_allowed(server, host):
    articles(server, "/n/1")
    url = f"http://{host}:{server.port}/n/1"
    events = run(target(server, urls=(url,)), policy=policy(allow_loopback=False))
    assert server.log == []
    assert "address refused" in reasons(events)[0]


def test_the_address_counts_that_a_name_resolves_to(server):
    # the name of this machine does not look like an address: only the connection shows what it is
    articles(server, "/n/1")
    url = f"http://{socket.gethostname()}:{server.port}/n/1"
    events = run(target(server, urls=(url,)), policy=policy(allow_loopback=False, retries=0))
    assert server.log == []
    assert re.match("robots.txt unreadable: (address refused|host not found)", reasons(events)[0])


def agent(**options: object) -> Agent:
    from twisted.internet import reactor

    return Agent(GuardedReactor(reactor, **options))  # type: ignore[arg-type]


def ask(agent_of: Callable[[], Agent], url: str, times: int) -> list[object]:
    """Statuses of requests one after the other, or the errors."""

    async def run() -> list[object]:
        found: list[object] = []
        asked = agent_of()
        for _ in range(times):
            try:
                response = await asked.request(b"GET", url.encode()).asFuture(running_loop())
                found.append(response.code)
            except AddressRefusedError as error:
                found.append(error.reason)
        return found

    return asyncio.run_coroutine_threadsafe(run(), running_loop()).result(timeout=20)


def test_a_name_that_resolves_to_another_address_the_second_time(server):
    articles(server, "/n/1")
    answers = [["127.0.0.1"], ["10.0.0.1"], ["::ffff:10.0.0.1", "169.254.169.254"]]

    async def rebinding(name: str, port: int) -> list[str]:
        return answers.pop(0)

    url = f"http://afaq.example:{server.port}/n/1"
    found = ask(lambda: agent(allow_loopback=True, ask=rebinding), url, 3)
    assert found == [
        200,
        "address refused: 10.0.0.1 is private",
        "address refused: 169.254.169.254 is metadata",
    ]
    assert server.paths == ["/n/1"]


def test_of_several_addresses_only_public_ones_are_tried(server):
    articles(server, "/n/1")

    async def both(name: str, port: int) -> list[str]:
        return ["10.0.0.1", "127.0.0.1", "fd00::1"]

    url = f"http://afaq.example:{server.port}/n/1"
    assert ask(lambda: agent(allow_loopback=True, ask=both), url, 1) == [200]
    found = ask(lambda: agent(allow_loopback=False, ask=both), url, 1)
    assert str(found[0]).startswith("address refused: ")
    assert server.paths == ["/n/1"]


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[Server]:
    """A server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "afaq.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(1))
        .not_valid_after(now + dt.timedelta(1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "server.pem"
    file.write_bytes(key.private_bytes(pem, *plain) + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with Server(tls=context) as running:
        yield running


def test_certificates_are_verified(tls_server):
    articles(tls_server, "/n/1")
    strict = by_hand(tls_server, "/n/1", policy=policy(retries=0))
    assert tls_server.log == []
    assert reasons(strict)[0].startswith("robots.txt unreadable: connection broken: ")
    lax = by_hand(tls_server, "/n/1", policy=policy(verify_certificates=False))
    assert summary(lax).new == 1


def test_tls_connections_are_guarded_too(tls_server):
    articles(tls_server, "/n/1")
    strict = policy(verify_certificates=False, allow_loopback=False, retries=0)
    url = tls_server.url.replace("127.0.0.1", socket.gethostname()) + "/n/1"
    events = run(target(tls_server, urls=(url,)), policy=strict)
    assert tls_server.log == []
    assert re.match("robots.txt unreadable: (address refused|host not found)", reasons(events)[0])


ENCODERS = {
    "gzip": lambda data: gzip.compress(data),
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=1),
    "zstd": lambda data: zstandard.compress(data),
    "raw": lambda data: zlib.compress(data)[2:-4],
}


@pytest.mark.parametrize("name", ENCODERS)
def test_compressed_bodies(server, name):
    encoding = {"Content-Encoding": "deflate" if name == "raw" else name}
    bomb = b"\0" * 20_000_000
    whole = ENCODERS[name](PAGE.encode())
    server.routes["/good"] = Answer(whole, headers=encoding)
    server.routes["/bomb"] = Answer(ENCODERS[name](bomb), headers=encoding)
    server.routes["/short"] = Answer(whole[:-6], headers=encoding)
    events = by_hand(server, "/good", "/bomb", "/short", policy=policy(retries=0))
    assert [capture.body.decode() for capture in of(events, Capture)] == [PAGE]
    assert reasons(events)[0] == "too large: over 10000000 bytes decompressed"
    assert reasons(events)[1].startswith("connection broken: compressed data")


def test_bombs_within_bombs(server):
    twice = gzip.compress(gzip.compress(b"\0" * 20_000_000))
    server.routes["/two"] = Answer(twice, headers={"Content-Encoding": "gzip, gzip"})
    server.routes["/many"] = Answer(twice, headers={"Content-Encoding": "gzip, gzip, gzip"})
    server.routes["/odd"] = Answer(PAGE, headers={"Content-Encoding": "rot13"})
    events = by_hand(server, "/two", "/many", "/odd", policy=policy(retries=0))
    assert [reason.partition(":")[0] for reason in reasons(events)] == [
        "too large",
        "connection broken",
        "connection broken",
    ]


def test_large_and_slow_answers_are_broken_off(server):
    server.routes["/large"] = Answer("a" * 300_000)
    server.routes["/slow"] = Answer("a" * 500, drip=0.05)
    limits = policy(max_bytes=100_000, timeout=1, retries=0)
    start = time.monotonic()
    events = by_hand(server, "/large", "/slow", policy=limits)
    assert time.monotonic() - start < 6
    assert reasons(events) == ["too large: over the bytes allowed", "no answer in time"]


def test_what_is_no_page_is_refused(server):
    server.routes["/a.pdf"] = Answer(b"%PDF", headers={"Content-Type": "application/pdf"})
    server.routes["/empty"] = Answer("  ")
    events = by_hand(server, "/a.pdf", "/empty")
    assert reasons(events) == ["not a page: application/pdf", "empty page"]


def test_unsafe_xml_of_a_source(server):
    server.routes["/rss"] = Answer('<!DOCTYPE x [<!ENTITY a "b">]><rss/>', headers=XML)
    events = run(target(server, feeds=[f"{server.url}/rss"]))
    assert of(events, SourceState)[0].reason == "unsafe XML: it declares entities"
    assert summary(events).failed.startswith("no source could be read: unsafe XML")
    assert not of(events, SourceState)[0].read


def test_headers_are_bounded(server):
    many = {f"X-{n}": "v" * 2_000 for n in range(100)}
    server.routes["/n/1"] = Answer(PAGE, headers=many)
    capture = of(by_hand(server, "/n/1"), Capture)[0]
    assert len(capture.headers) <= 64
    assert max(map(len, capture.headers.values())) <= 1_000


def test_endless_headers_are_broken_off(server):
    flood = {f"X-{n}": "v" * 3_000 for n in range(1_000)}
    server.routes["/n/1"] = Answer(PAGE, headers=flood)
    assert reasons(by_hand(server, "/n/1", policy=policy(retries=0)))[0].startswith(
        "connection broken"
    )


def test_one_outlet_in_trouble_does_not_stop_the_others(server):
    class Broken:
        def pages(self, urls):
            if any("bad" in url for url in urls):
                raise KeyError("lost")
            return {}

    articles(server, "/bad/1", "/n/1")
    bad = target(server, "bad", (f"{server.url}/bad/1",))
    good = target(server, "good", (f"{server.url}/n/1",))
    events = run(bad, good, known=Broken())
    ends = {end.outlet_id: end for end in of(events, OutletSummary)}
    assert ends["bad"].failed == "internal error: KeyError: 'lost'"
    assert (ends["good"].failed, ends["good"].new) == ("", 1)


def test_wrong_options():
    with pytest.raises(InputError, match="is after the last day"):
        crawl([], policy=policy(), since=dt.date(2024, 5, 2), until=dt.date(2024, 5, 1))
    with pytest.raises(InputError, match="must be 1 or more"):
        crawl([], policy=policy(), max_articles=0)
