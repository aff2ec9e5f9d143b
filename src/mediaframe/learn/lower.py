"""The outputs of the lower layers of an encoder, computed once while they are frozen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from mediaframe.errors import DataError
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel, collate


class LowerLayers:
    """What the lowest layers of an encoder, without dropout, make of some windows.

    A model that recalls it computes the layers above only. It serves every model on the same
    encoder with the same markers as long as these layers are not trained.

    Args:
        model: of whose encoder.
        layers: how many, at least 1.
        windows: all that will be recalled; kept as float32, one vector per token.

    Raises:
        DataError: the encoder has not one list of layers, or fewer than that.
    """

    def __init__(
        self, model: FramingModel, layers: int, windows: Sequence[Encoded], *, batch: int = 32
    ) -> None:
        self._layers = layers
        self._states: dict[Encoded, Tensor] = {}
        parent, name = _place(model, layers)
        above = getattr(parent, name)
        model.train(mode=False)
        order = sorted(set(windows), key=lambda window: (len(window.ids), window.ids))
        for begin in range(0, len(order), batch):
            some = order[begin : begin + batch]
            end = _Noted()
            setattr(parent, name, nn.ModuleList([*above[:layers], end]))
            try:
                with torch.no_grad():
                    model(**collate(some, model.config.pad_id))
            finally:
                setattr(parent, name, above)
            assert end.states is not None
            for window, states in zip(some, end.states, strict=True):
                self._states[window] = states[: len(window.ids)].clone()

    @contextmanager
    def recalled(self, model: FramingModel, windows: Sequence[Encoded]) -> Iterator[None]:
        """Within it, `model` of these windows starts from what is kept."""
        parent, name = _place(model, self._layers)
        layers = getattr(parent, name)
        states = nn.utils.rnn.pad_sequence(
            [self._states[window] for window in windows], batch_first=True
        )
        setattr(parent, name, nn.ModuleList([_Recalled(states), *layers[self._layers :]]))
        try:
            yield
        finally:
            setattr(parent, name, layers)


class _Noted(nn.Module):
    """Takes the place of the upper layers and keeps what it is given."""

    states: Tensor

    def forward(self, hidden: Tensor, *_: object, **__: object) -> Tensor:
        self.states = hidden
        return hidden


class _Recalled(nn.Module):
    """Takes the place of the lower layers."""

    def __init__(self, states: Tensor) -> None:
        super().__init__()
        self.states = states

    def forward(self, *_: object, **__: object) -> Tensor:
        return self.states


def _place(model: FramingModel, layers: int) -> tuple[nn.Module, str]:
    """The module that holds the encoder's list of layers, and the name of the list there."""
    count = model.encoder.config.num_hidden_layers
    found = [
        (parent, name)
        for parent in model.encoder.modules()
        for name, child in parent.named_children()
        if isinstance(child, nn.ModuleList) and len(child) == count
    ]
    if len(found) != 1 or not 0 < layers <= count:
        raise DataError(f"the encoder has no list of at least {layers} layers that can be frozen")
    return found[0]
