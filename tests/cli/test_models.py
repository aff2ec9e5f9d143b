"""`models` shows what the scorers are loaded from, and says what is wrong with it."""

import shutil
from pathlib import Path

import pytest

from mediaframe import config
from tests.cli.running import run
from tests.score import bundles

Capture = pytest.CaptureFixture[bytes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "framing"
    bundles.write(folder)
    monkeypatch.setenv("MEDIAFRAME_CLASSIFIER", str(folder))
    return folder


def test_both_scorers_are_listed(folder: Path, capsysbinary: Capture) -> None:
    code, out, _ = run(capsysbinary, "models", "list", "--format", "csv")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "scorer,version,codebook,megabytes,folder,note,problem"
    assert lines[1].startswith("lexicon,")
    assert lines[2].startswith("classifier,")
    assert "its decisions were chosen with lexicon" in lines[2]
    assert run(capsysbinary, "models", "check")[0] == 0


def test_a_damaged_file_is_found(folder: Path, capsysbinary: Capture) -> None:
    (folder / "tokenizer.json").write_bytes(b"{}")
    code, out, _ = run(capsysbinary, "models", "check", "--format", "csv")
    assert code == 1
    assert "tokenizer.json: damaged" in out


def test_a_missing_lexicon_is_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    broken = Path(shutil.copytree(config.data_root() / "models/lexicon-ar", tmp_path / "lexicon"))
    (broken / "weights.tsv").unlink()
    monkeypatch.setenv("MEDIAFRAME_LEXICON", str(broken))
    code, out, _ = run(capsysbinary, "models", "check", "--format", "csv")
    assert code == 1
    assert "weights.tsv: cannot be read" in out
    assert "not checked: it needs the lexicon" in out
