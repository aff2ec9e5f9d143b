"""Trains the classifier on labelled windows and compares it with the simple scorers."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from mediaframe.errors import InputError
from mediaframe.learn import (
    baseline,
    comparison,
    crossfit,
    dataset,
    deciding,
    floor,
    ngram_fit,
    targets,
    training,
)
from mediaframe.learn import placed as placed_windows
from mediaframe.learn.comparison import FramingJudge
from mediaframe.learn.dataset import Labelled
from mediaframe.learn.figures import Figure
from mediaframe.learn.lower import LowerLayers
from mediaframe.learn.placed import Places
from mediaframe.learn.recipe import Recipe
from mediaframe.learn.training import Material
from mediaframe.pipeline import assessment, bundling, evaluation
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.score import model as models
from mediaframe.score.blend import NETWORK
from mediaframe.score.decision import labels
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.types import Codes

HELD_OUT = 0
"""The fold of the development windows; never learned from, the same in every training."""
MODEL = "model"
BUNDLE = "classifier"
"""Folder of what the classifier is loaded from; see `score.bundle`."""
LOG = "log.jsonl"
COMPARISON = "comparison"
DATA = "data.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to train, on what, and where to put it."""

    labels: Path
    encoder: str
    """A folder, or a name on the model hub; the `model/` of another training is trained on."""
    output: Path
    written: Sequence[Path] = ()
    """Files or folders of coded windows that were written for training, in no figure."""
    placed: Places | None = None
    """More coded windows, in no figure."""
    labels_last: bool = False
    """Whether the network has read `placed` in a training before this, and learns now only from
    `labels` and `written`: what is measured follows their coders. Other scorers learn from all."""
    max_tokens: int = 128
    recipe: Recipe = field(default_factory=Recipe)
    model_only: bool = False
    """Whether another training goes on from it: no `classifier/` is made and nothing compared."""


def run(order: Order, paths: ToolPaths) -> Iterator[dict[str, Any]]:
    """Train or go on training; yields the rows of the log, at last one with the `table`.

    Writes `model/` in the Hugging Face format with its tokenizer, `classifier/` for the scorer,
    `data.json` (what was learned from, and the ids of the development windows), `log.jsonl` and
    `comparison.json` and `.md` into the output folder, beside the checkpoints. After a stop the
    log has the rows since the last checkpoint twice.

    Raises:
        InputError: a file of codes or of articles cannot be used, or the output folder holds
            another training.
        DataError: a data file of the project is missing or invalid, or the encoder is.
    """
    study = evaluation.study(order.labels, paths, order.placed)
    fold = dataset.folds(dataset.stories(study.items), crossfit.FOLDS, seed=crossfit.SEED)
    held_out = [item for item, part in zip(study.items, fold, strict=True) if part == HELD_OUT]
    learned = [item for item, part in zip(study.items, fold, strict=True) if part != HELD_OUT]
    written: list[Labelled] = []
    for path in order.written:
        some = dataset.read(path, study.book)
        if len(dataset.apart(some, held_out)) < len(some):
            raise InputError(f"{path}: holds a story of the development windows")
        written += some
    before = _before(order, held_out)
    placed = [] if order.placed is None else placed_windows.read(order.placed, study.book)
    placed = dataset.apart(placed, held_out)
    known = [*learned, *written, *placed]
    train = [*learned, *written] if order.labels_last else known
    reference = assessment.reference(held_out)
    for _, chosen_on in comparison.parts(reference.stories):
        if not any(reference.codes[i].in_scope for i in chosen_on):
            raise InputError(f"{order.labels}: too few windows in scope to choose on")
    variables = labels(study.book)
    model, tokenizer = models.start(
        order.encoder,
        variables,
        codebook=study.book.meta.version,
        max_tokens=order.max_tokens,
        seed=order.recipe.seed,
    )
    encoder = model.window_encoder(tokenizer)
    windows = encoder.encode([item.window for item in train])
    held = encoder.encode([item.window for item in held_out])
    frozen = order.recipe.frozen_layers
    # the markers of a new model, below all layers, have to be learned
    keeps = frozen and models.is_trained(order.encoder)
    material = Material(
        windows=windows,
        targets=targets.targets([item.codes for item in train], variables),
        held_out=held,
        judge=FramingJudge(reference, study.book),
        lower=LowerLayers(model, frozen, [*windows, *held]) if keeps else None,
    )
    order.output.mkdir(parents=True, exist_ok=True)
    with (order.output / LOG).open("a", encoding="utf-8") as log:
        for row in training.train(model, material, order.recipe, order.output):
            now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            log.write(json.dumps({"time": now, **row}) + "\n")
            log.flush()
            yield row
    _save(order.output / DATA, _statement(order, learned, written, placed, held_out, before))
    model.save_pretrained(order.output / MODEL)
    tokenizer.save(str(order.output / MODEL / "tokenizer.json"))
    if order.model_only:
        return
    own = training.score(model, material.held_out, bfloat16=order.recipe.bfloat16)
    tensors = targets.targets([item.codes for item in known], variables)
    coded = {name: target.numpy() for name, target in tensors.items()}
    words = baseline.scores(
        [item.window for item in known], coded, variables, [item.window for item in held_out]
    )
    others = bundling.beside(study, paths, held=HELD_OUT)
    sources = bundling.write(
        order.output / BUNDLE,
        model,
        tokenizer,
        ngram_fit.fit(
            [item.window for item in known],
            encoder,
            [item.article for item in known],
            coded,
            variables,
            is_name=study.vocabulary.is_name,
        ),
        [item.window for item in held_out],
        others,
        reference,
        LexiconScorer.load(paths.lexicon, study.book),
    )
    found: dict[str, Sequence[Codes]] = {
        "majority": comparison.majority([item.codes for item in learned], len(held_out)),
        "lexicon": [
            replace(reading.codes, in_scope=judged.in_scope)
            for reading, judged in zip(others.lexical, others.judged, strict=True)
        ],
        "tfidf": comparison.decided(words, reference),
        "transformer": comparison.decided(own, reference),
        "int8": comparison.decided(sources[NETWORK], reference),
        "classifier": [
            reading.codes for reading in deciding.readings(sources, reference, others.judged)
        ],
    }
    measured = {
        name: comparison.measured(codes, reference, study.book) for name, codes in found.items()
    }
    table = comparison.markdown(measured)
    _save(order.output / f"{COMPARISON}.json", _figures(measured))
    (order.output / f"{COMPARISON}.md").write_text(table, encoding="utf-8")
    yield {"table": table}


def _before(order: Order, held_out: Sequence[Labelled]) -> frozenset[str]:
    """The articles that the model has learned from already, where it is one of an earlier training.

    Raises:
        InputError: a development window is of them.
    """
    data = Path(order.encoder).parent / DATA
    if not models.is_trained(order.encoder) or not data.exists():
        return frozenset()
    known = assessment.learned(data).articles
    if any(dataset.fingerprint(item.article) in known for item in held_out):
        raise InputError(f"{order.encoder}: has learned from development windows of {order.labels}")
    return known


def _statement(
    order: Order,
    learned: Sequence[Labelled],
    written: Sequence[Labelled],
    placed: Sequence[Labelled],
    held_out: Sequence[Labelled],
    before: frozenset[str],
) -> dict[str, Any]:
    read = [*learned, *written, *placed]
    frames = Counter(frame for item in read for frame in item.codes.frames)
    return {
        "labels": floor.digest(order.labels),
        "encoder": order.encoder,
        "max_tokens": order.max_tokens,
        "recipe": asdict(order.recipe),
        "labels_last": order.labels_last,
        "learned": len(learned),
        "articles": sorted(before | {dataset.fingerprint(item.article) for item in read}),
        "written": len(written),
        "placed": len(placed),
        "places": "" if order.placed is None else floor.digest(order.placed.codes),
        "held_out": [item.window.id for item in held_out],
        "learned_frames": dict(frames.most_common()),
    }


def _figures(measured: Mapping[str, Mapping[str, Figure]]) -> dict[str, Any]:
    return {
        scorer: {name: asdict(figure) for name, figure in figures.items()}
        for scorer, figures in measured.items()
    }


def _save(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
