"""`evaluate`: detection and codes against reference codes."""

import json
from dataclasses import asdict
from pathlib import Path

import click
import polars as pl

from mediaframe import codebook, config
from mediaframe.cli.options import format_option
from mediaframe.cli.output import render
from mediaframe.cli.placed import placed_options, places
from mediaframe.learn import floor as floors
from mediaframe.pipeline import assessment, classifying, evaluation
from mediaframe.pipeline.evaluation import END_TO_END, Evaluation
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.types import SCORERS

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NOTE = (
    "`end_to_end` is over all windows with the decision on scope, the other codes over the windows "
    "in scope. `second_coding`: of the windows that were coded twice, a ceiling; where one coder "
    "did both, of consistency, not agreement between people."
)
_NOTES = {
    "lexicon": "Codes: five folds by story, terms, weights and thresholds learned from the other "
    f"four. {_NOTE}",
    "classifier": "Codes: windows whose stories were not learned from, by the classifier as it is. "
    f"{_NOTE}",
}
_CHOSEN_ANEW = (
    "Codes: windows whose stories were not learned from; weights, calibration and thresholds for "
    f"each tenth of them chosen on the others. {_NOTE}"
)


@click.command()
@click.option("--labels", type=_FILE, help="Coded windows to learn from and measure on.")
@placed_options
@click.option("--gold", type=_FILE, help="Coded mentions of whole articles, see --articles.")
@click.option(
    "--articles", type=_FILE, multiple=True, help="Articles of --gold (JSONL); repeat the option."
)
@click.option(
    "--actors",
    type=_FILE,
    multiple=True,
    help="Actor registry beside the configured ones, such as that of the workspace which the "
    "windows come from; repeat the option.",
)
@click.option(
    "--scorer",
    "scorers",
    type=click.Choice(SCORERS),
    multiple=True,
    default=SCORERS[:1],
    show_default=True,
    help="Whom to score, the classifier on labelled windows only; repeat the option for both.",
)
@click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    help="Write all figures to this JSON file; one for each --scorer, in their order.",
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    multiple=True,
    help="Folder for every figure as JSON, Markdown and a page in two languages; with --labels, "
    "one for each --scorer, in their order.",
)
@click.option(
    "--floor",
    type=_FILE,
    multiple=True,
    help="Fail where a figure is under the one in this file; one for each --scorer, in their "
    "order.",
)
@format_option
def evaluate_command(
    labels: Path | None,
    placed: Path | None,
    corpora: Path | None,
    gold: Path | None,
    articles: tuple[Path, ...],
    actors: tuple[Path, ...],
    scorers: tuple[str, ...],
    metrics: tuple[Path, ...],
    report: tuple[Path, ...],
    floor: tuple[Path, ...],
    form: str,
    output: Path | None,
) -> None:
    """Score detection and codes against reference codes.

    With --labels, coded windows, the lexicon is learned anew for each of five folds from the
    other four and from what --placed adds, and the classifier codes the windows whose stories it
    has not learned from. With --gold and --articles, the shipped lexicon codes the mentions of
    whole articles. Intervals (95 %) are bootstrapped by article. --report adds calibration,
    confusions and figures by country, ownership and type of actor. Exits 1 when a figure is under
    its floor. What both scorers need is computed once.

    Example: mediaframe evaluate --labels train.jsonl --metrics figures.json
    """
    if (labels is None) == (gold is None) or bool(articles) != (gold is not None):
        raise click.UsageError("Give either --labels, or --gold with its --articles.")
    given = places(placed, corpora)
    if labels is None:
        for name, value in {"floor": floor, "report": report, "placed": given}.items():
            if value:
                raise click.UsageError(f"--{name} is for figures on --labels.")
        if "classifier" in scorers:
            raise click.UsageError("--scorer classifier is for figures on --labels.")
    for name, files in {"metrics": metrics, "report": report, "floor": floor}.items():
        if files and len(files) != len(scorers):
            raise click.UsageError(f"Give one --{name} for each --scorer, in the same order.")
    for name, given_twice in {"scorer": scorers, "metrics": metrics, "report": report}.items():
        if len(set(given_twice)) < len(given_twice):
            raise click.UsageError(f"--{name} names the same twice.")
    pinned = [floors.load(path, scorer=name) for path, name in zip(floor, scorers, strict=False)]
    settings = config.Settings()
    paths = config.tool_paths(settings, actors=actors)
    found: dict[str, Evaluation] = {}
    if labels is None:
        assert gold is not None
        found["lexicon"] = evaluation.on_gold(gold, articles, paths)
    else:
        if "lexicon" in scorers:
            found["lexicon"] = evaluation.on_labels(labels, paths, given)
        if "classifier" in scorers:
            lexical = found.get("lexicon")
            found["classifier"] = classifying.on_labels(labels, paths, given, lexical=lexical)
    for i, scorer in enumerate(scorers):
        if metrics:
            metrics[i].parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(_json(found[scorer]), indent=1)
            metrics[i].write_text(f"{text}\n", encoding="utf-8")
        if report:
            click.echo(_report(report[i], scorer, found[scorer], paths, settings), err=True)
    render(pl.concat([_table(found[name], name) for name in scorers]), form, output)
    if labels is not None:
        for scorer in scorers:
            note = _CHOSEN_ANEW if found[scorer].chosen_anew else _NOTES[scorer]
            click.echo(f"{scorer}: {note}", err=True)
    falls = [_falls(least, found[name], name) for least, name in zip(pinned, scorers, strict=False)]
    if any(falls):
        raise click.exceptions.Exit(1)


def _report(
    folder: Path, scorer: str, found: Evaluation, paths: ToolPaths, settings: config.Settings
) -> Path:
    book = codebook.load(paths.codebook)
    judged = assessment.judge(
        scorer,
        found.items,
        found.readings,
        book,
        outlets=settings.outlets,
        beside=found.beside,
        about=found.about,
    )
    return assessment.write(folder, judged, book, calibrated=scorer == "classifier")


def _falls(pinned: floors.Floor, found: Evaluation, scorer: str) -> bool:
    labels, placed = str(found.about["labels"]), str(found.about["placed"])
    if (labels, placed) != (pinned.labels, pinned.placed):
        click.echo(
            f"{scorer}: these are not the labels of the floor: only the minimum is compared.",
            err=True,
        )
    measured = {name: figure.value for name, figure in found.figures.items()}
    failures = floors.failures(pinned, measured, labels=labels, placed=placed, scorer=scorer)
    for failure in failures:
        click.echo(f"{scorer}: {failure}", err=True)
    return bool(failures)


def _json(found: Evaluation) -> dict[str, object]:
    return {
        **found.about,
        "figures": {name: asdict(figure) for name, figure in found.figures.items()},
        "second_coding": {name: asdict(figure) for name, figure in found.ceiling.items()},
    }


def _table(found: Evaluation, scorer: str) -> pl.DataFrame:
    """Averages and accuracies first, then one row per label; end to end the averages alone.

    What no window has is not measured, and its figures are left empty.
    """
    averages: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for name, figure in found.figures.items():
        of, _, kind = name.rpartition(".")
        is_label = f"{of}.precision" in found.figures
        if (is_label and kind != "f1") or (is_label and name.startswith(END_TO_END)):
            continue
        ceiling = found.ceiling.get(name)
        measured = {
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "precision": found.figures[f"{of}.precision"].value if is_label else None,
            "recall": found.figures[f"{of}.recall"].value if is_label else None,
        }
        row = {
            "figure": name,
            **(measured if figure.support else dict.fromkeys(measured)),
            "n": figure.support,
            "second_coding": None if ceiling is None else ceiling.value,
            "scorer": scorer,
        }
        (labels if is_label else averages).append(row)
    numbers = ("value", "low", "high", "precision", "recall", "second_coding")
    return pl.DataFrame([*averages, *labels], schema_overrides=dict.fromkeys(numbers, pl.Float64))
