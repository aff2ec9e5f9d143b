"""The farm's news: as many as it says, the same for each run, and no copies but the agency's."""

from collections import Counter
from itertools import combinations

from tests.farm.outlets import AGENCY, CLOSED
from tests.farm.running import NOBODY, build
from tests.farm.stories import COPIED, Story


def everything() -> dict[str, list[Story]]:
    return {
        name: list(site.stories) for name, site in build(NOBODY, "http://nobody.example").items()
    }


def test_as_many_as_it_says_and_always_the_same() -> None:
    written = everything()
    assert everything() == written
    news = [
        (name, story)
        for name, stories in written.items()
        for story in stories
        if name not in CLOSED and not story.early
    ]
    assert len(news) == 2_000
    copies = [story for name, story in news if story.wire and name != AGENCY]
    assert len(copies) == COPIED * len(news)


def test_only_wire_copies_share_their_text() -> None:
    together: Counter[tuple[str, str]] = Counter()
    for name, stories in everything().items():
        assert len({story.body for story in stories}) == len(stories)
        for story in stories:
            if name == AGENCY or not story.wire:
                together.update(combinations(sorted(story.body), 2))
    assert set(together.values()) == {1}
