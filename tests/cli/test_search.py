"""`search` shows hits in the original text and tells what it cannot see yet."""

import json

import pytest

from mediaframe.workspace import Workspace
from tests.cli.commands import run
from tests.query.samples import Filler


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    with workspace.store.begin() as conn:
        fill = Filler(conn)
        fill.article(title="\x1b[31mأخبار\u202e القرى")
        fill.article(indexed=False)
    return workspace


def test_words_in_any_spelling(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "search", filled, "بالجمعيات", "واحة", "--format", "json") == 0
    out, err = capsys.readouterr()
    (found,) = json.loads(out)
    assert "⟦جمعية⟧ ⟦الواحات⟧" in found["snippet"]
    assert "1 of 2 articles are not indexed yet" in err


def test_the_table_holds_nothing_that_steers_a_terminal(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "search", filled, "الوفد") == 0
    out = capsys.readouterr().out
    assert "⟦الوفد⟧" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_no_hit_is_no_error(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "search", filled, "عنقاء", "--format", "csv") == 0
    assert capsys.readouterr().out == "date,outlet,title,snippet,url,article_id\n"


@pytest.mark.parametrize(("words", "said"), [(["«؟»"], "no word"), ([], "Missing argument")])
def test_nothing_to_search_for_is_a_mistake(
    filled: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    assert run(monkeypatch, "search", filled, *words) == 2
    assert said in capsys.readouterr().err
