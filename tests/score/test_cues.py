"""Cues name what stands where around the target."""

import pytest

from mediaframe import config
from mediaframe.score import seed
from mediaframe.score.cues import cues, given, is_given
from mediaframe.score.passage import Passage
from mediaframe.score.seed import Seeds
from mediaframe.types import Window
from tests.score.windows import window


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return seed.load(config.data_root() / "models/lexicon-ar/lexicon.yaml")


def read(seeds: Seeds, of: Window) -> set[str]:
    passage = Passage(of)
    return set(cues(passage, seeds, list(seeds(passage))))


def test_slots_tell_before_from_after(seeds: Seeds) -> None:
    accused = read(seeds, window("اتهمت الوزارة ⟦الناشطين⟧ بالتقصير"))
    accuser = read(seeds, window("⟦الناشطون⟧ اتهمت كلماتهم الوزارة"))
    assert {"pre:اتهم", "left:اتهم", "before:accuse", "shape:ending=ين"} <= accused
    assert {"post:اتهم", "right:اتهم", "after:accuse", "shape:ending=ون"} <= accuser
    assert "post:اتهم" not in accused


def test_negated_words_headline_and_self(seeds: Seeds) -> None:
    found = read(
        seeds, window("لم تقدم ⟦الجمعية⟧ تقريرا. سكت الجميع.", headline="الجمعية والتقرير")
    )
    assert {"not:تقدم", "head:تقرير", "self:جمع", "shape:in_headline", "lead:لم"} <= found
    assert "left:سكت" not in found
    assert "any:سكت" in found


def test_sums_of_seed_weights(seeds: Seeds) -> None:
    code = "frame=FOREIGN_AGENT"
    one = read(seeds, window("تنفذ ⟦الجمعية⟧ مخططا من وحي الطابور الخامس"))
    two = read(seeds, window("⟦الجمعية⟧ طابور خامس من خونة وعملاء الغرب"))
    assert {f"seed:{code}", f"linked:{code}", f"strong:{code}", f"bound3:{code}"} <= one
    assert f"strong6:{code}" not in one
    assert {f"strong6:{code}", f"bound5:{code}", f"bound6:{code}"} <= two


def test_only_wanted_cues_are_kept(seeds: Seeds) -> None:
    passage = Passage(window("اتهمت الوزارة ⟦الناشطين⟧"))
    wanted = {"pre:اتهم", "any:وزار"}
    assert set(cues(passage, seeds, seeds(passage), wanted)) == wanted


def test_what_the_detector_says_is_told_apart() -> None:
    assert is_given(given("CSO_ORG"))
    assert not is_given("any:actor")
