"""Detection and coding of JSON lines without a workspace; formats in docs/formats.md."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, NoReturn

from mediaframe.learn import coding
from mediaframe.learn.coding import plain
from mediaframe.pipeline import scoring
from mediaframe.pipeline.tools import Tools
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
            mentions = tools.detector.detect(plain(title), plain(text))
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


def code(found: Iterable[Line | Reject], tools: Tools) -> Iterator[Row | Reject]:
    """Yield each marked mention (`id`, `headline`, `text`, `start`, `end`) with its codes."""
    for line in found:
        yield line if isinstance(line, Reject) else _coded(line, tools)


def _coded(line: Line, tools: Tools) -> Row | Reject:
    try:
        window = _window(line.row)
    except (KeyError, ValueError) as error:
        return _reject("code", line.item, coding.reason(error))
    try:
        case = window, tools.detector.judge(window)
    except Exception as error:  # as in `detect`
        return _reject("code", line.item, scoring.named(error))
    (reading,) = scoring.readings([case], tools.scorer)
    if isinstance(reading, str):
        return _reject("code", line.item, reading)
    return {
        **line.row,
        **asdict(reading.codes),
        "abstained": reading.abstained,
        "probabilities": reading.probabilities,
        "evidence": [asdict(evidence) for evidence in reading.evidence],
    }


def _window(row: Row) -> Window:
    """Raises KeyError or ValueError where the row has none."""
    headline, text = row.get("headline") or "", row["text"]
    if not isinstance(text, str) or not isinstance(headline, str):
        raise ValueError("`text` or `headline` is no string")
    start, end = coding.span(row, text)
    return Window(
        id=str(row.get("id")),
        headline=plain(headline),
        text=plain(text),
        start=start,
        end=end,
        in_headline=coding.in_headline(row),
    )


def encoded(row: Row) -> bytes:
    """A row as one line of JSON; what UTF-8 cannot hold (lone surrogates) stays escaped."""
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"


def _reject(stage: str, item: str, reason: str, line: bytes = b"") -> Reject:
    sample = line[:_SAMPLE].decode("utf-8", "replace")
    return Reject(stage=stage, item=item, reason=reason, sample=sample)
