"""N-grams are learned from several articles, and tell the codes that they come with."""

from collections.abc import Mapping

import numpy as np
import pytest

from mediaframe.learn import ngram_fit
from mediaframe.score.blend import LETTERS, PHRASES, of_ngrams
from mediaframe.score.decision import Scores
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import IGNORED
from mediaframe.score.ngrams import Ngrams
from mediaframe.types import Window

LABELS = {
    "frame": ("A", "B", "C"), "issue": ("A", "B", "C"), "actor_type": ("X", "Y"),
    "tone": ("-1", "0", "1"),
}  # fmt: skip
NAMES = ("frame=A", "frame=B", "frame=C", "issue=A", "issue=B", "issue=C", "actor_type=X",
         "actor_type=Y", "tone=1")  # fmt: skip
WORDS = {"قانون": 11, "سلة": 12, "كاظم": 13, "عادي": 14, "غريب": 15}
"""Words of A, of B, a name and others, with their tokens."""


def window(*words: str) -> Window:
    return Window(id="w", headline="", text=f"هم {' '.join(words)}", start=0, end=2)


def encoded(*words: str) -> Encoded:
    return Encoded((2, 900, 5, 901, *(WORDS[word] for word in words), 3), 1, 4)


def learned(count: int = 80, *, articles: int = 40) -> dict[str, Ngrams]:
    """Windows with a word of A or of B in turn; a name is in those of one article."""
    some = [("قانون" if i % 2 else "سلة", "كاظم" if i < 20 else "عادي") for i in range(count)]
    held = np.asarray([[i % 2, 1 - i % 2, 0] for i in range(count)])
    return ngram_fit.fit(
        [window(*words) for words in some],
        [encoded(*words) for words in some],
        [str(0 if i < 20 else i % articles) for i in range(count)],
        {
            "frame": held,
            "issue": held,
            "actor_type": np.asarray([IGNORED if i % 5 == 0 else i % 2 for i in range(count)]),
        },
        LABELS,
    )


def scores(known: Mapping[str, Ngrams], *words: str) -> dict[str, Scores]:
    return of_ngrams(known, [window(*words)], [encoded(*words)], NAMES)


def test_an_ngram_speaks_for_its_code() -> None:
    known = learned()
    a, b = scores(known, "قانون", "عادي"), scores(known, "سلة", "عادي")
    for source, first in ((PHRASES, 0), (LETTERS, 3)):
        of_a, of_b = a[source].values[0], b[source].values[0]
        assert of_a[first] > 0 > of_b[first]
        assert of_b[first + 1] > 0 > of_a[first + 1]
        assert max(of_a[first + 2], of_b[first + 2]) < -5  # never seen
        assert of_a[-1] == of_b[-1] == 0
    assert a[LETTERS].values[0, 7] > 0 > a[LETTERS].values[0, 6]
    assert not a[PHRASES].values[0, 3:].any()
    assert not a[LETTERS].values[0, :3].any()


def test_what_one_article_says_is_not_kept() -> None:
    """The name is in twenty windows of one article."""
    known = learned()
    for words in (("قانون", "كاظم"), ("كاظم",)):
        named, other = scores(known, *words), scores(known, *words[:-1], "غريب")
        assert named[PHRASES].values == pytest.approx(other[PHRASES].values)
    assert {len(learned(articles=3)[source].keys) for source in (PHRASES, LETTERS)} == {0}
