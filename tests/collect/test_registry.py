"""Registry files are validated and an outlet is found by id, name or domain."""

from pathlib import Path

import pytest
import yaml

from mediaframe.collect.outlet_file import (
    Notes,
    OutletFile,
    country_code,
    entry,
    host,
    load_file,
    save_file,
)
from mediaframe.collect.registry import OutletRegistry, load
from mediaframe.config import Settings
from mediaframe.errors import DataError

NOTES = {
    "ownership_classes": {"state": "", "private": "", "unknown": ""},
    "exclude_as_sources": [{"domain": "copies.example", "why": "copies others"}],
    "name_collisions": [{"name": "الشراع", "ids": ["bh_shira", "others"]}],
}
OUTLETS = [
    {"id": "bh_shira", "name_ar": "الشراع", "name_lat": "Al Shira", "country": "BH",
     "domains": ["shira.example"], "type": "newspaper", "ownership": "private"},
    {"id": "iq_naour", "name_ar": "منصة الناعور", "name_en": "Al Naour / Naour Net",
     "country": "IQ", "domains": ["www.naour.example"], "ownership": "state",
     "aliases": ["naour_official"]},
    {"id": "iq_manar", "name_ar": "المنار (نشرة)", "country": "IQ"},
    {"id": "ma_manar", "name_ar": "المنار", "country": "MA"},
    {"id": "rg_ufuq", "name_ar": "الأفق العربي", "country": "UK", "regional": True},
]  # fmt: skip


def _write(path: Path, outlets: object = OUTLETS, notes: object = NOTES) -> Path:
    content = {"outlets": outlets} | ({"notes": notes} if notes else {})
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


@pytest.fixture
def registry(tmp_path: Path) -> OutletRegistry:
    return load([_write(tmp_path / "outlets.yaml")])


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("bh_shira", None, "bh_shira"),
        ("BH_Shira", "IQ", "bh_shira"),
        ("الناعور", None, "iq_naour"),
        ("منصّة النـاعور", None, "iq_naour"),
        ("موقع الناعور", None, "iq_naour"),
        ("al-naour", None, "iq_naour"),
        ("Naour Net", "IQ", "iq_naour"),
        ("naour_official", None, "iq_naour"),
        ("الناعور", "MA", None),
        ("naour.example", "MA", "iq_naour"),
        ("https://news.naour.example:443/a", None, "iq_naour"),
        ("xnaour.example", None, None),
        ("example", None, None),
        # names that several bear
        ("المنار", None, None),
        ("المنار", "MA", "ma_manar"),
        ("المنار", "IQ", "iq_manar"),
        ("الشراع", None, None),
        ("Al Shira", None, None),
        ("صحيفة الشراع", "BH", "bh_shira"),
        ("الشراع", "KW", None),
        # regional: any country may be given
        ("الافق العربي", "SY", "rg_ufuq"),
        ("", None, None),
        ("!", None, None),
    ],
)
def test_resolve(
    name: str, country: str | None, expected: str | None, registry: OutletRegistry
) -> None:
    outlet = registry.resolve(name, country=country)
    assert (outlet and outlet.id) == expected


def test_outlets(registry: OutletRegistry) -> None:
    assert [outlet.id for outlet in registry.outlets] == [outlet["id"] for outlet in OUTLETS]
    naour = registry.by_id["iq_naour"]
    assert (naour.name_en, naour.domains, naour.verified) == (
        "Al Naour / Naour Net",
        ("naour.example",),
        True,
    )
    assert registry.by_id["rg_ufuq"].country == "GB"


def test_excluded_sources(registry: OutletRegistry) -> None:
    assert registry.excluded("www2.copies.example") == (
        "copies.example is excluded as a source: copies others"
    )
    assert registry.excluded("shira.example") is None


def test_the_nested_form(tmp_path: Path) -> None:
    groups = {"BH": [OUTLETS[0]], "REGIONAL": [{**OUTLETS[1], "regional": False}]}
    file = load_file(_write(tmp_path / "nested.yaml", groups))
    assert [(item.id, item.regional) for item in file.entries] == [
        ("bh_shira", False),
        ("iq_naour", True),
    ]


def test_a_later_file_replaces_an_outlet(tmp_path: Path) -> None:
    changed = {**OUTLETS[0], "ownership": "state"}
    paths = [_write(tmp_path / "a.yaml"), _write(tmp_path / "b.yaml", [changed], None)]
    registry = load(paths)
    assert registry.by_id["bh_shira"].ownership == "state"
    assert len(registry.outlets) == len(OUTLETS)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"id": "BH Shira"}, "outlets.0.id"),
        ({"name_ar": ""}, "outlets.0.name_ar"),
        ({"country": "Bahrain"}, "outlets.0.country"),
        ({"domains": ["no domain"]}, "outlets.0.domains.0"),
        ({"ownershp": "state"}, "outlets.0.ownershp"),
        ({"ownership": "royal"}, "outlet bh_shira: ownership: 'royal' is none of"),
        ({"id": "iq_naour"}, "outlet iq_naour: the id is there twice"),
    ],
)
def test_errors_name_file_and_key(change: dict[str, object], error: str, tmp_path: Path) -> None:
    path = _write(tmp_path / "outlets.yaml", [OUTLETS[0] | change, OUTLETS[1]])
    with pytest.raises(DataError) as caught:
        load([path])
    assert str(path) in str(caught.value)
    assert error in str(caught.value)


@pytest.mark.parametrize("content", ["", "outlets: 3", "- a", "notes: {}", "outlets: {BH: 3}", "{"])
def test_files_that_are_no_registry(content: str, tmp_path: Path) -> None:
    path = tmp_path / "outlets.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"outlets\.yaml"):
        load([path])


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    file = load_file(_write(tmp_path / "outlets.yaml"))
    copy = tmp_path / "copy.yaml"
    save_file(OutletFile(copy, file.entries, file.notes))
    again = load_file(copy)
    assert (again.entries, again.notes) == (file.entries, file.notes)
    assert not list(tmp_path.glob(".*"))


def test_an_entry_by_its_fields() -> None:
    made = entry(id="bh_nur", name_ar="نشرة النور", country="bh", domains=("nur.example",))
    assert (made.country, made.ownership) == ("BH", "unknown")
    with pytest.raises(DataError, match="outlet: id"):
        entry(id="النور", name_ar="نشرة النور")
    assert Notes().ownership_classes == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.Naour.example/a?b=c.d", "naour.example"),
        ("http://user:secret@naour.example:80", "naour.example"),
        ("//cdn.naour.example", "cdn.naour.example"),
        ("naour.example", "naour.example"),
        ("نهار.موقع", "نهار.موقع"),
        ("naour", ""),
        ("الناعور", ""),
        ("javascript:alert(1)", ""),
        ("http://", ""),
        ("http://[::1", ""),
        ("127.0.0.1", ""),
        ("", ""),
        ("a" * 5000 + ".example", ""),
    ],
)
def test_host(text: str, expected: str) -> None:
    assert host(text) == expected


def test_country_code() -> None:
    assert [country_code(text) for text in ("bh", " IQ ", "UK", "US/AE", "", "عراق", "١٢")] == [
        "BH", "IQ", "GB", None, None, None, None,
    ]  # fmt: skip


def test_the_registry_of_the_project_is_valid() -> None:
    registry = load(Settings().outlets)
    assert len(registry.outlets) > 100
    assert {outlet.country for outlet in registry.outlets} >= {"BH", "IQ", "MA"}
    assert all(len(outlet.country or "XX") == 2 for outlet in registry.outlets)
