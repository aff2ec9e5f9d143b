"""Judges what a scorer says of coded windows: codes, probabilities, and when to trust them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.metrics import roc_curve

from mediaframe.codebook import Codebook
from mediaframe.learn import evaluate, figures, likelihood, statistics
from mediaframe.learn.comparison import Reference, measured
from mediaframe.learn.figures import Column, Figure, Ratio, Statistic
from mediaframe.learn.likelihood import Likely, rows_of
from mediaframe.score.decision import FLAGS, MULTIPLE, SINGLE
from mediaframe.types import Codes, Reading

CONFUSED = ("tone", "role", "voice", "actor_type", "primary_frame")
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Least confidences that codes are kept at in the table of what to abstain from."""
CONFIDENCE = 0.7
"""The one of them that has a figure with an interval."""
LEAST = 30
"""Windows in scope that a group needs for its figures to be shown."""
_SEED = 20_260_101
_TONES = (-1, 0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often each value of the reference (rows) was coded as each value (columns)."""

    values: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Some windows of about the same probability."""

    stated: float
    """Their mean probability."""
    true: float
    """The share of them in which it holds."""
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The codes of at least some confidence."""

    confidence: float
    share: float
    """Of all windows; the rest is abstained from."""
    accuracy: float | None
    """None where none is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Windows that have something in common, such as the country of the outlet."""

    windows: int
    inside: int
    """Of them in scope by the reference."""
    figures: dict[str, Figure] = field(default_factory=dict)
    """Empty where the group is too small to show any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything about one scorer on the same windows."""

    windows: int
    inside: int
    figures: dict[str, Figure]
    confusions: dict[str, Confusion]
    """Variable -> on the windows in scope; voice where the reference has a frame."""
    reliability: dict[str, tuple[Bin, ...]]
    """Variable -> bins from low to high probability."""
    kept: dict[str, tuple[Kept, ...]]
    """Variable -> at each of LEVELS."""
    roc: tuple[tuple[float, float], ...]
    """Of scope: (false positive rate, true positive rate)."""


def assess(readings: Sequence[Reading], reference: Reference, book: Codebook) -> Assessment:
    """Judge the readings of windows by the codes of the reference.

    What rests on probabilities is left out where the readings have none.
    """
    likely = likelihood.likely(readings, reference, book)
    inside = [i for i, code in enumerate(reference.codes) if code.in_scope]
    scope = likely.get("in_scope")
    return Assessment(
        windows=len(readings),
        inside=len(inside),
        figures=_figures([reading.codes for reading in readings], likely, reference, book),
        confusions={
            variable: _confusion(
                variable,
                [readings[i].codes for i in rows_of(variable, reference.codes)],
                [reference.codes[i] for i in rows_of(variable, reference.codes)],
                book,
            )
            for variable in CONFUSED
        },
        reliability={name: _bins(*part.stated) for name, part in likely.items()},
        kept={name: _kept(part) for name, part in likely.items()},
        roc=() if scope is None else _roc(scope.values[:, 0], scope.truth[:, 0]),
    )


def by_group(
    readings: Sequence[Reading], reference: Reference, book: Codebook, keys: Sequence[str]
) -> dict[str, Group]:
    """The figures of each group, the largest first.

    Args:
        keys: the group of each window.
    """
    members: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        members.setdefault(key, []).append(i)
    found = {}
    for key, rows in sorted(members.items(), key=lambda item: (-len(item[1]), item[0])):
        codes = [reference.codes[i] for i in rows]
        inside = sum(code.in_scope for code in codes)
        measurable: dict[str, Figure] = {}
        if inside >= LEAST:
            part = Reference(
                codes=codes,
                articles=[reference.articles[i] for i in rows],
                stories=[reference.stories[i] for i in rows],
            )
            own = [readings[i] for i in rows]
            likely = likelihood.likely(own, part, book)
            measurable = _figures([reading.codes for reading in own], likely, part, book)
        found[key] = Group(windows=len(rows), inside=inside, figures=measurable)
    return found


def agreement(second: Sequence[Codes], reference: Reference, book: Codebook) -> dict[str, Figure]:
    """The same figures of a second coding, as far as they need no probabilities: a ceiling."""
    return _figures(second, {}, reference, book)


def _figures(
    found: Sequence[Codes], likely: Mapping[str, Likely], reference: Reference, book: Codebook
) -> dict[str, Figure]:
    """Those of `comparison.measured`, those of probabilities, and the agreement on tone."""
    figure = measured(found, reference, book)
    for variable in ("voice", "actor_type"):
        rows = rows_of(variable, reference.codes)
        parts: dict[str, Ratio] = {}
        for value in book.labels[variable]:
            parts |= figures.label(
                f"{variable}.{value}",
                [getattr(found[i], variable) == value for i in rows],
                [getattr(reference.codes[i], variable) == value for i in rows],
            )
        figure |= figures.measure(parts, {}, [reference.articles[i] for i in rows], seed=_SEED)
    inside = rows_of("tone", reference.codes)
    tones = [_TONES.index(reference.codes[i].tone) for i in inside]
    if len(set(tones)) > 1:
        guessed = [_TONES.index(found[i].tone) for i in inside]
        figure |= figures.resample(
            {"tone.alpha": (statistics.ordinal_agreement(guessed, tones, 3), len(inside))},
            [reference.articles[i] for i in inside],
            seed=_SEED,
        )
    for part in likely.values():
        clusters = [reference.articles[i] for i in part.rows]
        figure |= figures.measure(_ratios(part), {}, clusters, seed=_SEED)
        figure |= figures.resample(_statistics(part), clusters, seed=_SEED)
    return figure


def _ratios(part: Likely) -> dict[str, Ratio]:
    count = len(part.rows)
    ones = np.ones(count)
    error = (part.values - part.truth) ** 2
    kept = (part.confidence >= CONFIDENCE).astype(float)
    squared = error.sum(axis=1) if part.variable in SINGLE else error.mean(axis=1)
    return {
        f"{part.name}.brier": Ratio(squared, ones, count),
        f"{part.name}.kept": Ratio(kept, ones, count),
        f"{part.name}.kept_accuracy": Ratio(part.right * kept, kept, int(kept.sum())),
    }


def _statistics(part: Likely) -> dict[str, tuple[Statistic, int]]:
    count, name = len(part.rows), part.name
    found = {f"{name}.ece": (statistics.calibration_error(*part.stated), count)}
    if part.variable in SINGLE:
        return found
    counted = []
    for output, scores, truth in zip(part.names, part.values.T, part.truth.T, strict=True):
        support = int(truth.sum())
        if not 0 < support < count:
            continue
        precision = statistics.average_precision(scores, truth)
        label = name if part.variable in FLAGS else f"{name}.{output.partition('=')[2]}"
        found[f"{label}.ap"] = (precision, support)
        if support >= evaluate.MIN_POSITIVES:
            counted.append((precision, support))
        if part.variable == "in_scope":
            found[f"{name}.auc"] = (statistics.roc_auc(scores, truth), count)
    if part.variable in MULTIPLE and counted:
        parts, supports = zip(*counted, strict=True)
        found[f"{name}.macro_ap"] = (_mean(parts), sum(supports))
    return found


def _mean(parts: Sequence[Statistic]) -> Statistic:
    return lambda weights: np.mean([part(weights) for part in parts], axis=0)


def _bins(stated: Column, true: Column) -> tuple[Bin, ...]:
    stated, true = stated.ravel(), true.ravel()
    number = statistics.bins(stated)
    found = []
    for at in np.unique(number):
        held = number == at
        found.append(
            Bin(
                stated=round(float(stated[held].mean()), 4),
                true=round(float(true[held].mean()), 4),
                cases=int(held.sum()),
            )
        )
    return tuple(found)


def _kept(part: Likely) -> tuple[Kept, ...]:
    found = []
    for level in LEVELS:
        held = part.confidence >= level
        accuracy = round(float(part.right[held].mean()), 4) if held.any() else None
        found.append(
            Kept(
                confidence=level,
                share=round(float(held.mean()), 4),
                accuracy=accuracy,
            )
        )
    return tuple(found)


def _confusion(
    variable: str, found: Sequence[Codes], truth: Sequence[Codes], book: Codebook
) -> Confusion:
    pairs = [
        (str(getattr(t, variable)), str(getattr(f, variable)))
        for t, f in zip(truth, found, strict=True)
    ]
    seen = {value for pair in pairs for value in pair}
    known = list(book.labels["frame" if variable == "primary_frame" else variable])
    values = [value for value in known if value in seen] + sorted(seen.difference(known))
    index = {value: i for i, value in enumerate(values)}
    counts = np.zeros((len(values), len(values)), dtype=int)
    for row, column in pairs:
        counts[index[row], index[column]] += 1
    return Confusion(values=tuple(values), counts=tuple(map(tuple, counts.tolist())))


def _roc(scores: Column, truth: Column) -> tuple[tuple[float, float], ...]:
    if not 0 < truth.sum() < len(truth):
        return ()
    false, true, _ = roc_curve(truth, scores)
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in zip(false, true, strict=True))
