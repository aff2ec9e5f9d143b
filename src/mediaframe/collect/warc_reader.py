"""Reads the pages out of one WARC file, plain or compressed, however damaged it is.

fastwarc does the reading. What is added here is what hostile or broken files need: a record that
says more or less of its length than is there is rejected with its offset, and behind damage the
reading goes on at the next place where a record begins.
"""

import datetime as dt
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from mediaframe.collect.files import STAGE
from mediaframe.types import Reject

MOST_BYTES = 10_000_000
"""Largest page read, as sent; collecting has the same bound."""
FEED_DATE = "Mediaframe-Feed-Date"
"""Field of this program's own archives: the date that a feed gave the article, in ISO 8601."""
UNREADABLE = (OSError, ValueError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile)
"""What opening and reading a damaged or encrypted file raises."""
_HEADER_BYTES = 32_768
_MOST_HEADERS = 64
_MOST_VALUE = 1_000
_STEP = 1 << 20
_FIND = 1 << 16
"""Bytes that going to another place of a file counts as."""
_GZIP = b"\x1f\x8b\x08"
_MARK = b"WARC/"
_SAMPLE = 200
_PAGES = ("text/html", "application/xhtml+xml", "")
_OLDEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
_EARLY = "damaged record: ends early"


class _DamageError(Exception):
    """A record does not end where it says; the reading has to go on elsewhere."""


class _FullError(Exception):
    """As many bytes were read as is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The answer of a server as a WARC file keeps it: status 200 and HTML by its header."""

    item: str
    """File and offset of the record (of its gzip member where there is one)."""
    url: str
    fetched: dt.datetime
    """UTC."""
    headers: dict[str, str]
    """Names in small letters; at most 64, each value at most 1,000 characters."""
    body: bytes
    """Still encoded as the headers say."""
    feed_date: dt.datetime | None = None


Want = Callable[[str, dt.datetime], str]


class Reader:
    """Reads one WARC file once.

    Args:
        file: seekable, at its beginning.
        name: of the file, for the items of pages and rejects.
        max_bytes: most bytes read out of the file, decompressed, before the rest is refused.
        want: the kind of reason for which a page of a URL fetched at a moment is passed over,
            empty where it is wanted.
        passed: counts the response records that are no pages or not wanted, by kind of reason.
    """

    def __init__(
        self, file: IO[bytes], name: str, max_bytes: int, want: Want, passed: Counter[str]
    ) -> None:
        self.read = 0
        """Bytes read, decompressed."""
        self._file = file
        self._name = name
        self._max_bytes = max_bytes
        self._want = want
        self._passed = passed
        self._gzip = False

    def messages(self) -> Iterator[Message | Reject]:
        """Yield the pages in order; what cannot be read is a `Reject`."""
        start: int | None = 0
        try:
            self._gzip = self._file.read(len(_GZIP)) == _GZIP
            while start is not None:
                start = yield from self._from(start)
        except _FullError:
            reason = f"more than {self._max_bytes} bytes in one file: the rest is refused"
            yield Reject(stage=STAGE, item=self._name, reason=reason)
        except UNREADABLE as error:
            reason = f"cannot be read: {error}: the rest is lost"
            yield Reject(stage=STAGE, item=self._name, reason=reason)

    def _from(self, start: int) -> Generator[Message | Reject, None, int | None]:
        """Yield what begins at `start`, up to damage; where to go on behind it."""
        self._seek(start)
        records = ArchiveIterator(
            self._file, parse_http=False, max_header_len=_HEADER_BYTES, fsspec_args=False
        )
        held: Message | Reject | None = None
        last = length = -1
        while True:
            try:
                record = next(records, None)
            except OSError as error:
                if last < 0:
                    yield self._reject(start, f"damaged record: {error}")
                    return self._mark(start + 1)
                whole, end = self._ending(last, length)
                place = self._mark(end)
                if whole or (whole is None and not (place and self._begins(place))):
                    if held is not None:
                        yield held
                    if place != end:
                        yield self._reject(end, f"no record: {error}")
                else:
                    yield self._reject(last, "damaged record: its length is wrong")
                return place
            # a record is given out when what follows it shows that its length was right
            if held is not None:
                yield held
            if record is None:
                # fastwarc ends in silence where a file ends within a record's header
                place = self._mark(start if last < 0 else self._ending(last, length)[1])
                if place is not None:
                    yield self._reject(place, _EARLY)
                    place = self._mark(place + 1)
                return place
            last = record.stream_pos
            try:
                held = self._message(record, last)
            except _DamageError as error:
                yield self._reject(last, str(error), _url(record))
                return self._mark(last + 1)
            length = int(record.headers["Content-Length"])

    def _message(self, record: WarcRecord, offset: int) -> Message | Reject | None:
        """The page of a record, read to its end; None where it is none.

        Raises:
            _DamageError: the record is not as long as it says.
        """
        length = record.headers.get("Content-Length") or ""
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            raise _DamageError("damaged record: no valid Content-Length")
        found: Message | Reject | None = None
        if record.record_type == WarcRecordType.response:
            found = self._response(record, offset)
        read = len(found.body) if isinstance(found, Message) else 0
        while step := record.consume(_STEP):
            self._count(step)
            read += step
        if read != record.content_length:
            raise _DamageError(f"{_EARLY}: {read} of {record.content_length} bytes")
        return found

    def _response(self, record: WarcRecord, offset: int) -> Message | Reject | None:
        url = _url(record)
        fetched = _moment(record.headers.get("WARC-Date") or "")
        if not url or fetched is None:
            return self._reject(offset, f"no valid WARC-{'Date' if url else 'Target-URI'}", url)
        try:
            record.parse_http(max_header_len=_HEADER_BYTES, quirks_mode=True)
            status = record.http_headers.status_code
        except (OSError, AttributeError):  # fastwarc gives None for headers where there are none
            status = None
        headers = _headers(record) if status is not None else {}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        why = ""
        if status not in (200, None):
            why = f"http {status}"
        elif kind not in _PAGES:
            why = "not HTML"
        if why := why or self._want(url, fetched):
            self._passed[why] += 1
            return None
        if status is None:
            return self._reject(offset, "no HTTP answer", url)
        if cut := record.headers.get("WARC-Truncated"):
            return self._reject(offset, f"page cut off by its crawler: {cut[:50]}", url)
        if record.content_length > MOST_BYTES:
            return self._reject(offset, f"page longer than {MOST_BYTES} bytes", url)
        return Message(
            item=f"{self._name}:{offset}",
            url=url,
            fetched=fetched.astimezone(dt.UTC),
            headers=headers,
            body=self._body(record),
            feed_date=_moment(record.headers.get(FEED_DATE) or ""),
        )

    def _body(self, record: WarcRecord) -> bytes:
        parts: list[bytes] = []
        while part := record.reader.read(_STEP):
            self._count(len(part))
            parts.append(part)
        return b"".join(parts)

    def _seek(self, offset: int) -> None:
        # also finding one's way costs something: a file of nothing but false beginnings has an end,
        # and going back in a package means reading it from its beginning
        self._count(max(_FIND, offset if isinstance(self._file, zipfile.ZipExtFile) else 0))
        self._file.seek(offset)

    def _count(self, size: int) -> None:
        self.read += size
        if self.read > self._max_bytes:
            raise _FullError

    def _reject(self, offset: int, reason: str, url: str = "") -> Reject:
        item = f"{self._name}:{offset}"
        return Reject(stage=STAGE, item=item, reason=reason, sample=url[:_SAMPLE])

    def _begins(self, offset: int) -> bool:
        """Whether a record can be read at the offset."""
        self._seek(offset)
        try:
            records = ArchiveIterator(
                self._file, parse_http=False, max_header_len=_HEADER_BYTES, fsspec_args=False
            )
            return next(records, None) is not None
        except OSError:
            return False

    def _ending(self, start: int, length: int) -> tuple[bool | None, int]:
        """Whether the record that starts there is as long as it says, and where it ends.

        The first is None where only the next record can tell, and the second then a place in it.
        """
        if not self._gzip:
            return None, start + max(1, length)
        self._seek(start)
        member = zlib.decompressobj(31)
        head, size = b"", 0
        try:
            while not member.eof:
                data = member.unconsumed_tail or self._file.read(_STEP)
                part = member.decompress(data, _STEP)
                self._count(len(part))
                if not (data or part):
                    return False, start + 1
                head, size = head or part, size + len(part)
        except zlib.error:
            return False, start + 1
        block = head.find(b"\r\n\r\n") + 4
        return size - block - length in (0, 2, 4), self._file.tell() - len(member.unused_data)

    def _mark(self, offset: int) -> int | None:
        """The first place from the offset on where a record seems to begin."""
        if not (offset or self._gzip):
            self._seek(0)
            if self._file.read(len(_MARK)) == _MARK:
                return 0
        mark, ahead = (_GZIP, 0) if self._gzip else (b"\n" + _MARK, 1)
        place, data = max(0, offset - ahead), b""
        self._seek(place)
        while chunk := self._file.read(_STEP):
            data += chunk
            found = data.find(mark)
            while found >= 0:
                if not self._gzip or self._is_member(place + found):
                    return place + found + ahead
                found = data.find(mark, found + 1)
            cut = max(0, len(data) - len(mark) + 1)
            place, data = place + cut, data[cut:]
            self._seek(place + len(data))
        return None

    def _is_member(self, offset: int) -> bool:
        # three bytes may stand anywhere in compressed data
        self._seek(offset)
        member = zlib.decompressobj(31)
        try:
            head = member.decompress(self._file.read(512), len(_MARK))
        except zlib.error:
            return False
        cut = not member.eof and not self._file.read(1)
        return head == _MARK or (cut and _MARK.startswith(head))


def _url(record: WarcRecord) -> str:
    # early writers put the address between angle brackets
    return (record.headers.get("WARC-Target-URI") or "").strip("<> ")


def _headers(record: WarcRecord) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in record.http_headers.items_bytes()[:_MOST_HEADERS]:
        key = name.decode("latin-1").lower()[:100]
        text = value.decode("latin-1")
        found[key] = (f"{found[key]}, {text}" if key in found else text)[:_MOST_VALUE]
    return found


def _moment(text: str) -> dt.datetime | None:
    """A moment in the time of the web, in UTC where the text names no zone; never of the future."""
    try:
        found = dt.datetime.fromisoformat(text)
        if found.tzinfo is None:
            found = found.replace(tzinfo=dt.UTC)
        latest = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        return found if _OLDEST <= found <= latest else None
    except (ValueError, OverflowError):
        return None
