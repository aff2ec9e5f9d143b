"""Trains the classifier's encoder on public labelled sets and compares it with simple scorers."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from mediaframe.learn import baseline, benchmarks, contest, floor, training
from mediaframe.learn.benchmarks import PARTS, Benchmark, Example
from mediaframe.learn.contest import ContestJudge
from mediaframe.learn.lower import LowerLayers
from mediaframe.learn.recipe import Recipe
from mediaframe.learn.training import Material
from mediaframe.score import model as models
from mediaframe.score.decision import Scores
from mediaframe.score.encoding import Encoded, WindowEncoder

LOG = "log.jsonl"
_MEASURED = ("dev", "test")
_SAVE_EVERY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A benchmark and how the encoder is trained for it."""

    folder: str
    """In the folder of all benchmarks; also names the results."""
    read: Callable[[Path], Benchmark]
    recipe: Recipe
    max_tokens: int
    prefix: str = ""
    """Put before texts that have no target, as the encoder was trained with."""
    importance: Mapping[str, float] = field(default_factory=dict)
    """Weight of a variable in the loss, 1 where not listed."""


_RECIPE = Recipe(epochs=4, rate=1e-4, frozen_layers=4, patience=4)
TRIALS = (
    Trial(
        folder="araieval2023",
        read=benchmarks.persuasion,
        recipe=replace(_RECIPE, epochs=5, frozen_layers=8, averaging=0.98, consistency=4.0),
        max_tokens=128,
        prefix="query: ",
        # a mean over all techniques, of which a text has few, is small
        importance={"technique": 8.0},
    ),
    Trial(
        folder="aljazeera-target-sentiment",
        read=benchmarks.sentiment,
        recipe=replace(_RECIPE, epochs=3, frozen_layers=6),
        max_tokens=64,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to measure, and where to put the results."""

    data: Path
    """Folder of the benchmarks."""
    encoder: str
    """A folder, or a name on the model hub."""
    output: Path
    seeds: Sequence[int] = (1, 2, 3)
    trials: Sequence[Trial] = TRIALS


def run(order: Order) -> Iterator[dict[str, Any]]:
    """Train or go on training, each seed of each benchmark in turn; yields the rows of the log.

    One model per seed learns all variables of a benchmark. Its epoch, its thresholds and its weight
    beside TF-IDF are chosen on the development part. A benchmark ends with a row that has its
    `table`; one that is not there is a row that says so (`absent`). Writes `<folder>.json` and
    `.md` of each benchmark into the output folder after each seed, beside the log and the
    checkpoints.

    Raises:
        InputError: a file of a benchmark is invalid, or the output folder holds another training.
        DataError: the encoder cannot be used.
    """
    for trial in order.trials:
        folder = order.data / trial.folder
        if not folder.is_dir():
            yield {"absent": str(folder)}
            continue
        output = order.output / trial.folder
        output.mkdir(parents=True, exist_ok=True)
        with (output / LOG).open("a", encoding="utf-8") as log:
            for row in _measure(order, trial, trial.read(folder)):
                if "table" not in row:
                    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
                    log.write(json.dumps({"time": now, **row}) + "\n")
                    log.flush()
                yield row


def _measure(order: Order, trial: Trial, benchmark: Benchmark) -> Iterator[dict[str, Any]]:
    words = _words(benchmark)
    thresholds = contest.choose(benchmark, words["dev"])
    found: dict[str, Any] = {
        "majority": {part: contest.majority(benchmark, part) for part in _MEASURED},
        "tfidf": _figures(benchmark, words, thresholds),
    }
    own: list[dict[str, Any]] = []
    both: list[dict[str, Any]] = []
    lower, table = None, ""
    for seed in order.seeds:
        model, tokenizer = models.start(
            order.encoder,
            benchmark.labels,
            codebook=benchmark.name,
            max_tokens=trial.max_tokens,
            seed=seed,
        )
        windows = _encode(model.window_encoder(tokenizer), benchmark, trial.prefix)
        recipe = replace(trial.recipe, seed=seed)
        # the markers between which a target stands are other ones in each model
        if recipe.frozen_layers and (lower is None or benchmark.has_targets):
            every = [window for part in PARTS for window in windows[part]]
            lower = LowerLayers(model, recipe.frozen_layers, every)
        targets = benchmarks.targets(benchmark, benchmark.parts["train"])
        material = Material(
            windows=windows["train"],
            targets=targets,
            held_out=windows["dev"],
            judge=ContestJudge(benchmark),
            balanced=benchmark.has_targets,
            importance=trial.importance,
            lower=lower,
        )
        folder = order.output / trial.folder / f"seed-{seed}"
        for row in training.train(model, material, recipe, folder, save_every=_SAVE_EVERY):
            yield {"seed": seed, **row}
        scores = {part: training.score(model, windows[part], lower=lower) for part in _MEASURED}
        weights = contest.weigh(benchmark, scores["dev"], words["dev"])
        mixed = {part: contest.mixed(scores[part], words[part], weights) for part in _MEASURED}
        for kept, each, more in ((own, scores, {}), (both, mixed, {"weights": weights})):
            thresholds = contest.choose(benchmark, each["dev"])
            kept.append({"seed": seed, **more, **_figures(benchmark, each, thresholds)})
        found |= {"transformer": own, "transformer+tfidf": both}
        table = _save(order, trial, benchmark, found)
    yield {"table": table}


def _save(order: Order, trial: Trial, benchmark: Benchmark, found: Mapping[str, Any]) -> str:
    """Write what is known after a seed; the table of it."""
    about = {
        "benchmark": benchmark.name,
        "examples": {part: len(benchmark.parts[part]) for part in PARTS},
        "unclear": benchmark.unclear,
        "files": {
            path.name: floor.digest(path)
            for path in sorted((order.data / trial.folder).iterdir())
            if path.suffix in (".jsonl", ".xml")
        },
        "encoder": order.encoder,
        "max_tokens": trial.max_tokens,
        "recipe": asdict(trial.recipe),
        "published": dict(benchmark.published),
        "scorers": dict(found),
        "mean": {name: _mean(found[name]) for name in ("transformer", "transformer+tfidf")},
    }
    table = markdown(benchmark, about)
    path = order.output / f"{trial.folder}.json"
    path.write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(table, encoding="utf-8")
    return table


def markdown(benchmark: Benchmark, about: Mapping[str, Any]) -> str:
    """The figures of all scorers, and the seeds of those that have some, as a table."""
    rows: list[tuple[str, Mapping[str, Mapping[str, float]]]] = []
    for name, found in about["scorers"].items():
        if name in about["mean"]:
            rows += [(f"{name}, seed {each['seed']}", each) for each in found]
            rows.append((f"{name}, mean", about["mean"][name]))
        else:
            rows.append((name, found))
    if benchmark.published:
        rows.append(("best published", {"dev": {}, "test": benchmark.published}))
    columns = [(name, part) for name in benchmark.figures for part in _MEASURED]
    size = ", ".join(f"{count} {part}" for part, count in about["examples"].items())
    lines = [
        f"{benchmark.name} ({size})",
        "",
        f"| scorer | {' | '.join(f'{name}, {part}' for name, part in columns)} |",
        f"| --- |{' --- |' * len(columns)}",
    ]
    for scorer, parts in rows:
        cells = [
            f"{parts[part][name]:.4f}" if name in parts[part] else "" for name, part in columns
        ]
        lines.append(f"| {scorer} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _words(benchmark: Benchmark) -> dict[str, Scores]:
    """The scores of the baseline on words and letters."""
    train = benchmark.parts["train"]
    known = {name: each.numpy() for name, each in benchmarks.targets(benchmark, train).items()}
    asked: list[Example] = [each for part in _MEASURED for each in benchmark.parts[part]]
    if benchmark.has_targets:
        scores = baseline.scores(
            [each.window for each in train], known, benchmark.labels,
            [each.window for each in asked],
        )  # fmt: skip
    else:
        scores = baseline.of_texts(
            [each.window.text for each in train], known, benchmark.labels,
            [each.window.text for each in asked],
        )  # fmt: skip
    border = len(benchmark.parts[_MEASURED[0]])
    halves = (scores.values[:border], scores.values[border:])
    return {part: Scores(scores.names, half) for part, half in zip(_MEASURED, halves, strict=True)}


def _encode(encoder: WindowEncoder, benchmark: Benchmark, prefix: str) -> dict[str, list[Encoded]]:
    return {
        part: encoder.encode([each.window for each in examples])
        if benchmark.has_targets
        else encoder.whole([prefix + each.window.text for each in examples])
        for part, examples in benchmark.parts.items()
    }


def _figures(
    benchmark: Benchmark, scores: Mapping[str, Scores], thresholds: Mapping[str, float]
) -> dict[str, Any]:
    measured = {
        part: contest.figures(benchmark, part, scores[part], thresholds) for part in _MEASURED
    }
    return {"thresholds": dict(thresholds), **measured}


def _mean(seeds: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    return {
        part: {
            name: float(np.mean([seed[part][name] for seed in seeds])) for name in seeds[0][part]
        }
        for part in _MEASURED
    }
