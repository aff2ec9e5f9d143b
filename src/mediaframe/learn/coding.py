"""Reads coded mentions from JSON lines, and refuses what is none."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mediaframe.errors import InputError
from mediaframe.types import NONE, Codes, Mention

Labels = Mapping[str, Sequence[str]]
"""Variable -> its values, as in `score.decision.labels`."""
_OUT_OF_SCOPE = ("POLITICAL_EXCLUDED", "EXCLUDED")


def objects_in(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a file, or of the `*.jsonl` files of a folder by the order of their
    names, each with the name of file and line.

    Raises:
        InputError: a file cannot be read, or a line is no JSON object.
    """
    if path.is_dir():
        for part in sorted(path.glob("*.jsonl")):
            yield from objects_in(part)
        return
    try:
        with path.open("rb") as file:
            yield from objects(path, file)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def objects(path: Path, lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of the lines of a file, each with the name of file and line.

    Raises:
        InputError: a line is no JSON object.
    """
    for number, line in enumerate(lines, start=1):
        item = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{item}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{item}: not a JSON object")
        yield item, row


def codes_of(raw: object, labels: Labels) -> Codes:
    """The codes of a JSON object.

    Raises:
        KeyError: one is missing.
        ValueError: one has a value that the codebook does not allow.
    """
    if not isinstance(raw, dict):
        raise ValueError("`codes` is no object")
    frames = _names(raw, "frames")
    if not frames:
        raise ValueError("`frames` is empty")
    tone = raw["tone"]
    if type(tone) is not int or tone not in (-1, 0, 1):
        raise ValueError(f"`tone` is not -1, 0 or 1: {tone!r}")
    codes = Codes(
        in_scope=_flag(raw, "in_scope"),
        actor_type=str(raw["actor_type"]),
        frames=frames,
        primary_frame=str(raw.get("primary_frame") or frames[0]),
        tone=tone,
        role=str(raw["role"]),
        voice=str(raw["voice"]),
        rebutted=_flag(raw, "rebutted"),
        distancing=_flag(raw, "distancing"),
        issues=_names(raw, "issues"),
    )
    _check(codes, labels)
    return codes


def _check(codes: Codes, labels: Labels) -> None:
    for variable, values, allowed in (
        ("actor_type", (codes.actor_type,), (*labels["actor_type"], *_OUT_OF_SCOPE)),
        ("frames", (*codes.frames, codes.primary_frame), (*labels["frame"], NONE)),
        ("role", (codes.role,), labels["role"]),
        ("voice", (codes.voice,), labels["voice"]),
        ("issues", codes.issues, labels["issue"]),
    ):
        if unknown := [value for value in values if value not in allowed]:
            raise ValueError(
                f"`{variable}` has a value that the codebook does not allow: {unknown}"
            )
    if codes.in_scope is (codes.actor_type in _OUT_OF_SCOPE):
        where = "in scope" if codes.in_scope else "out of scope"
        raise ValueError(f"`actor_type` is none of a mention {where}: {codes.actor_type}")
    frames, issues = codes.frames, codes.issues
    if len(set(frames)) < len(frames) or len(set(issues)) < len(issues):
        raise ValueError("`frames` or `issues` has a value twice")
    if codes.primary_frame not in frames or (NONE in frames and len(frames) > 1):
        raise ValueError("`frames` needs `primary_frame` among its values, and NONE stands alone")


def _flag(raw: Mapping[str, Any], name: str) -> bool:
    """A value that holds or does not; ValueError where a text stands for it."""
    if not isinstance(raw[name], bool):
        raise ValueError(f"`{name}` is not true or false: {raw[name]!r}")
    return bool(raw[name])


def mention_of(row: dict[str, Any], codes: Codes, title: str, text: str) -> Mention:
    """The coded mention of a JSON object with `start`, `end`, `surface` and maybe `in_headline`.

    Raises:
        KeyError: one is missing.
        ValueError: the surface does not stand there in the article's text (or title).
    """
    headline = in_headline(row)
    where, surface = title if headline else text, row["surface"]
    start, end = span(row, where)
    if where[start:end] != surface:
        raise ValueError("`surface` does not stand at `start` and `end`")
    return Mention(
        start=start,
        end=end,
        surface=surface,
        actor_type=codes.actor_type,
        in_scope=codes.in_scope,
        in_headline=headline,
        voice=codes.voice,
    )


def in_headline(row: Mapping[str, Any]) -> bool:
    """Whether the object says so; ValueError where a text stands for it."""
    return "in_headline" in row and _flag(row, "in_headline")


def span(row: Mapping[str, Any], text: str) -> tuple[int, int]:
    """`start` and `end` of a JSON object, which mark a span of the text that is not blank.

    Raises:
        KeyError: one is missing.
        ValueError: they do not.
    """
    start, end = number(row, "start"), number(row, "end")
    if not 0 <= start < end <= len(text):
        raise ValueError("`start` and `end` do not mark a span of the text")
    if not text[start:end].strip():
        raise ValueError("`start` and `end` mark only blanks")
    return start, end


def number(row: Mapping[str, Any], name: str) -> int:
    """A whole number; ValueError where it is none."""
    if type(row[name]) is not int:
        raise ValueError(f"`{name}` is no whole number: {row[name]!r}")
    return int(row[name])


def weight(row: Mapping[str, Any]) -> float | None:
    """`weight` where the object has one; ValueError where it is not over 0 and finite."""
    given = row.get("weight")
    if given is None:
        return None
    if type(given) not in (int, float) or not 0 < given < math.inf:
        raise ValueError(f"`weight` is no number over 0: {given!r}")
    return float(given)


def plain(text: str) -> str:
    """The text without lone surrogates, which no tool takes; as long as it was."""
    return text.encode("utf-8", "replace").decode()


def _names(raw: dict[str, Any], name: str) -> tuple[str, ...]:
    if not isinstance(raw[name], list):
        raise ValueError(f"`{name}` is no list: {raw[name]!r}")
    return tuple(str(value) for value in raw[name])


def reason(error: Exception) -> str:
    """What is wrong with an item, for the reader of a message."""
    return f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
