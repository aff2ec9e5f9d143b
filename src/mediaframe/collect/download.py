"""Scrapy's HTTP download handler, with connections to public addresses only and bounded bodies.

How private addresses are kept out: Twisted resolves a host name and then asks the reactor to open
a connection to each address, a number, until one answers (`HostnameEndpoint`). The reactor that
the handler gives it is `GuardedReactor`, which passes everything on but looks at that number
before it connects. So the address that is judged is the one connected to: what a name resolved to
before, in a redirect or by another server does not matter. A connection kept open for a further
request went through the same gate when it was opened. Proxies of the environment are not used, as
behind one the address would be out of sight.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _BindAddressAgent,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectError
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IReactorPluggableNameResolver,
    IResolutionReceiver,
)
from twisted.web._newclient import BODY, DONE, HTTP11ClientProtocol
from twisted.web.client import Agent
from zope.interface import implementer

from mediaframe.collect import addresses
from mediaframe.collect.decompress import DamagedError, TooLargeError, decompress

_MAX_HEAD = 256_000
"""Bytes of status line and headers after which an answer is given up."""
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Addresses of a host name and port."""


class AddressRefusedError(ConnectError):
    """A connection to an address that is not public was refused before it was opened."""

    def __init__(self, reason: str) -> None:
        super().__init__(string=reason)  # type: ignore[no-untyped-call]
        self.reason = reason


class RefusedError(IgnoreRequest):
    """A request that is not made, or an answer that is not accepted."""

    def __init__(self, reason: str, *, final: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final
        """Whether it would be refused again."""


async def resolve(name: str, port: int) -> Sequence[str]:
    """Ask the operating system."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name
        self.task: asyncio.Task[None] | None = None

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()


@implementer(IHostnameResolver)
class _Resolver:
    # Twisted's own runs in threads that keep the process from ending while the reactor runs
    def __init__(self, ask: Resolve) -> None:
        self._ask = ask

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803, ARG002
        transportSemantics: str = "TCP",  # noqa: N803, ARG002
    ) -> IHostResolution:
        resolution = _Resolution(hostName)
        receiver: Any = resolutionReceiver

        async def run() -> None:
            try:
                for address in await self._ask(hostName, portNumber):
                    kind = IPv6Address if ":" in address else IPv4Address
                    receiver.addressResolved(kind("TCP", address, portNumber))
            except OSError:
                pass  # no address: that is how Twisted learns of it
            finally:
                receiver.resolutionComplete()

        receiver.resolutionBegan(resolution)
        resolution.task = asyncio.ensure_future(run())
        return resolution  # type: ignore[return-value]  # zope's, which mypy cannot see


@implementer(IReactorPluggableNameResolver)
class GuardedReactor:
    """A reactor that connects to public addresses only; else the reactor that it is made of."""

    def __init__(self, reactor: object, *, allow_loopback: bool, ask: Resolve = resolve) -> None:
        self._reactor: Any = reactor
        self._allow_loopback = allow_loopback
        self.nameResolver = _Resolver(ask)  # the name is Twisted's

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._reactor, name)
        return found

    def connectTCP(self, host: str, port: int, *args: object, **keywords: object) -> object:  # noqa: N802
        """Open a connection to an address.

        Raises:
            AddressRefusedError: it is not public, or no number.
        """
        if why := addresses.reason(host, allow_loopback=self._allow_loopback):
            raise AddressRefusedError(f"address refused: {host[:50]} is {why}")
        connector: object = self._reactor.connectTCP(host, port, *args, **keywords)
        return connector

    def connectSSL(self, *_: object, **__: object) -> object:  # noqa: N802
        """Never: TLS runs over `connectTCP`."""
        raise AddressRefusedError("address refused: not a plain connection")

    def connectUNIX(self, *_: object, **__: object) -> object:  # noqa: N802
        """Never."""
        raise AddressRefusedError("address refused: not a network address")


class _Protocol(_LenientHTTP11ClientProtocol):
    # Twisted bounds a header line, but not how many there are
    _head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._parser is None or self._parser.state in (BODY, DONE):
            self._head = 0
        else:
            self._head += len(data)
            if self._head > _MAX_HEAD + len(data):
                transport: Any = self.transport
                transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802, ARG002
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _Agent(_ScrapyAgent):
    guarded: GuardedReactor

    def _get_agent(self, request: Request, timeout: float) -> Agent:  # noqa: ARG002
        return _BindAddressAgent(
            reactor=self.guarded,  # type: ignore[arg-type]
            contextFactory=self._contextFactory,
            connectTimeout=timeout,
            pool=self._pool,
        )


class Handler(HTTP11DownloadHandler):
    """Downloads over guarded connections and decompresses; its errors are worth a further try,
    but `RefusedError`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        self._pool._factory = _Factory
        policy = crawler.spider.policy  # type: ignore[union-attr]
        self._guarded = GuardedReactor(reactor, allow_loopback=policy.allow_loopback)

    async def download_request(self, request: Request) -> Response:
        """Fetch one answer, decompressed.

        Raises:
            RefusedError: it is too large.
            DownloadFailedError: its body ends early or is damaged.
        """
        max_bytes = request.meta["download_maxsize"]
        agent = _Agent(
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=max_bytes,
            warnsize=0,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        agent.guarded = self._guarded
        with wrap_twisted_exceptions():
            response = await maybe_deferred_to_future(agent.download_request(request))
        encodings = response.headers.getlist("Content-Encoding")
        if not encodings:
            return response
        names = [
            name.strip().lower().decode("latin-1")
            for value in encodings
            for name in value.split(b",")
        ]
        try:
            body = decompress(response.body, names, max_bytes=max_bytes)
        except TooLargeError as error:
            raise RefusedError(f"too large: {error}", final=True) from error
        except DamagedError as error:
            raise DownloadFailedError(str(error)) from error
        response.headers.pop("Content-Encoding")
        return response.replace(body=body)
