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
    assert floor.failures(pinned, high, labels=pinned.labels, placed=pinned.placed) == []
    for name in pinned.figures:
        low = high | {name: pinned.figures[name] - 0.001}
        (failure,) = floor.failures(pinned, low, labels=pinned.labels, placed=pinned.placed)
        assert failure.startswith(f"{name} is ")
        missing = {key: value for key, value in high.items() if key != name}
        assert floor.failures(pinned, missing, labels=pinned.labels, placed=pinned.placed) == [
            f"{name} was not measured (floor {pinned.figures[name]:.3f})"
        ]


@pytest.mark.parametrize("model", ["lexicon-ar", "framing-ar"])
def test_floors_are_of_the_coded_news_that_is_there(model: str) -> None:
    # another digest, and the evaluation would compare with the required minimum only
    path = config.data_root() / "models" / model / "floor.json"
    scorer = "lexicon" if model == "lexicon-ar" else "classifier"
    assert floor.load(path, scorer=scorer).placed == floor.digest(
        config.data_root() / "annotations/news"
    )


def test_on_other_labels_the_required_minimum_holds() -> None:
    pinned = floor.load(PINNED)
    required = dict(floor.REQUIRED["lexicon"])
    assert floor.failures(pinned, required, labels="other") == []
    assert floor.failures(pinned, required | {"frames.macro_f1": 0.41}, labels="other") == [
        "frames.macro_f1 is 0.410, under its floor of 0.420"
    ]


@pytest.mark.parametrize(
    ("scorer", "name"),
    [(scorer, name) for scorer, least in floor.REQUIRED.items() for name in sorted(least)],
)
def test_a_floor_cannot_be_put_below_the_promise(tmp_path: Path, scorer: str, name: str) -> None:
    least = floor.REQUIRED[scorer]
    path = tmp_path / "floor.json"
    for figures in ({**least, name: least[name] - 0.01}, {k: least[k] for k in {*least} - {name}}):
        path.write_text(json.dumps({"labels": "x", "figures": figures}))
        with pytest.raises(DataError, match=rf"figures\.{name}: the project requires at least"):
            floor.load(path, scorer=scorer)
    path.write_text(json.dumps({"labels": "x", "figures": dict(least)}))
    assert floor.load(path, scorer=scorer).figures == least


def test_a_malformed_floor_names_its_key(tmp_path: Path) -> None:
    path = tmp_path / "floor.json"
    with pytest.raises(DataError, match="No such file"):
        floor.load(path)
    path.write_text('{"labels": "x", "figures": {"a": "b"}}')
    with pytest.raises(DataError, match=r"figures\.a"):
        floor.load(path)


def test_the_promise_of_the_project_is_not_lowered() -> None:
    assert floor.REQUIRED == {
        "lexicon": {
            "scope.recall": 0.90, "scope.rejected": 0.70, "frames.macro_f1": 0.42,
            "voice.accuracy": 0.75,
        },
        "classifier": {"frames.macro_f1": 0.60, "scope.f1": 0.90},
    }  # fmt: skip
