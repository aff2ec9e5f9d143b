"""Registries are checked as a whole; additions go to the workspace's own files or nowhere."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from mediaframe.collect.outlet_file import Notes, OutletFile, entry, load_file
from mediaframe.collect.registry import load
from mediaframe.errors import DataError
from mediaframe.pipeline import actors as actor_registries
from mediaframe.pipeline import outlets as outlet_registries
from mediaframe.pipeline.finding import Finding, failed
from mediaframe.store import outlets
from mediaframe.store.database import Store
from mediaframe.types import Outlet

CLASSES = {"ownership_classes": {"state": "", "private": "", "unknown": ""}}
SHIRA = {"id": "bh_shira", "name_ar": "الشراع", "country": "BH", "domains": ["shira.example"],
         "ownership": "private", "confidence": "high"}  # fmt: skip
NAWRAS = {"id": "bh_nawras", "name_ar": "جمعية النورس", "name_en": "Nawras", "type": "CSO_ORG",
          "country": "BH", "aliases_ar": ["النورس"], "abbr": ["NWRS"]}  # fmt: skip
TYPES = ("CSO_ORG", "UNION_SYNDICATE")


def _write(path: Path, **content: object) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def _errors(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(found.item, found.what) for found in findings if found.level == "error"]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """An outlet registry of one outlet."""
    return _write(tmp_path / "base.yaml", outlets=[SHIRA], notes=CLASSES)


@pytest.fixture
def actor_base(tmp_path: Path) -> Path:
    """An actor registry of one organisation."""
    return _write(tmp_path / "actor-base.yaml", organisations={"BH": [NAWRAS]})


def test_a_sound_registry_has_no_findings(base: Path) -> None:
    assert outlet_registries.check([base]) == []


def test_gaps_are_notes(tmp_path: Path) -> None:
    weak = {"id": "bh_bina", "name_ar": "البناء", "confidence": "low"}
    findings = outlet_registries.check([_write(tmp_path / "a.yaml", outlets=[weak])])
    assert not failed(findings)
    assert [found.what for found in findings] == [
        "no domain, no country, ownership unknown, confidence low"
    ]


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"ownership": "royal"}, "ownership: 'royal' is none of private, state, unknown"),
        ({"domains": ["www.shira.example"]}, "domain shira.example is that of bh_shira too"),
        ({"name_ar": "الشِّراع", "country": "BH"}, "name الشِّراع is that of bh_shira too"),
        ({"domains": ["copies.example"]}, "copies.example is excluded as a source: why"),
    ],
)
def test_what_makes_outlets_wrong(
    other: dict[str, object], what: str, base: Path, tmp_path: Path
) -> None:
    more = {"id": "bh_other", "name_ar": "آخر", "country": "IQ", "ownership": "state"} | other
    notes = {"exclude_as_sources": [{"domain": "copies.example", "why": "why"}]}
    findings = outlet_registries.check(
        [base, _write(tmp_path / "own.yaml", outlets=[more], notes=notes)]
    )
    assert failed(findings)
    assert _errors(findings) == [("bh_other", what)]


def test_a_name_of_two_countries_and_a_replaced_outlet_are_notes(
    base: Path, tmp_path: Path
) -> None:
    same = {**SHIRA, "id": "ma_shira", "country": "MA", "domains": ["shira.test.example"]}
    own = _write(tmp_path / "own.yaml", outlets=[SHIRA, same])
    findings = outlet_registries.check([base, own])
    assert not failed(findings)
    assert [found.what for found in findings] == [
        "name الشراع is that of bh_shira too: sources must give the country or a URL",
        f"replaces the one of {base}",
    ]


def test_a_broken_file_is_an_error_and_the_others_are_checked(base: Path, tmp_path: Path) -> None:
    broken = _write(tmp_path / "broken.yaml", outlets=[{"id": "x"}])
    for check in (
        outlet_registries.check([broken, base]),
        actor_registries.check([_write(tmp_path / "b.yaml", organisations=[{"id": "x"}])], TYPES),
    ):
        assert [found.level for found in check] == ["error"]
        assert "name_ar" in check[0].what


def test_added_outlets_are_found_and_replace_stored_ones(
    store: Store, base: Path, tmp_path: Path
) -> None:
    with store.begin() as conn:
        outlets.save(conn, [Outlet(id="bh_fajr", name_ar="fajr", verified=False)])
    own = tmp_path / "outlets.yaml"
    fajr = entry(id="bh_fajr", name_ar="الفجر", country="BH", ownership="state")
    nur = entry(id="bh_nur", name_ar="النور", country="BH", regional=True)
    notes = Notes.model_validate({"exclude_as_sources": [{"domain": "c.example", "why": "w"}]})
    outlet_registries.add(store, own, [base], OutletFile(Path("new"), (fajr,), notes))
    outlet_registries.add(store, own, [base, own], OutletFile(Path("new"), (nur,), Notes()))
    assert load_file(own).entries == (fajr, nur)
    registry = load([base, own])
    assert set(registry.by_id) == {"bh_shira", "bh_fajr", "bh_nur"}
    assert registry.excluded("c.example") == "c.example is excluded as a source: w"
    with store.read() as conn:
        (stored,) = outlets.all(conn)
    assert (stored.name_ar, stored.verified) == ("الفجر", True)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        ({"id": "bh_shira", "name_ar": "آخر"}, "there already: id bh_shira"),
        ({"id": "bh_b", "name_ar": "آخر", "domains": ["shira.example"]}, "domain shira.example"),
        ({"id": "bh_b", "name_ar": "صحيفة الشراع", "country": "BH"}, "outlet bh_shira"),
        ({"id": "bh_b", "name_ar": "آخر", "ownership": "royal"}, "'royal' is none of"),
    ],
)
def test_refused_outlets_change_nothing(
    new: dict[str, object], error: str, store: Store, base: Path, tmp_path: Path
) -> None:
    own = tmp_path / "outlets.yaml"
    with pytest.raises(DataError, match=error):
        outlet_registries.add(store, own, [base], OutletFile(Path("new"), (entry(**new),), Notes()))
    assert not own.exists()


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"type": "CLUB"}, "type: 'CLUB' is none of CSO_ORG, UNION_SYNDICATE"),
        ({"aliases_ar": ["النّورس"]}, "name النورس is that of bh_nawras too"),
    ],
)
def test_what_makes_actors_wrong(
    other: dict[str, object], what: str, actor_base: Path, tmp_path: Path
) -> None:
    more = {"id": "iq_other", "name_ar": "منظمة أخرى", "name_en": "O", "type": "CSO_ORG"} | other
    own = _write(tmp_path / "own.yaml", organisations=[more])
    assert _errors(actor_registries.check([actor_base, own], TYPES)) == [("iq_other", what)]


def test_notes_about_actors(actor_base: Path, tmp_path: Path) -> None:
    assert actor_registries.check([actor_base], TYPES) == []
    in_context = {
        "id": "iq_nawras", "name_ar": "النورس", "type": "CSO_ORG", "abbr": ["NWRS"],
        "require_context": ["العراق"], "confidence": "low",
    }  # fmt: skip
    own = _write(tmp_path / "own.yaml", organisations=[in_context, NAWRAS])
    findings = actor_registries.check([actor_base, own], TYPES)
    assert not failed(findings)
    assert [found.what for found in findings] == [
        "no English name, confidence low",
        f"replaces the one of {actor_base}",
        "name النورس is that of bh_nawras too",
        "name nwrs is that of bh_nawras too",
    ]


def test_added_actors_are_found(actor_base: Path, tmp_path: Path) -> None:
    own = tmp_path / "actors.yaml"
    new = _write(
        tmp_path / "new.yaml",
        organisations={"IQ": [{"id": "iq_a", "name_ar": "نقابة", "type": "UNION_SYNDICATE"}]},
        exclusions={"POLITICAL_EXCLUDED": ["حزب الشراع"]},
        persons={"IQ": ["سامر النورس"], "note": "invented"},
    )
    assert actor_registries.add(own, [actor_base], new, TYPES) == 1
    actor = {"id": "ma_b", "name_ar": "رابطة", "type": "CSO_ORG", "country": "MA"}
    actor_registries.add_one(own, [actor_base, own], actor, TYPES)
    content = yaml.safe_load(own.read_text(encoding="utf-8"))
    assert [(item["id"], item["country"]) for item in content["organisations"]] == [
        ("iq_a", "IQ"),
        ("ma_b", "MA"),
    ]
    assert content["exclusions"] == {"POLITICAL_EXCLUDED": ["حزب الشراع"]}
    assert content["persons"] == {"IQ": ["سامر النورس"]}
    assert not failed(actor_registries.check([actor_base, own], TYPES))


@pytest.mark.parametrize(
    ("new", "error"),
    [
        ({"id": "bh_nawras", "name_ar": "أخرى", "type": "CSO_ORG"}, "there already: id bh_nawras"),
        ({"id": "x", "name_ar": "جمعيّة النورس", "type": "CSO_ORG", "country": "BH"}, "bh_nawras"),
        ({"id": "x", "name_ar": "أخرى", "type": "CLUB"}, "'CLUB' is none of"),
        ({"id": "x", "name_ar": "", "type": "CSO_ORG"}, "name_ar"),
    ],
)
def test_refused_actors_change_nothing(
    new: dict[str, object], error: str, actor_base: Path, tmp_path: Path
) -> None:
    own = tmp_path / "actors.yaml"
    with pytest.raises(DataError, match=error):
        actor_registries.add_one(own, [actor_base], new, TYPES)
    file = _write(tmp_path / "new.yaml", organisations=[new])
    with pytest.raises(DataError, match=error):
        actor_registries.add(own, [actor_base], file, TYPES)
    assert not own.exists()
