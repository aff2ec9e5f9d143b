"""Learns models/detector-ar/voice-weights.jsonl anew from coded windows.

    python scripts/fit_voice.py --labels ../shared/labels/train.jsonl

The same inputs make the same file. The accuracy on stories that the weights were not fitted on is
what `mediaframe evaluate --labels` measures.
"""

import argparse
from pathlib import Path

from mediaframe import config
from mediaframe.detect.voice import WEIGHTS_FILE
from mediaframe.learn import floor
from mediaframe.pipeline import voicing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, required=True)
    options = parser.parse_args()
    paths = config.tool_paths(config.Settings())
    fitted, folder = voicing.fitted(options.labels, paths)
    path = folder / WEIGHTS_FILE
    about = {"labels": floor.digest(options.labels)}
    path.write_text("\n".join(fitted.lines(about)) + "\n", encoding="utf-8")
    print(f"{path}: {len(fitted.weights)} cues")


if __name__ == "__main__":
    main()
