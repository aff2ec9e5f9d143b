"""Compares learned scorers and simple ones on the same held-out windows.

Thresholds are never chosen on the windows that they are measured on: the held-out stories are dealt
into ten parts, and each part is decided with the thresholds that are best on the others.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mediaframe.codebook import Codebook
from mediaframe.learn import evaluate
from mediaframe.learn.dataset import folds
from mediaframe.learn.figures import Figure
from mediaframe.learn.thresholds import thresholds
from mediaframe.score.decision import MULTIPLE, SINGLE, Scores, decide, holds
from mediaframe.types import Codes

Rows = npt.NDArray[np.intp]

HEADLINE = (
    "frames.macro_f1", "frames.micro_f1", "tone.macro_f1", "role.accuracy", "voice.accuracy",
    "actor_type.accuracy", "issues.micro_f1", "scope.f1",
)  # fmt: skip
"""Figures of an epoch in the log, and the first rows of a comparison."""
_JUDGED = ("frames.macro_f1", "tone.macro_f1", "role.accuracy", "voice.accuracy", "scope.f1")
_SEED = 20_260_101
_PARTS = 10
"""With two, frames and tone move by a point or more as the windows fall; thresholds of nine parts
are also nearer to those of all, which the classifier has."""
_LEAST = 5
"""Cases of a value that a threshold is chosen on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The codes of some windows, with the article and the story that each is of."""

    codes: Sequence[Codes]
    articles: Sequence[str]
    stories: Sequence[int]


@dataclass(frozen=True, slots=True)
class FramingJudge:
    """What a training of the codebook's variables stops for (see `learn.training.Judge`)."""

    reference: Reference
    book: Codebook

    def __call__(self, scores: Scores) -> tuple[float, dict[str, float]]:
        found = figures(scores, self.reference, self.book)
        return objective(found), {name: found[name].value for name in HEADLINE if name in found}


def choose(scores: Scores, codes: Sequence[Codes]) -> dict[str, float]:
    """The threshold of each output that has one, best for the codes.

    That of scope is chosen on all windows, those of other variables on the windows in scope.
    Values with few cases have none: even odds decide.
    """
    inside = np.asarray([code.in_scope for code in codes])
    found: dict[str, float] = {}
    for rows, variables in (
        (np.ones(len(codes), dtype=bool), ("in_scope",)),
        (inside, (*MULTIPLE, *SINGLE, "rebutted", "distancing")),
    ):
        kept = [code for code, row in zip(codes, rows, strict=True) if row]
        names = [
            name
            for name in scores.names
            if name.partition("=")[0] in variables
            and (name.startswith(SINGLE) or _count(kept, name) >= _LEAST)
        ]
        columns = [scores.names.index(name) for name in names]
        truth = np.asarray([[holds(code, name) for name in names] for code in kept], dtype=int)
        best = thresholds(names, scores.values[rows][:, columns], truth)
        found.update(zip(names, best, strict=True))
    return found


def decided(scores: Scores, reference: Reference) -> list[Codes]:
    """The codes of each window by thresholds that were chosen on the other parts of the stories.

    Raises:
        InputError: all windows are of one story.
    """
    found: list[Codes] = list(reference.codes)
    for rows, others in parts(reference.stories):
        chosen = choose(
            Scores(scores.names, scores.values[others]),
            [reference.codes[i] for i in others.tolist()],
        )
        codes = decide(Scores(scores.names, scores.values[rows]), chosen)
        for i, code in zip(rows.tolist(), codes, strict=True):
            found[i] = code
    return found


def parts(stories: Sequence[int]) -> Iterator[tuple[Rows, Rows]]:
    """Each part of the windows with all the others; no story is in two parts.

    Raises:
        InputError: all windows are of one story.
    """
    count = max(2, min(_PARTS, len(set(stories))))
    fold = np.asarray(folds(stories, count, seed=_SEED))
    for part in range(count):
        yield np.flatnonzero(fold == part), np.flatnonzero(fold != part)


def figures(scores: Scores, reference: Reference, book: Codebook) -> dict[str, Figure]:
    """The figures of a learned scorer, as from `measured`."""
    return measured(decided(scores, reference), reference, book)


def measured(found: Sequence[Codes], reference: Reference, book: Codebook) -> dict[str, Figure]:
    """Detection on all windows; the codes on those that the reference has in scope."""
    inside = [i for i, code in enumerate(reference.codes) if code.in_scope]
    return {
        **evaluate.scope(found, reference.codes, reference.articles),
        **evaluate.codes(
            [replace(found[i], in_scope=True) for i in inside],
            [reference.codes[i] for i in inside],
            [reference.articles[i] for i in inside],
            book,
        ),
    }


def objective(figures: Mapping[str, Figure]) -> float:
    """What a training stops for: the mean of the main figures that there are cases for."""
    return float(np.mean([figures[name].value for name in _JUDGED if name in figures]))


def majority(train: Sequence[Codes], count: int) -> list[Codes]:
    """Each variable's most frequent value, `count` times."""
    inside = [code for code in train if code.in_scope]

    def most(name: str) -> object:
        return Counter(getattr(code, name) for code in inside).most_common(1)[0][0]

    values = {
        name: most(name)
        for name in ("actor_type", "frames", "tone", "role", "voice", "rebutted", "distancing",
                     "issues", "primary_frame")
    }  # fmt: skip
    return [replace(inside[0], in_scope=True, **values)] * count  # type: ignore[arg-type]


def markdown(found: Mapping[str, Mapping[str, Figure]]) -> str:
    """Scorer -> figures, as a table; what is best in a row is bold.

    After the main figures the F1 of each label that has a case.
    """
    scorers = list(found)
    first = found[scorers[0]]
    labels = [
        name
        for name, figure in first.items()
        if name.endswith(".f1") and name not in HEADLINE and figure.support
    ]
    lines = [
        f"| figure | n | {' | '.join(scorers)} |",
        f"| --- | --- |{' --- |' * len(scorers)}",
    ]
    for name in (*(name for name in HEADLINE if name in first), *labels):
        row = [found[scorer][name] for scorer in scorers]
        values = [f"{figure.value:.3f}" for figure in row]
        is_best = [value == max(values) > min(values) for value in values]
        cells = [
            f"**{value}**" if best else value for value, best in zip(values, is_best, strict=True)
        ]
        lines.append(f"| {name} | {row[0].support} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _count(codes: Sequence[Codes], name: str) -> int:
    return sum(holds(code, name) for code in codes)
