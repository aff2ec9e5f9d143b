"""The words of the report in both languages."""

import re
from importlib.resources import files

import pytest
import yaml

from mediaframe.report import words
from tests.report import invented

ENTRIES = yaml.safe_load((files("mediaframe.report") / "words.yaml").read_text(encoding="utf-8"))
SOURCES = [
    file.read_text(encoding="utf-8")
    for folder in ("", "templates")
    for file in (files("mediaframe.report") / folder).iterdir()
    if file.name.endswith((".py", ".j2"))
]


@pytest.mark.parametrize("key", ENTRIES)
def test_every_entry_is_there_in_both_languages_with_the_same_places(key: str) -> None:
    entry = ENTRIES[key]
    assert list(entry) == ["ar", "en"]
    if isinstance(entry["ar"], str):
        assert isinstance(entry["en"], str)
        assert set(re.findall(r"{(\w+)}", entry["ar"])) == set(re.findall(r"{(\w+)}", entry["en"]))
        assert re.search(r"[\u0621-\u064a]", entry["ar"]) or key in ("period", "interval", "comma")
        assert not re.search(r"[\u0621-\u064a]", entry["en"])
    elif isinstance(entry["ar"], dict) and key != "nouns":
        assert list(entry["ar"]) == list(entry["en"])
    else:
        assert len(entry["ar"]) == len(entry["en"])


def test_every_entry_is_used() -> None:
    code = "\n".join(SOURCES)
    built = ("col_", "per_", "rule_", "chart_frames", "chart_issues", "judge_by_")
    unused = [
        key
        for key in ENTRIES
        if not key.startswith(built) and not re.search(rf"""["']{key}["']""", code)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("count", "arabic"),
    [
        (1, "مقالة واحدة"), (2, "مقالتين"), (3, "3 مقالات"), (10, "10 مقالات"), (11, "11 مقالة"),
        (99, "99 مقالة"), (100, "100 مقالة"), (103, "103 مقالات"), (1234, "1,234 مقالة"),
    ],
)  # fmt: skip
def test_arabic_nouns_agree_with_their_number(count: int, arabic: str) -> None:
    assert words.load()["ar"].counted("articles", count) == arabic


def test_names_fall_back_on_the_other_language() -> None:
    loaded = words.load()
    small = invented.OUTLETS["Nashra <b>"]
    assert loaded["en"].name(small) == "نشرة صغيرة"
    assert loaded["en"].of("country", "XX") == "XX"
    assert loaded["en"].day(None) == "undated"
