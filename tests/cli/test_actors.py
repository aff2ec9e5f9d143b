"""`mediaframe actors`: list, check and add; individuals only when asked for."""

import json
import sys
from pathlib import Path

import pytest

from mediaframe import cli, workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new workspace."""
    with workspace.create(tmp_path / "workspace") as created:
        return created.path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run `mediaframe actors` on a new workspace: exit code, output and errors."""

    def call(command: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(
            sys, "argv", ["mediaframe", "actors", command, "-w", str(folder), *arguments]
        )
        try:
            cli.main()
        except SystemExit as stop:
            return int(stop.code or 0), *capsys.readouterr()
        return 0, *capsys.readouterr()

    return call


def test_list_shows_no_individuals_unless_asked(run) -> None:
    groups = json.loads(run("list", "--format", "json")[1])
    everyone = json.loads(run("list", "--format", "json", "--persons")[1])
    assert len(groups) > 50
    assert [row["id"] for row in everyone if not row["is_person"]] == [row["id"] for row in groups]
    assert len(everyone) > len(groups)
    assert not {row["name_ar"] for row in everyone if row["is_person"]} & {
        row["name_ar"] for row in groups
    }


def test_add_and_check(run, folder: Path, tmp_path: Path) -> None:
    code, out, _ = run(
        "add", "--id", "bh_nawras", "--name-ar", "جمعية النورس الرمادي", "--type", "CSO_ORG",
        "--country", "BH", "--alias", "النورس الرمادي", "--abbr", "NWRS",
    )  # fmt: skip
    assert (code, out) == (0, f"1 actors added to {folder.resolve()}/actors.yaml\n")
    file = tmp_path / "more.yaml"
    file.write_text("organisations: [{id: x, name_ar: رابطة القوارب, type: CSO_ORG}]\n", "utf-8")
    assert run("add", "--file", str(file))[0] == 0
    code, _, err = run("add", "--file", str(file))
    assert code == 2
    assert "there already: id x (رابطة القوارب)" in err
    code, out, err = run("check", "--format", "csv")
    assert code == 0
    assert "x,no English name" in out
    assert err == "0 errors, 2 notes\n"


def test_check_fails_on_an_unknown_type(run, folder: Path) -> None:
    (folder / "actors.yaml").write_text(
        "organisations: [{id: x, name_ar: نادي القوارب, name_en: X, type: CLUB}]\n", "utf-8"
    )
    code, out, err = run("check", "--format", "csv")
    assert code == 1
    assert "'CLUB' is none of CSO_ORG" in out
    assert err == "1 errors, 0 notes\n"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "Give either --file"),
        (["--id", "x", "--name-ar", "رابطة القوارب"], "type: ''"),
        (["--id", "x", "--type", "CSO_ORG"], "name_ar"),
        (["--file", "missing.yaml"], "missing.yaml: no such file"),
    ],
)
def test_errors_of_the_user(run, arguments: list[str], error: str) -> None:
    code, out, err = run("add", *arguments)
    assert (code, out) == (2, "")
    assert error in err
