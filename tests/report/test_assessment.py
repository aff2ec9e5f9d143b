"""The page about a scorer's quality: one file, two languages, nothing from outside."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from mediaframe.report import assessment, assessment_text, drawing, squares
from mediaframe.report.assessed import AssessedGroup, AssessmentContent, Table
from mediaframe.types import Estimate
from tests.report import invented
from tests.report.pages import Read
from tests.report.test_browser import probe


def figures(value: float = 0.5) -> dict[str, Estimate]:
    names = ("frames.macro_f1", "tone.alpha", "frames.FOREIGN_AGENT.f1", "tone.-1.f1",
             "tone.-1.precision", "scope.auc", "role.accuracy", "frames.ece",
             "rebutted.f1")  # fmt: skip
    return {
        name: Estimate(
            indicator=name, value=-0.1 if name == "tone.alpha" else value, low=value - 0.1,
            high=value + 0.1, n=0 if name == "rebutted.f1" else 40, n_eff=40, display="full",
            method="bootstrap by article",
        )
        for name in names
    }  # fmt: skip


def content(**other: Any) -> AssessmentContent:
    values: dict[str, Any] = {
        "book": invented.content().book,
        "scorers": {"classifier": figures(), "lexicon": figures(0.3)},
        "ceiling": {"frames.macro_f1": figures(0.8)["frames.macro_f1"]},
        "confusions": {
            "tone": Table(values=("-1", "0"), counts=((3, 1), (0, 9))),
            "actor_type": Table(values=("CSO_ORG", "<i>?"), counts=((3, 1), (0, 0))),
        },
        "reliability": {"frames": [(0.1, 0.0), (0.9, 1.0)]},
        "kept": {"frames": [(0.5, 0.75, 0.9), (0.9, 0.0, None)]},
        "roc": [(0.0, 0.0), (0.25, 0.5), (1.0, 1.0)],
        "groups": {
            "country": [
                AssessedGroup(name="EG", windows=60, inside=50, figures=figures()),
                AssessedGroup(name="<b>|", windows=9, inside=8, figures={}),
            ],
            "ownership": [AssessedGroup(name="unknown", windows=9, inside=8, figures={})],
        },
        "windows": 69, "inside": 58, "left_out": 7, "twice": 5, "least": 30, "calibrated": True,
        "digest": "0123", "made": dt.date(2026, 1, 2), "version": "0",
    }  # fmt: skip
    return AssessmentContent(**(values | other))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "evaluation.html"
    path.write_text(assessment.page(content()), encoding="utf-8")
    return path


def test_the_page_opens_from_disk(page: Path, tmp_path: Path) -> None:
    seen, console = probe(page, tmp_path)
    assert console == ""
    assert seen["direction"] == "rtl"
    assert seen["width"] <= 360
    assert any("Plex" in family for family in seen["fonts"])
    assert all(str(entry).startswith(("file:", "data:")) for entry in seen["outside"])


def test_both_languages_are_in_it_and_nothing_is_loaded(page: Path) -> None:
    read = Read(page)
    views = [tag for tag in read.tags if tag.attributes.get("class") == "view"]
    assert [tag.attributes["dir"] for tag in views] == ["rtl", "ltr"]
    for words in (
        "How good the codes are: transformer classifier", "جودة الترميز", "Egypt (50)",
        "with fewer than 30 windows in scope", "75%, 90% right", "0.50 (0.40 to 0.60)",
    ):  # fmt: skip
        assert words in read.text
    assert "Rebutted" not in read.text  # no case of it
    assert not [tag for tag in read.tags if tag.name in ("script", "link", "img", "b", "i")]
    ids = [tag.attributes["id"] for tag in read.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids))


def test_what_a_scorer_does_not_have_is_left_out() -> None:
    bare = content(scorers={"lexicon": {}}, ceiling={}, confusions={}, reliability={}, kept={},
                   roc=(), groups={}, left_out=0, twice=0)  # fmt: skip
    text = assessment.page(bare)
    assert text.count("<h2>") == 2  # confusions, in two languages
    assert "<svg" not in text


def test_markdown_holds_the_tables() -> None:
    text = assessment_text.markdown(content())
    assert "| frames.macro_f1 | 40 | 0.50 (0.40 to 0.60) | 0.30 (0.20 to 0.40) |" in text
    assert "| -1 | 3 | 1 |" in text
    assert "<b>" not in text
    assert "&lt;b&gt;" in text


@pytest.mark.parametrize("rtl", [True, False])
def test_confusions_are_darker_where_more_is(rtl: bool) -> None:
    drawing.register_fonts()
    drawn = drawing.svg(squares.heat(["سلبية", "محايدة"], ((4, 0), (1, 1)), rtl=rtl))
    assert drawn.count('fill="#00707f"') == 1
    assert drawn.count('fill="#fffdf8"') >= 1
    assert "سلبية" in drawn
