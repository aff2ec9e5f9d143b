"""Writes WARC records byte by byte, right and wrong ones, without the library that reads them."""

import gzip
import io
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from mediaframe.collect import warc
from mediaframe.collect.warc_reader import Message
from mediaframe.types import Reject

MOMENT = "2024-03-01T09:30:00Z"


def answer(
    body: bytes, *, status: str = "200 OK", kind: str = "text/html", more: str = ""
) -> bytes:
    """A server's answer; `more` are further header lines."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def record(
    url: str,
    block: bytes,
    *,
    kind: str = "response",
    length: object = None,
    moment: str = MOMENT,
    more: str = "",
) -> bytes:
    """A record of a block; `length` is what it says of itself."""
    size = len(block) if length is None else length
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\n"
        f"WARC-Record-ID: <urn:uuid:0-{zlib.crc32(url.encode())}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {moment}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n{more}\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(url: str, body: bytes | str = b"<p>x</p>", **values: object) -> bytes:
    """The record of a page."""
    body = body.encode() if isinstance(body, str) else body
    return record(url, answer(body), **values)  # type: ignore[arg-type]


def zipped(*records: bytes) -> bytes:
    """Records as gzip members, as WARC files have them."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def package(**files: bytes) -> bytes:
    """A WACZ package of files by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def read(
    path: Path, data: bytes | None = None, *, max_bytes: int = 10**9
) -> tuple[list[Message], dict[str, str], Counter[str]]:
    """Pages, reasons of rejects by offset (or name), and what is passed over."""
    if data is not None:
        path.write_bytes(data)
    passed = Counter[str]()
    found = list(warc.messages(path, max_bytes=max_bytes, passed=passed))
    rejects = {
        one.item.removeprefix(str(path)).lstrip(":"): one.reason
        for one in found
        if isinstance(one, Reject)
    }
    assert len(rejects) == sum(isinstance(one, Reject) for one in found)
    return [one for one in found if isinstance(one, Message)], rejects, passed
