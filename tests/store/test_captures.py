"""Captures are kept by URL, and a replaced article leaves a revision and nothing else behind."""

import datetime as dt

import pytest

from mediaframe.store import captures, health, rejects, results, revisions, stories, words
from mediaframe.store.captures import Capture
from mediaframe.store.database import Store
from mediaframe.store.results import Result
from mediaframe.types import Codes, Mention, Reading, Reject
from tests.store.samples import add, article, begin_runs

MOMENT = dt.datetime(2024, 3, 1, 9, 30, tzinfo=dt.UTC)


def capture(url: str = "https://nahar.example/1", **values: object) -> Capture:
    return Capture(**{"url": url, "outlet_id": "nahar", "fetched": MOMENT, **values})  # type: ignore[arg-type]


def test_a_capture_is_found_by_its_url(store: Store) -> None:
    one = capture(etag='"a"', last_modified="x", status=200, digest="d", taken=MOMENT)
    with store.begin() as conn:
        add(conn, article(1))
        captures.save(conn, [one])
        captures.save(conn, [])
    with store.read() as conn:
        assert captures.of(conn, [one.url, "https://nahar.example/2"]) == {one.url: one}


def test_a_later_capture_replaces_and_keeps_the_article(store: Store) -> None:
    with store.begin() as conn:
        (article_id,) = add(conn, article(1))
        captures.save(conn, [capture(digest="d", article_id=article_id, etag="a")])
        later = MOMENT + dt.timedelta(days=1)
        captures.save(conn, [capture(fetched=later, reason="error-page", status=200)])
        found = captures.of(conn, [capture().url])[capture().url]
        assert (found.digest, found.article_id, found.reason) == ("d", article_id, "error-page")
        assert (found.fetched, found.etag) == (later, "")
        captures.seen(conn, capture().url, MOMENT)
        assert captures.of(conn, [capture().url])[capture().url].fetched == MOMENT


def test_long_and_hostile_urls(store: Store) -> None:
    urls = [f"https://nahar.example/{'%D8%A7' * 600}{end}" for end in ("", "1")]
    hostile = "https://nahar.example/\0\ud800"
    with store.begin() as conn:
        add(conn, article(1))
        captures.save(conn, [capture(url) for url in (*urls, hostile)])
        assert set(captures.of(conn, [*urls, hostile])) == {*urls, hostile}


def test_articles_are_found_by_what_they_say(store: Store) -> None:
    with store.begin() as conn:
        first, second = add(conn, article(1), article(2))
        captures.save(
            conn,
            [
                capture("https://nahar.example/1", digest="d", article_id=second),
                capture("https://nahar.example/2", digest="d", article_id=first),
                capture("https://nahar.example/3", digest="d", article_id=first),
                capture("https://nahar.example/4", digest="d"),
                capture("https://safir.example/1", digest="d", article_id=1, outlet_id="safir"),
            ],
        )
        assert captures.articles_of(conn, "nahar", "d") == [first, second]
        assert captures.articles_of(conn, "nahar", "e") == []


def test_the_digest_tells_title_and_text_apart() -> None:
    assert captures.digest("ab", "c") != captures.digest("a", "bc")


def test_what_runs_found_is_forgotten(store: Store) -> None:
    mention = Mention(start=0, end=2, surface="نص", actor_type="CSO_LOCAL")
    reading = Reading(codes=Codes(in_scope=True, actor_type="CSO_LOCAL"))
    with store.begin() as conn:
        ids = add(conn, article(1), article(2), article(3))
        detect, score = begin_runs(conn)
        found = [Result(article_id=i, mentions=(mention,), readings=(reading,)) for i in ids]
        results.save(conn, found, detection_id=detect, run_id=score)
        stories.save(
            conn,
            bands={i: [10 + i, 5] for i in ids},
            assignments={1: 1, 2: 1, 3: 1},
            merges={},
        )
        words.index(conn, [(i, f"نص خبر{i}") for i in ids])
        assert revisions.during(conn, score, ids) == set()
        revisions.add(conn, 1, title="عنوان 1", text="نص الخبر رقم 1.")
        words.remove(conn, [(1, "نص خبر1")])
        words.remove(conn, [])
        stories.forget(conn, [1])
        results.forget(conn, [1])
    with store.read() as conn:
        assert results.done(conn, score, ids) == results.done(conn, detect, ids) == {2, 3}
        assert stories.of(conn, ids) == {2: 2, 3: 2}
        assert words.find(conn, [["نص"]]) == [3, 2]
        counts = health.counts(conn)
        assert (counts["mentions"], counts["readings"], counts["bands"]) == (2, 2, 4)
        assert list(health.problems(conn)) == []
        assert revisions.during(conn, score, ids) == {1}
        (kept,) = revisions.of(conn, 1)
        assert (kept.title, kept.text) == ("عنوان 1", "نص الخبر رقم 1.")
        assert kept.digest == captures.digest(kept.title, kept.text)


@pytest.mark.parametrize("members", [{1: 1}, {1: 1, 2: 1}])
def test_a_story_without_its_last_article_is_gone(store: Store, members: dict[int, int]) -> None:
    with store.begin() as conn:
        add(conn, article(1), article(2))
        stories.save(conn, bands={}, assignments=members, merges={})
        stories.forget(conn, list(members))
        assert stories.count(conn) == 0


def test_rejects_of_what_came_after_all_are_forgotten(store: Store) -> None:
    with store.begin() as conn:
        items = [Reject(stage="collect", item=name, reason="http 503") for name in ("a" * 500, "b")]
        rejects.add(conn, [*items, Reject(stage="import", item="b", reason="no text")])
        rejects.forget(conn, "collect", ["a" * 500])
        rejects.forget(conn, "collect", [])
        assert rejects.counts(conn) == {("collect", "http 503"): 1, ("import", "no text"): 1}


def test_the_time_since_which_a_page_says_the_same(store: Store) -> None:
    def taken(digest: str | None, day: int) -> tuple[int, int | None]:
        moment = MOMENT + dt.timedelta(days=day)
        captures.save(conn, [capture(fetched=moment, digest=digest)])
        found = captures.of(conn, [capture().url])[capture().url]
        return (found.fetched - MOMENT).days, found.taken and (found.taken - MOMENT).days

    with store.begin() as conn:
        add(conn, article(1))
        assert taken(None, 0) == (0, None)
        assert taken("a", 1) == (1, 1)
        assert taken("a", 2) == (2, 1)
        assert taken(None, 3) == (3, 1)
        assert taken("b", 4) == (4, 4)
