"""Measures the classifier's encoder and trainer on public labelled sets.

    python scripts/eval_public.py --data ../shared

Looks for `benchmarks/araieval2023` and `benchmarks/aljazeera-target-sentiment` in the data folder;
what is not there is not measured. It takes an hour or two. A run that was stopped goes on when it
is started again; results, logs and checkpoints are in the output folder.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from transformers.utils import logging

from mediaframe.errors import MediaframeError
from mediaframe.pipeline import public
from mediaframe.pipeline.public import Order


def main() -> None:
    """Measure what is there, and print a table of each benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--encoder", default="build/encoder", help="folder, or name on the hub")
    parser.add_argument("--output", type=Path, default=Path("build/public"))
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2, 3))
    parser.add_argument("--only", choices=[trial.folder for trial in public.TRIALS])
    parser.add_argument("--epochs", type=int, help="other than the recipe's")
    parser.add_argument("--frozen-layers", type=int, help="other than the recipe's")
    options = parser.parse_args()
    changed = {"epochs": options.epochs, "frozen_layers": options.frozen_layers}
    changed = {name: value for name, value in changed.items() if value is not None}
    logging.disable_progress_bar()
    logging.set_verbosity_error()  # it warns of weights that the model has no use for
    order = Order(
        data=options.data / "benchmarks",
        encoder=options.encoder,
        output=options.output,
        seeds=options.seeds,
        trials=[
            replace(each, recipe=replace(each.recipe, **changed))
            for each in public.TRIALS
            if options.only in (None, each.folder)
        ],
    )
    try:
        for row in public.run(order):
            if "table" in row:
                print(row["table"])
            elif "absent" in row:
                print(f"eval-public: no benchmark at {row['absent']}; not measured")
            else:
                print("  ".join(f"{name} {value}" for name, value in row.items()), file=sys.stderr)
    except MediaframeError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
