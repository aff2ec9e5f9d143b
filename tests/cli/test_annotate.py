"""`annotate import` and `annotate export`: the codes of people, from a file and back to one."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from mediaframe.learn import dataset
from mediaframe.types import Article, Codes
from mediaframe.workspace import Workspace
from tests.cli.running import run
from tests.learn import invented
from tests.pipeline.samples import fill

Capture = pytest.CaptureFixture[bytes]
TEXT = "وزعت جمعية الضوء الأبيض الخيرية ألف سلة غذائية."
SURFACE = "جمعية الضوء الأبيض الخيرية"


def _codes(path: Path, *articles: str) -> Path:
    codes = asdict(Codes(in_scope=True, actor_type="CSO_ORG", role="PROTAGONIST", tone=1))
    codes |= {"frames": ["SERVICE_RELIEF"], "primary_frame": "SERVICE_RELIEF"}
    start = TEXT.index(SURFACE)
    place = {"start": start, "end": start + len(SURFACE), "surface": SURFACE}
    rows = [{"article": article, **place, "codes": codes} for article in articles]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_codes_go_in_and_come_out(
    workspace: Workspace, capsysbinary: Capture, tmp_path: Path
) -> None:
    fill(workspace.store, [Article(key="a", outlet_id="nahar", text=TEXT)])
    folder = ("-w", workspace.path)
    file = _codes(tmp_path / "codes.jsonl", "a", "nowhere")
    code, out, errors = run(capsysbinary, "annotate", "import", file, "--coder", "a1", *folder)
    assert code == 1
    assert f"{file}:2: no stored article is named by `article`: nowhere" in errors
    assert out.splitlines() == [
        "1 coded mentions stored, 0 stored before",
        "1 rejected (stored with file and line):",
        "  1 no stored article is named by `article`",
    ]
    file = _codes(tmp_path / "codes.jsonl", "a")
    code, out, _ = run(capsysbinary, "annotate", "import", file, "--coder", "b", *folder)
    assert (code, out) == (0, "1 coded mentions stored, 0 stored before\n")
    labels = tmp_path / "labels.jsonl"
    code, out, errors = run(capsysbinary, "annotate", "export", "-o", labels, *folder)
    assert (code, out, errors) == (0, "", "1 coded mentions written\n")
    (one,) = dataset.read(labels, invented.BOOK)
    assert one.window.text == TEXT
    assert one.codes == one.second


def test_the_coder_must_be_named(
    workspace: Workspace, capsysbinary: Capture, tmp_path: Path
) -> None:
    file = _codes(tmp_path / "codes.jsonl", "a")
    code, _, errors = run(capsysbinary, "annotate", "import", file, "-w", workspace.path)
    assert code == 2
    assert "--coder" in errors


def test_an_export_of_nothing_leaves_no_older_file(
    workspace: Workspace, capsysbinary: Capture, tmp_path: Path
) -> None:
    labels = tmp_path / "labels.jsonl"
    labels.write_text("older")
    code, _, errors = run(capsysbinary, "annotate", "export", "-o", labels, "-w", workspace.path)
    assert (code, errors) == (0, "0 coded mentions written\n")
    assert labels.read_text() == ""
