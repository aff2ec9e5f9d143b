"""Detection and coding of JSON lines without a workspace; formats in docs/formats.md."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from mediaframe.pipeline.tools import Tools
from mediaframe.types import Reject, Window

MAX_LINE_BYTES = 10_000_000
"""A longer line is refused unread, so that memory stays bounded."""

Row = dict[str, Any]


def lines(stream: BinaryIO, name: str) -> Iterator[Row | Reject]:
    """Yield the JSON objects of `stream`; anything else becomes a `Reject` with its line."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        item = f"{name}:{number}"
        if len(line) > MAX_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES)
            yield Reject(stage="read", item=item, reason=f"line over {MAX_LINE_BYTES} bytes")
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield _reject("read", item, f"not UTF-8 JSON: {error}", line)
            continue
        if isinstance(row, dict):
            row["\0item"] = item
            yield row
        else:
            yield _reject("read", item, "not a JSON object", line)


def detect(rows: Iterable[Row | Reject], tools: Tools) -> Iterator[Row | Reject]:
    """Yield one row per mention of each article row (`id`, `title`, `text`)."""
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        item = row.pop("\0item")
        title, text = row.get("title") or "", row.get("text")
        if not isinstance(text, str) or not isinstance(title, str):
            yield _reject("detect", item, "`text` is missing or no string", b"")
            continue
        for mention in tools.detector.detect(title, text):
            yield {
                "id": row.get("id"),
                "start": mention.start,
                "end": mention.end,
                "surface": mention.surface,
                "actor_id": mention.actor_id,
                "actor_type": mention.actor_type,
                "in_scope": mention.in_scope,
                "voice": mention.voice,
                "in_headline": mention.in_headline,
            }


def code(rows: Iterable[Row | Reject], tools: Tools) -> Iterator[Row | Reject]:
    """Yield each marked mention (`id`, `headline`, `text`, `start`, `end`) with its codes."""
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        item = row.pop("\0item")
        window = _window(row)
        if isinstance(window, str):
            yield _reject("code", item, window, b"")
            continue
        judged = tools.detector.judge(window)
        reading = tools.scorer.score(
            window, in_scope=judged.in_scope, actor_type=judged.actor_type, voice=judged.voice
        )
        yield {
            **row,
            **asdict(reading.codes),
            "probabilities": reading.probabilities,
            "evidence": [asdict(evidence) for evidence in reading.evidence],
        }


def _window(row: Row) -> Window | str:
    headline, text = row.get("headline") or "", row.get("text")
    start, end = row.get("start"), row.get("end")
    if not isinstance(text, str) or not isinstance(headline, str):
        return "`text` is missing or no string"
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        return "`start` and `end` do not mark a span of `text`"
    return Window(id=str(row.get("id")), headline=headline, text=text, start=start, end=end)


def _reject(stage: str, item: str, reason: str, line: bytes) -> Reject:
    return Reject(
        stage=stage, item=item, reason=reason, sample=line[:200].decode("utf-8", "replace")
    )
