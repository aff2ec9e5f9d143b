"""Learns models/lexicon-ar/weights.tsv anew from coded windows, and pins its figures.

    python scripts/fit_lexicon.py --labels LABELS.jsonl --corpora FOLDER
    make eval
    python scripts/fit_lexicon.py --metrics build/metrics.json

The same labels make the same file. The last command writes the measured figures into the model card
and floor.json a little under them.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from mediaframe import config
from mediaframe.learn import floor
from mediaframe.learn.placed import Places
from mediaframe.pipeline import evaluation
from mediaframe.score.lexicon import SEED_FILE, WEIGHTS_FILE
from mediaframe.score.weights import digest

MARGIN = 0.02
"""How far under the measured figure its floor is put: the fit is exact, other machines round."""
PINNED = (
    "scope.recall", "scope.rejected", "voice.accuracy", "actor_type.accuracy", "frames.macro_f1",
    "frames.micro_f1", "issues.micro_f1", "tone.macro_f1", "tone.accuracy", "role.macro_f1",
    "role.accuracy", "primary_frame.accuracy", "end_to_end.frames.macro_f1",
    "end_to_end.frames.micro_f1", "end_to_end.tone.macro_f1", "end_to_end.role.accuracy",
)  # fmt: skip
_BEGIN, _END = "<!-- figures: written by scripts/fit_lexicon.py -->\n", "<!-- end of figures -->\n"


def main() -> None:
    """Learn the weights, or pin the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--labels", type=Path, help="coded windows to learn from")
    parser.add_argument("--corpora", type=Path, help="where annotations/news point")
    task.add_argument("--metrics", type=Path, help="figures to pin")
    options = parser.parse_args()
    if options.labels is not None and options.corpora is None:
        parser.error("--labels needs --corpora")
    folder = config.Settings().lexicon
    if options.metrics is None:
        _learn(options.labels, options.corpora, folder)
    else:
        measured = json.loads(options.metrics.read_text(encoding="utf-8"))
        _pin(measured, folder / "floor.json")
        _describe(measured, folder / "README.md")


def _learn(labels: Path, corpora: Path, folder: Path) -> None:
    paths = config.tool_paths(config.Settings())
    codes = config.data_root() / "annotations/news"
    study = evaluation.study(labels, paths, Places(codes=codes, corpora=corpora))
    fitter, _ = study.fitter()
    about = {
        "labels": floor.digest(labels),
        "placed": floor.digest(codes),
        "seed": digest((folder / SEED_FILE).read_bytes()),
        "codebook": study.book.meta.version,
    }
    fitted = fitter.weights()
    path = folder / WEIGHTS_FILE
    path.write_text("\n".join(fitted.lines(about)) + "\n", encoding="utf-8")
    print(f"{path}: {len(fitted.cues)} cues, {len(fitted.outputs)} outputs")


def _pin(measured: dict[str, Any], target: Path) -> None:
    figures = {
        name: round(
            max(
                measured["figures"][name]["value"] - MARGIN, floor.REQUIRED["lexicon"].get(name, 0)
            ),
            3,
        )
        for name in PINNED
    }
    given = {name: measured[name] for name in ("labels", "placed")}
    text = json.dumps({**given, "figures": figures}, indent=1)
    target.write_text(text + "\n", encoding="utf-8")


def _describe(measured: dict[str, Any], card: Path) -> None:
    figures = measured["figures"]
    rows = [
        ", ".join(f"{name} `{measured[name][:16]}`" for name in ("labels", "placed", "detector")),
        "",
        "| figure | value | 95 % interval | same coder twice |",
        "| --- | --- | --- | --- |",
    ]
    for name in PINNED:
        figure, twice = figures[name], measured["second_coding"].get(name)
        ceiling = f"{twice['value']:.3f}" if twice else ""
        rows.append(
            f"| {name} | {figure['value']:.3f} | {figure['low']:.3f} to {figure['high']:.3f} "
            f"| {ceiling} |"
        )
    rows += ["", "| label | n | precision | recall | F1 |", "| --- | --- | --- | --- | --- |"]
    labels = [name.removesuffix(".precision") for name in figures if name.endswith(".precision")]
    for name in labels:
        if not name.startswith((evaluation.END_TO_END, "issues")):
            one, two, three = (figures[f"{name}.{kind}"] for kind in ("precision", "recall", "f1"))
            rows.append(
                f"| {name} | {three['support']} | {one['value']:.3f} | {two['value']:.3f} "
                f"| {three['value']:.3f} |"
            )
    before, _, rest = card.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    card.write_text(before + _BEGIN + "\n".join(rows) + "\n" + _END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
