"""`db` upgrades, counts, checks and copies the database."""

import json
import sqlite3
from pathlib import Path

import pytest

from mediaframe import config
from mediaframe import workspace as workspaces
from mediaframe.store.database import head_version
from mediaframe.workspace import Workspace
from tests.cli.running import run
from tests.pipeline.samples import fill, generated

Capture = pytest.CaptureFixture[bytes]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    fill(workspace.store, generated(12))
    workspace.analyze(workers=1)
    return workspace


def test_stats_count_every_table(filled: Workspace, capsysbinary: Capture) -> None:
    code, out, _ = run(capsysbinary, "db", "stats", "-w", filled.path, "--format", "json")
    assert code == 0
    rows = {row["table"]: row["rows"] for row in json.loads(out)}
    assert rows["articles"] == rows["story_members"] == 12
    assert rows["analysed"] == 24
    assert "12" in run(capsysbinary, "db", "stats", "-w", filled.path)[1]


def test_a_sound_database_passes(filled: Workspace, capsysbinary: Capture) -> None:
    assert run(capsysbinary, "db", "check", "-w", filled.path)[:2] == (0, "No problem found.\n")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE mentions SET start = start + 1 WHERE id = 1", "offsets"),
        ("UPDATE articles SET text = 'غير ذلك', title = ''", "offsets"),
        ("DELETE FROM analysed WHERE article_id > 3", "not done with"),
        ("UPDATE story_members SET story_id = 12 WHERE article_id < 3", "first article"),
        ("DELETE FROM story_members WHERE article_id = 1", "without a story"),
        ("UPDATE runs SET detection_id = NULL", "another detection run"),
    ],
)
def test_damage_is_named(damage: str, named: str, filled: Workspace, capsysbinary: Capture) -> None:
    with filled.store.begin() as conn:
        conn.exec_driver_sql(damage)
    code, out, errors = run(capsysbinary, "db", "check", "-w", filled.path)
    assert code == 1
    assert named in out
    assert "problems" in errors


def test_broken_pages_are_named(tmp_path: Path, capsysbinary: Capture) -> None:
    with workspaces.create(tmp_path) as made:
        fill(made.store, generated(300))
    path = tmp_path / "mediaframe.db"
    data = bytearray(path.read_bytes())
    for place in range(40_000, len(data) - 5000, 4096):
        data[place : place + 64] = b"\xff" * 64
    path.write_bytes(data)
    code, out, errors = run(capsysbinary, "db", "check", "-w", tmp_path)
    assert code in (1, 2)
    assert "damaged" in out or "malformed" in errors


def test_a_backup_is_the_whole_database(tmp_path: Path, capsysbinary: Capture) -> None:
    with workspaces.create(tmp_path) as made:
        fill(made.store, generated(12))
        made.analyze(workers=1)
    target = tmp_path / "copy.db"
    assert run(capsysbinary, "db", "backup", "-w", tmp_path, target)[0] == 0
    before = target.read_bytes()
    code, _, errors = run(capsysbinary, "db", "backup", "-w", tmp_path, target)
    assert code == 2
    assert "exists already" in errors
    assert target.read_bytes() == before
    (tmp_path / "mediaframe.db").unlink()
    target.rename(tmp_path / "mediaframe.db")
    assert run(capsysbinary, "db", "check", "-w", tmp_path)[0] == 0
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_that_cannot_be_written_is_an_error(
    filled: Workspace, tmp_path: Path, capsysbinary: Capture
) -> None:
    code, _, errors = run(
        capsysbinary, "db", "backup", "-w", filled.path, tmp_path / "no" / "copy.db"
    )
    assert code == 2
    assert errors.startswith("Error: ")


def test_upgrade_leaves_another_version_alone(workspace: Workspace, capsysbinary: Capture) -> None:
    with workspace.store.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = 'gone'")
    code, _, errors = run(capsysbinary, "db", "stats", "-w", workspace.path)
    assert code == 2
    assert "mediaframe db upgrade" in errors
    code, _, errors = run(capsysbinary, "db", "upgrade", "-w", workspace.path)
    assert code == 2  # a version that this program does not know is not touched
    assert "gone" in errors
    with workspace.store.begin() as conn:
        conn.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head_version()}'")
    assert run(capsysbinary, "db", "upgrade", "-w", workspace.path)[0] == 0


def test_upgrade_does_not_make_a_database(tmp_path: Path, capsysbinary: Capture) -> None:
    (tmp_path / config.FILE_NAME).touch()
    code, _, errors = run(capsysbinary, "db", "upgrade", "-w", tmp_path)
    assert code == 2
    assert "mediaframe init" in errors
    path = tmp_path / "mediaframe.db"
    sqlite3.connect(path).close()
    path.touch()
    assert run(capsysbinary, "db", "upgrade", "-w", tmp_path)[0] == 0
    assert run(capsysbinary, "db", "check", "-w", tmp_path)[0] == 0
