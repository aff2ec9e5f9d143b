"""Settings come from the workspace file, the environment wins, mistakes are named."""

from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.errors import WorkspaceError


def workspace(folder: Path, text: str = "") -> Path:
    (folder / config.FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_defaults_lie_in_the_workspace(tmp_path: Path) -> None:
    settings = config.load(workspace(tmp_path))
    assert settings.database == f"sqlite:///{tmp_path}/mediaframe.db"
    assert settings.codebook.is_file()
    assert settings.lexicon.is_dir()
    assert all(path.is_file() for path in (*settings.outlets, *settings.actors))
    assert not settings.show_persons


def test_own_registry_is_added_and_paths_are_relative(tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").touch()
    settings = config.load(workspace(tmp_path, 'codebook = "mine.yaml"\n'))
    assert settings.outlets[-1] == tmp_path / "outlets.yaml"
    assert settings.codebook == tmp_path / "mine.yaml"


def test_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAFRAME_WORKERS", "5")
    assert config.load(workspace(tmp_path, "workers = 3\n")).workers == 5


@pytest.mark.parametrize(
    ("text", "named"),
    [("worker = 2\n", "worker"), ("workers = 0\n", "workers"), ("workers =\n", "TOML")],
)
def test_mistakes_name_file_and_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(WorkspaceError, match=named) as caught:
        config.load(workspace(tmp_path, text))
    assert config.FILE_NAME in str(caught.value)


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="mediaframe init"):
        config.load(tmp_path)
