"""Near-duplicate articles: 5-gram word shingles, MinHash with LSH bands, exact Jaccard.

Two articles belong to one story when the Jaccard similarity of their shingle sets is at least
`SAME_STORY` (the codebook's `reporting_rules.dedup`); stories are the connected components of
that relation. MinHash (Broder 1997) only proposes the pairs to compare: `BANDS` bands of `ROWS`
rows propose a pair of similarity s with probability 1 - (1 - s^ROWS)^BANDS, which is 0.996 at 0.7.
"""

import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

from rensa import RMinHash

SAME_STORY = 0.7
"""Least Jaccard similarity of two articles of one story."""
VERBATIM = 0.9
"""Least Jaccard similarity of a verbatim reprint."""
BANDS = 20
ROWS = 4
_SHINGLE = 5
_SEED = 20_260_101
_PACKED = struct.Struct(f"<{BANDS * ROWS}I")
_BAND = ROWS * 4

VERSION = f"shingle{_SHINGLE}-rensa{RMinHash.ALGORITHM_VERSION}-{_SEED}-{BANDS}x{ROWS}"
"""Names what a stored band depends on: bands of another version never meet these."""

Shingles = frozenset[str]
Band = int
"""A signed 64-bit hash of the number of a band and its rows."""


def shingles(words: Sequence[str]) -> Shingles:
    """The set of 5-word sequences of a text, given as its folded words without punctuation.

    A text of one to four words is its own single shingle, so that only its exact repetition is
    the same story; a text without words has none and is never like another.
    """
    if len(words) < _SHINGLE:
        return frozenset([" ".join(words)] if words else ())
    return frozenset(map(" ".join, zip(*(words[i:] for i in range(_SHINGLE)), strict=False)))


def signature(words: Sequence[str]) -> bytes:
    """MinHash signature of the shingles of a text, given as its words; empty for no words.

    The same in every process; a change of the library's algorithm shows in `VERSION`.
    """
    grams = shingles(words)
    if not grams:
        return b""
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(list(grams))
    return _PACKED.pack(*sketch.digest())


def bands(signature: bytes) -> list[Band]:
    """The LSH bands of a signature; two articles with an equal band are candidates."""
    return [
        int.from_bytes(
            blake2b(
                signature[start : start + _BAND], digest_size=8, salt=bytes([start // _BAND])
            ).digest(),
            "little",
            signed=True,
        )
        for start in range(0, len(signature), _BAND)
    ]


def jaccard(a: Shingles, b: Shingles) -> float:
    """Shared shingles over all shingles; 0 when both sets are empty."""
    shared = len(a & b)
    return shared / ((len(a) + len(b) - shared) or 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored article that shares a band with an article of the batch."""

    article_id: int
    """The article of the batch."""
    stored_id: int
    story_id: int
    """The story of the stored article."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles found to be one story; not every pair of a story is compared."""

    article_id: int
    other_id: int
    jaccard: float

    @property
    def verbatim(self) -> bool:
        """Whether one is a verbatim reprint of the other."""
        return self.jaccard >= VERBATIM


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """What a batch changes: the story of each new article, and stored stories that became one."""

    assignments: dict[int, int]
    """Article of the batch -> story, the smallest article id in it."""
    merges: dict[int, int]
    """Stored story -> the story it now belongs to, only where that is another one."""
    links: tuple[Link, ...]


def cluster(
    batch: Sequence[tuple[int, Sequence[Band]]],
    candidates: Iterable[Candidate],
    shingles_of: Callable[[int], Shingles],
) -> Stories:
    """Put the articles of a batch into stories.

    The result of all batches together is the same in whatever order and batches the articles
    come, if every stored article that shares a band is a candidate: every pair is compared unless
    it is already known to be one story.

    Args:
        batch: article ids with their bands; the articles are not stored yet, or again to be done.
        candidates: the stored articles that share a band with one of the batch.
        shingles_of: shingles of an article of the batch or of a candidate, by article id.
    """
    known = _Components()
    links = []
    for article_id, _ in batch:
        known.add(article_id)
    stored = {c for c in candidates if c.article_id != c.stored_id}
    for candidate in stored:
        known.join(candidate.stored_id, candidate.story_id)
    pairs = {(c.article_id, c.stored_id) for c in stored} | set(_pairs_within(batch))
    for article_id, other_id in sorted(pairs):
        if known.root(article_id) == known.root(other_id):
            continue
        similarity = jaccard(shingles_of(article_id), shingles_of(other_id))
        if similarity >= SAME_STORY:
            known.join(article_id, other_id)
            links.append(Link(article_id, other_id, similarity))
    return Stories(
        assignments={article_id: known.root(article_id) for article_id, _ in batch},
        merges={
            story: root
            for story in sorted({c.story_id for c in stored})
            if (root := known.root(story)) != story
        },
        links=tuple(links),
    )


def _pairs_within(batch: Sequence[tuple[int, Sequence[Band]]]) -> Iterator[tuple[int, int]]:
    first: dict[Band, int] = {}
    later: defaultdict[Band, list[int]] = defaultdict(list)
    for article_id, found in batch:
        for band in found:
            if first.setdefault(band, article_id) != article_id:
                later[band].append(article_id)
    for band, others in later.items():
        yield from combinations((first[band], *others), 2)


class _Components:
    """Connected components (union-find) whose name is their smallest member."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def add(self, item: int) -> None:
        self._parent.setdefault(item, item)

    def root(self, item: int) -> int:
        parent = self._parent
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    def join(self, a: int, b: int) -> None:
        self.add(a)
        self.add(b)
        low, high = sorted((self.root(a), self.root(b)))
        self._parent[high] = low
