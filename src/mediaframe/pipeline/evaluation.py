"""Measures detection and codes on reference codes: labelled windows, or the sample's articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mediaframe import codebook
from mediaframe.codebook import Codebook
from mediaframe.detect import actors
from mediaframe.detect.mentions import Detector
from mediaframe.detect.voice import OUTLET, Voices
from mediaframe.learn import crossfit, dataset, evaluate, floor, vocabulary
from mediaframe.learn import placed as placed_windows
from mediaframe.learn.crossfit import Study
from mediaframe.learn.dataset import Labelled, Marked
from mediaframe.learn.figures import Figure
from mediaframe.learn.placed import Places
from mediaframe.pipeline import tools, voicing
from mediaframe.pipeline.tools import ToolPaths, Tools
from mediaframe.score import inputs, seed
from mediaframe.score.lexicon import SEED_FILE
from mediaframe.types import Codes, Judged, Mention, Reading

END_TO_END = "end_to_end."
"""Prefix of the figures over all windows with the detector's decision on scope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Figures, and what they were measured on and with."""

    figures: dict[str, Figure]
    ceiling: dict[str, Figure]
    """The same figures between the two codings of the windows that were coded twice."""
    about: dict[str, str | int]
    items: Sequence[Labelled] = ()
    """The labelled windows, where that is what was measured on."""
    readings: Sequence[Reading] = ()
    """Those of each, with the decision on scope."""
    judged: Sequence[Judged] = ()
    """What the detector says of each, with voices learned from other stories; of `on_labels`."""
    beside: Mapping[str, Sequence[Reading]] = field(default_factory=dict)
    """Readings of the same windows by other scorers."""
    chosen_anew: bool = False
    """Whether what decides on a window was chosen anew, on windows of other stories."""


def study(labels: Path, paths: ToolPaths, placed: Places | None = None) -> Study:
    """The labelled windows with what the detector says of them; no learned file is needed.

    Args:
        placed: more windows to learn from; those of a labelled story are left out.

    Raises:
        InputError: a file of codes cannot be used.
        DataError: a data file of the project is missing or invalid.
    """
    detector = Detector(actors.load(paths.actors), voices=Voices((OUTLET,), (0.0,), {}))
    book = codebook.load(paths.codebook)
    return _study(dataset.read(labels, book), book, paths, detector, placed)


def on_labels(labels: Path, paths: ToolPaths, placed: Places | None = None) -> Evaluation:
    """Figures on labelled windows; for each of five folds, all is learned anew from the others.

    Frames and the other codes are measured twice: on all windows that the reference has in scope
    (those codes were given to), and end to end on all windows, where a window that the detector
    leaves out has frame NONE.

    Args:
        placed: more windows to learn from, in no figure.

    Raises:
        InputError: a file of codes cannot be used.
        DataError: a data file of the project is missing or invalid.
    """
    loaded = tools.load(paths)
    book = codebook.load(paths.codebook)
    items = dataset.read(labels, book)
    given = _study(items, book, paths, loaded.detector, placed)
    given = replace(given, said=voicing.held_out(given, loaded.detector))
    readings = [
        replace(reading, codes=replace(reading.codes, in_scope=said.in_scope))
        for reading, said in zip(crossfit.held_out(given), given.said, strict=True)
    ]
    about = _about(loaded, paths) | {
        "labels": floor.digest(labels),
        "placed": "" if placed is None else floor.digest(placed.codes),
        "windows": len(items),
    }
    return Evaluation(
        figures=figures(
            [reading.codes for reading in readings],
            [item.codes for item in items],
            [item.article for item in items],
            given.book,
        ),
        ceiling=ceiling(items, given.book),
        about=about,
        items=items,
        readings=readings,
        judged=given.said,
    )


def on_gold(gold: Path, articles: Sequence[Path], paths: ToolPaths) -> Evaluation:
    """Figures on coded articles: the detector reads them whole, the shipped lexicon codes them.

    As in `on_labels`, the codes are measured on the marked mentions, and end to end.

    Raises:
        InputError: a file cannot be used.
        DataError: a data file of the project is missing or invalid.
    """
    loaded = tools.load(paths)
    book = codebook.load(paths.codebook)
    items = dataset.read_marked(gold, articles, book)
    by_article: dict[str, list[Marked]] = {}
    for item in items:
        by_article.setdefault(item.article, []).append(item)
    ordered = [item for marked in by_article.values() for item in marked]
    found: list[tuple[Mention | None, Codes]] = []
    precise: list[bool] = []
    for marked in by_article.values():
        mentions = loaded.detector.detect(marked[0].title, marked[0].text)
        for item in marked:
            mention = _over(item.mention, mentions)
            found.append((mention, _code(item, mention, loaded)))
        for mention in mentions:
            if mention.in_scope:
                over = [item for item in marked if _overlap(item.mention, mention)]
                precise.append(any(item.codes.in_scope for item in over))
    truth = [item.codes for item in ordered]
    clusters = [item.article for item in ordered]
    scoped = [
        replace(code, in_scope=mention is not None and mention.in_scope) for mention, code in found
    ]
    about = _about(loaded, paths) | {
        "gold": floor.digest(gold),
        "mentions": len(items),
        "found_in_scope": len(precise),
        "found_in_scope_and_marked": sum(precise),
    }
    return Evaluation(figures=figures(scoped, truth, clusters, book), ceiling={}, about=about)


def figures(
    scoped: Sequence[Codes], truth: Sequence[Codes], clusters: Sequence[str], book: Codebook
) -> dict[str, Figure]:
    """Detection; the codes of what the reference has in scope; and the codes end to end.

    Args:
        scoped: codes as if in scope, with the detector's decision on scope beside them.
    """
    inside = [i for i, code in enumerate(truth) if code.in_scope]
    whole = [
        code if code.in_scope else Codes(in_scope=False, actor_type=code.actor_type)
        for code in scoped
    ]
    found = {
        **evaluate.scope(scoped, truth, clusters),
        **evaluate.codes(
            [scoped[i] for i in inside],
            [truth[i] for i in inside],
            [clusters[i] for i in inside],
            book,
        ),
    }
    end_to_end = evaluate.codes(whole, truth, clusters, book)
    return found | {END_TO_END + name: figure for name, figure in end_to_end.items()}


def _study(
    items: Sequence[Labelled],
    book: Codebook,
    paths: ToolPaths,
    detector: Detector,
    placed: Places | None,
) -> Study:
    more = [] if placed is None else dataset.apart(placed_windows.read(placed, book), items)
    return Study(
        items=items,
        said=[detector.judge(item.window) for item in items],
        more=more,
        more_said=[detector.judge(item.window) for item in more],
        seeds=seed.load(paths.lexicon / SEED_FILE),
        vocabulary=vocabulary.load(paths.lexicon),
        book=book,
    )


def _about(loaded: Tools, paths: ToolPaths) -> dict[str, str | int]:
    return {
        "detector": loaded.detector.digest,
        "lexicon": loaded.scorer.digest,
        "codebook": codebook.load(paths.codebook).meta.version,
    }


def ceiling(items: Sequence[Labelled], book: Codebook) -> dict[str, Figure]:
    twice = [(item, item.second) for item in items if item.second is not None]
    if not twice:
        return {}
    found = figures(
        [second for _, second in twice],
        [item.codes for item, _ in twice],
        [item.article for item, _ in twice],
        book,
    )
    return {name: figure for name, figure in found.items() if figure.support}


def _over(target: Mention, mentions: Sequence[Mention]) -> Mention | None:
    over = [mention for mention in mentions if _overlap(target, mention)]
    return max(over, key=lambda mention: mention.in_scope, default=None)


def _overlap(a: Mention, b: Mention) -> bool:
    return a.in_headline == b.in_headline and a.start < b.end and b.start < a.end


def _code(item: Marked, mention: Mention | None, loaded: Tools) -> Codes:
    """The codes of a marked mention as if in scope, whether the detector finds it or not."""
    window = inputs.window(item.article, item.title, item.text, item.mention)
    judged = Judged(
        in_scope=True,
        actor_type="" if mention is None else mention.actor_type,
        voice="OUTLET" if mention is None else mention.voice,
    )
    return loaded.scorer.score_all([(window, judged)])[0].codes
