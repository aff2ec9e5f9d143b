"""Rounded weights lie on their steps, and change what a layer gives less than the nearest would."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from mediaframe.learn.rounding import round_weights
from mediaframe.learn.watching import watch
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel, start
from mediaframe.types import Window
from tests.score import bundles, tiny

LAYER = "encoder.encoder.layer.0.intermediate.dense"
STEPS = 8


@pytest.fixture
def given(tmp_path: Path) -> tuple[FramingModel, list[Encoded]]:
    """A model and windows of it."""
    encoder = tiny.encoder(tmp_path / "encoder", [bundles.TEXT])
    model, tokenizer = start(encoder, bundles.LABELS, codebook="0", max_tokens=64, seed=1)
    model.train(mode=False)
    texts = [bundles.TEXT[:end] for end in range(20, len(bundles.TEXT), 4)]
    marked = [Window(id=text, headline="", text=text, start=5, end=16) for text in texts]
    return model, model.window_encoder(tokenizer).encode(marked)


def _nearest(weights: Tensor) -> Tensor:
    step = weights.abs().amax(dim=1, keepdim=True) / STEPS
    return (weights / step).round() * step


def _read(model: FramingModel, windows: list[Encoded]) -> Tensor:
    """What the layer reads, (tokens, in)."""
    rows: list[Tensor] = []
    watch(model, windows, lambda name, states: rows.append(states) if name == LAYER else None)
    return torch.cat(rows).double()


def _layer(model: FramingModel) -> nn.Linear:
    layer = model.get_submodule(LAYER)
    assert isinstance(layer, nn.Linear)
    return layer


def test_weights_lie_on_steps_and_the_largest_stays(
    given: tuple[FramingModel, list[Encoded]],
) -> None:
    model, windows = given
    layers = {name: part for name, part in model.named_modules() if isinstance(part, nn.Linear)}
    before = {name: layer.weight.detach().clone() for name, layer in layers.items()}
    round_weights(model, windows, STEPS)
    for name, layer in layers.items():
        largest, where = before[name].abs().max(dim=1)
        after = layer.weight.detach()
        rows = torch.arange(len(after))
        assert torch.equal(after[rows, where], before[name][rows, where])
        inside = after / largest[:, None] * STEPS
        assert torch.allclose(inside, inside.round(), atol=1e-4)
        assert inside.abs().max() <= STEPS + 1e-4


def test_outputs_change_less_than_by_the_nearest_step(
    given: tuple[FramingModel, list[Encoded]],
) -> None:
    model, windows = given
    read, weights = _read(model, windows), _layer(model).weight.detach().double()
    round_weights(model, windows, STEPS)
    after = _layer(model).weight.detach().double()
    error = (read @ (after - weights).T).square().mean()
    assert error < 0.5 * (read @ (_nearest(weights) - weights).T).square().mean()


def test_what_is_learned_from_rounded_weights_is_not_rounded_away(
    given: tuple[FramingModel, list[Encoded]],
) -> None:
    model, windows = given
    layer = _layer(model)
    rounded = _nearest(layer.weight.detach())
    step = rounded.abs().amax(dim=1, keepdim=True) / STEPS
    read = _read(model, windows)
    learned = 0.25 * step * read.mean(dim=0).sign()
    layer.weight.data = (rounded + learned).float()
    round_weights(model, windows, STEPS)
    moved = read @ (layer.weight.detach().double() - rounded).T
    wanted = read @ learned.double().T
    assert (moved - wanted).square().mean() < 0.5 * wanted.square().mean()
