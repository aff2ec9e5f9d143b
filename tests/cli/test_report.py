"""`mediaframe report`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mediaframe import workspace as workspaces
from mediaframe.cli import cli
from mediaframe.errors import InputError, StoreError
from tests.report.pages import Read
from tests.score import bundles

_ARTICLE = (
    '{{"id": {id}, "title": "نشاط أهلي", "outlet": "صدى الضفة", "date": "2024-0{month}-03",'
    ' "url": "https://sada.example/{id}", "text": "وأصدر مرصد الواحة لحقوق الإنسان تقريرًا رقم'
    ' {id} يوثق الانتهاكات، وطالب بتحقيق مستقل في الحادثة التي وقعت في البلدة رقم {id} قبل أيام."}}'
)


def workspace_with_articles(folder: Path) -> Path:
    """A workspace with analysed articles of one invented outlet."""
    file = folder / "articles.jsonl"
    lines = (_ARTICLE.format(id=at, month=at % 6 + 1) for at in range(12))
    file.write_text("\n".join(lines), encoding="utf-8")
    with workspaces.create(folder / "ws") as made:
        made.import_files([str(file)])
        made.analyze(workers=1)
    return folder / "ws"


def test_the_report_of_a_workspace(tmp_path: Path) -> None:
    path = workspace_with_articles(tmp_path)
    ran = CliRunner().invoke(cli, ["report", "-w", str(path)], catch_exceptions=False)
    assert ran.exit_code == 0
    first = Path(ran.output.strip())
    assert first == path / "report" / "index.html"
    text = Read(path / "report" / "en" / "index.html").text
    assert "12 articles" in text
    assert "صدى الضفة" in Read(path / "report" / "ar" / "outlets.html").text
    # Twelve units are too few for any share.
    assert "too few items about civil society" in text


def test_words_of_the_network_beside_the_terms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundles.write(tmp_path / "framing")
    monkeypatch.setenv("MEDIAFRAME_CLASSIFIER", str(tmp_path / "framing"))
    path = workspace_with_articles(tmp_path)
    with workspaces.open_workspace(path) as opened:
        opened.analyze(workers=1, scorer="classifier")
    arguments = ["report", "-w", str(path), "--scorer", "classifier"]
    assert CliRunner().invoke(cli, arguments, catch_exceptions=False).exit_code == 0
    marks = Read(path / "report" / "en" / "examples.html").named("mark")
    kinds = [word for tag in marks for word in (tag.attributes["class"] or "").split()]
    assert kinds.count("network") > 1

    bundles.write(tmp_path / "framing", confidence=0.1)  # cannot explain what another has coded
    assert CliRunner().invoke(cli, arguments, catch_exceptions=False).exit_code == 0
    page = Read(path / "report" / "en" / "examples.html")
    assert "another version of the classifier" in page.text
    assert not [tag for tag in page.named("mark") if tag.attributes["class"] == "network"]


def test_a_folder_of_the_user_is_left_alone(tmp_path: Path) -> None:
    with workspaces.create(tmp_path / "ws"):
        pass
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    ran = CliRunner().invoke(
        cli, ["report", "-w", str(tmp_path / "ws"), "-o", str(tmp_path / "mine")]
    )
    assert isinstance(ran.exception, InputError)
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"


def test_an_empty_workspace_says_what_is_missing(tmp_path: Path) -> None:
    with workspaces.create(tmp_path / "ws"):
        pass
    ran = CliRunner().invoke(cli, ["report", "-w", str(tmp_path / "ws")])
    assert isinstance(ran.exception, StoreError)
    assert not (tmp_path / "ws" / "report").exists()
