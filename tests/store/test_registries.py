"""Outlets, actors, runs and rejects."""

from dataclasses import replace

from mediaframe.store import actors, outlets, rejects, runs
from mediaframe.store.database import Store
from mediaframe.types import Actor, Outlet, Reject

REGISTERED = Outlet(
    id="nahar", name_ar="النهار الجديد", country="BH", ownership="state", domains=("nahar.example",)
)
SEEN = Outlet(id="nahar", name_ar="nahar", verified=False)


def test_a_registered_outlet_replaces_one_that_was_seen_and_not_the_other_way(store: Store) -> None:
    with store.begin() as conn:
        for given, kept in [
            (SEEN, SEEN),
            (REGISTERED, REGISTERED),
            (SEEN, REGISTERED),
            (replace(REGISTERED, country="IQ"), replace(REGISTERED, country="IQ")),
        ]:
            outlets.save(conn, [given])
            assert outlets.all(conn) == [kept]
        outlets.save(conn, [])


def test_an_actor_is_replaced_and_none_is_removed(store: Store) -> None:
    group = Actor(id="light", name_ar="جمعية الضوء", type="CSO_LOCAL", country="MA")
    person = Actor(id="someone", name_ar="فلان", type="ACTIVIST", is_person=True)
    with store.begin() as conn:
        actors.save(conn, [group, person])
        actors.save(conn, [replace(group, type="UNION")])
        actors.save(conn, [])
        assert actors.all(conn) == [replace(group, type="UNION"), person]


def _run(conn, **changes):
    parts = {
        "kind": "score",
        "scorer": "lexicon",
        "digest": "a",
        "codebook_version": "1",
        "settings": {"threshold": 0.5},
    }
    return runs.begin(conn, **(parts | changes))


def test_the_same_parts_are_the_same_run(store: Store) -> None:
    with store.begin() as conn:
        detection = _run(conn, kind="detect", scorer="rules")
        assert _run(conn, kind="detect", scorer="rules") == detection
        first = _run(conn, detection_id=detection)
        assert _run(conn, detection_id=detection) == first
        others = {
            _run(conn, detection_id=detection, digest="b"),
            _run(conn, detection_id=detection, scorer="classifier"),
            _run(conn),
        }
        assert len(others | {first, detection}) == 5
        assert [run.id for run in runs.all(conn)] == sorted(others | {first, detection})


def test_the_latest_run_is_the_one_begun_last(store: Store) -> None:
    with store.begin() as conn:
        assert runs.latest(conn) is None
        first = _run(conn)
        _run(conn, digest="b")
        _run(conn, scorer="classifier")
        assert _run(conn) == first
        runs.finish(conn, first)
        latest = runs.latest(conn)
        assert latest is not None
        assert (latest.id, latest.digest, latest.settings) == (first, "a", {"threshold": 0.5})
        assert latest.finished is not None
        assert latest.finished >= latest.started


def test_a_reject_is_stored_once_and_counted_by_reason(store: Store) -> None:
    bad = [
        Reject(stage="import", item=f"file.jsonl:{line}", reason=f"not JSON: column {line}")
        for line in range(3)
    ]
    other = Reject(stage="detect", item="key", reason="ValueError: x", sample="نص")
    with store.begin() as conn:
        assert rejects.add(conn, [*bad, other]) == 4
        assert rejects.add(conn, [*bad, other]) == 0
        assert rejects.add(conn, []) == 0
        assert rejects.counts(conn) == {("import", "not JSON"): 3, ("detect", "ValueError"): 1}
        assert rejects.counts(conn, "detect") == {("detect", "ValueError"): 1}


def test_hostile_rejects_are_stored_in_part(store: Store) -> None:
    wild = "\0\ud800\U0001f300" * 5000
    with store.begin() as conn:
        reject = Reject(stage="import", item=wild + ":17", reason=wild, sample=wild)
        assert rejects.add(conn, [reject]) == 1
        assert rejects.add(conn, [replace(reject, item=wild + ":18")]) == 1
