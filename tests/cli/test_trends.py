"""`trends`: tables for reading, long tables for machines, notices on standard error."""

import io
import json
import re
from pathlib import Path

import polars as pl
import pytest

from mediaframe.workspace import Workspace
from tests.cli.commands import run
from tests.query.samples import fill_trends


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    fill_trends(workspace.store)
    return workspace


def test_the_table_has_a_line_for_each_cell(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "trends", filled) == 0
    out, err = capsys.readouterr()
    head, *lines, foot = out.splitlines()
    assert head.split() == [
        "country", "year", "basis", "visibility", "legitimation_index", "delegitimation_index",
        "actor_voice_share", "net_tone",
    ]  # fmt: skip
    assert [line.split()[:3] for line in lines] == [
        ["BH", "2024", "both"],
        ["IQ", "2024", "both"],
    ]
    assert re.search(r"~0\.25 \[0\.1\d, 0\.[34]\d\] 40", lines[0])
    assert "~ tentative" in foot
    assert "Uncorrected" in err
    assert "1 articles are not analysed yet" in err
    assert "1 articles without date are in no period" in err


def test_many_figures_stand_below_each_other(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "trends", filled, "--by", "outlet", "--indicator", "all") == 0
    out, err = capsys.readouterr()
    head, *lines, _ = out.splitlines()
    assert head.split() == ["outlet", "indicator", "original", "exposure"]
    assert any(line.startswith("nahar   frame_share FOREIGN_AGENT") for line in lines)
    assert any(" · 10 " in line for line in lines)  # ten accused articles are too few
    assert "figures suppressed (n_eff under 30)" in err
    assert "without date" not in err


def test_one_figure_in_one_cell(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--by", "outlet,month", "--frame", "FOREIGN_AGENT", "--outlet", "nahar"]
    assert run(monkeypatch, "trends", filled, *options) == 0
    head, line, _ = capsys.readouterr().out.splitlines()
    assert head == "outlet  month    basis  frame_share FOREIGN_AGENT"
    assert re.fullmatch(r"nahar   2024-03  both   ~0\.25 \[0\.1\d, 0\.[34]\d\] 40", line)


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_machines_get_the_long_table(
    filled: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    form: str,
) -> None:
    file = tmp_path / f"trends.{form}"
    options = ["--by", "outlet", "--by", "quarter", "--indicator", "net_tone"]
    assert (
        run(monkeypatch, "trends", filled, *options, "--format", form, "--output", str(file)) == 0
    )
    assert capsys.readouterr().out == ""
    expected = filled.trends(by=["outlet", "quarter"], indicators=["net_tone"])
    found = {
        "csv": lambda: pl.read_csv(file),
        "json": lambda: pl.DataFrame(json.loads(file.read_text(encoding="utf-8"))),
        "parquet": lambda: pl.read_parquet(file),
    }[form]()
    assert found.columns == expected.columns
    shared = ["outlet", "quarter", "basis", "n", "value", "low", "high", "display", "method"]
    assert found.select(shared).rows() == expected.select(shared).rows()


def test_csv_goes_to_standard_output(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "trends", filled, "--format", "csv") == 0
    found = pl.read_csv(io.StringIO(capsys.readouterr().out))
    assert found.columns[:5] == ["country", "year", "indicator", "label", "basis"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "colour"], "colour: no such key"),
        (["--indicator", "tone"], "tone: no such indicator"),
        (["--frame", "SPY"], "SPY: no such frame"),
        (["--since", "yesterday"], "not a date"),
        (["--country", "XX"], "no outlet of this country"),
    ],
)
def test_mistakes_end_with_exit_code_2(
    filled: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    assert run(monkeypatch, "trends", filled, *options) == 2
    assert said in capsys.readouterr().err


def test_a_workspace_without_analysis_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "trends", workspace) == 2
    assert "run `analyze` first" in capsys.readouterr().err
