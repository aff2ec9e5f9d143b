"""`mediaframe import`: the summary, the exit code, and errors of the user."""

import json
import sys
from pathlib import Path

import pytest

from mediaframe import cli
from mediaframe.workspace import Workspace
from tests.pipeline.archives import DAYS, archive, pages


@pytest.fixture
def run(workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run `mediaframe import` in a new workspace: exit code, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        words = ["mediaframe", "import", "-w", str(workspace.path), *arguments]
        monkeypatch.setattr(sys, "argv", words)
        try:
            cli.main()
        except SystemExit as stop:
            return int(stop.code or 0), *capsys.readouterr()
        return 0, *capsys.readouterr()

    return call


def _write(path: Path, *lines: object) -> str:
    texts = (x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return str(path)


ARTICLE = {"source": "نشرة الفجر", "country": "EG", "headline": "عنوان", "body": "نص الخبر",
           "published": "٣ شتنبر ٢٠١٩", "link": "https://fajr.example/1"}  # fmt: skip


def test_a_clean_import(run, tmp_path: Path) -> None:
    file = _write(tmp_path / "a.jsonl", ARTICLE)
    code, out, err = run(file)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "1 articles read from 1 file: 1 new, 0 stored before or repeated"
    assert "in no registry" in lines[1]
    assert "نشرة الفجر  (EG, fajr.example)" in lines[2]
    assert len(lines) == 3
    code, out, _ = run(file)
    assert code == 0
    assert "0 new, 1 stored before" in out


def test_rejects_are_counted_by_reason_and_make_the_exit_code(run, tmp_path: Path) -> None:
    _write(
        tmp_path / "a.jsonl",
        ARTICLE,
        {**ARTICLE, "body": ""},
        {**ARTICLE, "body": None},
        "{",
        {**ARTICLE, "link": "https://fajr.example/2", "published": "غداً"},
        {**ARTICLE, "link": "https://fajr.example/3", "body": "البيان".encode().decode("cp1256")},
    )
    code, out, _ = run(str(tmp_path))
    assert code == 1
    assert "3 articles read from 1 file: 3 new" in out
    assert "1 kept without a date: date not understood" in out
    assert "1 repaired" in out
    assert "3 rejected" in out
    assert "  2 no text\n" in out
    assert "  1 no valid JSON: " in out


def test_fields_and_encoding(run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("المتن,source\nنص,الفجر\n".encode("cp1256"))
    code, out, _ = run(str(path), "--field", "text=المتن", "--encoding", "cp1256")
    assert code == 0
    assert "1 kept without a date: no date" in out
    assert "1 read as cp1256" in out


def test_pages_of_archives(run, tmp_path: Path) -> None:
    (first, body), *others = pages("nahar.example", 3).items()
    archive(tmp_path / "a.warc.gz", [(first, body), *others, ("https://safir.example/1", body)])
    code, out, err = run(str(tmp_path), "--outlet", "nahar.example", "--workers", "1")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "3 articles read from 1 file: 3 new, 0 stored before or repeated",
        "1 passed over: 1 of other outlets",
    ]
    longer = body.replace("</p>", " وأضاف.</p>")
    archive(tmp_path / "a.warc.gz", [(first, longer)], day=DAYS[1])
    code, out, _ = run(str(tmp_path))
    assert "1 articles read from 1 file: 0 new, 0 stored before or repeated\n1 changed: " in out


def test_saved_pages_with_a_manifest(run, tmp_path: Path) -> None:
    (url, body), *_ = pages("nahar.example", 1).items()
    page = tmp_path / "a.html"
    page.write_text(body)
    (tmp_path / "urls.csv").write_text(f"file,url\na.html,{url}\n")
    code, out, _ = run(str(page))
    assert code == 1
    assert "  1 no address: neither in a manifest nor as canonical link or og:url\n" in out
    code, out, _ = run(str(tmp_path), "--manifest", str(tmp_path / "urls.csv"))
    assert code == 0
    assert "1 articles read from 1 file: 1 new" in out


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["FILE", "--outlet", "nobody"], "'nobody' is not in the registry"),
        (["FILE", "--manifest", "none.csv"], "none.csv: no such file"),
        (["missing.jsonl"], "missing.jsonl: no such file"),
        (["FILE", "--field", "words=body"], "'words=body' does not map a field"),
        (["FILE", "--encoding", "klingon"], "'klingon' is no text encoding"),
        ([], "Missing argument"),
    ],
)
def test_errors_of_the_user(run, tmp_path: Path, arguments: list[str], error: str) -> None:
    file = _write(tmp_path / "a.jsonl", ARTICLE)
    code, out, err = run(*(file if word == "FILE" else word for word in arguments))
    assert (code, out) == (2, "")
    assert error in err
