"""Reads public labelled sets of Arabic: persuasion techniques and sentiment toward a target.

Sources: ArAIEval 2023, task 1 (Hasanain et al. 2023), JSON lines; Farra, McKeown and Habash
(2015), Annotating Targets of Opinions in Arabic using Crowdsourcing, XML.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from lxml import etree
from torch import Tensor

from mediaframe.errors import InputError
from mediaframe.types import Window

PARTS = ("train", "dev", "test")
_UNCLEAR = "undetermined"
_TONES = {"positive": "1", "negative": "-1"}
_PERSUADES = {"true", "false"}


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled window; an empty target means that the labels are of the whole text."""

    window: Window
    values: Mapping[str, tuple[str, ...]]
    """Variable -> the values that hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A labelled set in its published parts."""

    name: str
    labels: Mapping[str, tuple[str, ...]]
    """Variable -> its values."""
    exclusive: frozenset[str]
    """Variables of which exactly one value holds; of the others at least one."""
    figures: Mapping[str, tuple[str, str]]
    """Figure -> variable and how its F1 is averaged. Micro-averaged over the values of a variable
    of which exactly one holds, it is the accuracy."""
    published: Mapping[str, float]
    """The best published test figures."""
    parts: Mapping[str, Sequence[Example]]
    """`PARTS` -> examples."""
    has_targets: bool
    unclear: int = 0
    """Examples of all parts without a clear label, left out."""


def persuasion(folder: Path) -> Benchmark:
    """ArAIEval 2023, tasks 1A (whether a text persuades) and 1B (the techniques that it uses).

    Both tasks label the same texts; text without a technique is labelled `no_technique` in 1B.

    Args:
        folder: has `task1A_train.jsonl` and so on for `1B`, `dev` and `test`.

    Raises:
        InputError: a file is missing, a line of it is invalid, or the tasks differ in their texts.
    """
    parts = {part: _persuasion(folder, part) for part in PARTS}
    techniques = {
        name for part in PARTS for example in parts[part] for name in example.values["technique"]
    }
    return Benchmark(
        name="ArAIEval 2023",
        labels={"persuasion": ("false", "true"), "technique": tuple(sorted(techniques))},
        exclusive=frozenset({"persuasion"}),
        figures={"1A micro-F1": ("persuasion", "micro"), "1B micro-F1": ("technique", "micro")},
        published={"1A micro-F1": 0.7634, "1B micro-F1": 0.5666},
        parts=parts,
        has_targets=False,
    )


def sentiment(folder: Path) -> Benchmark:
    """Tone toward the targets of reader comments (Farra, McKeown and Habash 2015).

    Targets of undetermined polarity are left out.

    Args:
        folder: has `train.xml`, `dev.xml` and `test.xml`.

    Raises:
        InputError: a file is missing or no such XML, or a target is invalid; names its line.
    """
    read = {part: _opinions(folder / f"{part}.xml") for part in PARTS}
    clear = {part: [one for one in found if one.values] for part, found in read.items()}
    return Benchmark(
        name="Target sentiment",
        labels={"tone": ("-1", "1")},
        exclusive=frozenset({"tone"}),
        figures={"tone macro-F1": ("tone", "macro"), "tone accuracy": ("tone", "micro")},
        published={},
        parts=clear,
        has_targets=True,
        unclear=sum(len(read[part]) - len(clear[part]) for part in PARTS),
    )


def targets(benchmark: Benchmark, examples: Sequence[Example]) -> dict[str, Tensor]:
    """Variable -> what `score.model.loss` compares scores with."""
    found = {}
    for variable, values in benchmark.labels.items():
        held = [example.values[variable] for example in examples]
        if variable in benchmark.exclusive:
            found[variable] = torch.tensor([values.index(one) for (one,) in held])
        else:
            rows = [[int(value in some) for value in values] for some in held]
            found[variable] = torch.tensor(rows)
    return found


def _persuasion(folder: Path, part: str) -> list[Example]:
    binary, several = folder / f"task1A_{part}.jsonl", folder / f"task1B_{part}.jsonl"
    techniques = {row["id"]: (number, row) for number, row in _lines(several, "labels", list)}
    found = []
    for number, row in _lines(binary, "label", str):
        at, other = techniques.pop(row["id"], (0, None))
        if other is None or other["text"] != row["text"]:
            raise InputError(f"{binary}:{number}: {row['id']}: not the same text in {several}")
        labels = tuple(dict.fromkeys(map(str, other["labels"])))
        if not labels:
            raise InputError(f"{several}:{at}: {row['id']}: no label")
        if row["label"] not in _PERSUADES:
            raise InputError(f"{binary}:{number}: {row['id']}: label {row['label']!r}")
        window = Window(id=row["id"], headline="", text=row["text"], start=0, end=0)
        found.append(Example(window, {"persuasion": (row["label"],), "technique": labels}))
    if techniques:
        number, row = next(iter(techniques.values()))
        raise InputError(f"{several}:{number}: {row['id']}: not in {binary}")
    return found


def _lines(path: Path, key: str, kind: type) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a file with their line numbers; each has an id, a text and its `key`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    found = []
    wanted = {"id": str, "text": str, key: kind}
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}: no JSON: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number}: no JSON object")
        for name, of in wanted.items():
            if not isinstance(row.get(name), of):
                raise InputError(f"{path}:{number}: `{name}` is missing, or of another type")
        found.append((number, row))
    if not found:
        raise InputError(f"{path}: is empty")
    return found


def _opinions(path: Path) -> list[Example]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path}: cannot be read as XML: {error}") from error
    found = []
    for comment in root.iterfind("comment"):
        text = comment.findtext("text") or ""
        words = [(word.start(), word.end()) for word in re.finditer(r"\S+", text)]
        for n, target in enumerate(comment.iterfind("targets/target")):
            place = f"{path}:{target.sourceline}"
            # the published file has one with a stray word and a colon before it
            polarity = target.get("polarity", "").rpartition(":")[2]
            if polarity != _UNCLEAR and polarity not in _TONES:
                raise InputError(f"{place}: polarity {polarity!r}")
            # where it occurs several times the first is marked; the term itself may be misspelt
            first = target.get("indices", "").partition(",")[0]
            of_target = words[int(first) :] if first.isdecimal() else []
            of_target = of_target[: len(target.get("term", "").split())]
            if not of_target:
                raise InputError(f"{place}: the target is not where its `indices` say")
            window = Window(
                id=f"{comment.get('comment_id')}-{n}",
                headline="",
                text=text,
                start=of_target[0][0],
                end=of_target[-1][1],
            )
            tone = _TONES.get(polarity)
            found.append(Example(window, {} if tone is None else {"tone": (tone,)}))
    if not found:
        raise InputError(f"{path}: has no targets of comments")
    return found
