"""Collecting from the farm: what arrives, and what its access log says of how it was fetched.

Title and date must be exactly those that the outlet published. The text may differ by what the
pages put around paragraphs: 99 % of its characters on average, 95 % of each article, counted as
`tests/pages/scoring.py` does; the pages' own gate is in `tests/collect/test_extract_gate.py`.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

import pytest

from mediaframe.pipeline.collecting import Collected
from mediaframe.store import articles
from mediaframe.store.database import Store
from mediaframe.types import Article
from tests.farm.collect import collect
from tests.farm.outlets import CLOSED
from tests.farm.running import ROOT, Asked, Farm, running
from tests.farm.site import Site
from tests.pages import scoring

KILLED = ("farm_manara", "farm_fanar", "farm_qura", "farm_dakka", "farm_barid")
"""Index of sitemaps, archive, sections, pages of feeds, and everything that goes wrong."""
REPEATED = {"farm_qura": 10, "farm_dakka": 5}


@dataclass(frozen=True)
class Run:
    done: dict[str, Collected]
    log: list[Asked]


@dataclass(frozen=True)
class Everything:
    """The whole farm collected twice."""

    farm: Farm
    store: Store
    first: Run
    second: Run
    stored: list[Article]


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with running(tmp_path_factory.mktemp("farm")) as made:
        yield made


@pytest.fixture(scope="module")
def everything(farm: Farm) -> Iterator[Everything]:
    store = Store.create(f"sqlite:///{farm.folder}/whole.db")
    farm.forget()
    first = Run(collect(farm, store), farm.log())
    with store.read() as conn:
        stored = list(articles.many(conn, range(1, articles.count(conn) + 1)).values())
    farm.forget()
    second = Run(collect(farm, store), farm.log())
    yield Everything(farm, store, first, second, stored)
    store.close()


def sites(farm: Farm) -> list[Site]:
    return [site for site in farm.sites.values() if site.outlet.id not in CLOSED]


def test_every_reachable_article_once(everything: Everything) -> None:
    expected = {
        (site.outlet.id, story.number)
        for site in sites(everything.farm)
        for story in site.stories
        if not story.early
    }
    assert len(expected) == 2_000
    found = Counter(
        (one.outlet_id, everything.farm.sites[one.outlet_id].addresses[str(one.url)].number)
        for one in everything.stored
    )
    assert found == Counter(expected)
    for site in sites(everything.farm):
        done = everything.first.done[site.outlet.id]
        assert (done.new, done.changed, done.failed, done.cut) == (site.outlet.count, 0, "", "")
        assert done.repeated == REPEATED.get(site.outlet.id, 0)


def test_title_date_and_text(everything: Everything) -> None:
    shares = []
    for one in everything.stored:
        site = everything.farm.sites[one.outlet_id]
        story = site.addresses[str(one.url)]
        assert (one.title, one.date) == (story.title, story.day)
        shares.append(scoring.f1(one.text, site.text(story)))
    assert min(shares) >= 0.95
    assert fmean(shares) >= 0.99


def test_what_cannot_be_had_is_rejected_with_the_reason(everything: Everything) -> None:
    with everything.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT item, reason FROM rejects WHERE stage = 'collect'")
        rejects = dict(tuple(row) for row in rows)
    expected = {url: why for site in sites(everything.farm) for url, why in site.refused.items()}
    expected |= {url: "broken XML" for site in sites(everything.farm) for url in site.broken}
    for name, reason in zip(CLOSED, ("robots.txt unreadable", "robots.txt disallows"), strict=True):
        expected[everything.farm.sites[name].url("/feed")] = reason
        assert everything.first.done[name].failed
    assert set(rejects) == set(expected)
    for url, reason in expected.items():
        assert rejects[url].startswith(reason), url


def test_nothing_forbidden_is_asked_for(everything: Everything) -> None:
    for run in (everything.first, everything.second):
        asked = {one.url for one in run.log}
        for site in everything.farm.sites.values():
            assert not asked & site.forbidden
        for name in CLOSED:
            home = everything.farm.sites[name].homes[0]
            assert {url for url in asked if url.startswith(home)} == {f"{home}/robots.txt"}
        port = everything.farm.away.rpartition(":")[2]
        assert not [url for url in asked if f":{port}/" in url]
        assert all("+desk@example.org" in one.agent for one in run.log)


def test_robots_txt_comes_first(everything: Everything) -> None:
    firsts: dict[str, str] = {}
    for one in everything.first.log:
        host, _, path = one.url.removeprefix("http://").partition("/")
        firsts.setdefault(host, path)
    assert set(firsts.values()) == {"robots.txt"}
    assert len(firsts) == len(everything.farm.sites) + 1


def test_delays_are_kept(everything: Everything) -> None:
    assert min(_gaps(everything, "farm_sahil")) >= 0.4
    assert min(_gaps(everything, "farm_rukn")) >= 1.0
    # Retry-After of one article holds for the whole host
    log = _log_of(everything, "farm_anba")
    (limited,) = [place for place, one in enumerate(log) if one.status == 429]
    assert log[limited + 1].at - log[limited].at >= 1.0


def _log_of(everything: Everything, name: str) -> list[Asked]:
    home = everything.farm.sites[name].homes[0]
    return [one for one in everything.first.log if one.url.startswith(f"{home}/")]


def _gaps(everything: Everything, name: str) -> list[float]:
    return [after.at - before.at for before, after in pairwise(_log_of(everything, name))]


def test_one_connection_and_one_request_at_a_time(everything: Everything) -> None:
    for run in (everything.first, everything.second):
        assert {(one.open, one.busy) for one in run.log} == {(1, 1)}


def test_a_second_run_asks_for_no_article_and_for_sources_conditionally(
    everything: Everything,
) -> None:
    asked = everything.second.log
    known = {url for site in sites(everything.farm) for url in site.addresses}
    assert not known & {one.url for one in asked}
    assert all(one.status == 304 for one in asked if one.conditional)
    conditional = {one.url for one in asked if one.conditional}
    for site in sites(everything.farm):
        declared = site.sources
        finished = {*declared.get("feeds", ()), *declared.get("sitemaps", ())} - site.broken
        # an index is never finished, nor what names articles of other days or that cannot be had
        if site.outlet.id in ("farm_manara", "farm_shira", "farm_barid"):
            finished = set(declared.get("feeds", ()))
        assert finished <= conditional
        done = everything.second.done[site.outlet.id]
        assert (done.new, done.changed, done.repeated) == (0, 0, 0)


@pytest.mark.parametrize(
    ("database_url", "outlets", "kills"),
    [
        ("sqlite", KILLED, 2),
        pytest.param("postgres", KILLED[-2:], 1, marks=pytest.mark.postgres),
    ],
    indirect=["database_url"],
)
def test_a_killed_collection_goes_on_to_the_same_end(
    everything: Everything, database_url: str, outlets: Sequence[str], kills: int
) -> None:
    farm, moment = everything.farm, random.Random(20_251_125)
    store = Store.create(database_url)
    farm.forget()
    aims = sorted(
        moment.sample(range(20, sum(farm.sites[name].outlet.count for name in outlets) - 60), kills)
    )
    for aim in aims:
        process = _start(farm, database_url, outlets)
        while _count(store) < aim and process.poll() is None:
            time.sleep(0.02)
        time.sleep(moment.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert aim <= _count(store)
    process = _start(farm, database_url, outlets)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors.decode()
    assert _content(farm, store, outlets) == _content(farm, everything.store, outlets)
    twice = Counter(one.url for one in farm.log() if one.status == 200)
    known = {url for name in outlets for url in farm.sites[name].addresses}
    # what was fetched and not stored yet: 32 pages wait at most to be taken, 32 to be stored, and
    # one of each outlet is on its way
    again = sum(count - 1 for url, count in twice.items() if url in known)
    assert again <= (64 + len(outlets)) * kills
    store.close()


def _start(farm: Farm, database: str, outlets: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.farm.collect", farm.folder, database, *outlets]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _count(store: Store) -> int:
    with store.read() as conn:
        return articles.count(conn)


def _content(
    farm: Farm, store: Store, outlets: Collection[str]
) -> dict[str, list[tuple[object, ...]]]:
    """All that a collection of these outlets writes, without row ids and times."""
    homes = tuple(home for name in outlets for home in farm.sites[name].homes)
    queries = {
        "articles": """
            SELECT outlet_id, key, url, title, text, author, genre, date FROM articles""",
        # a source that was finished before a kill is unchanged the next time
        "captures": """
            SELECT captures.outlet_id, captures.url, CASE status WHEN 304 THEN 200 ELSE status END,
                digest, reason, articles.key
            FROM captures LEFT JOIN articles ON articles.id = captures.article_id""",
        "rejects": "SELECT stage, item, reason FROM rejects",
        "revisions": "SELECT title, text FROM revisions",
    }
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    with store.read() as conn:
        for name, query in queries.items():
            for row in conn.exec_driver_sql(query):
                values = tuple(map(str, row))
                if values[0] in outlets or values[1].startswith(homes):
                    found[name].append(values)
    return {name: sorted(rows) for name, rows in found.items()}
