"""A last training reads the labels alone; its scorers beside the network learn from all."""

import json
from pathlib import Path

from mediaframe import config
from mediaframe.learn.placed import Places
from mediaframe.learn.recipe import Recipe
from mediaframe.pipeline import training
from mediaframe.pipeline.training import Order
from tests.learn import invented, placing
from tests.score import tiny


def test_labels_last(tmp_path: Path) -> None:
    rows = invented.rows(100)
    order = Order(
        labels=invented.write(tmp_path / "labels.jsonl", rows),
        encoder=str(tiny.encoder(tmp_path / "encoder", [row["text"] for row in rows])),
        output=tmp_path / "last",
        placed=Places(
            codes=placing.codes(tmp_path / "codes.jsonl", rows),
            corpora=placing.corpora(tmp_path / "corpora", rows),
        ),
        labels_last=True,
        max_tokens=64,
        recipe=Recipe(epochs=1, batch=8),
    )
    steps = [
        row["steps"]
        for row in training.run(order, config.tool_paths(config.Settings()))
        if "steps" in row
    ]
    assert steps
    assert set(steps) == {80 / 8}
    about = json.loads((tmp_path / "last/data.json").read_text(encoding="utf-8"))
    assert (about["labels_last"], about["learned"], about["placed"]) == (True, 80, 80)
