"""The Twisted reactor that Scrapy runs on: one a process, on an asyncio loop in its own thread.

A reactor can be started once only, and a crawl must be possible more than once; so it is started
by the first crawl and runs until the process ends. The thread that iterates over a crawl stays
free to extract and store.
"""

import asyncio
import threading
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def running_loop() -> asyncio.AbstractEventLoop:
    """The loop of the running reactor.

    Raises:
        RuntimeError: another reactor is installed in this process.
    """
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    trouble: list[BaseException] = []

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            from twisted.internet import asyncioreactor, error

            asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
            from twisted.internet import reactor
        except (error.ReactorAlreadyInstalledError, ImportError) as reason:
            trouble.append(reason)
            ready.set()
            return
        running: Any = reactor
        running.callWhenRunning(ready.set)
        running.run(installSignalHandlers=False)

    threading.Thread(target=run, name="mediaframe-collect", daemon=True).start()
    ready.wait()
    if trouble:
        raise RuntimeError("another Twisted reactor runs in this process") from trouble[0]
    return loop
