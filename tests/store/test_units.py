"""What trends are counted from comes out of the database whole, whatever outlets call things."""

import datetime as dt
from dataclasses import replace

from mediaframe.store import results, units
from mediaframe.store.database import Store
from mediaframe.store.results import Result
from tests.store.samples import add, article, begin_runs
from tests.store.test_results import HEADLINE, RICH


def test_articles_and_units_come_as_they_were_stored(store: Store) -> None:
    first = replace(article(1, day=5), genre='أخبار\tو"آراء"\nمحلية')
    with store.begin() as conn:
        ids = add(conn, first, article(2), article(3, outlet="safir", day=6))
        detect, score = begin_runs(conn)
        batch = [
            Result(article_id=ids[0], mentions=(HEADLINE,), readings=(RICH,)),
            *(Result(article_id=one) for one in ids[1:]),
        ]
        results.save(conn, batch, detection_id=detect, run_id=score)
    with store.read() as conn:
        found = units.articles(conn, score).sort("article_id")
        coded = units.coded(conn, score)
    assert found.rows() == [
        (ids[0], "nahar", 'أخبار و"آراء" محلية', dt.date(2024, 3, 5), ids[0]),
        (ids[1], "nahar", None, None, ids[1]),
        (ids[2], "safir", None, dt.date(2024, 3, 6), ids[2]),
    ]
    assert coded.rows() == [
        (ids[0], 0, True, None, "CSO_LOCAL", "FOREIGN_AGENT SECURITY_THREAT", -1, "ANTAGONIST",
         "STATE", True, True, "GOVERNANCE"),
    ]  # fmt: skip


def test_an_empty_workspace_has_neither(store: Store) -> None:
    with store.begin() as conn:
        _, score = begin_runs(conn)
    with store.read() as conn:
        assert units.articles(conn, score).is_empty()
        assert units.coded(conn, score).is_empty()
