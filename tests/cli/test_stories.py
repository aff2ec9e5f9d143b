"""`stories` lists positive stories and says when there are more."""

import datetime as dt
import json

import pytest

from mediaframe.workspace import Workspace
from tests.cli.commands import run
from tests.query.samples import TARGET, WELLS, Filler, coded


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with workspace.store.begin() as conn:
        fill = Filler(conn)
        for day in (1, 2, 3):
            fill.article(
                coded("SERVICE_RELIEF", issues=("ENVIRONMENT",)),
                date=dt.date(2024, 6, day),
                title="\x1b[31mأخبار [bold]القرى",
            )
    return workspace


def test_json_has_every_column(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--theme", "ENVIRONMENT", "--country", "MA", "--frame", "SERVICE_RELIEF"]
    assert run(monkeypatch, "stories", filled, *options, "--limit", "2", "--format", "json") == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert [story["date"] for story in found] == ["2024-06-03", "2024-06-02"]
    assert found[0]["sentence"] == WELLS
    assert found[0]["actor"] == TARGET
    assert "--limit shows more" in err


def test_the_table_holds_nothing_that_steers_a_terminal(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "stories", filled) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "SERVICE_RELIEF" in out


def test_an_unknown_theme_is_named(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "stories", filled, "--theme", "WATER") == 2
    assert "WATER: no such theme" in capsys.readouterr().err
