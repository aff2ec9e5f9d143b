"""The folder of a trained classifier: what is in it, and whether it is whole and fits."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from tokenizers import Tokenizer

from mediaframe.codebook import Codebook
from mediaframe.errors import DataError
from mediaframe.score.blend import LETTERS, PHRASES
from mediaframe.score.decision import labels
from mediaframe.score.encoding import WindowEncoder
from mediaframe.score.ngrams import Ngrams

Model = TypeVar("Model", bound=BaseModel)

FORMAT = 2
MANIFEST = "manifest.json"
NETWORK = "network.onnx"
NGRAMS = {PHRASES: "phrases.npz", LETTERS: "letters.npz"}
"""Source of scores -> its file."""
TOKENIZER = "tokenizer.json"
DECISION = "decision.json"
FILES = (NETWORK, *NGRAMS.values(), TOKENIZER, DECISION)


class Decision(BaseModel):
    """`decision.json`: how the scores of the network become codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[str, dict[str, float]]
    """As in `score.blend.Blend`."""
    calibration: dict[str, tuple[float, float]]
    """As in `score.calibration.Calibration`."""
    thresholds: dict[str, float]
    """As in `score.decision.decide`."""
    confidence: float
    """Codes of a window whose frames are less likely than this are withheld."""


class Manifest(BaseModel):
    """`manifest.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    codebook: str
    """Version of the codebook that the labels are of."""
    labels: dict[str, tuple[str, ...]]
    """Variable -> values, in the order of the network's outputs."""
    max_tokens: int
    begin_id: int
    end_id: int
    markers: tuple[int, int]
    lexicon: str
    """Digest of the lexicon that the decision was chosen with."""
    files: dict[str, str]
    """File -> its SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A trained classifier on disk."""

    folder: Path
    manifest: Manifest
    decision: Decision
    digest: str
    """Version of it: hash of the manifest, which has the hashes of all files."""

    def encoder(self) -> WindowEncoder:
        """What makes windows into the tokens that the network reads.

        Raises:
            DataError: its tokenizer cannot be read.
        """
        return WindowEncoder(
            self.tokenizer(),
            begin=self.manifest.begin_id,
            end=self.manifest.end_id,
            markers=self.manifest.markers,
            max_tokens=self.manifest.max_tokens,
        )

    def ngrams(self) -> dict[str, Ngrams]:
        """The n-grams beside the network, by source.

        Raises:
            DataError: a file cannot be read, or is of other labels.
        """
        known = {f"{name}={value}" for name, some in self.manifest.labels.items() for value in some}
        found = {}
        for source, name in NGRAMS.items():
            found[source] = Ngrams.load(self.folder / name)
            if not known.issuperset(found[source].names):
                raise DataError(f"{self.folder / name}: its labels are not those of the manifest")
        return found

    def tokenizer(self) -> Tokenizer:
        """The tokenizer of its encoder.

        Raises:
            DataError: it cannot be read.
        """
        path = self.folder / TOKENIZER
        try:
            return Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing more special
            raise DataError(f"{path}: no tokenizer: {error}") from error


def load(folder: Path, book: Codebook) -> Bundle:
    """The classifier in `folder`, every file of it checked against its digest.

    Raises:
        DataError: a file is missing, damaged or not as in the manifest, or the classifier is of
            another format or codebook.
    """
    path = folder / MANIFEST
    raw = _bytes(path)
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise DataError(f"{path}: no JSON: {error}") from error
    form = found.get("format") if isinstance(found, dict) else None
    if form != FORMAT:
        raise DataError(f"{path}: format {form}; this version reads format {FORMAT}")
    manifest = _valid(path, raw, Manifest)
    if manifest.codebook != book.meta.version:
        raise DataError(
            f"{path}: trained with codebook {manifest.codebook}, and the codebook here is "
            f"{book.meta.version}; train it anew, or name the codebook it was trained with"
        )
    if manifest.labels != labels(book):
        raise DataError(f"{path}: its labels are not those of the codebook {manifest.codebook}")
    for name in FILES:
        if name not in manifest.files:
            raise DataError(f"{path}: files: {name} is not listed")
    for name, digest in manifest.files.items():
        if Path(name).name != name:
            raise DataError(f"{path}: files: {name} is not in this folder")
        if hashlib.sha256(_bytes(folder / name)).hexdigest() != digest:
            raise DataError(f"{folder / name}: damaged, or not the file that the manifest is of")
    decision = _valid(folder / DECISION, _bytes(folder / DECISION), Decision)
    if set(decision.weights) != set(manifest.labels):
        raise DataError(f"{folder / DECISION}: weights: not those of the manifest's labels")
    return Bundle(
        folder=folder,
        manifest=manifest,
        decision=decision,
        digest=hashlib.sha256(raw).hexdigest()[:16],
    )


def save(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of a folder that has all its files; their digests are added."""
    files = {name: hashlib.sha256(_bytes(folder / name)).hexdigest() for name in FILES}
    whole = Manifest.model_validate({**manifest, "format": FORMAT, "files": files})
    text = json.dumps(whole.model_dump(), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error


def _valid(path: Path, raw: bytes, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "(top level)"
        raise DataError(f"{path}: {key}: {first['msg']}") from error
