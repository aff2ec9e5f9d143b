"""Judges any scorer on labelled windows, and writes what is found as JSON, Markdown and a page."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mediaframe.codebook import Codebook
from mediaframe.collect import registry
from mediaframe.errors import DataError, InputError
from mediaframe.learn import assessment, dataset, evaluate
from mediaframe.learn.assessment import Assessment, Group
from mediaframe.learn.comparison import Reference
from mediaframe.learn.dataset import Labelled
from mediaframe.learn.figures import Figure
from mediaframe.learn.likelihood import FIGURE_OF
from mediaframe.report import assessment as pages
from mediaframe.report import assessment_text
from mediaframe.report.assessed import AssessedGroup, AssessmentContent, Table
from mediaframe.report.figures import FULL, SUPPRESSED, TENTATIVE
from mediaframe.types import Estimate, Reading

NAME = "evaluation"
"""Stem of the files that are written."""
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a scorer has learned from, as the `data.json` of its training says."""

    labels: str
    """Digest of the label file."""
    held_out: frozenset[str]
    """Ids of the development windows."""
    articles: frozenset[str]
    """Fingerprints of the articles, see `learn.dataset`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A scorer on labelled windows, with what stands beside it."""

    scorer: str
    assessment: Assessment
    beside: dict[str, dict[str, Figure]]
    """Figures of other scorers on the same windows."""
    ceiling: dict[str, Figure]
    """Between the two codings of the windows that were coded twice."""
    twice: int
    groups: dict[str, dict[str, Group]]
    """country, ownership and actor_type -> the groups."""
    about: Mapping[str, Any] = field(default_factory=dict)


def learned(data: Path) -> Learned:
    """What a model has learned from, from the `data.json` beside it.

    Raises:
        DataError: the file is missing or is no statement of a training.
    """
    try:
        raw = json.loads(data.read_bytes())
        return Learned(
            labels=str(raw["labels"]),
            held_out=frozenset(map(str, raw["held_out"])),
            articles=frozenset(map(str, raw["articles"])),
        )
    except OSError as error:
        raise DataError(f"{data}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{data}: does not say what the model has learned from: {error}") from error


def unseen(items: Sequence[Labelled], known: Learned) -> list[Labelled]:
    """The windows that may be scored: of stories without an article that was learned from.

    A copy of such an article under another id is found where the labels hold both.

    Raises:
        InputError: there are none.
    """
    stories = dataset.stories(items)
    touched = {
        story
        for item, story in zip(items, stories, strict=True)
        if dataset.fingerprint(item.article) in known.articles
        and item.window.id not in known.held_out
    }
    kept = [item for item, story in zip(items, stories, strict=True) if story not in touched]
    if not kept:
        raise InputError("the model has learned from every story of the labels: nothing to judge")
    return kept


def reference(items: Sequence[Labelled]) -> Reference:
    """The codes of the windows, with the article and the story of each."""
    return Reference(
        codes=[item.codes for item in items],
        articles=[item.article for item in items],
        stories=dataset.stories(items),
    )


def judge(
    scorer: str,
    items: Sequence[Labelled],
    readings: Sequence[Reading],
    book: Codebook,
    *,
    outlets: Sequence[Path],
    beside: Mapping[str, Sequence[Reading]] | None = None,
    about: Mapping[str, Any] | None = None,
) -> Judged:
    """Judge readings of labelled windows, all together and by group.

    Args:
        scorer: its name, an entry of `judge_scorer` in the words of the report.
        readings: of each item, by a scorer that has not learned from its story.
        outlets: registries, for the ownership of the outlets that the labels name.
        beside: readings of the same windows by other scorers.
        about: what the figures were measured with, for the JSON file; `labels`, the digest of the
            label file, and `left_out`, windows of stories that were learned from, are shown.

    Raises:
        DataError: a registry is invalid.
    """
    given = reference(items)
    twice = [item for item in items if item.second is not None]
    ceiling: dict[str, Figure] = {}
    if twice:
        second = [item.second for item in twice if item.second is not None]
        ceiling = assessment.agreement(second, reference(twice), book)
    keys = _keys(items, outlets)
    return Judged(
        scorer=scorer,
        assessment=assessment.assess(readings, given, book),
        beside={
            name: assessment.assess(others, given, book).figures
            for name, others in (beside or {}).items()
        },
        ceiling={name: figure for name, figure in ceiling.items() if figure.support},
        twice=len(twice),
        groups={
            by: assessment.by_group(readings, given, book, of_item) for by, of_item in keys.items()
        },
        about=about or {},
    )


def write(folder: Path, judged: Judged, book: Codebook, *, calibrated: bool) -> Path:
    """Write `evaluation.json`, `.md` and `.html` into `folder`.

    Args:
        calibrated: the scorer means its probabilities to be read as such.

    Returns:
        The path of the page.
    """
    content = _content(judged, book, calibrated=calibrated)
    folder.mkdir(parents=True, exist_ok=True)
    found = judged.assessment
    document = {
        "scorer": judged.scorer,
        **judged.about,
        **asdict(found),
        "beside": {name: _plain(figures) for name, figures in judged.beside.items()},
        "second_coding": _plain(judged.ceiling),
        "groups": {
            by: {name: asdict(group) for name, group in groups.items()}
            for by, groups in judged.groups.items()
        },
    }
    (folder / f"{NAME}.json").write_text(
        json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (folder / f"{NAME}.md").write_text(assessment_text.markdown(content), encoding="utf-8")
    page = folder / f"{NAME}.html"
    page.write_text(pages.page(content), encoding="utf-8", errors="replace")
    return page


def _keys(items: Sequence[Labelled], outlets: Sequence[Path]) -> dict[str, list[str]]:
    """The groups of each window: country and ownership of the outlet, type of the actor."""
    known = registry.load(outlets)
    found: dict[str, list[str]] = {"country": [], "ownership": [], "actor_type": []}
    for item in items:
        outlet = known.resolve(item.outlet, country=item.country or None)
        country = item.country or (outlet.country if outlet else None)
        found["country"].append(country or _UNKNOWN)
        found["ownership"].append(outlet.ownership if outlet else _UNKNOWN)
        found["actor_type"].append(item.codes.actor_type)
    return found


def _content(judged: Judged, book: Codebook, *, calibrated: bool) -> AssessmentContent:
    found = judged.assessment

    def named(variable: str) -> str:
        return FIGURE_OF.get(variable, variable)

    return AssessmentContent(
        book=book,
        scorers={
            judged.scorer: _estimates(found.figures),
            **{name: _estimates(figures) for name, figures in judged.beside.items()},
        },
        ceiling=_estimates(judged.ceiling),
        confusions={
            name: Table(values=table.values, counts=table.counts)
            for name, table in found.confusions.items()
        },
        reliability={
            named(name): [(part.stated, part.true) for part in parts]
            for name, parts in found.reliability.items()
        },
        kept={
            named(name): [(part.confidence, part.share, part.accuracy) for part in parts]
            for name, parts in found.kept.items()
        },
        roc=found.roc,
        groups={
            by: [
                AssessedGroup(
                    name=name,
                    windows=group.windows,
                    inside=group.inside,
                    figures=_estimates(group.figures),
                )
                for name, group in groups.items()
                if by != "actor_type" or group.inside
            ]
            for by, groups in judged.groups.items()
        },
        windows=found.windows,
        inside=found.inside,
        left_out=int(judged.about.get("left_out", 0)),
        twice=judged.twice,
        least=assessment.LEAST,
        calibrated=calibrated,
        digest=str(judged.about.get("labels", "")),
        made=dt.datetime.now(dt.UTC).date(),
        version=version("mediaframe"),
    )


def _estimates(figures: Mapping[str, Figure]) -> dict[str, Estimate]:
    return {
        name: Estimate(
            indicator=name,
            value=figure.value,
            low=figure.low,
            high=figure.high,
            n=figure.support,
            n_eff=figure.support,
            display=_display(figure.support),
            method="bootstrap by article",
        )
        for name, figure in figures.items()
    }


def _display(support: int) -> str:
    if support >= evaluate.MIN_POSITIVES:
        return FULL
    return TENTATIVE if support else SUPPRESSED


def _plain(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: asdict(figure) for name, figure in figures.items()}
