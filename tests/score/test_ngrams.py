"""Ngrams are one to three tokens in a row; the target counts as one, whatever it is called."""

import contextlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.arabic.normalise import fold
from mediaframe.errors import DataError
from mediaframe.score.encoding import Encoded
from mediaframe.score.ngrams import REACH, TOKEN_BITS, Ngrams, letters, phrases, weighed, without
from mediaframe.types import Window

OPENING, CLOSING = 900, 901
IDS = st.lists(st.integers(0, 250_001), max_size=40)


def window(left: list[int], target: list[int], right: list[int]) -> Encoded:
    ids = (*left, OPENING, *target, CLOSING, *right)
    return Encoded(ids, len(left), len(left) + len(target) + 2)


def table(**changes: object) -> Ngrams:
    keys = np.unique(phrases(window([1, 2], [3], [4])))
    fields = {
        "keys": keys,
        "rarity": np.linspace(1, 2, len(keys), dtype=np.float32),
        "weights": np.arange(2 * len(keys), dtype=np.float16).reshape(-1, 2),
        "offsets": np.asarray([-1, 1], dtype=np.float32),
        "names": ("frame=A", "frame=B"),
    }
    return Ngrams(**fields | changes)  # type: ignore[arg-type]


@given(IDS, IDS, IDS)
def test_keys_tell_runs_apart(left: list[int], target: list[int], right: list[int]) -> None:
    found = Counter(phrases(window(left, target, right)).tolist())
    tokens = [*left, OPENING, *right]
    near = tokens[max(0, len(left) - REACH) : len(left) + REACH + 1]
    runs = Counter((1, *run) for n in (1, 2, 3) for run in _runs(tokens, n))
    runs.update((-1, *run) for n in (1, 2) for run in _runs(near, n))
    assert sorted(found.values()) == sorted(runs.values())
    assert sum(1 for key in found if key < 0) == sum(1 for run in runs if run[0] < 0)


def _runs(tokens: list[int], length: int) -> list[tuple[int, ...]]:
    return [tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)]


def test_the_name_of_the_target_is_not_read() -> None:
    one, other = window([1], [5, 6], [2]), window([1], [7], [2])
    assert phrases(one).tolist() == phrases(other).tolist()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_letters_are_the_runs_of_the_folded_text(headline: str, left: str, right: str) -> None:
    text = f"{left}جمعية{right}"
    asked = Window(id="w", headline=headline, text=text, start=len(left), end=len(left) + 5)
    shown = f"{fold(headline)} | {fold(left)} TARGET {fold(right)}"
    shown = "".join(char if ord(char) < 4096 else "\x01" for char in shown)
    runs = Counter(shown[i : i + n] for n in (2, 3, 4) for i in range(len(shown) - n + 1))
    assert sorted(Counter(letters(asked).tolist()).values()) == sorted(runs.values())


def test_letters_of_hostile_text_are_bounded() -> None:
    text = "\ud800" + "ا" * 100_000
    asked = Window(id="w", headline=text, text=text, start=50_000, end=50_001)
    assert 3 * 1800 < len(letters(asked)) < 3 * 2000
    headline = replace(asked, in_headline=True)
    assert len(letters(headline)) == len(letters(replace(asked, headline="")))


@given(IDS, IDS)
def test_weights_have_length_one_near_the_target_and_in_all(
    left: list[int], right: list[int]
) -> None:
    asked = window(left, [], right)
    known = np.unique(phrases(asked))
    rows, values = weighed(phrases(asked), known, np.ones(len(known), dtype=np.float32))
    assert rows.tolist() == list(range(len(known)))
    near = known < 0
    assert np.linalg.norm(values[near]) == pytest.approx(1)
    assert np.linalg.norm(values[~near]) == pytest.approx(1)


def test_scores_are_the_weighed_sum_and_0_where_nothing_is_said() -> None:
    asked = [window([1, 2], [8], [4]), window([70], [], [])]
    known = table()
    found = known.scores(map(phrases, asked), ["tone=1", "frame=B", "frame=A"])
    assert found.names == ("tone=1", "frame=B", "frame=A")
    assert found.values[:, 0].tolist() == [0, 0]
    for row, one in zip(found.values, asked, strict=True):
        at, values = weighed(phrases(one), known.keys, known.rarity)
        expected = values @ known.weights[at].astype(float) + known.offsets
        assert row[1:][::-1] == pytest.approx(expected)
    assert known.scores([], ["frame=A", "frame=B"]).values.shape == (0, 2)


def test_where_no_phrase_is_known_the_offsets_are_left() -> None:
    empty = table(
        keys=np.zeros(0, dtype=np.int64),
        rarity=np.zeros(0, dtype=np.float32),
        weights=np.zeros((0, 2), dtype=np.float16),
    )
    assert empty.scores([phrases(window([1], [], [2]))], empty.names).values.tolist() == [[-1, 1]]


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path, known = tmp_path / "grams.npz", table()
    known.save(path)
    found = Ngrams.load(path)
    assert found.names == known.names
    for name in ("keys", "rarity", "weights", "offsets"):
        assert np.array_equal(getattr(found, name), getattr(known, name))
        assert getattr(found, name).dtype == getattr(known, name).dtype


@pytest.mark.parametrize(
    "changes",
    [
        {"rarity": np.zeros(3, dtype=np.float32)},
        {"weights": np.zeros((2, 2), dtype=np.float16)},
        {"offsets": np.zeros(2, dtype=np.int64)},
        {"names": (1, 2)},
        {"offsets": np.asarray([0, np.nan], dtype=np.float32)},
        {"keys": np.zeros(len(table().keys), dtype=np.int64)},
        {"keys": np.asarray(["a"], dtype=object)},
    ],
)
def test_another_table_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    path = tmp_path / "grams.npz"
    table(**changes).save(path)
    with pytest.raises(DataError, match=r"grams\.npz: no table of n-grams"):
        Ngrams.load(path)


@given(IDS, IDS, st.integers(0, 99))
def test_without_a_part_no_run_holds_it(left: list[int], right: list[int], token: int) -> None:
    asked = window([*left, token], [], right)
    kept = without(phrases(asked), token + 1, TOKEN_BITS).tolist()
    tokens = [*left, token, OPENING, *right]
    runs = [run for n in (1, 2, 3) for run in _runs(tokens, n) if token not in run]
    assert sum(1 for key in kept if key > 0) == len(runs)


def test_a_flipped_bit_is_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "grams.npz"
    table().save(path)
    raw = path.read_bytes()
    for i in range(0, len(raw), 7):
        path.write_bytes(raw[:i] + bytes([raw[i] ^ 255]) + raw[i + 1 :])
        with contextlib.suppress(DataError):
            Ngrams.load(path)


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04 broken"])
def test_no_table_at_all(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "grams.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"grams\.npz: no table of n-grams"):
        Ngrams.load(path)
    with pytest.raises(DataError, match="No such file"):
        Ngrams.load(tmp_path / "other.npz")
