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
from mediaframe.types import SCORERS

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NOTE = (
    "`end_to_end` is over all windows with the decision on scope, the other codes over the windows "
    "in scope. `same_coder`: one language model that coded windows twice, its consistency; not "
    "agreement between people."
)
_NOTES = {
    "lexicon": "Codes: five folds by story, terms, weights and thresholds learned from the other "
    f"four. {_NOTE}",
    "classifier": "Codes: windows whose stories were not learned from; weights, calibration and "
    f"thresholds chosen on the other half of them. {_NOTE}",
}


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
    help="Actor registry beside the configured ones; repeat the option.",
)
@click.option(
    "--scorer",
    type=click.Choice(SCORERS),
    default=SCORERS[0],
    show_default=True,
    help="Whom to score; the classifier on labelled windows only.",
)
@click.option(
    "--metrics",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all figures to this JSON file.",
)
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for every figure as JSON, Markdown and a page in two languages; with --labels.",
)
@click.option("--floor", type=_FILE, help="Fail where a figure is under the one in this file.")
@format_option
def evaluate_command(
    labels: Path | None,
    placed: Path | None,
    corpora: Path | None,
    gold: Path | None,
    articles: tuple[Path, ...],
    actors: tuple[Path, ...],
    scorer: str,
    metrics: Path | None,
    report: Path | None,
    floor: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """Score detection and codes against reference codes.

    With --labels, coded windows, the lexicon is learned anew for each of five folds from the
    other four and from what --placed adds, and the classifier codes the windows whose stories it
    has not learned from. With --gold and --articles, the shipped lexicon codes the mentions of
    whole articles. Intervals (95 %) are bootstrapped by article. --report adds calibration,
    confusions and figures by country, ownership and type of actor. Exits 1 when a figure is under
    its floor.

    Example: mediaframe evaluate --labels train.jsonl --metrics figures.json
    """
    if (labels is None) == (gold is None) or bool(articles) != (gold is not None):
        raise click.UsageError("Give either --labels, or --gold with its --articles.")
    if floor is not None and labels is None:
        raise click.UsageError("--floor is for figures on --labels.")
    given = places(placed, corpora)
    if given is not None and labels is None:
        raise click.UsageError("--placed is for figures on --labels.")
    if report is not None and labels is None:
        raise click.UsageError("--report is for figures on --labels.")
    if scorer == "classifier" and labels is None:
        raise click.UsageError("--scorer classifier is for figures on --labels.")
    pinned = None if floor is None else floors.load(floor, scorer=scorer)
    settings = config.Settings()
    paths = config.tool_paths(settings, actors=actors)
    if labels is not None and scorer == "classifier":
        found = classifying.on_labels(labels, paths, given)
    elif labels is not None:
        found = evaluation.on_labels(labels, paths, given)
    else:
        assert gold is not None
        found = evaluation.on_gold(gold, articles, paths)
    if metrics is not None:
        metrics.parent.mkdir(parents=True, exist_ok=True)
        metrics.write_text(json.dumps(_json(found), indent=1) + "\n", encoding="utf-8")
    if report is not None:
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
        calibrated = scorer == "classifier"
        click.echo(assessment.write(report, judged, book, calibrated=calibrated), err=True)
    render(_table(found), form, output)
    if labels is not None:
        click.echo(_NOTES[scorer], err=True)
    if pinned is not None:
        _compare(pinned, found, scorer)


def _compare(pinned: floors.Floor, found: Evaluation, scorer: str) -> None:
    labels, placed = str(found.about["labels"]), str(found.about["placed"])
    if (labels, placed) != (pinned.labels, pinned.placed):
        click.echo("These are not the labels of the floor: only the minimum is compared.", err=True)
    measured = {name: figure.value for name, figure in found.figures.items()}
    failures = floors.failures(pinned, measured, labels=labels, placed=placed, scorer=scorer)
    for failure in failures:
        click.echo(failure, err=True)
    if failures:
        raise click.exceptions.Exit(1)


def _json(found: Evaluation) -> dict[str, object]:
    return {
        **found.about,
        "figures": {name: asdict(figure) for name, figure in found.figures.items()},
        "same_coder": {name: asdict(figure) for name, figure in found.ceiling.items()},
    }


def _table(found: Evaluation) -> pl.DataFrame:
    """Averages and accuracies first, then one row per label; end to end the averages alone."""
    averages: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for name, figure in found.figures.items():
        of, _, kind = name.rpartition(".")
        is_label = f"{of}.precision" in found.figures
        if (is_label and kind != "f1") or (is_label and name.startswith(END_TO_END)):
            continue
        ceiling = found.ceiling.get(name)
        row = {
            "figure": name,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "precision": found.figures[f"{of}.precision"].value if is_label else None,
            "recall": found.figures[f"{of}.recall"].value if is_label else None,
            "n": figure.support,
            "same_coder": None if ceiling is None else ceiling.value,
        }
        (labels if is_label else averages).append(row)
    return pl.DataFrame([*averages, *labels], infer_schema_length=None)
