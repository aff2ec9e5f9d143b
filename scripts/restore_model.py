"""Makes the model of a classifier's eight-bit network again, so that it can be trained further.

    python scripts/build_encoder.py
    python scripts/restore_model.py --output build/restored
    mediaframe train --labels LABELS.jsonl --encoder build/restored/model --output build/own

What the classifier has learned from is noted beside the model, so that a training refuses windows
of the same articles as development windows.
"""

import argparse
import shutil
import sys
from pathlib import Path

from mediaframe import codebook, config
from mediaframe.errors import DataError, MediaframeError
from mediaframe.learn.restore import restore
from mediaframe.pipeline.training import DATA, MODEL


def main() -> None:
    """Restore, and save as a training does."""
    settings = config.Settings()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--classifier", type=Path, default=settings.classifier)
    parser.add_argument("--encoder", default="build/encoder", help="what it was trained on")
    parser.add_argument("--output", type=Path, default=Path("build/restored"))
    options = parser.parse_args()
    try:
        data = _data(options.classifier)
        book = codebook.load(settings.codebook)
        model, tokenizer = restore(options.classifier, options.encoder, book)
    except MediaframeError as error:
        sys.exit(f"Error: {error}")
    options.output.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(data, options.output / DATA)
    model.save_pretrained(options.output / MODEL)
    tokenizer.save(str(options.output / MODEL / "tokenizer.json"))


def _data(classifier: Path) -> Path:
    """The statement of data: in the folder of a shipped classifier, beside that of a training."""
    for folder in (classifier, classifier.parent):
        if (folder / DATA).is_file():
            return folder / DATA
    raise DataError(f"{classifier}: no {DATA} in it or beside it says what it has learned from")


if __name__ == "__main__":
    main()
