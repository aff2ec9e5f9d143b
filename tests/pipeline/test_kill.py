"""An analysis that is killed again and again ends as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mediaframe import workspace as workspaces
from mediaframe.store import health
from mediaframe.workspace import Workspace
from tests.pipeline.samples import everything, fill, generated

ARTICLES = 400
COMMAND = Path(sys.executable).with_name("mediaframe")


def _start(workspace: Workspace) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [COMMAND, "analyze", "-w", workspace.path, "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _done(workspace: Workspace) -> int:
    with workspace.store.read() as conn:
        return health.counts(conn)["analysed"]


def _descendants(root: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue  # it ended meanwhile
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    tree = {root}
    while more := {child for child, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return tree - {root}


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def _kill(process: subprocess.Popen[bytes]) -> None:
    workers = _descendants(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert _until(lambda: not any(map(_alive, workers)), 20), "the workers live on"


def test_a_killed_analysis_goes_on_to_the_same_end(workspace: Workspace, tmp_path: Path) -> None:
    batch = generated(ARTICLES)
    with workspaces.create(tmp_path / "whole") as whole:
        fill(whole.store, batch)
        whole.analyze(workers=1)
        with whole.store.read() as conn:
            expected = everything(conn)
    fill(workspace.store, batch)
    moment = random.Random()
    stopped_at = []
    for _ in range(2):
        before = _done(workspace)
        process = _start(workspace)
        running = _until(lambda: _done(workspace) > before or process.poll() is not None, 120)  # noqa: B023
        assert running
        time.sleep(moment.uniform(0, 0.1))
        _kill(process)
        stopped_at.append(_done(workspace))
        with workspace.store.read() as conn:
            assert list(health.problems(conn)) == []
    assert 0 < stopped_at[0] < 2 * ARTICLES
    process = _start(workspace)
    time.sleep(moment.uniform(0, 1))
    _kill(process)  # before its work begins
    process = _start(workspace)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors.decode()
    with workspace.store.read() as conn:
        found = everything(conn)
        assert list(health.problems(conn)) == []
    if workspace.store.engine.dialect.name != whole.store.engine.dialect.name:
        del found["words"], expected["words"]  # each database has its own form of them
    for name, rows in expected.items():
        wanted, got = _plain(rows), _plain(found[name])
        assert len(got) == len(wanted), name
        assert [pair for pair in zip(got, wanted, strict=True) if pair[0] != pair[1]][:1] == []


def _plain(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    # SQLite has no booleans
    return sorted(
        (tuple(int(v) if isinstance(v, bool) else v for v in row) for row in rows), key=repr
    )
