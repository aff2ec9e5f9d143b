"""Floors compare every figure they name, and none can go below what the project promises."""

import json
from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.errors import DataError
from mediaframe.learn import floor

PINNED = config.data_root() / "models/lexicon-ar/floor.json"


def test_every_pinned_figure_is_compared() -> None:
    pinned = floor.load(PINNED)
    high = dict.fromkeys(pinned.figures, 1.0)
    assert floor.failures(pinned, high, labels=pinned.labels) == []
    for name in pinned.figures:
        low = high | {name: pinned.figures[name] - 0.001}
        (failure,) = floor.failures(pinned, low, labels=pinned.labels)
        assert failure.startswith(f"{name} is ")
        missing = {key: value for key, value in high.items() if key != name}
        assert floor.failures(pinned, missing, labels=pinned.labels) == [
            f"{name} was not measured (floor {pinned.figures[name]:.3f})"
        ]


def test_on_other_labels_the_required_minimum_holds() -> None:
    pinned = floor.load(PINNED)
    assert floor.failures(pinned, dict(floor.REQUIRED), labels="other") == []
    low = dict(floor.REQUIRED) | {"frames.macro_f1": 0.41}
    assert floor.failures(pinned, low, labels="other") == [
        "frames.macro_f1 is 0.410, under its floor of 0.420"
    ]


@pytest.mark.parametrize("name", sorted(floor.REQUIRED))
def test_a_floor_cannot_be_put_below_the_promise(tmp_path: Path, name: str) -> None:
    raw = json.loads(PINNED.read_text(encoding="utf-8"))
    raw["figures"][name] = floor.REQUIRED[name] - 0.01
    path = tmp_path / "floor.json"
    path.write_text(json.dumps(raw))
    with pytest.raises(DataError, match=rf"figures\.{name}: the project requires at least"):
        floor.load(path)
    del raw["figures"][name]
    path.write_text(json.dumps(raw))
    with pytest.raises(DataError, match="the project requires"):
        floor.load(path)


def test_a_malformed_floor_names_its_key(tmp_path: Path) -> None:
    path = tmp_path / "floor.json"
    with pytest.raises(DataError, match="No such file"):
        floor.load(path)
    path.write_text('{"labels": "x", "figures": {"a": "b"}}')
    with pytest.raises(DataError, match=r"figures\.a"):
        floor.load(path)


def test_the_promise_of_the_project_is_not_lowered() -> None:
    assert dict(floor.REQUIRED) == {
        "scope.recall": 0.90, "scope.rejected": 0.70, "frames.macro_f1": 0.42,
        "voice.accuracy": 0.75,
    }  # fmt: skip
