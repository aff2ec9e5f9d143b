"""`analyze` says what it did; rejects make its exit code 1."""

from pathlib import Path

import pytest

from mediaframe.types import Article
from mediaframe.workspace import Workspace
from tests.cli.running import run
from tests.pipeline.samples import fill, generated

Capture = pytest.CaptureFixture[bytes]


def test_the_summary_is_one_line(workspace: Workspace, capsysbinary: Capture) -> None:
    fill(workspace.store, generated(40))
    code, out, errors = run(
        capsysbinary, "analyze", "-w", workspace.path, "--since", "2024-01-10", "--outlet", "safir"
    )
    assert (code, errors) == (0, "")
    assert out.startswith("10 articles analysed: ")
    assert "in scope" in out
    assert len(out.splitlines()) == 1
    code, out, _ = run(capsysbinary, "analyze", "-w", workspace.path)
    assert code == 0
    assert out.startswith("30 articles analysed: ")


def test_rejects_are_counted_with_their_reason(workspace: Workspace, capsysbinary: Capture) -> None:
    fill(workspace.store, [Article(key="a", outlet_id="nahar", text="جمعية الضوء. " * 300)])
    code, out, errors = run(capsysbinary, "analyze", "-w", workspace.path)
    assert code == 1
    assert out.startswith("1 articles analysed: 200 mentions")
    assert "1 rejected" in errors
    assert "more than 200 mentions" in errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "soon"],
        ["--workers", "0"],
        ["--scorer", "oracle"],
        ["--outlet", "nowhere"],
        ["-w", "/nowhere"],
    ],
)
def test_wrong_use_is_exit_code_2(
    arguments: list[str], workspace: Workspace, capsysbinary: Capture, tmp_path: Path
) -> None:
    code, out, errors = run(capsysbinary, "analyze", "-w", workspace.path, *arguments)
    assert (code, out) == (2, "")
    assert "Error" in errors
