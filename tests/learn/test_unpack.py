"""A packed encoder is read by its format and becomes a Hugging Face folder."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from mediaframe.errors import DataError
from mediaframe.learn import packed, unpack
from tests.learn import packing


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> packed.Packed:
    return packed.read(packing.write(tmp_path_factory.mktemp("packed") / "tiny.bin"))


@pytest.fixture(scope="module")
def folder(source: packed.Packed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("encoder")
    unpack.build(source, target)
    return target


def test_weights_come_back_to_the_nearest_step(source: packed.Packed) -> None:
    for name, value in packing.tensors().items():
        if value.ndim == 1:
            np.testing.assert_allclose(source.vector(name), value, rtol=1e-6)
        else:
            step = np.abs(value.reshape(-1, packed.BLOCK)).max(axis=1) / 7
            off = np.abs(source.matrix(name, value.shape[1]) - value).reshape(-1, packed.BLOCK)
            assert (off <= 0.51 * step[:, None]).all()


def test_some_rows_of_a_matrix(source: packed.Packed) -> None:
    whole = source.matrix("emb.word", packing.HIDDEN)
    some = source.matrix("emb.word", packing.HIDDEN, rows=[5, 0])
    np.testing.assert_array_equal(some, whole[[5, 0]])


def test_pieces_of_other_scripts_are_left_out(source: packed.Packed) -> None:
    kept = [source.pieces[i] for i in unpack.vocabulary(source)]
    assert set(source.pieces) - set(kept) == {"▁hello", "Q", "مُ", "▁کے", "漢"}


def test_the_folder_loads_as_an_encoder(source: packed.Packed, folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder)
    assert model.config.vocab_size == len(tokenizer) == len(unpack.vocabulary(source))
    assert tokenizer.tokenize("جَمعيّة الجـمعيات 2019.") == [
        "▁جمعية", "▁ال", "جمعيات", "▁", "2019", "."
    ]  # fmt: skip
    ids = tokenizer("جمعية", return_tensors="pt")
    assert tokenizer.convert_ids_to_tokens(ids["input_ids"][0]) == ["<s>", "▁جمعية", "</s>"]
    with torch.no_grad():
        states = model(**ids).last_hidden_state
    assert states.shape == (1, 3, packing.HIDDEN)


def test_embeddings_stay_with_their_pieces(source: packed.Packed, folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    table = AutoModel.from_pretrained(folder).get_input_embeddings().weight.detach().numpy()
    whole = source.matrix("emb.word", packing.HIDDEN)
    for piece in ("▁جمعية", "2019", "<pad>", "<mask>"):
        row = table[tokenizer.convert_tokens_to_ids(piece)]
        np.testing.assert_array_equal(row, whole[source.pieces.index(piece)])


def test_an_encoder_that_relates_nothing_fails_its_check(folder: Path) -> None:
    with pytest.raises(DataError, match="the encoder is damaged"):
        unpack.check(folder)


def test_every_shortened_file_is_refused(tmp_path: Path) -> None:
    path = packing.write(tmp_path / "tiny.bin")
    data = path.read_bytes()
    for size in (*range(0, 1200, 53), len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(DataError, match=r"tiny\.bin: (damaged|not a packed encoder)"):
            packed.read(path)


@pytest.mark.parametrize("name", ["emb.pos", "l1.fi.w"])
def test_a_missing_tensor_is_named(tmp_path: Path, name: str) -> None:
    source = packed.read(packing.write(tmp_path / "tiny.bin", leave_out=name))
    with pytest.raises(DataError, match=f"has no tensor {name}"):
        unpack.build(source, tmp_path / "encoder")


def test_a_file_without_a_mask_token_is_refused(tmp_path: Path) -> None:
    pieces = (*packing.PIECES[:-1], "x")
    source = packed.read(packing.write(tmp_path / "tiny.bin", pieces=pieces))
    with pytest.raises(DataError, match="has no piece <mask>"):
        unpack.vocabulary(source)


def test_tensors_of_another_kind_or_width_are_refused(
    source: packed.Packed, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=r"emb\.word is packed"):
        source.vector("emb.word")
    for name, width in (("emb.pos", packing.HIDDEN), ("emb.word", 33), ("l0.q.w", 32 * 33)):
        with pytest.raises(DataError, match=f"{name} is not packed in rows of {width}"):
            source.matrix(name, width)
    with pytest.raises(DataError, match="has only 28 rows"):
        source.matrix("emb.word", packing.HIDDEN, rows=[28])
    with pytest.raises(DataError, match="No such file"):
        packed.read(tmp_path / "absent.bin")
