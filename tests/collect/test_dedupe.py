"""Near-duplicates become one story, whatever the order and the batches they come in."""

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe.collect import dedupe
from mediaframe.collect.dedupe import Candidate, Shingles

WORDS = [f"كلمة{n}" for n in range(400)]


def _text(seed: int, size: int = 120) -> list[str]:
    return random.Random(seed).choices(WORDS, k=size)


def _changed(words: Sequence[str], places: int, seed: int = 1) -> list[str]:
    changed = list(words)
    for place in random.Random(seed).sample(range(len(words)), places):
        changed[place] = "آخر"
    return changed


def test_shingles_are_five_words_long_and_short_texts_their_own() -> None:
    assert dedupe.shingles(["ا", "ب", "ج", "د", "ه", "و"]) == {"ا ب ج د ه", "ب ج د ه و"}
    assert dedupe.shingles(["ا", "ب"]) == {"ا ب"}
    assert dedupe.shingles([]) == frozenset()
    assert dedupe.signature([]) == b""
    assert dedupe.bands(b"") == []
    assert dedupe.jaccard(frozenset(), frozenset()) == 0


def test_bands_are_stable_and_fit_a_database() -> None:
    bands = dedupe.bands(dedupe.signature(_text(1)))
    assert bands == dedupe.bands(dedupe.signature(_text(1)))
    assert len(set(bands)) == dedupe.BANDS
    assert all(-(2**63) <= value < 2**63 for value in bands)


def test_similar_texts_share_a_band_and_different_ones_do_not() -> None:
    found = 0
    for seed in range(200):
        text = _text(seed, 300)
        near = _changed(text, 10, seed)
        assert 0.65 < dedupe.jaccard(dedupe.shingles(text), dedupe.shingles(near)) < 0.8
        one, other, far = (
            set(dedupe.bands(dedupe.signature(words))) for words in (text, near, _text(seed + 999))
        )
        found += bool(one & other)
        assert not one & far
    assert found >= 196


class Memory:
    """Bands, stories and shingles of the articles so far, as a store keeps them."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.shingles: list[Shingles] = [dedupe.shingles(text) for text in texts]
        self.bands = [dedupe.bands(dedupe.signature(text)) for text in texts]
        self.stories: dict[int, int] = {}
        self.compared = 0

    def add(self, ids: Iterable[int]) -> None:
        batch = [(i, self.bands[i]) for i in ids]
        candidates = [
            Candidate(i, stored, story)
            for i, bands in batch
            for stored, story in self.stories.items()
            if set(bands) & set(self.bands[stored])
        ]
        changes = dedupe.cluster(batch, candidates, self._shingles)
        self.stories = {i: changes.merges.get(s, s) for i, s in self.stories.items()}
        self.stories |= changes.assignments

    def _shingles(self, article_id: int) -> Shingles:
        self.compared += 1
        return self.shingles[article_id]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_stories_do_not_depend_on_order_and_batches(data: st.DataObject) -> None:
    texts = [
        _changed(_text(seed), places, seed * 100 + places)
        for seed in range(4)
        for places in (0, 2, 4, 6)
    ]
    order = data.draw(st.permutations(range(len(texts))))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(texts) - 1))))
    whole, parts = Memory(texts), Memory(texts)
    whole.add(range(len(texts)))
    for begin, end in zip([0, *cuts], [*cuts, len(texts)], strict=True):
        parts.add(order[begin:end])
    assert parts.stories == whole.stories
    assert len(set(whole.stories.values())) >= 4


def test_an_article_can_join_two_stories() -> None:
    first = _text(1, 200)
    second = _changed(first, 14, 5)
    between = [b if i < 100 else a for i, (a, b) in enumerate(zip(first, second, strict=True))]
    memory = Memory([first, second, between])
    memory.add([0, 1])
    assert memory.stories == {0: 0, 1: 1}
    memory.add([2])
    assert memory.stories == {0: 0, 1: 0, 2: 0}


def test_a_verbatim_reprint_is_told_from_a_version() -> None:
    text = _text(1, 300)
    memory = Memory([text, text, _changed(text, 10, 3)])
    batch = [(i, memory.bands[i]) for i in range(3)]
    links = dedupe.cluster(batch, [], memory.shingles.__getitem__).links
    assert [link.verbatim for link in links] == [True, False]


@pytest.mark.parametrize("copies", [300])
def test_many_copies_are_compared_once_each(copies: int) -> None:
    memory = Memory([_text(1)] * copies)
    memory.add(range(copies // 2))
    memory.add(range(copies // 2, copies))
    assert set(memory.stories.values()) == {0}
    assert memory.compared <= 2 * copies
