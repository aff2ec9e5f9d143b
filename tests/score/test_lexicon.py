"""Every code of the lexicon scorer carries its reasons, at offsets into the article."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediaframe import codebook, config
from mediaframe.errors import DataError
from mediaframe.learn import vocabulary
from mediaframe.score import inputs
from mediaframe.score.lexicon import MAX_FRAMES, MAX_ISSUES, LexiconScorer
from mediaframe.types import NONE, Codes, Mention, Reading, Window
from tests.score.windows import window

ROOT = config.data_root()
FOLDER = ROOT / "models/lexicon-ar"
BOOK = codebook.load(ROOT / "annotations/codebook.yaml")


@pytest.fixture(scope="module")
def scorer() -> LexiconScorer:
    return LexiconScorer.load(FOLDER, BOOK)


def read(scorer: LexiconScorer, of: Window) -> Reading:
    return scorer.score(of, in_scope=True, actor_type="CSO_ORG", voice="OUTLET")


def assigned(codes: Codes) -> set[str]:
    """The codes that need a reason."""
    found = {f"frame={frame}" for frame in codes.frames if frame != NONE}
    found |= {f"issue={issue}" for issue in codes.issues}
    if codes.tone:
        found.add(f"tone={codes.tone}")
    if codes.role != NONE:
        found.add(f"role={codes.role}")
    return found | {f"{flag}=true" for flag in ("rebutted", "distancing") if getattr(codes, flag)}


def check(reading: Reading, title: str, text: str) -> None:
    codes = reading.codes
    assert 1 <= len(codes.frames) <= MAX_FRAMES
    assert len(set(codes.frames)) == len(codes.frames)
    assert codes.primary_frame == codes.frames[0]
    assert len(codes.issues) <= MAX_ISSUES
    assert (NONE in codes.frames) == (codes.frames == (NONE,))
    assert {evidence.code for evidence in reading.evidence} == assigned(codes)
    for evidence in reading.evidence:
        source = title if evidence.in_headline else text
        assert 0 <= evidence.start < evidence.end <= len(source)
        assert evidence.weight > 0
        assert evidence.term
    assert all(0 <= value <= 1 for value in reading.probabilities.values())


def examples() -> list[tuple[str, str]]:
    return [
        (frame.id, example.text)
        for frame in BOOK.frames
        for example in (*frame.examples, *frame.hard_negatives)
    ]


@pytest.mark.parametrize(("frame", "marked"), examples())
def test_codes_carry_reasons(scorer: LexiconScorer, frame: str, marked: str) -> None:
    of = window(marked)
    check(read(scorer, of), "", of.text)


def test_most_examples_of_the_codebook_get_their_frame(scorer: LexiconScorer) -> None:
    """A smoke test: the examples were written to be clear, this is no measure of accuracy."""
    right = [
        any(label in read(scorer, window(example.text)).codes.frames for label in example.frames)
        for frame in BOOK.frames
        for example in frame.examples
    ]
    assert sum(right) >= len(right) / 2


def test_offsets_of_an_article(scorer: LexiconScorer) -> None:
    title = "اعتقال ناشط بعد احتجاج"
    text = "هطل المطر أمس. اعتقلت الشرطة الناشط رامي الوردان تعسفياً، وتعرض للتعذيب. عاد الهدوء."
    start = text.index("الناشط")
    mention = Mention(
        start=start, end=start + 6, surface="الناشط", actor_type="ACTIVIST_INDIVIDUAL"
    )
    reading = read(scorer, inputs.window("a", title, text, mention))
    check(reading, title, text)
    assert "VICTIM_REPRESSION" in reading.codes.frames
    surfaces = {
        (title if e.in_headline else text)[e.start : e.end]
        for e in reading.evidence
        if e.code == "frame=VICTIM_REPRESSION"
    }
    assert surfaces & {"اعتقال", "اعتقلت", "للتعذيب", "تعسفياً"}


def test_out_of_scope_gets_no_codes(scorer: LexiconScorer) -> None:
    reading = scorer.score(
        window("اعتقلت الشرطة ⟦الناشط⟧"), in_scope=False, actor_type="EXCLUDED", voice="STATE"
    )
    assert reading == Reading(codes=Codes(in_scope=False, actor_type="EXCLUDED", voice="STATE"))


def test_scoring_is_deterministic(scorer: LexiconScorer) -> None:
    again = LexiconScorer.load(FOLDER, BOOK)
    assert again.digest == scorer.digest
    for _, marked in examples()[:10]:
        assert read(again, window(marked)) == read(scorer, window(marked))


@settings(deadline=None, max_examples=60)
@given(
    st.text(alphabet="اعتقل جمعية. ، «»\u0651\u200f\n123abc؟", max_size=80),
    st.text(alphabet="الناشطون ", min_size=1, max_size=12),
    st.text(max_size=40),
)
def test_any_window_can_be_scored(before: str, target: str, after: str) -> None:
    scorer = _shared()
    text = before + target + after
    of = Window(id="w", headline=after, text=text, start=len(before), end=len(before + target))
    check(read(scorer, of), after, text)


_LOADED: list[LexiconScorer] = []


def _shared() -> LexiconScorer:
    if not _LOADED:
        _LOADED.append(LexiconScorer.load(FOLDER, BOOK))
    return _LOADED[0]


def test_a_label_unknown_to_the_codebook_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    shutil.copytree(FOLDER, folder)
    header = {"windows": 1, "outputs": [{"name": "frame=NOVEL", "bias": 0, "threshold": 0}]}
    (folder / "weights.tsv").write_text(json.dumps(header) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="frame=NOVEL is not in the codebook"):
        LexiconScorer.load(folder, BOOK)


def test_learned_terms_are_no_names_and_no_sentences(scorer: LexiconScorer) -> None:
    listed = vocabulary.load(FOLDER)
    for cue in scorer.terms():
        assert listed.allows(cue), cue
        slot, _, term = cue.partition(":")
        if slot == "pair":
            assert len(term.split()) == 2
        elif slot not in {"term"}:
            assert len(term.split()) <= 1, cue


def test_a_label_without_weights_is_left_to_the_seed_terms(scorer: LexiconScorer) -> None:
    of = window("أطلقت ⟦جمعية النخيل⟧ برنامجا لفك العزلة عن المناطق النائية وسكان القرى")
    reading = read(scorer, of)
    check(reading, "", of.text)
    assert "RURAL_ACCESS" in reading.codes.issues
    assert "issue=RURAL_ACCESS" not in reading.probabilities
