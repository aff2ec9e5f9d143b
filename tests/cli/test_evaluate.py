"""`evaluate` prints and writes figures, and fails under a floor."""

import json
from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.learn import floor
from tests.cli.running import run
from tests.learn import invented, placing

SAMPLE = config.data_root() / "corpora/sample"
Capture = pytest.CaptureFixture[bytes]


def labels(folder: Path) -> Path:
    rows = invented.rows()
    for row in rows[:8]:
        row["codes_second"] = row["codes"]
    return invented.write(folder / "labels.jsonl", rows)


def write_floor(folder: Path, digest: str, figures: dict[str, float]) -> Path:
    path = folder / "floor.json"
    path.write_text(
        json.dumps({"labels": digest, "figures": {**floor.REQUIRED["lexicon"], **figures}})
    )
    return path


def test_labels_metrics_and_floor(tmp_path: Path, capsysbinary: Capture) -> None:
    given, metrics = labels(tmp_path), tmp_path / "build/metrics.json"
    pinned = write_floor(tmp_path, floor.digest(given), {"role.accuracy": 0.999, "nothing": 0.5})
    code, out, errors = run(
        capsysbinary, "evaluate", "--labels", given, "--metrics", metrics, "--floor", pinned,
        "--format", "json", "--report", tmp_path / "report",
    )  # fmt: skip
    assert code == 1
    assert "lexicon: nothing was not measured" in errors
    table = {row["figure"]: row for row in json.loads(out)}
    assert {"frames.macro_f1", "end_to_end.frames.macro_f1", "tone.-1.f1"} <= set(table)
    assert table["frames.FOREIGN_AGENT.f1"]["precision"] is not None
    nobody = [row for row in table.values() if row["n"] == 0]
    assert {row[key] for row in nobody for key in ("value", "low", "precision")} == {None}
    assert "learned from the other four" in errors
    written = json.loads(metrics.read_text(encoding="utf-8"))
    assert written["labels"] == floor.digest(given)
    assert written["detector"]
    assert written["lexicon"]
    assert written["figures"]["frames.macro_f1"]["value"] == pytest.approx(
        table["frames.macro_f1"]["value"]
    )
    assert written["second_coding"]["frames.micro_f1"]["value"] == 1
    assert f"{tmp_path}/report/evaluation.html" in errors
    report = json.loads((tmp_path / "report/evaluation.json").read_text(encoding="utf-8"))
    assert report["labels"] == written["labels"]
    assert report["figures"]["role.accuracy"] == written["figures"]["role.accuracy"]
    assert report["second_coding"]["frames.micro_f1"]["value"] == 1


def test_a_classifier_on_other_labels_is_used_as_it_is(
    tmp_path: Path, capsysbinary: Capture
) -> None:
    given = invented.write(tmp_path / "labels.jsonl", invented.rows(12))
    code, out, errors = run(
        capsysbinary, "evaluate", "--labels", given, "--scorer", "classifier", "--format", "csv"
    )
    assert code == 0
    assert out.startswith("figure,value,low,high,")
    assert "by the classifier as it is." in errors


def test_coded_places_are_learned_from_and_in_no_figure(
    tmp_path: Path, capsysbinary: Capture
) -> None:
    rows = invented.rows(100)
    given = invented.write(tmp_path / "labels.jsonl", rows[:80])
    alone, more = tmp_path / "alone.json", tmp_path / "more.json"
    run(capsysbinary, "evaluate", "--labels", given, "--metrics", alone)
    # those of labelled stories are left out, so that they cannot tell their codes
    hints = [{**row, "codes": {**row["codes"], "role": "ANTAGONIST"}} for row in rows]
    code, _, _ = run(
        capsysbinary, "evaluate", "--labels", given, "--metrics", more,
        "--placed", placing.codes(tmp_path / "codes.jsonl", hints),
        "--corpora", placing.corpora(tmp_path / "corpora", hints),
    )  # fmt: skip
    assert code == 0
    without, having = (json.loads(path.read_text(encoding="utf-8")) for path in (alone, more))
    assert without["placed"] == ""
    assert having["placed"] == floor.digest(tmp_path / "codes.jsonl")
    assert having["windows"] == without["windows"] == 80
    assert having["figures"]["scope.recall"] == without["figures"]["scope.recall"]
    assert having["figures"]["role.accuracy"]["value"] > 0.9


def test_other_labels_are_held_to_the_minimum(tmp_path: Path, capsysbinary: Capture) -> None:
    pinned = write_floor(tmp_path, "other", {"role.accuracy": 1.0})
    _, _, errors = run(capsysbinary, "evaluate", "--labels", labels(tmp_path), "--floor", pinned)
    assert "lexicon: these are not the labels of the floor" in errors
    assert "role.accuracy is" not in errors


def test_the_sample_can_be_scored_by_everybody(tmp_path: Path, capsysbinary: Capture) -> None:
    articles = [part for path in SAMPLE.glob("articles-*.jsonl") for part in ("--articles", path)]
    metrics = tmp_path / "metrics.json"
    code, out, _ = run(
        capsysbinary, "evaluate", "--gold", SAMPLE / "gold.jsonl", *articles,
        "--actors", SAMPLE / "actors.yaml", "--metrics", metrics, "--format", "csv",
    )  # fmt: skip
    assert code == 0
    assert out.startswith("figure,value,low,high,")
    figures = json.loads(metrics.read_text(encoding="utf-8"))["figures"]
    assert figures["scope.recall"]["value"] >= 0.75
    assert figures["frames.macro_f1"]["value"] >= 0.35


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--labels", "x", "--gold", "x", "--articles", "x"),
        ("--gold", "x"),
        ("--gold", "x", "--articles", "x", "--floor", "x"),
        ("--gold", "x", "--articles", "x", "--report", "y"),
        ("--gold", "x", "--articles", "x", "--placed", "x", "--corpora", "."),
        ("--gold", "x", "--articles", "x", "--scorer", "classifier"),
        ("--labels", "x", "--scorer", "lexicon", "--metrics", "y", "--metrics", "z"),
        ("--labels", "x", "--scorer", "lexicon", "--scorer", "lexicon"),
    ],
)
def test_wrong_combinations_are_usage_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture, arguments: tuple[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_text("")
    code, _, errors = run(capsysbinary, "evaluate", *arguments)
    assert code == 2
    reasons = ("Give either", "is for figures on --labels", "Give one", "names the same twice")
    assert any(reason in errors for reason in reasons)
