"""Shows what the linear layers of a model read, to fit what is done to their weights."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel, collate


def watch(
    model: FramingModel, windows: Sequence[Encoded], note: Callable[[str, Tensor], None]
) -> None:
    """Call `note` with the name of each linear layer and the rows (tokens, in) that it reads.

    Args:
        model: in evaluation mode.
        windows: read one by one, without any filling.
    """
    hooks = [
        layer.register_forward_pre_hook(
            lambda _, given, name=name: note(name, given[0].flatten(end_dim=-2))
        )
        for name, layer in model.named_modules()
        if isinstance(layer, nn.Linear)
    ]
    with torch.no_grad():
        for window in windows:
            model(**collate([window], model.config.pad_id))
    for hook in hooks:
        hook.remove()
