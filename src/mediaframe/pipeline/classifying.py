"""The shipped classifier on labelled windows that it has not learned from."""

from dataclasses import replace
from pathlib import Path

from mediaframe import codebook
from mediaframe.learn import dataset, deciding, floor
from mediaframe.learn.placed import Places
from mediaframe.pipeline import assessment, bundling, evaluation, tools
from mediaframe.pipeline.bundling import Beside
from mediaframe.pipeline.evaluation import Evaluation
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.pipeline.training import DATA, HELD_OUT
from mediaframe.score.blend import NETWORK
from mediaframe.score.classifier import ClassifierScorer
from mediaframe.score.lexicon import LexiconScorer


def on_labels(
    labels: Path,
    paths: ToolPaths,
    placed: Places | None = None,
    *,
    lexical: Evaluation | None = None,
) -> Evaluation:
    """Figures of the classifier on labelled windows, with the lexicon's readings beside.

    On the labels that it was trained with these are its development windows, and everything that
    was learned or chosen with them is replaced: lexicon and voices are learned from the other
    stories, and weights, calibration and thresholds are chosen for each tenth on the others. On
    other labels it is used as it is; windows of stories that it has learned from are left out.

    Args:
        placed: more windows for the lexicon to learn from, in no figure; for the labels that the
            classifier was trained with.
        lexical: what `evaluation.on_labels` found with the same arguments; its lexicons are not
            fitted again then.

    Raises:
        InputError: a file of codes cannot be used, or the labels hold nothing but what was
            learned from.
        DataError: a data file of the project is missing or invalid.
    """
    digest = floor.digest(labels)
    known = assessment.learned(paths.classifier / DATA)
    own = digest == known.labels
    book = codebook.load(paths.codebook)
    lexicon = LexiconScorer.load(paths.lexicon, book)
    scorer = ClassifierScorer.load(paths.classifier, book, lexicon, threads=tools.cores())
    if lexical is not None:
        every = lexical.items
    elif own:
        study = evaluation.study(labels, paths, placed)
        every = study.items
    else:
        every = dataset.read(labels, book)
    items = assessment.unseen(every, known)
    if own:
        items = [item for item in items if item.window.id in known.held_out]
        if lexical is None:
            others = bundling.beside(study, paths, held=HELD_OUT)
        else:
            held = [i for i, item in enumerate(every) if item.window.id in known.held_out]
            others = Beside(
                lexical=[lexical.readings[i] for i in held],
                judged=[lexical.judged[i] for i in held],
            )
        learned = scorer.learned([item.window for item in items])
        sources = learned | others.scores(learned[NETWORK].names)
        readings = deciding.readings(sources, assessment.reference(items), others.judged)
        simple = [
            replace(reading, codes=replace(reading.codes, in_scope=judged.in_scope))
            for reading, judged in zip(others.lexical, others.judged, strict=True)
        ]
    else:
        detector = tools.load(paths).detector
        cases = [(item.window, detector.judge(item.window)) for item in items]
        readings, simple = scorer.score_all(cases), lexicon.score_all(cases)
    about: dict[str, str | int] = {
        "classifier": scorer.digest,
        "lexicon": lexicon.digest,
        "codebook": book.meta.version,
        "labels": digest,
        "placed": "" if placed is None else floor.digest(placed.codes),
        "windows": len(items),
        "left_out": len(every) - len(items),
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
        beside={"lexicon": simple},
        chosen_anew=own,
    )
