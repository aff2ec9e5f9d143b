"""The classifier's network: any encoder, saved and loaded, trained on what is known."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoModel, RobertaConfig, RobertaModel

from mediaframe import codebook, config
from mediaframe.errors import DataError
from mediaframe.learn.targets import targets, weights
from mediaframe.score.decision import labels
from mediaframe.score.encoding import Encoded
from mediaframe.score.model import FramingModel, collate, loss, start
from mediaframe.types import Codes
from tests.score import tiny

LABELS = labels(codebook.load(config.data_root() / "annotations/codebook.yaml"))
WORDS = ["قالت", "جمعية", "النخيل", "إن", "القانون"]
CODES = (
    Codes(
        in_scope=True, actor_type="CSO_ORG", frames=("CIVIC_VOICE",), tone=1, role="PROTAGONIST",
        voice="ACTOR", issues=("HUMAN_RIGHTS_DIGNITY",),
    ),
    Codes(in_scope=False, actor_type="EXCLUDED", voice="STATE"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.encoder(tmp_path_factory.mktemp("encoder"), WORDS)


@pytest.fixture
def model(folder: Path) -> FramingModel:
    return start(folder, LABELS, codebook="0.9.0", seed=1)[0].eval()


def batch(model: FramingModel, *, target: tuple[int, int] = (2, 5)) -> dict[str, torch.Tensor]:
    size = model.encoder.get_input_embeddings().num_embeddings
    long = Encoded((2, 5, size, 6, size + 1, 7, 8, 3), *target)
    short = Encoded((2, size, 6, size + 1, 3), 1, 4)
    return collate([long, short], model.config.pad_id)


def test_one_head_per_variable_with_the_size_of_its_values(model: FramingModel) -> None:
    scores = model(**batch(model))
    assert {name: tuple(score.shape) for name, score in scores.items()} == {
        name: (2, len(values)) for name, values in LABELS.items()
    }


def test_what_is_saved_is_what_is_loaded(model: FramingModel, tmp_path: Path) -> None:
    model.save_pretrained(tmp_path)
    loaded = FramingModel.from_pretrained(tmp_path)
    assert loaded.config.labels == {name: list(values) for name, values in LABELS.items()}
    assert (loaded.config.begin_id, loaded.config.end_id, loaded.config.pad_id) == (2, 3, 0)
    assert (loaded.config.codebook, loaded.config.max_tokens) == ("0.9.0", 128)
    before, after = model(**batch(model)), loaded(**batch(model))
    for name in LABELS:
        assert torch.allclose(before[name], after[name], atol=1e-6)


def test_a_trained_model_is_trained_on(model: FramingModel, folder: Path, tmp_path: Path) -> None:
    model.save_pretrained(tmp_path)
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    again, _ = start(tmp_path, LABELS, codebook="0.9.0", max_tokens=64, seed=7)
    assert again.config.max_tokens == 64
    for name, value in model.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
    with pytest.raises(DataError, match=r"trained for the values of codebook 0\.9\.0"):
        start(tmp_path, LABELS, codebook="1.0.0", seed=7)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(DataError, match="no trained model can be loaded"):
        start(tmp_path, LABELS, codebook="0.9.0", seed=7)


def test_filling_changes_nothing(model: FramingModel) -> None:
    both = model(**batch(model))
    alone = {name: value[1:, :5] for name, value in batch(model).items()}
    for name, score in model(**alone).items():
        assert torch.allclose(score[0], both[name][1], atol=1e-5)


def test_markers_and_target_matter(model: FramingModel) -> None:
    before = model(**batch(model))["frame"]
    assert not torch.allclose(before[0], model(**batch(model, target=(5, 7)))["frame"][0])
    with torch.no_grad():
        model.markers.weight.add_(1.0)
    assert not torch.allclose(before[0], model(**batch(model))["frame"][0])


def test_another_architecture_works_as_well(tmp_path: Path, folder: Path) -> None:
    vocabulary = 10
    roberta = RobertaConfig(
        vocab_size=vocabulary, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=200, pad_token_id=0,
    )  # fmt: skip
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    RobertaModel(roberta).save_pretrained(tmp_path)
    model = start(tmp_path, LABELS, codebook="0.9.0", seed=1)[0]
    model(**batch(model))["tone"].sum().backward()
    assert model.markers.weight.grad is not None
    assert model.markers.weight.grad.abs().sum() > 0


def test_no_encoder_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"{tmp_path}: no encoder can be loaded"):
        start(tmp_path, LABELS, codebook="0.9.0", seed=1)


def test_an_encoder_of_halves_is_trained_in_32_bits(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    AutoModel.from_pretrained(folder).half().save_pretrained(tmp_path)
    model, _ = start(tmp_path, LABELS, codebook="0.9.0", seed=1)
    assert {value.dtype for value in model.state_dict().values()} == {torch.float32}


def test_an_encoder_that_reads_less_is_refused(folder: Path) -> None:
    with pytest.raises(DataError, match=r"reads at most \d+ tokens, not 10000"):
        start(folder, LABELS, codebook="0.9.0", max_tokens=10_000, seed=1)


def test_missing_codes_teach_nothing(model: FramingModel) -> None:
    wanted = targets(CODES, LABELS)
    scores = {
        name: score.detach().requires_grad_() for name, score in model(**batch(model)).items()
    }
    loss(scores, wanted, weights(wanted, LABELS)).backward()
    taught = {name: score.grad.abs().sum(dim=1) > 0 for name, score in scores.items()}
    assert {name: rows.tolist() for name, rows in taught.items()} == {
        name: [True, name in ("in_scope", "voice")] for name in LABELS
    }


def test_a_loss_without_any_code_is_zero() -> None:
    wanted = targets([CODES[1]], {"tone": LABELS["tone"], "frame": LABELS["frame"]})
    scores = {"tone": torch.randn(1, 3), "frame": torch.randn(1, 12)}
    ones = {"tone": torch.ones(3), "frame": torch.ones(12)}
    assert loss(scores, wanted, ones).item() == 0.0


def test_rare_values_weigh_more() -> None:
    codes = [
        Codes(in_scope=True, actor_type="CSO_ORG", tone=-1 if i == 0 else 0,
              frames=("FOREIGN_AGENT",) if i < 4 else ("CIVIC_VOICE",))
        for i in range(20)
    ]  # fmt: skip
    wanted = targets(codes, LABELS)
    found = weights(wanted, LABELS)
    frame = dict(zip(LABELS["frame"], found["frame"].tolist(), strict=True))
    assert frame["FOREIGN_AGENT"] == pytest.approx(2.0)  # the root of 16 without to 4 with it
    assert frame["CIVIC_VOICE"] == 1.0
    assert found["tone"][0] == pytest.approx(19**0.5 * found["tone"][1].item())
    assert found["role"].unique().tolist() == [1.0]
