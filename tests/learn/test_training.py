"""A training learns what is to be learned, and a stop in between changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from mediaframe import codebook, config
from mediaframe.errors import InputError
from mediaframe.learn import baseline, comparison, dataset, training
from mediaframe.learn.comparison import FramingJudge, Reference
from mediaframe.learn.dataset import Labelled
from mediaframe.learn.recipe import Recipe
from mediaframe.learn.targets import targets
from mediaframe.learn.training import Material
from mediaframe.score import model as models
from mediaframe.score.decision import holds, labels, relative
from mediaframe.score.model import FramingModel
from tests.learn import invented
from tests.score import tiny

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
LABELS = labels(BOOK)
RECIPE = Recipe(epochs=4, batch=8, rate=3e-3, head_rate=5e-2, layer_decay=1.0)
HELD_OUT = 80


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """Matrices as small as these are multiplied slower by several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[Labelled]:
    path = tmp_path_factory.mktemp("labels") / "labels.jsonl"
    return dataset.read(invented.write(path, invented.rows(240)), invented.BOOK)


@pytest.fixture(scope="module")
def encoder(items: list[Labelled], tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = [item.window.text for item in items]
    return tiny.encoder(tmp_path_factory.mktemp("encoder"), texts, hidden=64)


def reference(items: list[Labelled]) -> Reference:
    return Reference(
        codes=[item.codes for item in items],
        articles=[item.article for item in items],
        stories=list(range(len(items))),
    )


def begin(encoder: Path, items: list[Labelled]) -> tuple[FramingModel, Material]:
    model, tokenizer = models.start(
        encoder, LABELS, codebook="0.9.0", max_tokens=64, seed=RECIPE.seed
    )
    encode = model.window_encoder(tokenizer).encode
    train, held_out = items[HELD_OUT:], items[:HELD_OUT]
    material = Material(
        windows=encode([item.window for item in train]),
        targets=targets([item.codes for item in train], LABELS),
        held_out=encode([item.window for item in held_out]),
        judge=FramingJudge(reference(held_out), BOOK),
    )
    return model, material


@pytest.fixture(scope="module")
def trained(
    items: list[Labelled], encoder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[FramingModel, list[dict[str, Any]]]:
    model, material = begin(encoder, items)
    folder = tmp_path_factory.mktemp("run")
    return model, list(training.train(model, material, RECIPE, folder))


def test_it_learns(
    trained: tuple[FramingModel, list[dict[str, Any]]], items: list[Labelled], encoder: Path
) -> None:
    model, rows = trained
    epochs = [row for row in rows if "objective" in row]
    losses = [row["loss"] for row in rows if "loss" in row]
    assert losses[-1] < 0.1 * losses[0]
    assert max(row["frames.macro_f1"] for row in epochs) > 0.9
    held_out = items[:HELD_OUT]
    scores = training.score(model, begin(encoder, items)[1].held_out)
    figures = comparison.figures(scores, reference(held_out), BOOK)
    assert comparison.objective(figures) == pytest.approx(
        max(row["objective"] for row in epochs), abs=1e-3
    )


def test_a_killed_training_ends_with_the_same_weights(
    trained: tuple[FramingModel, list[dict[str, Any]]],
    items: list[Labelled],
    encoder: Path,
    tmp_path: Path,
) -> None:
    """Stopped in its second epoch, after steps that no checkpoint holds."""
    stopped = training.train(*begin(encoder, items), RECIPE, tmp_path, save_every=7)
    assert [row.get("step") for row in islice(stopped, 4)] == [10, 20, None, 30]
    model, material = begin(encoder, items)
    rest = list(training.train(model, material, RECIPE, tmp_path, save_every=7))
    assert rest[0]["step"] == 30  # 28 steps were saved
    assert rest[-1] == trained[1][-1]
    for name, value in trained[0].state_dict().items():
        assert torch.equal(value, model.state_dict()[name]), name
    assert list(training.train(*begin(encoder, items), RECIPE, tmp_path)) == []


def test_so_does_one_that_averages_and_compares_passes(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    recipe = replace(RECIPE, epochs=1, averaging=0.8, consistency=0.5)
    whole, material = begin(encoder, items)
    rows = list(training.train(whole, material, recipe, tmp_path / "whole"))
    stopped = training.train(*begin(encoder, items), recipe, tmp_path / "parts", save_every=7)
    assert next(stopped)["step"] == 10
    model, material = begin(encoder, items)
    rest = list(training.train(model, material, recipe, tmp_path / "parts", save_every=7))
    assert rest[-1] == rows[-1]
    for name, value in whole.state_dict().items():
        assert torch.equal(value, model.state_dict()[name]), name


def test_the_average_of_the_weights_is_kept(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    last, material = begin(encoder, items)
    once = replace(RECIPE, epochs=1)
    list(training.train(last, material, once, tmp_path / "last"))
    mean, material = begin(encoder, items)
    list(training.train(mean, material, replace(once, averaging=0.9), tmp_path / "mean"))
    state = torch.load(tmp_path / "mean" / "checkpoint.pt", weights_only=True)
    for name, value in last.state_dict().items():  # the training itself is the same
        assert torch.equal(value, state["model"][name]), name
        assert torch.equal(mean.state_dict()[name], state["average"][f"module.{name}"]), name
    assert not torch.equal(mean.heads["frame"].weight, last.heads["frame"].weight)


def test_a_checkpoint_of_another_recipe_is_refused(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    model, material = begin(encoder, items)
    next(training.train(model, material, RECIPE, tmp_path, save_every=1))
    other = Recipe(epochs=4, rate=1e-3)
    with pytest.raises(InputError, match=r"checkpoint\.pt: of another training"):
        next(training.train(*begin(encoder, items), other, tmp_path))


def test_a_damaged_checkpoint_is_named(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(b"PK damaged")
    with pytest.raises(InputError, match=r"checkpoint\.pt: damaged; remove it"):
        next(training.train(*begin(encoder, items), RECIPE, tmp_path))


def test_it_trains_in_bfloat16(items: list[Labelled], encoder: Path, tmp_path: Path) -> None:
    half = Recipe(epochs=1, rate=1e-3, bfloat16=True)
    model, material = begin(encoder, items)
    assert list(training.train(model, material, half, tmp_path))[-1]["objective"] > 0
    assert {value.dtype for value in model.state_dict().values()} == {torch.float32}


def test_more_layers_than_there_are_cannot_be_frozen(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="9 of 2 layers cannot be frozen"):
        next(training.train(*begin(encoder, items), Recipe(frozen_layers=9), tmp_path))


def test_it_stops_when_nothing_gets_better(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    still = Recipe(epochs=9, rate=1e-12, head_rate=1e-12, patience=1)
    rows = list(training.train(*begin(encoder, items), still, tmp_path))
    assert [row["best"] for row in rows if "best" in row] == [True, False]


def test_frozen_layers_stay_as_they_were(
    items: list[Labelled], encoder: Path, tmp_path: Path
) -> None:
    model, material = begin(encoder, items)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    recipe = Recipe(epochs=1, rate=1e-3, frozen_layers=1)
    list(training.train(model, material, recipe, tmp_path))
    changed = {
        name for name, value in model.state_dict().items() if not torch.equal(value, before[name])
    }
    parts = ("embeddings.", "encoder.layer.0.", "encoder.layer.1.", "markers.", "heads.frame.")
    assert {part: any(part in name for name in changed) for part in parts} == {
        "embeddings.": False,
        "encoder.layer.0.": False,
        "encoder.layer.1.": True,
        "markers.": True,
        "heads.frame.": True,
    }


def test_the_baselines_are_measured_on_the_same_windows(items: list[Labelled]) -> None:
    train, held_out = items[HELD_OUT:], items[:HELD_OUT]
    known = reference(held_out)
    scores = baseline.scores(
        [item.window for item in train],
        {k: v.numpy() for k, v in targets([item.codes for item in train], LABELS).items()},
        LABELS,
        [item.window for item in held_out],
    )
    most = comparison.majority([item.codes for item in train], HELD_OUT)
    found = {
        "majority": comparison.measured(most, known, BOOK),
        "tfidf": comparison.figures(scores, known, BOOK),
    }
    assert found["tfidf"]["frames.macro_f1"].value > 0.95
    assert found["tfidf"]["role.accuracy"].value > 0.95
    assert found["majority"]["frames.macro_f1"].value < 0.5
    lines = comparison.markdown(found).splitlines()
    assert lines[0] == "| figure | n | majority | tfidf |"
    row = next(line for line in lines if line.startswith("| frames.macro_f1 |"))
    value = found["tfidf"]["frames.macro_f1"].value
    low = found["majority"]["frames.macro_f1"].value
    assert row == f"| frames.macro_f1 | 60 | {low:.3f} | **{value:.3f}** |"


def test_thresholds_of_a_half_come_from_the_other_half(items: list[Labelled]) -> None:
    """Thresholds follow the scale of the scores; a window's own codes never move its decision."""
    known = reference(items[:HELD_OUT])
    random = np.random.default_rng(5)
    scores = relative(
        {
            f"frame={frame}": np.asarray([2.0 * (frame in code.frames) for code in known.codes])
            + random.normal(scale=0.3, size=HELD_OUT)
            - 5.0
            for frame in LABELS["frame"]
        }
        | {
            name: random.normal(size=HELD_OUT)
            + 9.0 * np.asarray([holds(code, name) for code in known.codes])
            for variable, values in LABELS.items()
            for name in (f"{variable}={value}" for value in values)
            if variable != "frame"
        }
    )
    found = comparison.decided(scores, known)
    right = [a.frames == b.frames for a, b in zip(found, known.codes, strict=True)]
    assert sum(right) > 0.9 * HELD_OUT
    for i in (0, 1, 2):
        codes = list(known.codes)
        codes[i] = replace(codes[i], in_scope=False, frames=("FOREIGN_AGENT",), tone=1)
        assert comparison.decided(scores, replace(known, codes=codes))[i] == found[i]
