"""The shipped classifier on labelled windows that it has not learned from."""

from dataclasses import replace
from pathlib import Path

from mediaframe.learn import deciding, floor
from mediaframe.learn.placed import Places
from mediaframe.pipeline import assessment, bundling, evaluation, tools
from mediaframe.pipeline.evaluation import Evaluation
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.pipeline.training import DATA, HELD_OUT
from mediaframe.score.blend import NETWORK
from mediaframe.score.classifier import ClassifierScorer
from mediaframe.score.lexicon import LexiconScorer


def on_labels(labels: Path, paths: ToolPaths, placed: Places | None = None) -> Evaluation:
    """Figures of the classifier on labelled windows, with the lexicon's readings beside.

    On the labels that it was trained with these are its development windows, and everything that
    was learned or chosen with them is replaced: lexicon and voices are learned from the other
    stories, and weights, calibration and thresholds come from the other half of the windows. On
    other labels it is used as it is; windows of stories that it has learned from are left out.

    Args:
        placed: more windows for the lexicon to learn from, in no figure; for the labels that the
            classifier was trained with.

    Raises:
        InputError: a file of codes cannot be used, or the labels hold nothing but what was
            learned from.
        DataError: a data file of the project is missing or invalid.
    """
    digest = floor.digest(labels)
    known = assessment.learned(paths.classifier / DATA)
    study = evaluation.study(labels, paths, placed if digest == known.labels else None)
    book = study.book
    lexicon = LexiconScorer.load(paths.lexicon, book)
    scorer = ClassifierScorer.load(paths.classifier, book, lexicon, threads=tools.cores())
    items = assessment.unseen(study.items, known)
    if digest == known.labels:
        items = [item for item in items if item.window.id in known.held_out]
        others = bundling.beside(study, paths, held=HELD_OUT)
        network = scorer.network([item.window for item in items])
        sources = {NETWORK: network, **others.scores(network.names)}
        readings = deciding.readings(sources, assessment.reference(items), others.judged)
        lexical = [
            replace(reading, codes=replace(reading.codes, in_scope=judged.in_scope))
            for reading, judged in zip(others.lexical, others.judged, strict=True)
        ]
    else:
        detector = tools.load(paths).detector
        cases = [(item.window, detector.judge(item.window)) for item in items]
        readings, lexical = scorer.score_all(cases), lexicon.score_all(cases)
    about: dict[str, str | int] = {
        "classifier": scorer.digest,
        "lexicon": lexicon.digest,
        "codebook": book.meta.version,
        "labels": digest,
        "placed": "" if placed is None else floor.digest(placed.codes),
        "windows": len(items),
        "left_out": len(study.items) - len(items),
    }
    return Evaluation(
        figures=evaluation.figures(
            [reading.codes for reading in readings],
            [item.codes for item in items],
            [item.article for item in items],
            book,
        ),
        ceiling=evaluation.ceiling(items, book),
        about=about,
        items=items,
        readings=readings,
        beside={"lexicon": lexical},
    )
