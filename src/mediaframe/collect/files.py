"""Finds input files and reads their records: JSON lines, CSV and Parquet, plain or compressed."""

import csv
import glob
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediaframe.collect import parquet
from mediaframe.collect.encoding import UTF8, decode, recoded
from mediaframe.collect.streams import chunks, lines
from mediaframe.errors import InputError
from mediaframe.types import Reject

STAGE = "import"
_COMPRESSED = (".gz", ".zst")
_JSON = (".jsonl", ".ndjson", ".json")
_TABLES = (".csv", ".tsv")
_DELIMITERS = (",", ";", "\t", "|")
_SUPPORTED = (*_JSON, *_TABLES, parquet.SUFFIX)
HTML = (".html", ".htm", ".xhtml")
CAPTURES = (".warc", ".warc.gz", ".wacz")
_PAGES = (*HTML, *CAPTURES)
_SAMPLE = 200
# JSON may write a character of two bytes as an escape of six, and there are other fields
_ESCAPED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file, as found."""

    item: str
    """File and line, or file and number of the record."""
    values: dict[str, Any]
    encoding: str = UTF8
    """The encoding it was read in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What hostile files are held to."""

    file_bytes: int
    """Most bytes read out of one file, after decompression."""
    article_bytes: int
    """Most bytes of one article, in UTF-8."""

    @property
    def record_bytes(self) -> int:
        """Most bytes of one record in a file; a longer one is never held in memory."""
        return self.article_bytes * _ESCAPED


def expand(paths: Iterable[str]) -> list[Path]:
    """The files that paths, folders (with all below) and glob patterns name, each once.

    Raises:
        InputError: one of them names no file.
    """
    found: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            files = sorted(
                file
                for file in path.rglob("*")
                if file.is_file() and (_format(file) or holds_pages(file))
            )
            if not files:
                supported = ", ".join((*_SUPPORTED, *_PAGES))
                raise InputError(f"{name}: no {supported} file in this folder")
        elif path.exists():
            files = [path]
        else:
            files = sorted(
                file
                for file in map(Path, glob.glob(name, recursive=True))  # noqa: PTH207 - absolute too
                if file.is_file()
            )
            if not files:
                raise InputError(f"{name}: no such file")
        found.update(dict.fromkeys(files))
    return list(found)


def rows(path: Path, *, limits: Limits, encoding: str | None = None) -> Iterator[Row | Reject]:
    """Yield the records of a file in order; what cannot be read is a `Reject` with its line.

    A file of unknown suffix is taken for JSON lines. A file that is damaged, ends early or breaks
    the limits is read as far as that and then rejected once, at the line where it stops.

    Args:
        encoding: a name that `encoding.check` returned; None where each line is to tell.
    """
    if _format(path) == parquet.SUFFIX:
        for number, values in parquet.records(path, limits.file_bytes):
            item = f"{path}:{number}"
            if isinstance(values, str):
                yield Reject(stage=STAGE, item=item, reason=values)
            else:
                yield Row(item, values)
        return
    source = recoded(chunks(path, max_bytes=limits.file_bytes), encoding=encoding)
    reader = _Lines(path, lines(source, max_bytes=limits.record_bytes), encoding, limits)
    records = _table(reader) if _format(path) in _TABLES else _objects(reader)
    try:
        yield from records
    except InputError as error:
        yield reader.reject(str(error), number=reader.number + 1)


def holds_pages(path: Path) -> bool:
    """Whether a file holds pages as they were on the web, not records."""
    return path.name.lower().endswith(_PAGES)


def holds_captures(path: Path) -> bool:
    """Whether a file is a WARC file or a WACZ package."""
    return path.name.lower().endswith(CAPTURES)


def _format(path: Path) -> str | None:
    name = path.name.lower()
    for suffix in _COMPRESSED:
        name = name.removesuffix(suffix)
    suffix = Path(name).suffix
    return suffix if suffix in _SUPPORTED else None


class _LineError(Exception):
    """A line cannot be used; the next one can."""


class _Lines:
    """Decoded lines of a file with the number of the last one and the rejects on the way."""

    def __init__(
        self,
        path: Path,
        source: Iterator[bytes | None],
        encoding: str | None,
        limits: Limits,
    ) -> None:
        self.path = path
        self.limits = limits
        self.number = 0
        self.start = 1
        """Line on which the present record of a table begins."""
        self.size = 0
        """Bytes of the present record of a table."""
        self.found = UTF8
        self._source = source
        self._encoding = encoding

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        """The next line, with its line end.

        Raises:
            _LineError: it cannot be used, or is one too many of a record.
        """
        line = next(self._source)
        self.number += 1
        if line is None or self.size + len(line) > self.limits.record_bytes:
            raise _LineError(f"record longer than {self.limits.record_bytes} bytes")
        self.size += len(line) + 1
        try:
            text, found = decode(line, encoding=self._encoding)
        except UnicodeError as error:
            name = self._encoding or "any known encoding (name it with --encoding)"
            raise _LineError(f"text is not in {name}") from error
        if found != UTF8:
            self.found = found
        return text + "\n"

    def begin(self) -> None:
        """A record begins on the next line."""
        self.start, self.size, self.found = self.number + 1, 0, UTF8

    def row(self, values: dict[str, Any]) -> Row:
        return Row(f"{self.path}:{self.start}", values, self.found)

    def reject(self, reason: str, *, number: int | None = None, sample: str = "") -> Reject:
        item = f"{self.path}:{self.start if number is None else number}"
        return Reject(stage=STAGE, item=item, reason=reason, sample=sample[:_SAMPLE])


def _objects(reader: _Lines) -> Iterator[Row | Reject]:
    load = json.JSONDecoder(strict=False).decode  # a raw tab in a string harms nobody
    while True:
        reader.begin()
        try:
            line = next(reader)
        except StopIteration:
            return
        except _LineError as error:
            yield reader.reject(str(error))
            continue
        if line.isspace():
            continue
        try:
            values = load(line)
        except json.JSONDecodeError as error:
            yield reader.reject(f"no valid JSON: {error.msg}", sample=line)
        except (ValueError, RecursionError) as error:
            yield reader.reject(f"no usable JSON: {error}", sample=line)
        else:
            if isinstance(values, dict):
                yield reader.row(values)
            else:
                yield reader.reject("no JSON object", sample=line)


def _table(reader: _Lines) -> Iterator[Row | Reject]:
    csv.field_size_limit(reader.limits.record_bytes * 2)  # the reader's own limit comes first
    try:
        header = next(reader)
        delimiter = max(_DELIMITERS, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter, strict=True))
    except StopIteration:
        return
    except (_LineError, csv.Error) as error:
        yield reader.reject(f"no header, nothing was read: {error}")
        return
    records = csv.reader(reader, delimiter=delimiter, strict=True)
    while True:
        reader.begin()
        try:
            cells = next(records)
        except StopIteration:
            return
        except _LineError as error:
            yield reader.reject(str(error))
            continue
        except csv.Error as error:
            yield reader.reject(f"no valid CSV: {error}")
            continue
        if not cells:
            continue
        if len(cells) == len(names):
            yield reader.row(dict(zip(names, cells, strict=True)))
        else:
            reason = f"wrong number of columns: {len(cells)}, the header has {len(names)}"
            yield reader.reject(reason, sample=delimiter.join(cells))
