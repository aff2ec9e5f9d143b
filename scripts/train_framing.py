"""Trains the classifier that is shipped, and writes it into models/framing-ar.

    python scripts/build_encoder.py
    python scripts/train_framing.py --labels LABELS.jsonl --corpora FOLDER

Some hours on two cores. It can be stopped: the same command goes on with the training, and its end
is the same. The model card, the figures and the statement of data are written beside the model.
With `--last MODEL` only the last of ten trainings is done, on a model of the ninth.
"""

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from transformers.utils import logging

from mediaframe import config
from mediaframe.learn import floor
from mediaframe.learn.comparison import HEADLINE
from mediaframe.learn.placed import Places
from mediaframe.learn.recipe import Recipe
from mediaframe.pipeline import training
from mediaframe.pipeline.training import BUNDLE, COMPARISON, DATA, MODEL, Order
from mediaframe.score import bundle
from mediaframe.score.model import is_trained

MARGIN = 0.02
"""How far under the measured figure its floor is put: processors round in their own ways."""
FIRST = Recipe(epochs=3)
SECOND = Recipe(epochs=2, rate=5e-5, head_rate=5e-4, frozen_layers=6)
"""Goes on from the first with all coded news; its lower half is kept, which saves half the time."""
THIRD = replace(SECOND, averaging=0.98, consistency=1.0)
"""Goes on from the second with the label file and what was written: all else has other coders."""
FOURTH = replace(SECOND, epochs=1, averaging=0.99)
"""Goes on from the third with all coded news once more, most of whose windows are longer than what
was read of them until then, and with the written families."""
EIGHTH = replace(FOURTH, frozen_layers=4, consistency=1.0)
"""Goes on from the seventh as the fourth did from the third, two passes held together."""
LAST = replace(THIRD, epochs=1)
"""As the third."""
SHORT, LONG = 112, 192
"""Tokens of a window. Long ones are learned from, but voices are coded better in short ones, which
also take less time."""
_BEGIN, _END = (
    "<!-- figures: written by scripts/train_framing.py -->\n",
    "<!-- end of figures -->\n",
)


def main() -> None:
    """Train, and ship what comes of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=Path, required=True, help="coded windows to learn from")
    parser.add_argument("--corpora", type=Path, required=True, help="where annotations/news point")
    parser.add_argument("--encoder", default="build/encoder")
    parser.add_argument("--last", metavar="MODEL", help="model to do the last training on, alone")
    parser.add_argument(
        "--bfloat16", action="store_true", help="half the time where the processor multiplies it"
    )
    parser.add_argument("--output", type=Path, default=Path("build/framing"))
    options = parser.parse_args()
    if options.last and not is_trained(options.last):
        parser.error(f"--last {options.last}: no trained model")
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    settings = config.Settings()
    orders = _orders(options.labels, options.corpora, options.encoder, options.output)
    if options.last:
        orders = [replace(orders[-1], encoder=options.last)]
    for order in orders:
        order = replace(order, recipe=replace(order.recipe, bfloat16=options.bfloat16))
        for row in training.run(order, config.tool_paths(settings)):
            print("  ".join(f"{name} {value}" for name, value in row.items() if name != "table"))
    _ship(options.output, settings.classifier)


def _orders(labels: Path, corpora: Path, encoder: str, output: Path) -> list[Order]:
    """The trainings, each of which goes on from the one before."""
    annotations = config.data_root() / "annotations"
    seed, news = annotations / "seed", annotations / "news"
    first = Order(
        labels=labels,
        encoder=encoder,
        output=output / "first",
        written=[seed],
        placed=Places(codes=news / "codes-1.jsonl", corpora=corpora),
        max_tokens=SHORT,
        recipe=FIRST,
        model_only=True,
    )
    second = replace(
        first,
        encoder=str(first.output / MODEL),
        output=output / "second",
        placed=Places(codes=news, corpora=corpora),
        recipe=SECOND,
    )
    third = replace(
        second,
        encoder=str(second.output / MODEL),
        output=output / "third",
        labels_last=True,
        recipe=THIRD,
    )
    fourth = replace(
        second,
        encoder=str(third.output / MODEL),
        output=output / "fourth",
        written=[seed, annotations / "families"],
        max_tokens=LONG,
        recipe=FOURTH,
    )
    fifth = replace(
        third,
        encoder=str(fourth.output / MODEL),
        output=output / "fifth",
        recipe=LAST,
    )
    # of the news the fourth file alone: most of its windows the network was least sure of
    sixth = replace(
        fourth,
        encoder=str(fifth.output / MODEL),
        output=output / "sixth",
        placed=Places(codes=news / "codes-4.jsonl", corpora=corpora),
    )
    seventh = replace(fifth, encoder=str(sixth.output / MODEL), output=output / "seventh")
    eighth = replace(
        fourth,
        encoder=str(seventh.output / MODEL),
        output=output / "eighth",
        recipe=EIGHTH,
    )
    # of the news the fifth file alone, in which rare tones and frames are less rare
    ninth = replace(
        sixth,
        encoder=str(eighth.output / MODEL),
        output=output / "ninth",
        placed=Places(codes=news / "codes-5.jsonl", corpora=corpora),
    )
    tenth = replace(fifth, encoder=str(ninth.output / MODEL), output=output, model_only=False)
    return [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth]


def _ship(made: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*bundle.FILES, bundle.MANIFEST):
        shutil.copyfile(made / BUNDLE / name, folder / name)
    data = json.loads((made / DATA).read_text(encoding="utf-8"))
    data["encoder"] = Path(data["encoder"]).name
    _save(folder / DATA, data)
    metrics = json.loads((made / f"{COMPARISON}.json").read_text(encoding="utf-8"))
    _save(folder / "metrics.json", metrics)
    figures = {name: metrics["classifier"][name]["value"] for name in HEADLINE}
    least = {name: round(value - MARGIN, 3) for name, value in figures.items()}
    for name, promised in floor.REQUIRED["classifier"].items():
        least[name] = max(least[name], promised)
    given = {"labels": data["labels"], "placed": data["places"]}
    _save(folder / "floor.json", {**given, "figures": least})
    card = folder / "README.md"
    before, _, rest = card.read_text(encoding="utf-8").partition(_BEGIN)
    table = (made / f"{COMPARISON}.md").read_text(encoding="utf-8")
    after = rest.partition(_END)[2]
    card.write_text(before + _BEGIN + table + _END + after, encoding="utf-8")
    print(f"{folder}: {sum(file.stat().st_size for file in folder.iterdir()) / 1e6:.1f} MB")


def _save(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
