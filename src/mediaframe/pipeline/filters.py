"""Detection and coding of JSON lines without a workspace; formats in docs/formats.md."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, BinaryIO, NoReturn

from mediaframe.pipeline import scoring
from mediaframe.pipeline.tools import Case, Tools
from mediaframe.types import Reject, Window

MAX_LINE_BYTES = 10_000_000
"""A longer line is refused unread, so that memory stays bounded."""
_SAMPLE = 200

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A JSON object of the input."""

    item: str
    """File and number of the line."""
    row: Row


def lines(stream: BinaryIO, name: str) -> Iterator[Line | Reject]:
    """Yield the JSON objects of `stream`, one a line; anything else becomes a `Reject`."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        item = f"{name}:{number}"
        if len(line) > MAX_LINE_BYTES:
            sample = line[:_SAMPLE]
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES)
            yield _reject("read", item, f"line over {MAX_LINE_BYTES} bytes", sample)
        elif line.strip():
            yield _parsed(item, line)


def _parsed(item: str, line: bytes) -> Line | Reject:
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return _reject("read", item, f"not UTF-8 JSON: {error}", line)
    if not isinstance(row, dict):
        return _reject("read", item, "not a JSON object", line)
    return Line(item, row)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def detect(found: Iterable[Line | Reject], tools: Tools) -> Iterator[Row | Reject]:
    """Yield one row per mention of each article row (`id`, `title`, `text`)."""
    for line in found:
        if isinstance(line, Reject):
            yield line
            continue
        title, text = line.row.get("title") or "", line.row.get("text")
        if not isinstance(text, str) or not isinstance(title, str):
            yield _reject("detect", line.item, "`text` or `title` is missing or no string")
            continue
        try:
            mentions = tools.detector.detect(_plain(title), _plain(text))
        except Exception as error:  # whatever a hostile text sets off, the other lines go on
            yield _reject("detect", line.item, scoring.named(error))
            continue
        for mention in mentions:
            yield {
                "id": line.row.get("id"),
                "start": mention.start,
                "end": mention.end,
                "surface": (title if mention.in_headline else text)[mention.start : mention.end],
                "actor_id": mention.actor_id,
                "actor_type": mention.actor_type,
                "in_scope": mention.in_scope,
                "voice": mention.voice,
                "in_headline": mention.in_headline,
            }


def code(found: Iterable[Line | Reject], tools: Tools, *, batch: int = 1) -> Iterator[Row | Reject]:
    """Yield each marked mention (`id`, `headline`, `text`, `start`, `end`) with its codes.

    Args:
        batch: lines that are read before the first of them is written; a network needs several.
    """
    found = iter(found)
    while some := list(islice(found, batch)):
        yield from _coded(some, tools)


def _coded(found: Sequence[Line | Reject], tools: Tools) -> list[Row | Reject]:
    rows: list[Row | Reject] = [line if isinstance(line, Reject) else line.row for line in found]
    cases: dict[int, Case] = {}
    for i, line in enumerate(found):
        if isinstance(line, Reject):
            continue
        window = _window(line.row)
        if isinstance(window, str):
            rows[i] = _reject("code", line.item, window)
            continue
        try:
            cases[i] = (window, tools.detector.judge(window))
        except Exception as error:  # as in `detect`
            rows[i] = _reject("code", line.item, scoring.named(error))
    readings = scoring.readings(list(cases.values()), tools.scorer)
    for i, reading in zip(cases, readings, strict=True):
        line = found[i]
        assert isinstance(line, Line)
        if isinstance(reading, str):
            rows[i] = _reject("code", line.item, reading)
        else:
            rows[i] = {
                **line.row,
                **asdict(reading.codes),
                "abstained": reading.abstained,
                "probabilities": reading.probabilities,
                "evidence": [asdict(evidence) for evidence in reading.evidence],
            }
    return rows


def _window(row: Row) -> Window | str:
    headline, text = row.get("headline") or "", row.get("text")
    start, end = row.get("start"), row.get("end")
    if not isinstance(text, str) or not isinstance(headline, str):
        return "`text` or `headline` is missing or no string"
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        return "`start` and `end` do not mark a span of `text`"
    return Window(
        id=str(row.get("id")),
        headline=_plain(headline),
        text=_plain(text),
        start=start,
        end=end,
    )


def _plain(text: str) -> str:
    """The text without lone surrogates, which no tool takes; as long as it was."""
    return text.encode("utf-8", "replace").decode()


def encoded(row: Row) -> bytes:
    """A row as one line of JSON; what UTF-8 cannot hold (lone surrogates) stays escaped."""
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"


def _reject(stage: str, item: str, reason: str, line: bytes = b"") -> Reject:
    sample = line[:_SAMPLE].decode("utf-8", "replace")
    return Reject(stage=stage, item=item, reason=reason, sample=sample)
