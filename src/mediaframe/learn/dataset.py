"""Reads coded mentions and deals them out into folds that no story straddles."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.errors import InputError
from mediaframe.types import Codes, Mention, Window

_SHINGLE = 5
_TWIN = 0.3
"""Share of a window's 5-word shingles found in another one that makes them one story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A coded mention in its window."""

    window: Window
    codes: Codes
    article: str
    stratum: str = ""
    weight: float | None = None
    """Items of the population that it stands for; None outside a probability sample."""
    second: Codes | None = None
    """An independent second coding."""
    outlet: str = ""
    """As the label file names it; scorers never see it."""
    country: str = ""
    """Of the outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A coded mention with the title and text of its whole article, no window cut yet."""

    id: str
    article: str
    title: str
    text: str
    mention: Mention
    codes: Codes


def read(path: Path) -> list[Labelled]:
    """Coded windows: JSON lines of `id, article, headline, text, start, end, codes`.

    `path` is one file, or a folder whose `*.jsonl` files are read in the order of their names.
    `stratum`, `weight`, `codes_second`, `outlet` and `country` may be absent.

    Raises:
        InputError: the file cannot be read or an item is malformed; names file and line.
    """
    found = []
    for item, row in objects_in(path):
        try:
            text = str(row["text"])
            start, end = int(row["start"]), int(row["end"])
            if not 0 <= start < end <= len(text):
                raise ValueError("`start` and `end` do not mark a span of `text`")
            window = Window(
                id=str(row["id"]),
                headline=str(row.get("headline") or ""),
                text=text,
                start=start,
                end=end,
            )
            weight = row.get("weight")
            second = row.get("codes_second")
            found.append(
                Labelled(
                    window=window,
                    codes=codes_of(row["codes"]),
                    article=str(row["article"]),
                    stratum=str(row.get("stratum") or ""),
                    weight=None if weight is None else float(weight),
                    second=None if second is None else codes_of(second),
                    outlet=str(row.get("outlet") or ""),
                    country=str(row.get("country") or ""),
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{item}: {reason(error)}") from error
    if not found:
        raise InputError(f"{path}: no coded mentions in it")
    return found


def read_marked(gold: Path, articles: Sequence[Path]) -> list[Marked]:
    """Coded mentions whose offsets refer to whole articles (`id, title, text`), as in the sample.

    Raises:
        InputError: a file cannot be read, an item is malformed or its article is missing.
    """
    texts = {
        str(row.get("id")): (str(row.get("title") or ""), str(row.get("text") or ""))
        for path in articles
        for _, row in objects_in(path)
    }
    found = []
    for item, row in objects_in(gold):
        try:
            title, text = texts[str(row["article"])]
            codes = codes_of(row["codes"])
            mention = mention_of(row, codes, title, text)
            found.append(
                Marked(
                    id=str(row["id"]),
                    article=str(row["article"]),
                    title=title,
                    text=text,
                    mention=mention,
                    codes=codes,
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{item}: {reason(error)}") from error
    return found


def stories(items: Sequence[Labelled]) -> list[int]:
    """Number of the story of each item: same article, or windows that share their wording."""
    parent = list(range(len(items)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[str, int] = {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    for i, item in enumerate(items):
        parent[root(i)] = root(first.setdefault(item.article, i))
        shingles = _shingles(item.window.text)
        sizes.append(len(shingles))
        shared = Counter(j for shingle in shingles for j in holders[shingle])
        for j, count in sorted(shared.items()):  # or the numbers would differ from run to run
            if count >= _TWIN * min(sizes[i], sizes[j]):
                parent[root(i)] = root(j)
        for shingle in shingles:
            holders[shingle].append(i)
    return [root(i) for i in range(len(items))]


def apart(items: Sequence[Labelled], others: Sequence[Labelled]) -> list[Labelled]:
    """Those that are of no story of the others."""
    groups = stories([*others, *items])
    taken = set(groups[: len(others)])
    own = groups[len(others) :]
    return [item for item, group in zip(items, own, strict=True) if group not in taken]


def folds(groups: Sequence[int], count: int, *, seed: int) -> list[int]:
    """Fold number of each item; items of one group share a fold, folds are about equally large.

    Raises:
        InputError: there are fewer groups than folds.
    """
    sizes = Counter(groups)
    if len(sizes) < count:
        raise InputError(f"{len(sizes)} stories cannot be dealt into {count} folds")
    order = sorted(sizes)
    random.Random(seed).shuffle(order)
    loads = [0] * count
    fold_of: dict[int, int] = {}
    for group in order:
        fold_of[group] = loads.index(min(loads))
        loads[fold_of[group]] += sizes[group]
    return [fold_of[group] for group in groups]


def fingerprint(article: str) -> str:
    """Names an article in a statement of data: its id may be an address with words of its title."""
    return sha256(article.encode()).hexdigest()[:16]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(fold(text))
    return {tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}


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
        except ValueError as error:
            raise InputError(f"{item}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{item}: not a JSON object")
        yield item, row


def codes_of(raw: object) -> Codes:
    """The codes of a JSON object.

    Raises:
        KeyError: one is missing.
        ValueError: one has no possible value.
    """
    if not isinstance(raw, dict):
        raise ValueError("`codes` is no object")
    frames = _names(raw, "frames")
    if not frames:
        raise ValueError("`frames` is empty")
    tone = raw["tone"]
    if type(tone) is not int or tone not in (-1, 0, 1):
        raise ValueError(f"`tone` is not -1, 0 or 1: {tone!r}")
    return Codes(
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


def _flag(raw: dict[str, Any], name: str) -> bool:
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
    in_headline = "in_headline" in row and _flag(row, "in_headline")
    start, end, surface = row["start"], row["end"], row["surface"]
    where = title if in_headline else text
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(where):
        raise ValueError("`start` and `end` do not mark a span of the article")
    if where[start:end] != surface:
        raise ValueError("`surface` does not stand at `start` and `end`")
    return Mention(
        start=start,
        end=end,
        surface=surface,
        actor_type=codes.actor_type,
        in_scope=codes.in_scope,
        in_headline=in_headline,
        voice=codes.voice,
    )


def _names(raw: dict[str, Any], name: str) -> tuple[str, ...]:
    if not isinstance(raw[name], list):
        raise ValueError(f"`{name}` is no list: {raw[name]!r}")
    return tuple(str(value) for value in raw[name])


def reason(error: Exception) -> str:
    """What is wrong with an item, for the reader of a message."""
    return f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
