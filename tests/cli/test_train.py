"""`train` makes a model on any encoder, and a comparison on windows that it has not seen."""

import json
import re
import shutil
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from mediaframe import codebook, config
from mediaframe.learn import dataset, floor
from mediaframe.score import bundle
from mediaframe.score.decision import NEUTRAL
from mediaframe.score.model import FramingConfig, FramingModel, collate
from tests.cli.running import run
from tests.learn import invented, placing
from tests.score import tiny

Capture = pytest.CaptureFixture[bytes]


def pinned(folder: Path, scorer: str, **figures: float) -> Path:
    """A floor on the invented windows."""
    about = {
        name: floor.digest(folder / file)
        for name, file in {"labels": "labels.jsonl", "placed": "codes.jsonl"}.items()
    }
    path = folder / f"floor-{scorer}.json"
    path.write_text(json.dumps({**about, "figures": figures}))
    return path


def test_a_model_and_a_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    rows = invented.rows(100)
    written = [
        {**row, "id": f"w{i}", "article": f"w{i}", "stratum": "seed"}
        for i, row in enumerate(invented.rows(108)[100:])
    ]
    given = invented.write(tmp_path / "labels.jsonl", rows)
    encoder = tiny.encoder(tmp_path / "encoder", [row["text"] for row in rows])
    output = tmp_path / "framing"
    arguments = (
        "train", "--labels", given, "--encoder", encoder, "--output", output, "--epochs", "1",
        "--written", invented.write(tmp_path / "written.jsonl", written[:3]),
        "--written", invented.write(tmp_path / "more.jsonl", written[3:]), "--max-tokens", "64",
        "--placed", placing.codes(tmp_path / "codes.jsonl", rows),
        "--corpora", placing.corpora(tmp_path / "corpora", rows),
    )  # fmt: skip
    code, out, errors = run(capsysbinary, *arguments)
    assert code == 0
    assert "objective" in errors
    assert out.startswith(
        "| figure | n | majority | lexicon | tfidf | transformer | int8 | classifier |"
    )
    assert (output / "comparison.md").read_text(encoding="utf-8") == out
    about = json.loads((output / "data.json").read_text(encoding="utf-8"))
    assert (about["learned"], about["written"], len(about["held_out"])) == (80, 8, 20)
    assert about["placed"] == 80  # those of the stories held out are left out
    assert not any(name.startswith("w") for name in about["held_out"])
    assert {dataset.fingerprint(row["article"]) for row in written} < {*about["articles"]}
    figures = json.loads((output / "comparison.json").read_text(encoding="utf-8"))
    assert figures["transformer"]["scope.f1"]["support"] == 20
    book = codebook.load(config.data_root() / "annotations/codebook.yaml")
    made = bundle.load(output / "classifier", book)
    decision = made.decision
    assert "tone=-1" in decision.thresholds
    assert f"tone={NEUTRAL}" not in decision.thresholds
    assert set(decision.weights["frame"]) == {*made.ngrams(), "network", "lexicon", "detector"}
    assert all(len(found.keys) for found in made.ngrams().values())

    model = FramingModel.from_pretrained(output / "model")
    encode = model.window_encoder(Tokenizer.from_file(str(output / "model/tokenizer.json"))).encode
    windows = encode([item.window for item in dataset.read(given, book)[:2]])
    with torch.inference_mode():
        assert model(**collate(windows, model.config.pad_id))["frame"].shape == (2, 12)

    again, table, rest = run(capsysbinary, *arguments)
    assert (again, table, rest) == (0, out, "")

    monkeypatch.setattr(floor, "REQUIRED", {"lexicon": {}, "classifier": {}})
    # what is measured of both scorers at once is what is measured of each alone
    shutil.copyfile(output / "data.json", output / "classifier/data.json")
    monkeypatch.setenv("MEDIAFRAME_CLASSIFIER", str(output / "classifier"))
    alone, both = [
        "--scorer", "classifier", "--metrics", tmp_path / "alone.json",
    ], [
        "--scorer", "classifier", "--metrics", tmp_path / "both.json",
        "--scorer", "lexicon", "--metrics", tmp_path / "lexicon.json",
        "--floor", pinned(tmp_path, "classifier", nothing=0.5),
        "--floor", pinned(tmp_path, "lexicon"),
    ]  # fmt: skip
    for scorers, failed in ((alone, 0), (both, 1)):
        code, _, errors = run(capsysbinary, "evaluate", *arguments[1:3], *arguments[-4:], *scorers)
        assert code == failed
    assert "classifier: nothing was not measured" in errors
    assert not re.search(r"^lexicon: .* floor", errors, re.MULTILINE)
    measured = json.loads((tmp_path / "alone.json").read_text(encoding="utf-8"))
    assert measured == json.loads((tmp_path / "both.json").read_text(encoding="utf-8"))
    assert measured["windows"] == 20
    of_lexicon = json.loads((tmp_path / "lexicon.json").read_text(encoding="utf-8"))
    assert of_lexicon["windows"] == 100
    figure = measured["figures"]["role.accuracy"]["value"]
    assert figure == pytest.approx(figures["classifier"]["role.accuracy"]["value"])

    code, *_ = run(
        capsysbinary, "train", "--labels", given, "--encoder", output / "model", "--output",
        tmp_path / "second", "--epochs", "1", "--frozen-layers", "1", "--max-tokens", "64",
    )  # fmt: skip
    assert code == 0
    second = FramingModel.from_pretrained(tmp_path / "second/model").state_dict()
    changed = {
        name for name, value in model.state_dict().items() if not torch.equal(value, second[name])
    }
    assert "markers.weight" not in changed
    assert not any("layer.0." in name for name in changed)
    assert any("layer.1." in name for name in changed)


def test_written_windows_that_are_held_out_are_refused(
    tmp_path: Path, capsysbinary: Capture
) -> None:
    given = invented.write(tmp_path / "labels.jsonl", invented.rows(40))
    code, _, errors = run(
        capsysbinary, "train", "--labels", given, "--written", given, "--encoder", tmp_path,
        "--output", tmp_path / "framing",
    )  # fmt: skip
    assert code == 2
    assert "labels.jsonl: holds a story of the development windows" in errors


def test_a_model_that_has_seen_development_windows_is_refused(
    tmp_path: Path, capsysbinary: Capture
) -> None:
    rows = invented.rows(40)
    given = invented.write(tmp_path / "labels.jsonl", rows)
    (tmp_path / "model").mkdir()
    FramingConfig().save_pretrained(tmp_path / "model")
    every = [dataset.fingerprint(row["article"]) for row in rows]
    (tmp_path / "data.json").write_text(
        json.dumps({"labels": "", "held_out": [], "articles": every})
    )
    code, _, errors = run(
        capsysbinary, "train", "--labels", given, "--encoder", tmp_path / "model",
        "--output", tmp_path / "framing",
    )  # fmt: skip
    assert code == 2
    assert "model: has learned from development windows of" in errors


def test_labels_without_enough_in_scope_are_refused(tmp_path: Path, capsysbinary: Capture) -> None:
    rows = invented.rows(40)
    for row in rows[1:]:
        row["codes"] |= {"in_scope": False, "actor_type": "EXCLUDED"}
    given = invented.write(tmp_path / "labels.jsonl", rows)
    code, _, errors = run(
        capsysbinary, "train", "--labels", given, "--encoder", tmp_path,
        "--output", tmp_path / "framing",
    )  # fmt: skip
    assert code == 2
    assert "labels.jsonl: too few windows in scope" in errors


def test_places_without_their_articles_are_refused(tmp_path: Path, capsysbinary: Capture) -> None:
    given = invented.write(tmp_path / "labels.jsonl", invented.rows(40))
    code, _, errors = run(
        capsysbinary, "train", "--labels", given, "--placed", given, "--encoder", tmp_path,
        "--output", tmp_path / "framing",
    )  # fmt: skip
    assert code == 2
    assert "--placed and --corpora belong together." in errors
