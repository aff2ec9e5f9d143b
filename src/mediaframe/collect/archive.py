"""Writes captured pages as WARC files, so that they can be read again by a later extraction."""

import datetime as dt
import re
import secrets
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from fastwarc import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from mediaframe.collect.fetched import Capture
from mediaframe.collect.warc_reader import FEED_DATE
from mediaframe.errors import InputError

MOST_BYTES = 1 << 30
"""Size after which the next file is begun, as the WARC standard recommends."""
_KEPT = ("content-type", "content-language", "date", "etag", "last-modified")
"""Headers that tell something of the page; cookies and the rest tell of the visit."""
_LINE = re.compile(r"[\x00-\x1f\x7f]+")
_LEVEL = 6


class Archive:
    """A folder that pages are added to.

    Each record is a gzip member of its own and is handed to the operating system as a whole when
    it is added. A run that is killed leaves a file that reads up to its last whole record; the next
    run begins another file. No file is begun before there is a page for it.

    Args:
        folder: made where it is missing.
        most_bytes: size of a file after which another is begun.

    Raises:
        InputError: the folder cannot be made.
    """

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self._most_bytes = most_bytes
        now = dt.datetime.now(dt.UTC)
        self._name = f"mediaframe-{now:%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
        self._number = 0
        self._file: BinaryIO | None = None
        self._about = ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{folder}: cannot be made: {error.strerror}") from error

    def add(self, capture: Capture) -> None:
        """Write a page.

        Raises:
            InputError: it cannot be written; the file then reads up to the page before.
        """
        try:
            if self._file is not None and self._file.tell() >= self._most_bytes:
                self.close()
            if self._file is None:
                self._begin()
            self._write(_response(capture, self._about))
        except OSError as error:
            raise InputError(f"{self.folder}: cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """End the file; another is begun by the next page."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self._number += 1
        name = f"{self._name}-{self._number:05}.warc.gz"
        # not buffered: what is killed loses nothing that was added
        self._file = (self.folder / name).open("xb", buffering=0)
        record = WarcRecord()
        record.init_headers(WarcRecordType.warcinfo)
        record.headers["WARC-Filename"] = name
        record.headers["Content-Type"] = "application/warc-fields"
        software = f"mediaframe/{version('mediaframe')}"
        text = f"software: {software}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n"
        record.set_bytes_content(text.encode())
        self._about = record.headers["WARC-Record-ID"]
        self._write(record)

    def _write(self, record: WarcRecord) -> None:
        assert self._file is not None
        member = BytesIO()
        writer = GzipWriter(member, compression_level=_LEVEL)
        record.write(writer, checksum_data=True)
        writer.finish()
        data = memoryview(member.getvalue())
        while data:
            data = data[self._file.write(data) :]


def _response(capture: Capture, about: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    # as exact as the store has it, so that the two can be told to be of the same moment
    moment = capture.fetched.astimezone(dt.UTC).replace(tzinfo=None)
    record.headers["WARC-Date"] = f"{moment.isoformat(timespec='microseconds')}Z"
    record.headers["WARC-Target-URI"] = _LINE.sub(" ", capture.final_url)
    record.headers["WARC-Warcinfo-ID"] = about
    record.headers["Content-Type"] = "application/http; msgtype=response"
    if capture.feed_date is not None:
        record.headers[FEED_DATE] = capture.feed_date.isoformat()
    kept = {name: _LINE.sub(" ", capture.headers.get(name, "")).strip() for name in _KEPT}
    lines = [
        f"HTTP/1.1 {capture.status} OK",
        *(f"{name.title()}: {value}" for name, value in kept.items() if value),
        f"Content-Length: {len(capture.body)}",
        "",
        "",
    ]
    record.set_bytes_content("\r\n".join(lines).encode("latin-1", "replace") + capture.body)
    return record
