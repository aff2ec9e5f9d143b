"""N-grams are learned from many articles, tell the codes that they come with, and hold no name."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from mediaframe.learn import ngram_fit
from mediaframe.score.blend import LETTERS, PHRASES, of_ngrams
from mediaframe.score.decision import Scores
from mediaframe.score.encoding import WindowEncoder
from mediaframe.score.model import IGNORED
from mediaframe.score.ngrams import LETTER_BITS, TOKEN_BITS, Ngrams, without
from mediaframe.types import Window
from tests.score import tiny

LABELS = {
    "frame": ("A", "B", "C"), "issue": ("A", "B", "C"), "actor_type": ("X", "Y"),
    "tone": ("-1", "0", "1"),
}  # fmt: skip
NAMES = ("frame=A", "frame=B", "frame=C", "issue=A", "issue=B", "issue=C", "actor_type=X",
         "actor_type=Y", "tone=1")  # fmt: skip
WORDS = ["هم", "قانون", "سلة", "كاظم", "عادي", "غريب"]
NAME = "كاظم"


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    folder: Path = tiny.encoder(tmp_path_factory.mktemp("encoder"), WORDS)
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def encoder(tokenizer: Tokenizer) -> WindowEncoder:
    return WindowEncoder(tokenizer, begin=2, end=3, markers=(900, 901), max_tokens=64)


def window(*words: str) -> Window:
    return Window(id="w", headline="", text=f"هم {' '.join(words)}", start=0, end=2)


def learned(
    encoder: WindowEncoder, *, articles: int = 120, once: str = "عادي"
) -> dict[str, Ngrams]:
    """Windows with a word of A or of B in turn, and a name in each; one article says `once`."""
    count, first = 240, 60
    held = np.asarray([[i % 2, 1 - i % 2, 0] for i in range(count)])
    return ngram_fit.fit(
        [
            window("قانون" if i % 2 else "سلة", NAME, once if i < first else "عادي")
            for i in range(count)
        ],
        encoder,
        [str(0 if i < first else i % articles) for i in range(count)],
        {
            "frame": held,
            "issue": held,
            "actor_type": np.asarray([IGNORED if i % 5 == 0 else i % 2 for i in range(count)]),
        },
        LABELS,
        is_name=lambda word: word == NAME,
    )


def scores(
    known: Mapping[str, Ngrams], encoder: WindowEncoder, *words: str
) -> dict[str, list[float]]:
    asked = [window(*words)]
    found: dict[str, Scores] = of_ngrams(known, asked, encoder.encode(asked), NAMES)
    return {source: one.values[0].tolist() for source, one in found.items()}


def test_an_ngram_speaks_for_its_code(encoder: WindowEncoder) -> None:
    known = learned(encoder)
    a, b = scores(known, encoder, "قانون", "عادي"), scores(known, encoder, "سلة", "عادي")
    for source, first in ((PHRASES, 0), (LETTERS, 3)):
        assert a[source][first] > 0 > b[source][first]
        assert b[source][first + 1] > 0 > a[source][first + 1]
        assert max(a[source][first + 2], b[source][first + 2]) < -5  # never seen
        assert a[source][-1] == b[source][-1] == 0
    assert a[LETTERS][7] > 0 > a[LETTERS][6]
    assert not any(a[PHRASES][3:] + a[LETTERS][:3])


def test_no_part_of_a_name_is_learned(encoder: WindowEncoder, tokenizer: Tokenizer) -> None:
    known = learned(encoder)
    token = tokenizer.token_to_id(NAME)
    keys = known[PHRASES].keys
    assert without(keys, token + 1, TOKEN_BITS).tolist() == keys.tolist()
    keys = known[LETTERS].keys
    for letter in set(NAME) - set("".join(word for word in WORDS if word != NAME)):
        assert without(keys, ord(letter), LETTER_BITS).tolist() == keys.tolist()


def test_what_one_article_says_is_not_kept(encoder: WindowEncoder) -> None:
    """The word is in sixty windows of one article."""
    known = learned(encoder, once="غريب")
    with_word = scores(known, encoder, "غريب")[PHRASES]
    assert with_word == pytest.approx(scores(known, encoder, "جديد")[PHRASES])
    few = learned(encoder, articles=3)
    assert {len(few[source].keys) for source in (PHRASES, LETTERS)} == {0}
