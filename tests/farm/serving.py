"""The farm's web server: a port for each host, one access log, and the faults of delivery."""

import asyncio
import json
import socket
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.farm.site import Answer, Site

CONTROL = "/.farm/forget"
"""Empties the log and lets the sites stumble anew; not logged."""
_DRIPS = 8
_PAUSE = 0.02
_CONDITIONS = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))


class Log:
    """The access log: a JSON line for each request when it arrives."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self.open: Counter[str] = Counter()
        """Connections that are open now, by host."""
        self.busy: Counter[str] = Counter()
        """Requests that are being answered now, by host."""

    def write(self, **values: Any) -> None:
        """Add a line."""
        self._file.write(json.dumps(values) + "\n")
        self._file.flush()

    def clear(self) -> None:
        """Begin anew."""
        self._file.truncate(0)
        self._file.seek(0)


class Host:
    """Serves a site at one port."""

    def __init__(self, home: str, site: Site | None, everybody: list[Site], log: Log) -> None:
        self._home = home
        self._site = site
        self._everybody = everybody
        self._log = log

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection."""
        self._log.open[self._home] += 1
        if self._site is None:
            self._note("/", Answer(status=0), {})
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass  # the crawler breaks connections off, as it should
        finally:
            self._log.open[self._home] -= 1
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection stays open."""
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        pairs = (line.partition(":") for line in lines)
        headers = {name.title(): value.strip() for name, _, value in pairs}
        if path == CONTROL:
            self._log.clear()
            for site in self._everybody:
                site.forget()
            return await _send(reader, writer, Answer())
        answer = self._site.answer(path) if self._site else Answer()
        for validator, condition in _CONDITIONS:
            if headers.get(condition, "") == answer.headers.get(validator):
                answer = replace(answer, status=304, body=b"")
        self._log.busy[self._home] += 1
        self._note(path, answer, headers)
        try:
            return await _send(reader, writer, answer)
        finally:
            self._log.busy[self._home] -= 1

    def _note(self, path: str, answer: Answer, headers: Mapping[str, str]) -> None:
        self._log.write(
            url=f"{self._home}{path}",
            at=time.monotonic(),
            status=answer.status,
            open=self._log.open[self._home],
            busy=self._log.busy[self._home],
            agent=headers.get("User-Agent", ""),
            conditional=any(condition in headers for _, condition in _CONDITIONS),
        )


async def serve(sockets: Mapping[str, socket.socket], sites: Mapping[str, Site], log: Log) -> None:
    """Serve each site at its hosts until the task is cancelled.

    Args:
        sockets: listening, by the host's address; of one of no site each connection is logged.
    """
    hosts = {home: site for site in sites.values() for home in site.homes}
    everybody = list(sites.values())
    async with AsyncExitStack() as stack:
        for home, listening in sockets.items():
            host = Host(home, hosts.get(home), everybody, log)
            await stack.enter_async_context(await asyncio.start_server(host, sock=listening))
        await asyncio.Event().wait()


async def _send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> bool:
    if answer.way == "reset":
        writer.transport.abort()
        return False
    if answer.way == "silence":
        await reader.read()
        return False
    head = [f"HTTP/1.1 {answer.status} Status", f"Content-Length: {len(answer.body)}"]
    head += [f"{name}: {value}" for name, value in answer.headers.items()]
    writer.write("\r\n".join([*head, "", ""]).encode("latin-1"))
    if answer.way == "cut":
        writer.write(answer.body[: len(answer.body) // 2])
    elif answer.way == "drip":
        step = len(answer.body) // _DRIPS + 1
        for place in range(0, len(answer.body), step):
            writer.write(answer.body[place : place + step])
            await writer.drain()
            await asyncio.sleep(_PAUSE)
    else:
        writer.write(answer.body)
    await writer.drain()
    return answer.way != "cut"
