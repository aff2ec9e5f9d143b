"""Learns models/lexicon-ar/weights.jsonl anew from coded windows.

    python scripts/fit_lexicon.py --labels ../shared/labels/train.jsonl

The same inputs make the same file. The quality on windows that a lexicon was not fitted on is what
`mediaframe evaluate --labels` measures; `--floor` pins floor.json a little under these figures.
"""

import argparse
import json
from pathlib import Path

from mediaframe import config
from mediaframe.learn import floor
from mediaframe.pipeline import evaluation
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.score.lexicon import SEED_FILE, WEIGHTS_FILE
from mediaframe.score.weights import digest

MARGIN = 0.01
"""How far under the measured figure its floor is put: the fit is deterministic, rounding is not."""
PINNED = (
    "scope.recall", "scope.rejected", "voice.accuracy", "actor_type.accuracy", "frames.macro_f1",
    "frames.micro_f1", "issues.micro_f1", "tone.macro_f1", "tone.accuracy", "role.macro_f1",
    "role.accuracy", "primary_frame.accuracy", "end_to_end.frames.macro_f1",
    "end_to_end.frames.micro_f1", "end_to_end.tone.macro_f1", "end_to_end.role.accuracy",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--metrics", type=Path, help="pin the floor under these figures instead")
    options = parser.parse_args()
    settings = config.Settings()
    if options.metrics is not None:
        _pin(options.metrics, settings.lexicon / "floor.json")
        return
    paths = ToolPaths(
        codebook=settings.codebook, lexicon=settings.lexicon, actors=tuple(settings.actors)
    )
    study = evaluation.study(options.labels, paths)
    fitter, _ = study.fitter()
    about = {
        "labels": floor.digest(options.labels),
        "seed": digest((settings.lexicon / SEED_FILE).read_bytes()),
        "codebook": study.book.meta.version,
    }
    path = settings.lexicon / WEIGHTS_FILE
    fitted = fitter.weights()
    path.write_text("\n".join(fitted.lines(about)) + "\n", encoding="utf-8")
    print(f"{path}: {len(fitted.cues)} cues, {len(fitted.outputs)} outputs")


def _pin(metrics: Path, target: Path) -> None:
    measured = json.loads(metrics.read_text(encoding="utf-8"))
    figures = {
        name: round(
            max(measured["figures"][name]["value"] - MARGIN, floor.REQUIRED.get(name, 0)), 3
        )
        for name in PINNED
    }
    text = json.dumps({"labels": measured["labels"], "figures": figures}, indent=1)
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
