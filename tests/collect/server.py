"""A real web server on loopback whose answers a test writes, and whose log says what was asked."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self

from mediaframe.collect.policy import Policy


@dataclass
class Answer:
    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds between two bytes of the body."""
    cut: bool = False
    """Close the connection before the end of the body."""


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    at: float


Route = Answer | Callable[[Asked], Answer]


class Server:
    """Answers `routes` by path (with query); others with 404."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {"/robots.txt": Answer(status=404)}
        self.log: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                asked = Asked(self.path, dict(self.headers), time.monotonic())
                outer.log.append(asked)
                route = outer.routes.get(self.path, Answer(status=404))
                self.answer(route(asked) if callable(route) else route)

            def answer(self, answer: Answer) -> None:
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(body)))
                if "Content-Type" not in answer.headers:
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if answer.status == 304:
                    return
                try:
                    if answer.drip:
                        for byte in body:
                            self.wfile.write(bytes([byte]))
                            self.wfile.flush()
                            time.sleep(answer.drip)
                    else:
                        self.wfile.write(body[: len(body) // 2] if answer.cut else body)
                except OSError:
                    pass
                self.close_connection = self.close_connection or answer.cut

            def log_message(self, *_: object) -> None:
                pass

        class Threads(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # the crawler breaks connections off, as it should

        self._server = Threads((host, 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
            self.url = f"https://{host}:{self.port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]


def policy(**changes: object) -> Policy:
    """A fast policy that may reach loopback."""
    values: dict[str, object] = {
        "contact": "desk@example.org",
        "delay": 0.0,
        "backoff": 0.05,
        "timeout": 5.0,
        "allow_loopback": True,
    }
    return Policy(**{**values, **changes})  # type: ignore[arg-type]
