"""`explain` shows the words by which each scorer codes the mentions of an article."""

import json
from pathlib import Path

import pytest

from mediaframe.types import Article
from mediaframe.workspace import Workspace
from tests.cli.running import run
from tests.pipeline.samples import fill
from tests.score import bundles

Capture = pytest.CaptureFixture[bytes]
TEXT = (
    "قال الوزير إن جمعية الضوء الأبيض الخيرية تنفذ أجندات خارجية وتخدم السفارات. "
    "وأعلن الحزب الوطني مقاطعة الجلسة."
)


@pytest.fixture(autouse=True)
def _tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundles.write(tmp_path / "framing")
    monkeypatch.setenv("MEDIAFRAME_CLASSIFIER", str(tmp_path / "framing"))


def test_words_of_both_scorers(workspace: Workspace, capsysbinary: Capture) -> None:
    fill(workspace.store, [Article(key="a", outlet_id="nahar", title="اتهامات", text=TEXT)])
    code, out, _ = run(capsysbinary, "explain", "-w", workspace.path, "1", "--format", "json")
    assert code == 0
    rows = json.loads(out)
    assert {row["scorer"] for row in rows} == {"lexicon", "classifier"}
    assert {row["mention"] for row in rows} == {"جمعية الضوء الأبيض الخيرية"}
    assert {row["place"] for row in rows} == {f"text {TEXT.index('جمعية')}"}
    for scorer in ("lexicon", "classifier"):
        assert any("+" in row["words"] for row in rows if row["scorer"] == scorer)
        assert any(row["code"].startswith("frame=") for row in rows if row["scorer"] == scorer)


def test_people_are_not_named_unless_the_settings_say_so(
    workspace: Workspace, capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "اعتقلت الشرطة الناشط الحقوقي سالم الريحاني أمس في بيته."
    fill(workspace.store, [Article(key="a", outlet_id="nahar", text=text)])
    arguments = ("explain", "-w", workspace.path, "1", "--format", "json")
    names = []
    for show in ("false", "true"):
        monkeypatch.setenv("MEDIAFRAME_SHOW_PERSONS", show)
        _, out, _ = run(capsysbinary, *arguments)
        names.append({row["mention"] for row in json.loads(out)})
    assert names[0] == {"persons"}
    assert len(names[1]) == 1
    assert "سالم" in names[1].pop()


def test_an_article_without_mentions_and_none_at_all(
    workspace: Workspace, capsysbinary: Capture
) -> None:
    fill(workspace.store, [Article(key="a", outlet_id="nahar", text="ارتفع سعر الخبز أمس.")])
    code, _, errors = run(capsysbinary, "explain", "-w", workspace.path, "1")
    assert (code, errors) == (0, "No mention in scope.\n")
    code, out, errors = run(capsysbinary, "explain", "-w", workspace.path, "2")
    assert (code, out) == (2, "")
    assert "no article has the id 2" in errors
