"""`init` makes a workspace once."""

import sqlite3
import tomllib
from pathlib import Path

import pytest

import mediaframe as mf
from mediaframe import config
from mediaframe.config import Settings
from tests.cli.running import run


def test_a_new_workspace_has_settings_that_explain_themselves(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "deep" / "egypt"
    code, out, errors = run(capsysbinary, "init", folder)
    assert (code, errors) == (0, "")
    assert "mediaframe.toml" in out
    text = (folder / config.FILE_NAME).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    uncommented = "\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line)
    assert tomllib.loads(uncommented).keys() == Settings.model_fields.keys()
    for name, field in Settings.model_fields.items():
        assert f"# {field.description}\n# {name} = " in text
    with mf.open(folder) as workspace:
        assert workspace.settings == config.load(folder)


def test_a_workspace_is_never_overwritten(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capsysbinary, "init", tmp_path)[0] == 0
    (tmp_path / config.FILE_NAME).write_text("workers = 3\n")
    code, out, errors = run(capsysbinary, "init", tmp_path)
    assert (code, out) == (2, "")
    assert "exists already" in errors
    assert (tmp_path / config.FILE_NAME).read_text() == "workers = 3\n"


def test_an_existing_database_is_kept(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run(capsysbinary, "init", tmp_path)
    with mf.open(tmp_path) as workspace, workspace.store.begin() as conn:
        conn.exec_driver_sql("INSERT INTO rejects VALUES (1, 'import', 'a', 'b', '')")
    (tmp_path / config.FILE_NAME).unlink()
    assert run(capsysbinary, "init", tmp_path)[0] == 0
    with mf.open(tmp_path) as workspace, workspace.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM rejects").scalar() == 1


def test_the_database_can_be_elsewhere(
    database_url: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "workspace"
    code, out, _ = run(capsysbinary, "init", folder, "--database", database_url)
    assert code == 0
    assert "empty database" in out
    assert config.load(folder).database == database_url
    with mf.open(folder) as workspace:
        assert workspace.store.version()


@pytest.mark.parametrize("url", ["nonsense", "mysql://h/d", "postgresql://u@127.0.0.1:1/none"])
def test_a_wrong_database_leaves_no_workspace_behind(
    url: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, _, errors = run(capsysbinary, "init", tmp_path, "--database", url)
    assert code == 2
    assert errors.startswith("Error: ")
    assert not (tmp_path / config.FILE_NAME).exists()


def test_a_file_is_no_folder(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "file").touch()
    assert run(capsysbinary, "init", tmp_path / "file")[0] == 2
    assert run(capsysbinary, "init", tmp_path / "file" / "folder")[0] == 2


def test_a_folder_with_a_strange_name_works(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "مساحة 100% #1?"
    assert run(capsysbinary, "init", folder)[0] == 0
    with mf.open(folder) as workspace:
        assert workspace.store.version()
    assert sqlite3.connect(folder / "mediaframe.db").close() is None
