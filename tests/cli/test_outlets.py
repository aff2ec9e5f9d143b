"""`mediaframe outlets`: list, check and add."""

import json
import sys
from pathlib import Path

import pytest

from mediaframe import cli
from mediaframe.store import outlets
from mediaframe.types import Outlet
from mediaframe.workspace import Workspace


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run `mediaframe outlets` on a new workspace: exit code, output and errors."""

    def call(command: str, *arguments: str) -> tuple[int, str, str]:
        words = ["mediaframe", "outlets", command, "-w", str(workspace.path), *arguments]
        monkeypatch.setattr(sys, "argv", words)
        try:
            cli.main()
        except SystemExit as stop:
            return int(stop.code or 0), *capsys.readouterr()
        return 0, *capsys.readouterr()

    return call


def test_list_shows_the_registry_and_what_was_imported(run, workspace: Workspace) -> None:
    with workspace.store.begin() as conn:
        outlets.save(conn, [Outlet(id="eg_fajr", name_ar="الفجر", verified=False)])
    code, out, _ = run("list", "--format", "json")
    assert code == 0
    rows = json.loads(out)
    assert {row["id"] for row in rows if not row["verified"]} == {"eg_fajr"}
    assert rows[-1]["id"] == "eg_fajr"
    assert {row["country"] for row in rows} > {"BH", "IQ", "MA"}


def test_list_and_check_need_no_workspace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("list", "check"):
        monkeypatch.setattr(sys, "argv", ["mediaframe", "outlets", command, "--format", "csv"])
        cli.main()
        assert len(capsys.readouterr().out.splitlines()) > 10
    monkeypatch.setattr(sys, "argv", ["mediaframe", "outlets", "list", "-w", "nowhere"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "mediaframe init" in capsys.readouterr().err


def test_add_one(run, workspace: Workspace) -> None:
    arguments = (
        "--id", "bh_fajr", "--name-ar", "الفجر الجديد", "--name-en", "Al Fajr", "--country", "BH",
        "--domain", "fajr.example", "--alias", "fajr_tv", "--ownership", "private",
    )  # fmt: skip
    code, out, _ = run("add", *arguments)
    assert (code, out) == (0, f"1 outlets added to {workspace.path.resolve()}/outlets.yaml\n")
    code, _, err = run("add", *arguments)
    assert code == 2
    assert "there already: id bh_fajr (الفجر الجديد)" in err
    rows = json.loads(run("list", "--format", "json")[1])
    assert [row["domains"] for row in rows if row["id"] == "bh_fajr"] == ["fajr.example"]


def test_add_a_file_and_check(run, tmp_path: Path) -> None:
    file = tmp_path / "more.yaml"
    file.write_text("outlets: [{id: bh_fajr, name_ar: الفجر الجديد, ownership: state}]\n", "utf-8")
    code, out, _ = run("add", "--file", str(file))
    assert code == 0
    assert out.startswith("1 outlets added")
    code, out, err = run("check", "--format", "csv")
    assert code == 0
    assert 'bh_fajr,"no domain, no country"' in out
    assert err.startswith("0 errors, ")


def test_check_fails_on_a_broken_registry(run, workspace: Workspace) -> None:
    (workspace.path / "outlets.yaml").write_text("outlets: [{id: bh_fajr}]\n", "utf-8")
    code, out, err = run("check", "--format", "csv")
    assert code == 1
    assert "outlets.0.name_ar" in out
    assert err.startswith("1 errors, ")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "Give either --file"),
        (["--id", "x", "--file", "x.yaml"], "Give either --file"),
        (["--id", "x"], "name_ar"),
        (["--id", "X Y", "--name-ar", "الفجر"], "outlet: id"),
        (["--id", "x", "--name-ar", "الفجر", "--ownership", "royal"], "'royal' is none of"),
        (["--file", "missing.yaml"], "missing.yaml: no such file"),
    ],
)
def test_errors_of_the_user(run, arguments: list[str], error: str) -> None:
    code, out, err = run("add", *arguments)
    assert (code, out) == (2, "")
    assert error in err
