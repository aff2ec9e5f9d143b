"""`train`: the transformer classifier."""

from pathlib import Path

import click
from transformers.utils import logging

from mediaframe import config
from mediaframe.cli.placed import placed_options, places
from mediaframe.learn.recipe import Recipe
from mediaframe.pipeline import training
from mediaframe.pipeline.training import Order

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_RECIPE = Recipe()


@click.command()
@click.option("--labels", type=_FILE, required=True, help="Coded windows to learn from.")
@click.option(
    "--written",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Coded windows that were written for training; in no figure. Several may be given.",
)
@placed_options
@click.option(
    "--encoder",
    default="build/encoder",
    show_default=True,
    help="Folder of a Hugging Face encoder, its name on the model hub, or `model/` of a training.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/framing"),
    show_default=True,
    help="Folder for the model, its log and its checkpoints.",
)
@click.option(
    "--max-tokens",
    type=click.IntRange(64, 512),
    default=128,
    show_default=True,
    help="Tokens of a window that are read.",
)
@click.option(
    "--epochs", type=click.IntRange(1), default=_RECIPE.epochs, show_default=True,
    help="Passes over the windows, fewer where the figures stop rising.",
)  # fmt: skip
@click.option(
    "--rate", type=click.FloatRange(0, 1, min_open=True), default=_RECIPE.rate, show_default=True,
    help="Learning rate of the encoder's last layer.",
)  # fmt: skip
@click.option(
    "--frozen-layers", type=click.IntRange(0), default=_RECIPE.frozen_layers, show_default=True,
    help="Lower layers that are left as they are.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=_RECIPE.seed, show_default=True,
    help="Of the first weights of the heads, the order and the dropout.",
)  # fmt: skip
@click.option(
    "--bfloat16", is_flag=True, help="Multiply in bfloat16; slow on processors that cannot."
)
def train_command(
    labels: Path,
    written: tuple[Path, ...],
    placed: Path | None,
    corpora: Path | None,
    encoder: str,
    output: Path,
    max_tokens: int,
    epochs: int,
    rate: float,
    frozen_layers: int,
    seed: int,
    bfloat16: bool,
) -> None:
    """Train the transformer classifier and compare it with simpler scorers.

    One fifth of the stories, always the same, is held out to choose thresholds and to measure.
    A training that was stopped goes on when the same command is run again, and ends with the
    same weights. One line per ten steps and per epoch is shown and logged.

    Example: mediaframe train --labels train.jsonl --encoder build/encoder
    """
    logging.disable_progress_bar()
    logging.set_verbosity_error()  # it warns of weights that the model has no use for
    paths = config.tool_paths(config.Settings())
    order = Order(
        labels=labels,
        written=written,
        placed=places(placed, corpora),
        encoder=encoder,
        output=output,
        max_tokens=max_tokens,
        recipe=Recipe(
            epochs=epochs, rate=rate, frozen_layers=frozen_layers, seed=seed, bfloat16=bfloat16
        ),
    )
    for row in training.run(order, paths):
        if "table" in row:
            click.echo(row["table"], nl=False)
        else:
            click.echo("  ".join(f"{name} {value}" for name, value in row.items()), err=True)
