"""Trainings that go on from one another; what the last of them reads and writes."""

import json
from dataclasses import replace
from pathlib import Path

from mediaframe import config
from mediaframe.learn.placed import Places
from mediaframe.learn.recipe import Recipe
from mediaframe.pipeline import training
from mediaframe.pipeline.training import Order
from tests.learn import invented, placing
from tests.score import tiny


def test_labels_last(tmp_path: Path) -> None:
    order = replace(_order(tmp_path), labels_last=True)
    steps = [
        row["steps"]
        for row in training.run(order, config.tool_paths(config.Settings()))
        if "steps" in row
    ]
    assert steps
    assert set(steps) == {80 / 8}
    about = json.loads((order.output / "data.json").read_text(encoding="utf-8"))
    assert (about["labels_last"], about["learned"], about["placed"]) == (True, 80, 80)


def test_a_model_to_go_on_from(tmp_path: Path) -> None:
    paths = config.tool_paths(config.Settings())
    first = replace(_order(tmp_path), model_only=True)
    assert not any("table" in row for row in training.run(first, paths))
    assert not (first.output / training.BUNDLE).exists()
    again = replace(
        first,
        encoder=str(first.output / training.MODEL),
        output=tmp_path / "again",
        recipe=replace(first.recipe, frozen_layers=1),
    )
    list(training.run(again, paths))
    before, after = (
        json.loads((order.output / training.DATA).read_text(encoding="utf-8"))
        for order in (first, again)
    )
    assert after["articles"] == before["articles"]


def _order(folder: Path) -> Order:
    rows = invented.rows(100)
    return Order(
        labels=invented.write(folder / "labels.jsonl", rows),
        encoder=str(tiny.encoder(folder / "encoder", [row["text"] for row in rows])),
        output=folder / "trained",
        placed=Places(
            codes=placing.codes(folder / "codes.jsonl", rows),
            corpora=placing.corpora(folder / "corpora", rows),
        ),
        max_tokens=64,
        recipe=Recipe(epochs=1, batch=8),
    )
