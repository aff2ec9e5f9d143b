"""What lower layers made is what they would make, and a training above them leaves them alone."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import torch

from mediaframe.errors import DataError
from mediaframe.learn import benchmarks, training
from mediaframe.learn.contest import ContestJudge
from mediaframe.learn.lower import LowerLayers
from mediaframe.learn.recipe import Recipe
from mediaframe.learn.training import Material
from mediaframe.score import model as models
from mediaframe.score.model import FramingModel
from tests.learn import invented_benchmarks as invented
from tests.score import tiny

RECIPE = Recipe(epochs=6, batch=8, rate=3e-3, head_rate=5e-2, frozen_layers=1)


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmark")
    parts = benchmarks.sentiment(invented.sentiment(folder)).parts
    tiny.encoder(folder / "encoder", [each.window.text for each in parts["train"]])
    return folder


def begin(folder: Path) -> tuple[FramingModel, Material]:
    benchmark = benchmarks.sentiment(folder)
    model, tokenizer = models.start(
        folder / "encoder", benchmark.labels, codebook="", max_tokens=64, seed=1
    )
    windows = {
        part: model.window_encoder(tokenizer).encode([each.window for each in examples])
        for part, examples in benchmark.parts.items()
    }
    material = Material(
        windows=windows["train"],
        targets=benchmarks.targets(benchmark, benchmark.parts["train"]),
        held_out=windows["dev"],
        judge=ContestJudge(benchmark),
        lower=LowerLayers(model, 1, [*windows["train"], *windows["dev"]]),
    )
    return model, material


def test_the_scores_are_the_same(folder: Path) -> None:
    model, material = begin(folder)
    whole = training.score(model, material.held_out)
    above = training.score(model, material.held_out, batch=5, lower=material.lower)
    assert above.names == whole.names
    assert above.values == pytest.approx(whole.values, abs=1e-5)


def test_only_what_is_above_is_trained_and_a_stop_changes_nothing(
    folder: Path, tmp_path: Path
) -> None:
    model, material = begin(folder)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    rows = list(training.train(model, material, RECIPE, tmp_path / "whole"))
    assert max(row["tone accuracy"] for row in rows if "best" in row) > 0.8
    changed = {
        name for name, value in model.state_dict().items() if not torch.equal(value, before[name])
    }
    parts = ("embeddings.", "markers.", "layer.0.", "layer.1.", "heads.tone.")
    assert [any(part in name for name in changed) for part in parts] == [False] * 3 + [True] * 2

    stopped = training.train(*begin(folder), RECIPE, tmp_path / "stopped", save_every=3)
    list(islice(stopped, 2))
    again, material = begin(folder)
    assert list(training.train(again, material, RECIPE, tmp_path / "stopped"))[-1] == rows[-1]
    for name, value in model.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name


def test_more_layers_than_there_are_cannot_be_frozen(folder: Path) -> None:
    model, material = begin(folder)
    with pytest.raises(DataError, match="no list of at least 3 layers"):
        LowerLayers(model, 3, material.held_out)
