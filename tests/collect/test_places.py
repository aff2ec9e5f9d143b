"""A page belongs to the outlet of its host, as in collecting, or to a new one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.outlet_file import Notes, OutletFile, entry
from mediaframe.collect.places import Place, Places, Wanted
from mediaframe.collect.registry import OutletRegistry
from mediaframe.errors import InputError
from mediaframe.types import Outlet

NOTES = Notes.model_validate(
    {
        "exclude_as_sources": [{"domain": "copies.example", "why": "copies"}],
        "timezones": {"IQ": "Asia/Baghdad"},
    }
)
NAOUR = entry(
    id="iq_naour",
    name_ar="الناعور",
    country="IQ",
    domains=("naour.example",),
    sources={"mirrors": {"naour.test": "naour.example"}, "selectors": {"title": "h2"}},
)
LOCAL = entry(id="xx_local", name_ar="محلي", sources={"feeds": ["http://127.0.0.1:8011/rss"]})
REGISTRY = OutletRegistry([OutletFile(Path("outlets.yaml"), (NAOUR, LOCAL), NOTES)])
SEEN = [Outlet(id="fajr", name_ar="الفجر", domains=("fajr.example",), verified=False)]


def of(url: str, name: str = "") -> tuple[str, bool, str]:
    found = Places(REGISTRY, SEEN).of(url, name=name)
    assert isinstance(found, Place)
    return found.target.outlet.id, found.target.outlet.verified, found.canonical_url


@pytest.mark.parametrize(
    ("url", "name", "expected"),
    [
        ("http://www.naour.example/1/?utm_source=x", "", ("iq_naour", True, "http://naour.example/1")),
        ("https://m.naour.example/1", "", ("iq_naour", True, "https://naour.example/1")),
        ("https://naour.test/1", "", ("iq_naour", True, "https://naour.example/1")),
        ("http://127.0.0.1:8011/1", "", ("xx_local", True, "http://127.0.0.1:8011/1")),
        ("https://www.fajr.example/1", "", ("fajr", False, "https://fajr.example/1")),
        ("https://m.new.example/1", "", ("new_example", False, "https://new.example/1")),
        ("https://new.example/1", "نشرة", ("nshrh_1da3", False, "https://new.example/1")),
    ],
)  # fmt: skip
def test_the_place_of_an_address(url: str, name: str, expected: tuple[str, bool, str]) -> None:
    assert of(url, name) == expected


def test_the_sources_of_the_outlet_come_with_it() -> None:
    found = Places(REGISTRY).of("https://naour.example/1")
    assert isinstance(found, Place)
    assert found.target.sources.selectors.title == "h2"
    assert found.target.sources.timezone == "Asia/Baghdad"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://copies.example/1", "copies.example is excluded as a source: copies"),
        ("http://169.254.169.254/latest", "no outlet"),
        ("http://10.0.0.1/1", "no outlet"),
        ("file:///etc/passwd", "scheme 'file'"),
        ("https://user:word@naour.example/1", "user name"),
        ("", "scheme"),
    ],
)
def test_what_is_refused(url: str, reason: str) -> None:
    found = Places(REGISTRY).of(url)
    assert isinstance(found, str)
    assert reason in found


@given(prefix=st.sampled_from(["", "http://", "https://naour.example/", "//"]), rest=st.text())
def test_any_address_has_a_place_or_a_reason(prefix: str, rest: str) -> None:
    found = Places(REGISTRY).of(prefix + rest)
    if isinstance(found, str):
        assert found
    else:
        again = Places(REGISTRY).of(found.canonical_url)
        assert isinstance(again, Place)
        assert again.canonical_url == found.canonical_url


def test_wanted_outlets() -> None:
    naour, fajr = REGISTRY.by_id["iq_naour"], SEEN[0]
    new = Outlet(id="new_example", name_ar="new.example", verified=False)
    everything = Wanted([], REGISTRY)
    assert everything.holds(naour, None)
    some = Wanted(["naour.example", "fajr", "new.example"], REGISTRY, SEEN)
    assert some.holds(naour, "https://elsewhere.example/1")
    assert some.holds(fajr, None)
    assert some.holds(new, "https://www.new.example/1")
    assert some.holds(new, "https://sport.new.example/1")
    assert not some.holds(new, "https://renew.example/1")
    assert not some.holds(REGISTRY.by_id["xx_local"], None)
    for name in ("fajr", "https://new.example/1", "nobody"):
        with pytest.raises(InputError, match="is not in the registry"):
            Wanted([name], REGISTRY)
