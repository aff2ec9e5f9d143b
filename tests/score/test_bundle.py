"""A classifier that is damaged, or not of this codebook, is refused with the reason."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mediaframe.errors import DataError
from mediaframe.score import bundle
from mediaframe.score.blend import PHRASES
from tests.score import bundles


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "framing"
    bundles.write(folder)
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "framing"))


def change(folder: Path, **fields: object) -> None:
    path = folder / bundle.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | fields), encoding="utf-8")


def test_what_is_saved_is_loaded(whole: Path) -> None:
    found = bundle.load(whole, bundles.BOOK)
    assert found.manifest.labels == bundles.LABELS
    assert set(found.manifest.files) == set(bundle.FILES)
    assert found.digest == bundle.load(whole, bundles.BOOK).digest
    assert found.tokenizer().get_vocab_size() > len(bundles.TEXT.split())


@pytest.mark.parametrize("name", bundle.FILES)
def test_a_damaged_file_is_named(folder: Path, name: str) -> None:
    raw = bytearray((folder / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / name).write_bytes(raw)
    with pytest.raises(DataError, match=f"{name}: damaged"):
        bundle.load(folder, bundles.BOOK)


@pytest.mark.parametrize("name", [*bundle.FILES, bundle.MANIFEST])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DataError, match=f"{name}: No such file"):
        bundle.load(folder, bundles.BOOK)


def test_another_codebook_is_refused(folder: Path) -> None:
    change(folder, codebook="0.1.0")
    with pytest.raises(DataError, match=r"trained with codebook 0\.1\.0, and the codebook here is"):
        bundle.load(folder, bundles.BOOK)


def test_other_labels_are_refused(folder: Path) -> None:
    change(folder, labels={**bundles.LABELS, "tone": ["0", "1"]})
    with pytest.raises(DataError, match="its labels are not those of the codebook"):
        bundle.load(folder, bundles.BOOK)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"format": 1}, "format 1; this version reads format 2"),
        ({"max_tokens": "many"}, "max_tokens: "),
        ({"files": {}}, "network.onnx is not listed"),
        ({"files": dict.fromkeys([*bundle.FILES, "../x"], "0")}, "damaged|not in this folder"),
    ],
)
def test_a_wrong_manifest_is_refused(folder: Path, fields: dict[str, object], reason: str) -> None:
    change(folder, **fields)
    with pytest.raises(DataError, match=reason):
        bundle.load(folder, bundles.BOOK)


def test_ngrams_of_other_labels_are_refused(folder: Path) -> None:
    name = bundle.NGRAMS[PHRASES]
    found = bundle.load(folder, bundles.BOOK)
    replace(found.ngrams()[PHRASES], names=("frame=OTHER",)).save(folder / name)
    with pytest.raises(DataError, match=f"{name}: its labels are not those of the manifest"):
        found.ngrams()


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_no_manifest_at_all(folder: Path, text: str) -> None:
    (folder / bundle.MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=bundle.MANIFEST):
        bundle.load(folder, bundles.BOOK)


def test_a_network_that_cannot_run_is_named(folder: Path) -> None:
    from mediaframe.score.session import Session

    (folder / bundle.NETWORK).write_bytes(b"no network")
    with pytest.raises(DataError, match=r"network\.onnx: ONNX Runtime cannot load it"):
        Session(folder / bundle.NETWORK)
