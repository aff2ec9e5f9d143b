"""An article finds its outlet, known or new, and an identity that lasts."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.fields import Source
from mediaframe.collect.outlet_file import Notes, OutletFile, entry
from mediaframe.collect.registry import OutletRegistry
from mediaframe.collect.sources import NO_OUTLET, Sources, key, unverified
from mediaframe.types import Outlet

NOTES = Notes.model_validate({"exclude_as_sources": [{"domain": "copies.example", "why": "why"}]})
REGISTRY = OutletRegistry(
    [
        OutletFile(
            Path("outlets.yaml"),
            (
                entry(id="iq_naour", name_ar="الناعور", country="IQ", domains=("naour.example",)),
                entry(id="bh_manar", name_ar="النور", country="BH"),
                entry(id="ma_manar", name_ar="النور", country="MA", domains=("nur.example",)),
            ),
            NOTES,
        )
    ]
)


def _source(**values: str) -> Source:
    return Source(**({"item": "file:1", "text": "نص"} | values))  # type: ignore[arg-type]


def _outlet(**values: str) -> Outlet:
    outlet = Sources(REGISTRY).outlet(_source(**values))
    assert isinstance(outlet, Outlet)
    return outlet


def test_known_outlets() -> None:
    assert _outlet(outlet="الناعور").id == "iq_naour"
    assert _outlet(url="https://m.naour.example/a").id == "iq_naour"
    assert _outlet(outlet="naour_tv", url="https://naour.example/a").id == "iq_naour"
    # the URL decides between outlets of one name, the country too
    assert _outlet(outlet="النور", url="https://nur.example/a").id == "ma_manar"
    assert _outlet(outlet="النور", country="bh").id == "bh_manar"


def test_unknown_outlets_are_not_verified() -> None:
    outlet = _outlet(outlet="El.Fajr.News", country="eg", url="https://www.fajr.example/1")
    assert outlet == Outlet(
        id="eg_el_fajr_news", name_ar="El.Fajr.News", country="EG", domains=("fajr.example",),
        verified=False,
    )  # fmt: skip
    assert _outlet(outlet="https://sub.fajr.example/news").id == "sub_fajr_example"
    assert _outlet(outlet="نشرة الفجر", country="US/AE").country is None


def test_an_article_without_outlet_goes_to_the_one_of_its_site() -> None:
    sources = Sources(REGISTRY)
    named = sources.outlet(_source(outlet="Fajr", url="https://fajr.example/1"))
    assert sources.outlet(_source(url="https://fajr.example/2")) == named
    assert isinstance(named, Outlet)
    later = Sources(REGISTRY, [named])
    assert later.outlet(_source(url="https://fajr.example/2")) == named
    assert _outlet(url="https://fajr.example/2").id == "fajr_example"


def test_refused_sources() -> None:
    sources = Sources(REGISTRY)
    assert sources.outlet(_source()) == NO_OUTLET
    assert sources.outlet(_source(url="/news/1")) == NO_OUTLET
    for values in (
        {"outlet": "copies.example"},
        {"outlet": "الناعور", "url": "https://www.copies.example/a"},
    ):
        assert sources.outlet(_source(**values)) == "copies.example is excluded as a source: why"


def test_ids_of_unknown_outlets() -> None:
    assert unverified("النّشرة", None) != unverified("النثرة", None)
    assert unverified("نشرة الأفق", "BH").id == unverified("نشره الافق", "BH").id
    assert unverified("نشرة الأفق", "BH").id.startswith("bh_nshrh_alafq_")
    assert unverified("!!", None).id == "outlet"


@given(st.text(min_size=1, max_size=400), st.sampled_from([None, "BH"]))
def test_ids_of_any_name_are_plain(name: str, country: str | None) -> None:
    outlet = unverified(name, country)
    assert outlet.id.isascii()
    assert outlet.id.replace("_", "").isalnum()
    assert len(outlet.id) < 60
    assert unverified(f" {name} ", country).id == outlet.id


def test_what_identifies_an_article() -> None:
    page = _source(outlet="الناعور", url="https://naour.example/1", id="7")
    assert len(key(page)) == 32
    same = _source(outlet="النـاعور", url="https://naour.example/1", text="نص آخر")
    assert key(page) == key(same)
    assert key(page) != key(_source(outlet="الناعور", url="https://naour.example/2", id="7"))
    assert key(page) != key(_source(outlet="النور", url="https://naour.example/1"))
    by_id = _source(outlet="الناعور", id="a-7")
    assert key(by_id) == key(_source(outlet="الناعور", id="a-7", text="نص آخر"))
    assert key(by_id) != key(_source(outlet="الناعور", id="a-8"))
    home = _source(outlet="الناعور", url="https://naour.example/", id="a-7")
    assert key(home) == key(by_id)


def test_a_running_number_identifies_nothing() -> None:
    one, other = _source(outlet="الناعور", id="7"), _source(outlet="الناعور", id="7", text="آخر")
    assert key(one) != key(other)
    assert key(one) == key(_source(outlet="الناعور", id="7"))
    assert key(_source(outlet="ن", title="أ")) != key(_source(outlet="ن", title="ب"))
