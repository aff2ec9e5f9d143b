"""Worker processes that map a function over batches, in order and in bounded memory."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from mediaframe.errors import MediaframeError

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3
"""Batches in flight per worker: enough to keep it busy, few enough to bound memory."""


def ordered_map(
    function: Callable[[Item], Result],
    batches: Iterable[Item],
    *,
    workers: int,
    setup: Callable[..., None],
    arguments: tuple[Any, ...] = (),
    preload: tuple[str, ...] = (),
) -> Iterator[Result]:
    """Yield `function(batch)` for each batch, in order; one worker means no other process.

    Args:
        function: a module-level function, called in a worker.
        workers: number of processes.
        setup: called once in each worker with `arguments`, to load what `function` needs.
        preload: modules that all workers share (imported once, then forked).

    Raises:
        MediaframeError: `setup` raised it, or a worker was killed, most often for want of memory.
    """
    if workers == 1:
        setup(*arguments)
        yield from map(function, batches)
        return
    context = multiprocessing.get_context(_method(preload))
    pool = ProcessPoolExecutor(
        workers, mp_context=context, initializer=_start, initargs=(setup, arguments)
    )
    waiting: deque[Future[Result]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_call, function, batch))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise MediaframeError(
            "a worker process died (out of memory?); run the same command again to go on, "
            "with fewer workers if it happens again"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _method(preload: tuple[str, ...]) -> str:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return "spawn"
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(preload))
    return "forkserver"


_failed: MediaframeError | None = None


def _start(setup: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    global _failed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then stops us
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        setup(*arguments)
    except MediaframeError as error:
        _failed = error  # raised where the result is awaited: here it would only break the pool


def _call(function: Callable[[Item], Result], batch: Item) -> Result:
    if _failed is not None:
        raise _failed
    return function(batch)


def _follow_parent() -> None:
    # A killed parent never tells its workers to stop: they would wait for work for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
