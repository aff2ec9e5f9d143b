"""Results are written once, whatever was there before, and come back as they were."""

from sqlalchemy import func, select

from mediaframe.store import actors, mentions, readings, results, tables
from mediaframe.store.database import Store
from mediaframe.store.results import Result
from mediaframe.types import Actor, Codes, Evidence, Mention, Reading
from tests.store.samples import add, article, begin_runs

HEADLINE = Mention(start=0, end=5, surface="عنوان", actor_type="CSO_LOCAL", in_headline=True)
BODY = Mention(
    start=3,
    end=8,
    surface="الخبر",
    actor_type="UNION",
    in_scope=False,
    actor_id="light",
    voice="STATE",
)
PLAIN = Reading(codes=Codes(in_scope=False, actor_type="UNION"))
RICH = Reading(
    codes=Codes(
        in_scope=True,
        actor_type="CSO_LOCAL",
        frames=("FOREIGN_AGENT", "SECURITY_THREAT"),
        primary_frame="FOREIGN_AGENT",
        tone=-1,
        role="ANTAGONIST",
        voice="STATE",
        rebutted=True,
        distancing=True,
        issues=("GOVERNANCE",),
    ),
    probabilities={"frame=FOREIGN_AGENT": 0.875},
    evidence=(Evidence(code="tone=-1", term="عميل", start=2, end=6, weight=1.5, in_headline=True),),
)
RESULTS = [
    Result(article_id=1, mentions=(HEADLINE, BODY), readings=(RICH, PLAIN)),
    Result(article_id=2),
    Result(article_id=3, mentions=(BODY,), readings=(None,)),
]


def prepare(conn):
    add(conn, *(article(number) for number in range(3)))
    actors.save(conn, [Actor(id="light", name_ar="جمعية الضوء", type="UNION")])
    return begin_runs(conn)


def counted(conn):
    held = (tables.mentions, tables.readings, tables.analysed)
    return [conn.execute(select(func.count()).select_from(table)).scalar() for table in held]


def test_results_come_back_as_they_were(store: Store) -> None:
    with store.begin() as conn:
        detect, score = prepare(conn)
        results.lock(conn)
        saved = results.save(conn, RESULTS, detection_id=detect, run_id=score)
        assert saved == RESULTS
    with store.read() as conn:
        found = mentions.of(conn, detect, [1, 2, 3])
        assert {key: [m for _, m in value] for key, value in found.items()} == {
            1: [HEADLINE, BODY],
            3: [BODY],
        }
        ids = [mention_id for mention_id, _ in found[1]]
        assert readings.of(conn, score, [1, 2, 3]) == dict(zip(ids, (RICH, PLAIN), strict=True))
        assert results.done(conn, score, [1, 2, 3, 4]) == {1, 2, 3}


def test_the_same_results_are_stored_once(store: Store) -> None:
    with store.begin() as conn:
        detect, score = prepare(conn)
        results.save(conn, RESULTS[:2], detection_id=detect, run_id=score)
        saved = results.save(conn, RESULTS, detection_id=detect, run_id=score)
        assert saved == RESULTS[2:]
        assert results.save(conn, RESULTS, detection_id=detect, run_id=score) == []
        assert counted(conn) == [3, 2, 6]


def test_a_second_scorer_reads_the_mentions_that_are_there(store: Store) -> None:
    with store.begin() as conn:
        detect, score = prepare(conn)
        results.save(conn, RESULTS, detection_id=detect, run_id=score)
        _, other = begin_runs(conn, digest="another")
        results.save(conn, RESULTS, detection_id=detect, run_id=other)
        assert counted(conn) == [3, 4, 9]
        assert readings.of(conn, other, [1]) == readings.of(conn, score, [1])
