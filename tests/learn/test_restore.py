"""A restored model is the exported one but for rounding."""

import json
import runpy
import sys
from pathlib import Path

import pytest
import torch

from mediaframe import config
from mediaframe.errors import DataError
from mediaframe.learn.export import export
from mediaframe.learn.restore import restore
from mediaframe.learn.rounding import round_weights
from mediaframe.learn.smoothing import smooth
from mediaframe.score import bundle
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel
from mediaframe.types import Window
from tests.score import bundles, tiny

LAYER = "encoder.encoder.layer.1.output.dense"
STEPS = 64
"""Steps of the eight-bit weights on either side of 0."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FramingModel]:
    """A classifier one channel of which is far larger than the others, and its model."""
    folder = tmp_path_factory.mktemp("restore") / "classifier"
    model = bundles.write(folder)
    with torch.no_grad():
        model.encoder.get_parameter("encoder.layer.1.intermediate.dense.bias")[3] = 200.0
    _export(model, folder)
    return folder, model


def _windows(model: FramingModel, folder: Path) -> list[Encoded]:
    window = Window(id="w", headline="", text=bundles.TEXT, start=5, end=16)
    tokenizer = bundle.load(folder, bundles.BOOK).tokenizer()
    return model.window_encoder(tokenizer).encode([window])


def _export(model: FramingModel, folder: Path) -> None:
    export(model, folder / bundle.NETWORK, _windows(model, folder))
    manifest = json.loads((folder / bundle.MANIFEST).read_bytes())
    bundle.save(folder, {k: v for k, v in manifest.items() if k not in ("format", "files")})


def _restored(folder: Path) -> FramingModel:
    encoder = folder.parent / "classifier-encoder"
    model, tokenizer = restore(folder, encoder, bundles.BOOK)
    assert tokenizer.token_to_id("[CLS]") == model.config.begin_id
    return model


def test_weights_are_those_that_were_rounded(exported: tuple[Path, FramingModel]) -> None:
    folder, model = exported
    windows = _windows(model, folder)
    rounded = smooth(model, windows)
    round_weights(rounded, windows, STEPS)
    wanted = {}
    for name, value in rounded.state_dict().items():
        if not name.endswith(".factors"):
            wanted[name.replace(".layer.weight", ".weight").replace(".layer.bias", ".bias")] = value
    for name, part in rounded.named_modules():
        for factors in part.buffers(recurse=False) if name.endswith(".dense") else ():
            wanted[f"{name}.weight"] = wanted[f"{name}.weight"] * factors
    found = _restored(folder).state_dict()
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        exact = "embeddings" not in name and name != "markers.weight"
        least = 1e-6 if exact else value.abs().max() / STEPS
        assert (found[name] - value).abs().max() <= least, name


def test_an_encoder_of_another_shape(exported: tuple[Path, FramingModel], tmp_path: Path) -> None:
    other = tiny.encoder(tmp_path / "encoder", [bundles.TEXT], hidden=16)
    with pytest.raises(DataError, match="not of an encoder as"):
        restore(exported[0], other, bundles.BOOK)


def test_the_script_saves_what_a_training_goes_on_from(
    exported: tuple[Path, FramingModel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = exported
    arguments = {
        "--classifier": folder, "--encoder": folder.parent / "classifier-encoder",
        "--output": tmp_path,
    }  # fmt: skip
    given = [str(part) for pair in arguments.items() for part in pair]
    monkeypatch.setattr(sys, "argv", ["restore_model.py", *given])
    script = str(config.data_root() / "scripts/restore_model.py")
    with pytest.raises(SystemExit, match=r"no data\.json in it or beside it"):
        runpy.run_path(script, run_name="__main__")
    assert not (tmp_path / "model").exists()
    (folder.parent / "data.json").write_text("{}", encoding="utf-8")  # as a training leaves it
    runpy.run_path(script, run_name="__main__")
    assert (tmp_path / "data.json").read_text(encoding="utf-8") == "{}"
    assert torch.equal(
        FramingModel.from_pretrained(tmp_path / "model").get_submodule(LAYER).weight,
        _restored(folder).get_submodule(LAYER).weight,
    )
