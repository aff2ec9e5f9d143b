"""The project's codebook loads, and a broken one is refused with file and key."""

from pathlib import Path

import pytest
import yaml

from mediaframe import codebook, config
from mediaframe.errors import DataError

PATH = config.data_root() / "annotations/codebook.yaml"


def broken(folder: Path, change: dict[str, object]) -> Path:
    raw = yaml.safe_load(PATH.read_text(encoding="utf-8")) | change
    path = folder / "codebook.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def test_the_codebook_has_twelve_frames_in_four_groups_and_names_in_both_languages() -> None:
    book = codebook.load(PATH)
    assert len(book.frame_ids) == 12
    assert book.superframe("DELEGITIMATION") < set(book.frame_ids)
    for labels in book.labels.values():
        assert all(label.name_ar and label.name_en for label in labels.values())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"frames": []}, "superframes"),
        ({"issues": [{"id": "A"}]}, "issues.0.name_ar"),
        ({"actor_types": [{"id": "A", "name_ar": "أ"}] * 2}, "A is listed twice"),
        ({"meta": {"name": "x"}}, "meta.version"),
    ],
)
def test_a_broken_codebook_is_named(tmp_path: Path, change: dict[str, object], named: str) -> None:
    path = broken(tmp_path, change)
    with pytest.raises(DataError, match=named) as caught:
        codebook.load(path)
    assert str(path) in str(caught.value)


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        codebook.load(tmp_path / "none.yaml")
    path = tmp_path / "bad.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.yaml.*YAML"):
        codebook.load(path)
