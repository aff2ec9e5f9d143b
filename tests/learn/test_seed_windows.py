"""The written windows are well formed, fit the codebook and copy nobody."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from mediaframe import codebook, config
from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.learn import dataset
from mediaframe.types import NONE

ROOT = config.data_root()
SEED = ROOT / "annotations/seed"
SERIES = ROOT / "annotations/families"
CONTRAST = ROOT / "annotations/contrast"
BOOK = codebook.load(ROOT / "annotations/codebook.yaml")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RARE = (
    "FOREIGN_AGENT", "CREDIBILITY_ATTACK", "CORRUPT_SELF_INTEREST", "MORAL_CULTURAL_THREAT",
    "STATE_PATRONAGE", "ACHIEVEMENT_IMPACT",
)  # fmt: skip
THEMES = (
    "allegiance", "attribution", "credibility", "force", "integrity", "lines", "praise", "tone",
    "valuing", "voice",
)  # fmt: skip
"""Families of windows that differ in what changes a code."""
EXCLUDED = {"EXCLUDED", "POLITICAL_EXCLUDED"}


class Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class WrittenCodes(Part):
    in_scope: bool
    actor_type: str
    frames: list[str]
    primary_frame: str
    tone: int
    role: str
    voice: str
    rebutted: bool
    distancing: bool
    issues: list[str]
    evidence: str


class Written(Part):
    id: str
    article: str
    country: str | None
    outlet_class: str
    genre: str
    headline: str
    text: str
    start: int
    end: int
    stratum: str
    codes: WrittenCodes


def words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def read(path: Path) -> list[Written]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Written.model_validate(json.loads(line)) for line in lines]


WINDOWS = {frame: read(SEED / f"{frame.lower()}.jsonl") for frame in RARE}
FAMILIES = {name: read(SERIES / f"{name}.jsonl") for name in THEMES}
MEASURED = read(CONTRAST / "windows.jsonl")
APART = [window for windows in WINDOWS.values() for window in windows]
LEARNED = [*APART, *(window for windows in FAMILIES.values() for window in windows)]
ALL = [*LEARNED, *MEASURED]


def registry_names() -> Iterator[str]:
    actors = yaml.load((ROOT / "corpora/actors.yaml").read_bytes(), Loader=LOADER)
    outlets = yaml.load((ROOT / "corpora/outlets.yaml").read_bytes(), Loader=LOADER)
    entries = [
        entry
        for groups in (actors["organisations"], outlets["outlets"])
        for group in groups.values()
        for entry in group
    ]
    for entry in entries:
        for name in (entry["name_ar"], *entry.get("aliases_ar", ())):
            yield name.split("(")[0]
    for key, people in actors["persons"].items():
        if key != "note":
            yield from (name.split("(")[0] for name in people)


@pytest.mark.parametrize("frame", RARE)
def test_a_frame_has_many_positives_and_near_misses(frame: str) -> None:
    windows = WINDOWS[frame]
    carries = [frame in window.codes.frames for window in windows]
    plain = [has and not w.codes.rebutted for w, has in zip(windows, carries, strict=True)]
    assert len(windows) >= 50
    assert plain.count(True) >= 30
    assert plain.count(False) >= 15
    assert {window.stratum for window in windows} == {f"seed {frame}"}
    assert len({window.country for window in windows}) >= 10
    assert {window.codes.voice for window in windows} == set(BOOK.labels["voice"])


def test_the_readmes_count_the_windows() -> None:
    readme = (SEED / "README.md").read_text(encoding="utf-8")
    for frame, windows in WINDOWS.items():
        carried = Counter(w.codes.rebutted for w in windows if frame in w.codes.frames)
        voices = Counter(w.codes.voice for w in windows)
        counts = (
            len(windows), carried[False], carried[True], len(windows) - carried.total(),
            *(voices[voice] for voice in ("OUTLET", "STATE", "ACTOR", "OTHER")),
        )  # fmt: skip
        assert f"| {frame.lower()} | {' | '.join(map(str, counts))} |" in readme
    readme = (SERIES / "README.md").read_text(encoding="utf-8")
    for name, windows in FAMILIES.items():
        tones = Counter(w.codes.tone for w in windows)
        voices = Counter(w.codes.voice for w in windows)
        counts = (
            len(windows), tones[-1], tones[0], tones[1],
            *(voices[voice] for voice in ("OUTLET", "STATE", "ACTOR", "OTHER")),
            sum(w.codes.rebutted for w in windows), sum(w.codes.distancing for w in windows),
        )  # fmt: skip
        assert f"| {name} | {' | '.join(map(str, counts))} |" in readme


@pytest.mark.parametrize("name", THEMES)
def test_families_set_codes_against_each_other(name: str) -> None:
    windows = FAMILIES[name]
    assert len(windows) >= 100
    assert len({tuple(window.codes.frames) for window in windows}) >= 5
    assert len({window.country for window in windows}) >= 8
    assert {window.codes.voice for window in windows} == set(BOOK.labels["voice"])


def test_the_loader_reads_the_folders() -> None:
    items = [*dataset.read(SEED, BOOK), *dataset.read(SERIES, BOOK)]
    assert sorted(item.window.id for item in items) == sorted(window.id for window in LEARNED)
    assert len({window.id for window in ALL}) == len(ALL)


def test_nothing_that_is_measured_on_is_learned() -> None:
    learned = [*dataset.read(SEED, BOOK), *dataset.read(SERIES, BOOK)]
    measured = dataset.read(CONTRAST, BOOK)
    assert len(measured) == len(MEASURED) >= 500
    assert len(dataset.apart(learned, measured)) == len(learned)


def test_codes_fit_the_codebook() -> None:
    for window in ALL:
        codes, frames = window.codes, window.codes.frames
        assert frames == [NONE] or set(frames) <= set(BOOK.frame_ids), window.id
        assert 1 <= len(set(frames)) == len(frames) <= 3, window.id
        assert codes.primary_frame == frames[0], window.id
        for variable, label in (
            ("tone", str(codes.tone)),
            ("role", codes.role),
            ("voice", codes.voice),
            ("genre", window.genre),
        ):
            assert label in BOOK.labels[variable], window.id
        assert set(codes.issues) <= set(BOOK.issue_ids), window.id
        assert len(set(codes.issues)) == len(codes.issues) <= 2, window.id
        assert codes.actor_type in {*BOOK.labels["actor_type"], "EXCLUDED"}, window.id
        assert codes.in_scope == (codes.actor_type not in EXCLUDED), window.id
        if frames == [NONE]:
            assert (codes.tone, codes.role, codes.rebutted) == (0, NONE, False), window.id
        if codes.rebutted:
            assert set(frames) & BOOK.superframe("DELEGITIMATION"), window.id
            assert codes.role != "ANTAGONIST", window.id
        assert codes.evidence or not codes.tone, f"{window.id}: no cue for its tone"
        assert codes.evidence in window.text, window.id


def test_the_target_is_a_whole_mention() -> None:
    for window in ALL:
        text, start, end = window.text, window.start, window.end
        target = text[start:end]
        assert target[0].isalpha(), (window.id, target)
        assert target.count("«") == target.count("»"), (window.id, target)
        assert target[-1] not in " \n،.:؛", (window.id, target)
        assert start == 0 or not text[start - 1].isalnum(), (window.id, target)
        assert end == len(text) or not text[end].isalnum(), (window.id, target)
        assert not set(text) & set("⟦⟧‹›"), window.id
        assert 12 <= len(text.split()) <= 130, window.id


@pytest.mark.parametrize(("windows", "most"), [(APART, 0.3), (ALL, 0.75)])
def test_no_two_windows_share_their_wording(windows: list[Written], most: float) -> None:
    shingles = [set(zip(*(words(w.text)[i:] for i in range(5)), strict=False)) for w in windows]
    seen = Counter(shingle for found in shingles for shingle in found)
    for window, found in zip(windows, shingles, strict=True):
        shared = {shingle for shingle in found if seen[shingle] > 1}
        assert len(shared) < most * len(found), window.id


def test_windows_of_rare_frames_are_stories_of_their_own() -> None:
    assert len(set(dataset.stories(dataset.read(SEED, BOOK)))) == len(APART)


def test_no_name_of_the_registries_occurs() -> None:
    texts = {w.id: f" {' '.join(words(f'{w.headline} {w.text}'))} " for w in ALL}
    targets = {w.id: f" {' '.join(words(w.text[w.start : w.end]))} " for w in ALL}
    for name in {" ".join(words(name)) for name in registry_names()} - {""}:
        for key, text in texts.items():
            # Outlets of one word (الوطن، العالم) are plain words too: no target may be one.
            found = f" {name} " in text if " " in name else targets[key] == f" {name} "
            assert not found, (key, name)
