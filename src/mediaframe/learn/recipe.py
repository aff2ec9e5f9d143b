"""The choices of a training, and the order of windows and the learning rates that follow."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mediaframe.errors import InputError
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel

_BUCKET = 16
"""Batches whose windows are sorted by length together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The choices of a training; with the windows they determine its weights."""

    epochs: int = 10
    batch: int = 16
    rate: float = 1e-4
    """Learning rate of the encoder's last layer."""
    head_rate: float = 2e-3
    """Learning rate of heads and markers."""
    layer_decay: float = 0.9
    """Factor of the learning rate from each layer to the one below."""
    frozen_layers: int = 0
    """Lower layers that are not trained, with the embeddings of positions below them; those of
    words never are. Gradients still pass through them to the markers."""
    warmup: float = 0.1
    """Share of the steps in which the learning rates rise."""
    patience: int = 3
    """Epochs without a better figure on the development windows before it stops."""
    averaging: float = 0.0
    """Decay of the moving average of the weights, which is measured and kept in their place; with 0
    they are kept themselves. It covers about 1 / (1 - decay) steps."""
    consistency: float = 0.0
    """Weight in the loss of how far two forward passes with other dropout are apart; with 0 there
    is one pass, which takes half the time."""
    seed: int = 1
    bfloat16: bool = False
    """Whether matrices are multiplied in bfloat16, of use where the processor can."""


def batches(windows: Sequence[Encoded], recipe: Recipe, epoch: int) -> list[list[int]]:
    """The windows in random order, but those of about one length together: less filling."""
    chance = random.Random(f"{recipe.seed} {epoch}")
    order = list(range(len(windows)))
    chance.shuffle(order)
    size = recipe.batch * _BUCKET
    found = []
    for begin in range(0, len(order), size):
        some = sorted(order[begin : begin + size], key=lambda i: len(windows[i].ids))
        found += [some[i : i + recipe.batch] for i in range(0, len(some), recipe.batch)]
    chance.shuffle(found)
    return found


def groups(model: FramingModel, recipe: Recipe) -> list[dict[str, Any]]:
    """Parameters with their learning rates; freezes the words and the lowest layers.

    Raises:
        InputError: the encoder has fewer layers than are to be frozen.
    """
    model.encoder.get_input_embeddings().weight.requires_grad_(False)
    layers = model.encoder.config.num_hidden_layers
    if recipe.frozen_layers > layers:
        raise InputError(f"{recipe.frozen_layers} of {layers} layers cannot be frozen")
    found = []
    for name, parameter in model.named_parameters():
        parts = name.split(".")
        # the encoder's layers are a numbered list in every architecture, after its embeddings
        depth = next((int(part) for part in parts if part.isdecimal()), -1)
        if parts[0] != "encoder":
            rate = recipe.head_rate
        else:
            rate = recipe.rate * recipe.layer_decay ** (layers - 1 - depth)
            if depth < recipe.frozen_layers and recipe.frozen_layers:
                parameter.requires_grad_(False)
        if parameter.requires_grad:
            found.append({"params": [parameter], "most": rate})
    return found
