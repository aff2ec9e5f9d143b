"""Stories: candidates share a band, stories merge, all can be found anew."""

from mediaframe.store import stories
from mediaframe.store.database import Store
from tests.store.samples import add, article

LOW, HIGH = -(2**63), 2**63 - 1


def test_candidates_share_a_band(store: Store) -> None:
    with store.begin() as conn:
        add(conn, *(article(number) for number in range(5)))
        stories.save(
            conn,
            bands={1: [LOW, 5, 5], 2: [HIGH, 5], 3: []},
            assignments={1: 1, 2: 1, 3: 3},
            merges={},
        )
        assert sorted(stories.candidates(conn, {4: [LOW, 7], 5: [5, HIGH]})) == [
            (4, 1, 1),
            (5, 1, 1),
            (5, 2, 1),
            (5, 2, 1),
        ]
        assert list(stories.candidates(conn, {4: [6]})) == []
        assert list(stories.candidates(conn, {})) == []
        assert stories.count(conn) == 2


def test_of_a_band_that_thousands_share_only_the_newest_are_candidates(store: Store) -> None:
    most = stories.MOST_CANDIDATES
    with store.begin() as conn:
        ids = add(conn, *(article(number) for number in range(most + 10)))
        stories.save(
            conn,
            bands={**{i: [5] for i in ids}, 1: [5, 6]},
            assignments={i: i for i in ids},
            merges={},
        )
        found = sorted(stories.candidates(conn, {99: [5]}))
        assert found == [(99, i, i) for i in ids[10:]]
        assert list(stories.candidates(conn, {99: [6]})) == [(99, 1, 1)]


def test_a_merge_renames_a_story(store: Store) -> None:
    with store.begin() as conn:
        add(conn, *(article(number) for number in range(4)))
        stories.save(conn, bands={}, assignments={1: 1, 2: 2, 3: 2}, merges={})
        stories.save(conn, bands={4: [1]}, assignments={4: 1}, merges={2: 1})
        assert stories.of(conn, [1, 2, 3, 4, 5]) == dict.fromkeys([1, 2, 3, 4], 1)
        stories.clear(conn)
        assert stories.of(conn, [1, 2, 3, 4]) == {}
        assert list(stories.candidates(conn, {4: [1]})) == []
