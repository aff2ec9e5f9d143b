"""Worker processes keep the order, bound what is in flight and report their death."""

import os
import signal
from collections.abc import Iterator

import pytest

from mediaframe.errors import DataError, MediaframeError
from mediaframe.pipeline.workers import ordered_map

_added = 0


def _setup(number: int) -> None:
    global _added
    _added = number


def _add(batch: int) -> int:
    return batch + _added


def _die(batch: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return batch


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(workers: int) -> None:
    results = ordered_map(_add, range(50), workers=workers, setup=_setup, arguments=(100,))
    assert list(results) == list(range(100, 150))


def test_input_is_read_only_a_little_ahead() -> None:
    read = 0

    def batches() -> Iterator[int]:
        nonlocal read
        for number in range(1000):
            read += 1
            yield number

    results = ordered_map(_add, batches(), workers=2, setup=_setup, arguments=(0,))
    assert next(results) == 0
    assert read <= 7
    results.close()


def _refuse() -> None:
    raise DataError("lexicon.yaml: terms: missing")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_setup_comes_through(workers: int) -> None:
    with pytest.raises(DataError, match="lexicon"):
        list(ordered_map(_add, range(3), workers=workers, setup=_refuse))


def test_a_killed_worker_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(MediaframeError, match="again"):
        list(ordered_map(_die, range(3), workers=2, setup=_setup, arguments=(0,)))
