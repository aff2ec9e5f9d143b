"""Rounds the weights of an encoder to few steps, so that its outputs change as little as possible.

GPTQ (Frantar et al. 2023): the weights that meet one input are rounded after the other, and those
that follow make up for the error, as far as their inputs rise and fall together. Each rounded to
the nearest step alone, a network that was trained on from rounded weights would be rounded back to
where it was, and lose what a training has changed by less than half a step.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from mediaframe.learn.watching import watch
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel

_DAMPING = 0.01
"""Share of the mean of the inputs' squares that is added to each, as inputs may fall together."""
_WINDOWS = 256
"""Windows that the inputs are judged by."""


def round_weights(model: FramingModel, windows: Sequence[Encoded], steps: int) -> None:
    """Round the weights of the linear layers in place, of a model in evaluation mode.

    Layers that no window is read by are left as they are. Each output has its own scale: its
    largest weight is `steps` steps from 0, and stays.

    Args:
        windows: as they will be read; the first are enough.
    """
    squares = _squares(model, windows[:_WINDOWS])
    for name, products in squares.items():
        weights = model.get_parameter(f"{name}.weight")
        weights.data = _rounded(weights.data, products, steps)


def _squares(model: FramingModel, windows: Sequence[Encoded]) -> dict[str, Tensor]:
    """By linear layer, the sums of products (in, in) of what it reads."""
    found: dict[str, Tensor] = {}

    def note(name: str, rows: Tensor) -> None:
        rows = rows.double()
        found[name] = found.get(name, 0.0) + rows.T @ rows

    watch(model, windows, note)
    return found


def _rounded(weights: Tensor, squares: Tensor, steps: int) -> Tensor:
    """Weights (out, in) on their steps, by the products (in, in) of the inputs."""
    rest = weights.double()
    largest, where = rest.abs().max(dim=1)
    step = (largest / steps).clamp(min=torch.finfo(torch.float32).tiny)
    whole = squares.clone()
    whole.diagonal().add_(_DAMPING * whole.diagonal().mean().clamp(min=1e-6))
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(whole))
    factors = torch.linalg.cholesky(inverse, upper=True)
    found = torch.empty_like(rest)
    for i in range(rest.shape[1]):
        near = (rest[:, i] / step).round().clamp(-steps, steps) * step
        found[:, i] = torch.where(where == i, weights[:, i].double(), near)
        error = (rest[:, i] - found[:, i]) / factors[i, i]
        rest[:, i + 1 :] -= error[:, None] * factors[i, i + 1 :]
    return found.to(weights.dtype)
