"""Reads coded mentions and deals them out into folds that no story straddles."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError
from mediaframe.learn import coding
from mediaframe.learn.coding import plain
from mediaframe.score import decision
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


def read(path: Path, book: Codebook) -> list[Labelled]:
    """Coded windows: JSON lines of `id, article, headline, text, start, end, codes`.

    `path` is one file, or a folder whose `*.jsonl` files are read in the order of their names.
    `in_headline`, `stratum`, `weight`, `codes_second`, `outlet` and `country` may be absent.

    Raises:
        InputError: the file cannot be read, an item is malformed or has the id of another; names
            file and line.
    """
    labels = decision.labels(book)
    found: dict[str, Labelled] = {}
    for item, row in coding.objects_in(path):
        try:
            text = plain(str(row["text"]))
            start, end = coding.span(row, text)
            window = Window(
                id=plain(str(row["id"])),
                headline=plain(str(row.get("headline") or "")),
                text=text,
                start=start,
                end=end,
                in_headline=coding.in_headline(row),
            )
            if window.id in found:
                raise ValueError(f"a second item with the `id` {window.id}")
            second = row.get("codes_second")
            found[window.id] = Labelled(
                window=window,
                codes=coding.codes_of(row["codes"], labels),
                article=plain(str(row["article"])),
                stratum=str(row.get("stratum") or ""),
                weight=coding.weight(row),
                second=None if second is None else coding.codes_of(second, labels),
                outlet=str(row.get("outlet") or ""),
                country=str(row.get("country") or ""),
            )
        except (KeyError, ValueError) as error:
            raise InputError(f"{item}: {coding.reason(error)}") from error
    if not found:
        raise InputError(f"{path}: no coded mentions in it")
    return list(found.values())


def read_marked(gold: Path, articles: Sequence[Path], book: Codebook) -> list[Marked]:
    """Coded mentions whose offsets refer to whole articles (`id, title, text`), as in the sample.

    Raises:
        InputError: a file cannot be read, an item is malformed or its article is missing, or there
            is none.
    """
    labels = decision.labels(book)
    texts = {
        str(row.get("id")): (
            plain(str(row.get("title") or "")), plain(str(row.get("text") or ""))
        )
        for path in articles
        for _, row in coding.objects_in(path)
    }  # fmt: skip
    found = []
    for item, row in coding.objects_in(gold):
        try:
            article = str(row["article"])
            if article not in texts:
                raise ValueError(f"no article {article} among those given")
            title, text = texts[article]
            codes = coding.codes_of(row["codes"], labels)
            found.append(
                Marked(
                    id=str(row["id"]),
                    article=article,
                    title=title,
                    text=text,
                    mention=coding.mention_of(row, codes, title, text),
                    codes=codes,
                )
            )
        except (KeyError, ValueError) as error:
            raise InputError(f"{item}: {coding.reason(error)}") from error
    if not found:
        raise InputError(f"{gold}: no coded mentions in it")
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
    twin: dict[frozenset[tuple[str, ...]], int] = {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: list[int] = []
    for i, item in enumerate(items):
        parent[root(i)] = root(first.setdefault(item.article, i))
        shingles = _shingles(item.window.text)
        sizes.append(len(shingles))
        if twin.setdefault(shingles, i) != i:  # one of them is enough to be compared with
            parent[root(i)] = root(twin[shingles])
            continue
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
        raise InputError(f"the windows come from {len(sizes)} stories; at least {count} are needed")
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


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(fold(text))
    return frozenset(
        tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))
    )
