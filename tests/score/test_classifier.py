"""The classifier codes windows as its network, the lexicon and the detector say together."""

import math
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mediaframe import config
from mediaframe.score import bundle, occlusion
from mediaframe.score.classifier import Case, ClassifierScorer, columns, named
from mediaframe.score.decision import SINGLE
from mediaframe.score.encoding import WindowEncoder
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.score.model import FramingModel, collate
from mediaframe.score.session import Session
from mediaframe.types import NONE, Codes, Judged
from tests.score import bundles
from tests.score.windows import window

LEXICON = LexiconScorer.load(config.data_root() / "models/lexicon-ar", bundles.BOOK)
INSIDE = Judged(in_scope=True, actor_type="CSO_ORG", voice="STATE")
OUTSIDE = Judged(in_scope=False, actor_type="EXCLUDED", voice="OUTLET")
ATTACK = "قال الوزير إن ⟦جمعية النخيل⟧ تنفذ أجندات خارجية وإنها عميلة للسفارات"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FramingModel]:
    folder = tmp_path_factory.mktemp("models") / "framing"
    return folder, bundles.write(folder)


@pytest.fixture(scope="module")
def scorer(made: tuple[Path, FramingModel]) -> ClassifierScorer:
    return ClassifierScorer.load(made[0], bundles.BOOK, LEXICON)


def cases() -> list[Case]:
    texts = (
        ATTACK,
        "قالت ⟦جمعية النخيل⟧ إن القانون الجديد يقيد عمل الجمعيات الأهلية",
        "في المدينة أمس ⟦الجمعيات الأهلية⟧",
    )
    return [(window(text, headline="القانون الجديد اليوم"), INSIDE) for text in texts]


def test_the_network_of_integers_scores_as_the_model(made: tuple[Path, FramingModel]) -> None:
    folder, model = made
    encoder: WindowEncoder = model.window_encoder(bundle.load(folder, bundles.BOOK).tokenizer())
    windows = encoder.encode([case[0] for case in cases()])
    with torch.inference_mode():
        found = model(**collate(windows, model.config.pad_id))
    exact = torch.cat(list(found.values()), dim=-1).numpy()
    scores = Session(folder / bundle.NETWORK).scores(windows)
    assert scores.shape == exact.shape
    assert np.abs(scores - exact).mean() < 0.05 * np.abs(exact).mean()


def test_codes_do_not_depend_on_the_windows_beside(scorer: ClassifierScorer) -> None:
    together = scorer.score_all(cases())
    other_order = scorer.score_all(cases()[::-1])[::-1]
    assert together == other_order == [scorer.score_all([case])[0] for case in cases()]


def test_what_the_detector_excludes_is_not_read(scorer: ClassifierScorer) -> None:
    mixed = [cases()[0], (cases()[1][0], OUTSIDE), cases()[2]]
    readings = scorer.score_all(mixed)
    assert readings[1].codes == Codes(in_scope=False, actor_type="EXCLUDED", voice="OUTLET")
    assert (readings[1].probabilities, readings[1].evidence) == ({}, ())
    assert [readings[0], readings[2]] == scorer.score_all([mixed[0], mixed[2]])
    assert scorer.score_all([]) == []


def test_probabilities_of_exclusive_values_sum_to_one(scorer: ClassifierScorer) -> None:
    for reading in scorer.score_all(cases()):
        if reading.codes.in_scope:
            for variable in ("tone", "role", "voice", "actor_type"):
                values = [
                    p for name, p in reading.probabilities.items() if name.startswith(variable)
                ]
                assert sum(values) == pytest.approx(1, abs=0.01)


def test_evidence_speaks_for_codes_that_were_given(scorer: ClassifierScorer) -> None:
    case = cases()[0]
    reading = scorer.score_all([case])[0]
    assert {item.code for item in reading.evidence} <= named(reading.codes)
    for item in reading.evidence:
        source = case[0].headline if item.in_headline else case[0].text
        assert source[item.start : item.end].strip()


def test_unsure_readings_are_marked(tmp_path: Path) -> None:
    bundles.write(tmp_path / "sure", confidence=1.01)
    strict = ClassifierScorer.load(tmp_path / "sure", bundles.BOOK, LEXICON)
    assert all(reading.abstained for reading in strict.score_all(cases()) if reading.codes.in_scope)


def test_taken_out_of_scope_only_that_is_said(tmp_path: Path) -> None:
    bundles.write(tmp_path / "strict", thresholds={"in_scope=true": 99.0})
    strict = ClassifierScorer.load(tmp_path / "strict", bundles.BOOK, LEXICON)
    for reading in strict.score_all(cases()):
        assert not reading.codes.in_scope
        assert (reading.codes.frames, list(reading.probabilities)) == ((NONE,), ["in_scope=true"])
        assert not reading.abstained


def test_words_are_explained_where_they_stand(scorer: ClassifierScorer) -> None:
    found, _ = cases()[1]
    codes = Codes(
        in_scope=True, actor_type="CSO_ORG", frames=("CIVIC_VOICE",), tone=-1, role="PROTAGONIST"
    )
    evidence = occlusion.explain(scorer, found, codes)
    assert evidence
    for item in evidence:
        source = found.headline if item.in_headline else found.text
        assert source[item.start : item.end] == item.term
        assert item.in_headline or not found.start <= item.start < found.end
        assert item.code in named(codes)
        assert item.weight > 0


def test_the_weight_of_a_word_is_what_the_log_odds_fall_by(scorer: ClassifierScorer) -> None:
    found, _ = cases()[1]
    codes = Codes(in_scope=True, actor_type="CSO_ORG", tone=-1, role="PROTAGONIST")
    for item in occlusion.explain(scorer, found, codes):
        without = found.text[: item.start] + found.text[item.end :]
        shift = item.end - item.start if item.end <= found.start else 0
        changed = replace(found, text=without, start=found.start - shift, end=found.end - shift)
        if item.in_headline:
            headline = found.headline[: item.start] + found.headline[item.end :]
            changed = replace(found, headline=headline)
        scores = scorer.own([found, changed])
        before, after = (
            dict(zip(scores.names, row, strict=True)) for row in scores.values.tolist()
        )
        fall = _odds(before, item.code) - _odds(after, item.code)
        assert item.weight == pytest.approx(fall, abs=1e-3)


def _odds(row: Mapping[str, float], code: str) -> float:
    variable = code.partition("=")[0]
    if variable not in SINGLE:
        return row[code]
    weights = {name: math.exp(value) for name, value in row.items() if name.startswith(variable)}
    if variable == "tone":
        weights["tone=0"] = 1.0
    likely = weights[code] / sum(weights.values())
    return math.log(likely / (1 - likely))


def test_a_word_of_an_endless_text_costs_no_copy_of_it(scorer: ClassifierScorer) -> None:
    found, _ = cases()[1]
    endless = replace(found, text=found.text + " كلمة" * 200_000)
    codes = Codes(in_scope=True, actor_type="CSO_ORG", tone=-1, role="PROTAGONIST")
    tracemalloc.start()
    evidence = occlusion.explain(scorer, endless, codes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(endless.text[item.start : item.end] == item.term for item in evidence
               if not item.in_headline)  # fmt: skip
    assert peak < 50e6


def test_columns_follow_the_labels() -> None:
    count = sum(map(len, bundles.LABELS.values()))
    scores = columns(np.arange(float(2 * count)).reshape(2, count), bundles.LABELS)
    assert scores.values.shape == (2, count - 1)  # the neutral tone is what the others are against
    assert scores.values[:, scores.names.index("in_scope=true")].tolist() == [0.0, float(count)]
