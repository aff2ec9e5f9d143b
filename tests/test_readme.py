"""The README's run from an outlet to a trend prints what the README shows, figures and all."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEADING = "## From an outlet to a trend\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As in the clone with its `.venv`, but in a folder that may be written to."""
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    modules = f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    return {**os.environ, "PATH": path, "PYTHONPATH": modules}


def test_the_commands_print_what_the_readme_shows(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition(HEADING)[2]
    serve, collect = re.findall(r"```sh\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    (shown,) = re.findall(r"```text\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    *before, last = serve.strip().splitlines()
    farm = subprocess.Popen(
        ["bash", "-ec", "\n".join([*before, f"exec {last}"])],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert farm.stdout is not None
        assert any("declared in workspace/trial/" in line for line in farm.stdout)
        done = subprocess.run(
            ["bash", "-ec", collect],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
    finally:
        farm.terminate()
        farm.communicate()
    assert done.returncode == 0, done.stderr
    assert done.stdout == shown, f"the README should show:\n{done.stdout}"
