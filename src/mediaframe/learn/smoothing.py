"""Takes the outliers out of what the matrices of an encoder read, before it is quantised.

A few channels of an encoder hold values ten times as large as all others. Eight bits for the whole
range leave little for the others. What such a channel holds is divided by a constant, and the
weights that it meets are multiplied by it, which changes nothing but the rounding (SmoothQuant,
Xiao et al. 2023; here of outliers only).
"""

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from mediaframe.learn.watching import watch
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel

_LARGE = 4.0
"""A channel with values so many times those of the median channel is an outlier."""
_ENCODER = "encoder."
_WINDOWS = 128
"""Windows that channels are judged by."""


def smooth(model: FramingModel, windows: Sequence[Encoded]) -> FramingModel:
    """A copy of `model` with the same scores, whose linear layers read no outliers.

    Args:
        windows: as they will be read; the first are enough.
    """
    found = copy.deepcopy(model)
    found.train(mode=False)
    largest = _largest(found, windows[:_WINDOWS])
    for name, most in largest.items():
        divisors = (most / (_LARGE * most.median().clamp(min=1e-6))).clamp(min=1.0)
        if (divisors > 1).any():
            parent = found.get_submodule(name.rpartition(".")[0])
            child = name.rpartition(".")[2]
            setattr(parent, child, _Smoothed(getattr(parent, child), divisors))
    return found


def _largest(model: FramingModel, windows: Sequence[Encoded]) -> dict[str, Tensor]:
    """By linear layer of the encoder, the largest absolute value of each channel that it reads."""
    found: dict[str, Tensor] = {}

    def note(name: str, rows: Tensor) -> None:
        if name.startswith(_ENCODER):
            most = rows.abs().amax(dim=0)
            found[name] = torch.maximum(found[name], most) if name in found else most

    watch(model, windows, note)
    return found


class _Smoothed(nn.Module):
    """A linear layer that divides what it reads, channel by channel."""

    def __init__(self, layer: nn.Linear, divisors: Tensor) -> None:
        super().__init__()
        layer.weight.data = layer.weight.data * divisors
        self.layer = layer
        self.register_buffer("factors", 1.0 / divisors)

    def forward(self, states: Tensor) -> Tensor:
        found: Tensor = self.layer(states * self.get_buffer("factors"))
        return found
