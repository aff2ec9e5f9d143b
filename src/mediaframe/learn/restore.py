"""Makes the model of a classifier's eight-bit network again, to train it further."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn

from mediaframe.codebook import Codebook
from mediaframe.errors import DataError
from mediaframe.score import bundle, model
from mediaframe.score.model import FramingModel

Array = npt.NDArray[np.float32]


def restore(folder: Path, encoder: str | Path, book: Codebook) -> tuple[FramingModel, Tokenizer]:
    """The model that the network in `folder` was exported from but for rounding, and its tokenizer.

    Args:
        folder: a classifier, see `score.bundle`.
        encoder: what it was trained on; its weights are not used.

    Raises:
        DataError: the classifier is damaged or of another codebook, or the encoder cannot be loaded
            or has another shape or other tokens that begin and end a text.
    """
    found = bundle.load(folder, book)
    labels, most = found.manifest.labels, found.manifest.max_tokens
    made, _ = model.start(encoder, labels, codebook=book.meta.version, max_tokens=most, seed=0)
    if (made.config.begin_id, made.config.end_id) != (
        found.manifest.begin_id,
        found.manifest.end_id,
    ):
        raise DataError(f"{encoder}: not the tokens that {folder} was trained with")
    weights = _Network(folder / bundle.NETWORK).weights(made)
    try:
        made.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    except RuntimeError as error:
        raise DataError(f"{folder / bundle.NETWORK}: not of an encoder as {encoder}") from error
    return made, found.tokenizer()


class _Network:
    """The graph that `learn.export` writes."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self._nodes = list(graph.node)
        self._makers = {name: node for node in graph.node for name in node.output}
        self._values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def weights(self, like: FramingModel) -> dict[str, Array]:
        """The weights by their names in the model `like`; those that are missing are left out."""
        found: dict[str, Array] = {}
        layers = {name for name, part in like.named_modules() if isinstance(part, nn.Linear)}
        for node in self._nodes:
            if node.op_type == "MatMulInteger":
                name = node.name.strip("/").rpartition("/")[0].replace("/", ".")
                name = name.removesuffix(".layer")
                name = name if name in layers else f"heads.{name}"
                found[f"{name}.weight"] = self._matrix(node)
        for name in like.state_dict():
            smoothed = name.removesuffix(".bias") + ".layer.bias"
            for stored in (self._origin(name), self._origin(smoothed)):
                if stored in self._values:
                    found[name] = self._values[stored].copy()
            if f"{name}_quantized" in self._values:
                found[name] = self._floats(f"{name}_quantized")
        words = like.encoder.get_input_embeddings()
        name = next(name for name, part in like.named_modules() if part is words)
        table = self._floats("table.weight_quantized")
        found[f"{name}.weight"] = table[: words.num_embeddings]
        found["markers.weight"] = table[words.num_embeddings :]
        return found

    def _matrix(self, node: Any) -> Array:  # noqa: ANN401
        """The weights (out, in) of a linear layer, the smoothing of what it reads undone."""
        floats = self._floats(node.input[1])
        read = self._makers[node.input[0]].input[0]
        before = self._makers.get(read)
        if before is not None and before.op_type == "Mul":
            for name in map(self._origin, before.input):
                if name.endswith(".factors"):
                    floats = floats * self._values[name][:, None]
        return np.ascontiguousarray(floats.T)

    def _floats(self, name: str) -> Array:
        stem = name.removesuffix("_quantized")
        steps = self._values[name].astype(np.float32) - self._values[f"{stem}_zero_point"]
        floats: Array = (steps * self._values[f"{stem}_scale"]).astype(np.float32)
        return floats

    def _origin(self, name: str) -> str:
        """The constant that `name` is; the exporter keeps equal ones once."""
        while name in self._makers and self._makers[name].op_type == "Identity":
            name = self._makers[name].input[0]
        return name
