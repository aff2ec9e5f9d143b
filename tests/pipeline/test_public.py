"""Benchmarks are measured seed by seed; a run that was stopped ends with the same figures."""

import json
import runpy
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import torch

from mediaframe import config
from mediaframe.learn import benchmarks
from mediaframe.learn.recipe import Recipe
from mediaframe.pipeline import public
from mediaframe.pipeline.public import Order
from tests.learn import invented_benchmarks as invented
from tests.score import tiny

RECIPE = Recipe(epochs=2, batch=8, rate=3e-3, head_rate=5e-2, frozen_layers=1)
SCRIPT = config.data_root() / "scripts/eval_public.py"


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    found = benchmarks.persuasion(invented.persuasion(folder / "araieval2023"))
    invented.sentiment(folder / "aljazeera-target-sentiment")
    texts = ["query: أحسنت فشلت", *(each.window.text for each in found.parts["train"])]
    tiny.encoder(folder / "encoder", texts)
    return folder


def order(data: Path, output: Path) -> Order:
    trials = [replace(trial, recipe=RECIPE) for trial in public.TRIALS]
    encoder = str(data / "encoder")
    return Order(data=data, encoder=encoder, output=output, seeds=(1, 2), trials=trials)


def test_a_table_of_each_benchmark(data: Path, tmp_path: Path) -> None:
    rows = list(public.run(order(data, tmp_path / "whole")))
    first, second = [row["table"] for row in rows if "table" in row]
    lines = first.splitlines()
    assert lines[0] == "ArAIEval 2023 (60 train, 18 dev, 18 test)"
    assert [line.split("|")[1].strip() for line in lines[4:]] == [
        "majority", "tfidf", "transformer, seed 1", "transformer, seed 2", "transformer, mean",
        "transformer+tfidf, seed 1", "transformer+tfidf, seed 2", "transformer+tfidf, mean",
        "best published",
    ]  # fmt: skip
    assert lines[-1] == "| best published |  | 0.7634 |  | 0.5666 |"
    assert "tone macro-F1, test" in second
    assert "published" not in second

    found = json.loads((tmp_path / "whole/araieval2023.json").read_text(encoding="utf-8"))
    seeds = found["scorers"]["transformer"]
    assert [each["seed"] for each in seeds] == [1, 2]
    assert found["mean"]["transformer"]["test"]["1B micro-F1"] == pytest.approx(
        sum(each["test"]["1B micro-F1"] for each in seeds) / 2
    )
    assert found["mean"]["transformer+tfidf"]["test"]["1A micro-F1"] > 0.9
    assert set(found["files"]) == {
        f"task1{task}_{part}.jsonl" for task in "AB" for part in benchmarks.PARTS
    }

    stopped = public.run(order(data, tmp_path / "stopped"))
    list(islice(stopped, 5))
    rows = list(public.run(order(data, tmp_path / "stopped")))
    assert [row["table"] for row in rows if "table" in row] == [first, second]


def test_what_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["eval_public.py", "--data", str(tmp_path)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    assert capsys.readouterr().out.splitlines() == [
        f"eval-public: no benchmark at {tmp_path}/benchmarks/{folder}; not measured"
        for folder in ("araieval2023", "aljazeera-target-sentiment")
    ]
