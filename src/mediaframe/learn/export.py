"""Writes a trained model as an ONNX network of eight-bit integers."""

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from mediaframe.learn.rounding import round_weights
from mediaframe.learn.smoothing import smooth
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel, pooled
from mediaframe.score.session import INPUTS, OUTPUT

_OPSET = 17
_QUANTIZED = ("MatMul", "Gather")
"""Operators with weights: of the layers, and of the words."""
_STEPS = 64
"""Steps of seven bits on either side of 0, as ONNX Runtime scales a column."""


def export(model: FramingModel, path: Path, windows: Sequence[Encoded]) -> None:
    """Write `model` as an ONNX file whose weights are eight-bit integers.

    Outliers of what its layers read are found with `windows`, and taken out (see `smoothing`). Each
    column of a matrix has its own scale, and is rounded by what meets it (see `rounding`);
    activations are quantised as they come (Jacob et al. 2018). Weights use seven of the eight bits,
    as processors without VNNI add up pairs of products in sixteen bits, which would overflow.
    """
    smoothed = smooth(model, windows)
    round_weights(smoothed, windows, _STEPS)
    # torch's own attention is exported with a guard for windows without tokens, a tenth of the time
    smoothed.encoder.set_attn_implementation("eager")
    graph = _Graph(smoothed)
    graph.train(mode=False)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the tracer: both lengths are free, as tested
            torch.onnx.export(
                graph,
                _example(model),
                str(whole),
                input_names=list(INPUTS),
                output_names=[OUTPUT],
                dynamic_axes={name: {0: "windows", 1: "tokens"} for name in INPUTS}
                | {OUTPUT: {0: "windows"}},
                opset_version=_OPSET,
                dynamo=False,
            )
        quantize_dynamic(
            whole,
            path,
            op_types_to_quantize=list(_QUANTIZED),
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


class _Graph(nn.Module):
    """The model with one table for words and markers, and one output for all heads."""

    def __init__(self, model: FramingModel) -> None:
        super().__init__()
        words = model.encoder.get_input_embeddings().weight
        self.table = nn.Embedding.from_pretrained(torch.cat([words, model.markers.weight]))
        self.encoder = model.encoder
        self.heads = model.heads

    def forward(self, input_ids: Tensor, attention_mask: Tensor, target_mask: Tensor) -> Tensor:
        states = self.encoder(inputs_embeds=self.table(input_ids), attention_mask=attention_mask)
        both = pooled(states.last_hidden_state, attention_mask, target_mask)
        return torch.cat([head(both) for head in self.heads.values()], dim=-1)


def _example(model: FramingModel) -> tuple[Tensor, Tensor, Tensor]:
    ids = torch.full((2, 8), model.config.begin_id)
    attention = torch.ones_like(ids)
    attention[1, 6:] = 0
    target = torch.zeros_like(ids)
    target[:, 2:4] = 1
    return ids, attention, target
