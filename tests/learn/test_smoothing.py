"""Smoothing changes no score, and makes eight bits enough where a channel stands out."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from mediaframe.learn import export
from mediaframe.learn.smoothing import smooth
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel, collate, start
from mediaframe.score.session import Session
from mediaframe.types import Window
from tests.score import bundles, tiny

Array = npt.NDArray[np.float64]


@pytest.fixture
def given(tmp_path: Path) -> tuple[FramingModel, list[Encoded]]:
    """A model one channel of whose upper layer is far larger than the others, and windows."""
    encoder = tiny.encoder(tmp_path / "encoder", [bundles.TEXT])
    model, tokenizer = start(encoder, bundles.LABELS, codebook="0", max_tokens=64, seed=1)
    model.train(mode=False)
    with torch.no_grad():
        layer = model.encoder.get_submodule("encoder.layer.1")
        layer.get_parameter("intermediate.dense.bias")[3] = 200.0
        layer.get_parameter("output.dense.weight")[:, 3] *= 0.05
        layer.get_parameter("intermediate.dense.weight").mul_(10)
        for head in model.heads.values():
            head.weight.mul_(20)
    texts = [bundles.TEXT[:end] for end in (20, 40, 60, len(bundles.TEXT))]
    marked = [Window(id=text, headline="", text=text, start=5, end=16) for text in texts]
    return model, model.window_encoder(tokenizer).encode(marked)


def _scores(model: FramingModel, windows: list[Encoded]) -> Array:
    with torch.inference_mode():
        rows = [model(**collate([window], model.config.pad_id)) for window in windows]
    return np.asarray([torch.cat([*row.values()], dim=-1)[0].numpy() for row in rows])


def test_scores_stay_and_the_model_too(given: tuple[FramingModel, list[Encoded]]) -> None:
    model, windows = given
    before = _scores(model, windows)
    found = smooth(model, windows[:1])
    assert "_Smoothed" in str(found)
    assert np.allclose(_scores(found, windows), before, rtol=1e-3, atol=1e-3)
    assert "_Smoothed" not in str(model)
    assert np.array_equal(_scores(model, windows), before)


def test_eight_bits_come_nearer(
    given: tuple[FramingModel, list[Encoded]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, windows = given
    exact = _scores(model, windows)
    export.export(model, tmp_path / "smoothed.onnx", windows)
    monkeypatch.setattr(export, "smooth", lambda model, _: model)
    export.export(model, tmp_path / "plain.onnx", windows)
    off = {
        name: np.abs(Session(tmp_path / f"{name}.onnx").scores(windows) - exact).mean()
        for name in ("smoothed", "plain")
    }
    assert off["smoothed"] < off["plain"] / 2
