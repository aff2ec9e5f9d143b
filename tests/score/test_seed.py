"""Seed terms are found with clitics, gaps, negation, denial and target linking."""

from pathlib import Path

import pytest

from mediaframe import config
from mediaframe.errors import DataError
from mediaframe.score import seed
from mediaframe.score.passage import Passage
from mediaframe.score.seed import FAR, Hit, Seeds
from tests.score.windows import window


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return seed.load(config.data_root() / "models/lexicon-ar/lexicon.yaml")


def hits(seeds: Seeds, code: str, marked: str, headline: str = "") -> list[Hit]:
    return [h for h in seeds(Passage(window(marked, headline=headline))) if h.code == code]


AGENT = "frame=FOREIGN_AGENT"


@pytest.mark.parametrize(
    "text",
    [
        "تخدم ⟦الجمعية⟧ أجندات خارجية",
        "تخدم ⟦الجمعية⟧ وأجنداتٍ خارجيّة",
        "تخدم ⟦الجمعية⟧ أجندات دول خارجية",
        "قيل إن ⟦الجمعية⟧ تموَّل تمويلاً أجنبياً",
    ],
)
def test_clitics_diacritics_gaps_and_accusative(seeds: Seeds, text: str) -> None:
    assert hits(seeds, AGENT, text)


def test_a_gap_of_two_words_is_too_long(seeds: Seeds) -> None:
    found = hits(seeds, AGENT, "للجمعية ⟦الجمعية⟧ أموال من بيع قديم جهات")
    assert not [hit for hit in found if hit.term == "اموال من جهات"]


def test_negation_and_false_negators(seeds: Seeds) -> None:
    states = {hit.state for hit in hits(seeds, AGENT, "ليست ⟦الجمعية⟧ أداة لتنفيذ أجندات خارجية")}
    assert states == {"negated"}
    states = {hit.state for hit in hits(seeds, AGENT, "ليست سوى أجندات خارجية ⟦للجمعية⟧")}
    assert states == {"asserted"}


def test_who_fights_riots_is_no_rioter(seeds: Seeds) -> None:
    found = hits(seeds, "frame=SECURITY_THREAT", "واجهت قوات مكافحة الشغب ⟦المتظاهرين⟧ بالماء")
    assert {hit.state for hit in found if "شغب" in hit.term} == {"negated"}


def test_an_issue_is_an_issue_where_it_is_negated(seeds: Seeds) -> None:
    found = hits(seeds, "issue=CORRUPTION_GOVERNANCE", "دعت ⟦الجمعية⟧ إلى محاربة الفساد بلا تأخير")
    assert {hit.state for hit in found} == {"asserted"}


def test_a_denied_term_is_not_asserted(seeds: Seeds) -> None:
    found = hits(seeds, AGENT, "نفت ⟦الجمعية⟧ أن تكون لها أجندات خارجية")
    assert {hit.state for hit in found} == {"denied"}


def test_linking_needs_the_sentence_of_the_target(seeds: Seeds) -> None:
    near = hits(seeds, AGENT, "⟦الجمعية⟧ تنفذ أجندات خارجية")
    assert all(hit.linked and hit.gap > 0 for hit in near)
    far = hits(seeds, AGENT, "حذر الكاتب من أجندات خارجية. نظمت ⟦الجمعية⟧ لقاء")
    assert all(not hit.linked and hit.gap == FAR for hit in far)


def test_headline_hits_say_so(seeds: Seeds) -> None:
    (hit,) = [
        hit
        for hit in hits(seeds, AGENT, "نظمت ⟦الجمعية⟧ لقاء", headline="حديث عن الطابور الخامس")
        if hit.term == "الطابور الخامس"
    ]
    assert hit.in_headline
    assert not hit.linked


def test_a_term_of_another_country_is_left_out(seeds: Seeds) -> None:
    code = "frame=SERVICE_RELIEF"
    term = "النازحين"
    iraq = hits(seeds, code, "زارت ⟦الجمعية⟧ النازحين في الناصرية")
    morocco = hits(seeds, code, "زارت ⟦الجمعية⟧ النازحين في جرادة")
    unknown = hits(seeds, code, "زارت ⟦الجمعية⟧ النازحين")
    assert [term in {hit.term for hit in found} for found in (iraq, morocco, unknown)] == [
        True, False, True,
    ]  # fmt: skip


def test_regular_expressions_match_verb_forms(seeds: Seeds) -> None:
    assert hits(seeds, "frame=RIGHTS_DEFENDER", "وطالبت ⟦الجمعية⟧ أمس وطالبت بالإفراج عنهم")


def test_a_wrong_file_names_its_key(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text("frames: {X: [{t: كلمة, w: 9}]}", encoding="utf-8")
    with pytest.raises(DataError, match=r"lexicon\.yaml: frames\.X\.0\.w"):
        seed.load(path)
    source = config.data_root() / "models/lexicon-ar/lexicon.yaml"
    broken = source.read_text(encoding="utf-8").replace("t: كاتم للصوت", "t: '!!'", 1)
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(DataError, match="without a word"):
        seed.load(path)
