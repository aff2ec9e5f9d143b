"""Examples are explained by the classifier that coded them, at the places shown."""

from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.pipeline import explaining, tools
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.types import Codes, Example
from tests.score import bundles

TEXT = "واتهم المتحدث جمعية سند الحيّ بتلقي تمويل أجنبي لتنفيذ أجندة خارجية في المُجتمع."
TARGET = "جمعية سند الحيّ"


@pytest.fixture
def paths(tmp_path: Path) -> ToolPaths:
    bundles.write(tmp_path / "framing")
    return config.tool_paths(config.Settings(classifier=tmp_path / "framing"))


def example(*, in_headline: bool) -> Example:
    start = TEXT.index(TARGET)
    return Example(
        article_id=1,
        outlet_id="nahar",
        date=None,
        headline=TEXT if in_headline else "اتهامات جديدة",
        text=TEXT,
        target=(start, start + len(TARGET)),
        in_headline=in_headline,
        actor_id=None,
        codes=Codes(in_scope=True, actor_type="CSO_ORG", frames=("FOREIGN_AGENT",), tone=-1),
        evidence=(),
        url=None,
    )


def test_words_are_where_they_are_shown(paths: ToolPaths) -> None:
    run = tools.versions(paths, scorer="classifier").scoring
    given = [example(in_headline=False), example(in_headline=True)]
    body, headline = explaining.examples(given, paths, run=run)
    assert body.words
    assert headline.words
    assert all(item.in_headline for item in headline.words)
    for one in (body, headline):
        for item in one.words:
            shown = one.headline if item.in_headline else one.text
            assert shown[item.start : item.end] == item.term
            assert item.term in {word.strip(".") for word in shown.split()}


def test_another_run_is_not_explained(paths: ToolPaths) -> None:
    given = [example(in_headline=False)]
    assert list(explaining.examples(given, paths, run="another")) == given
