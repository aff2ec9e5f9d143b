from pathlib import Path

import pytest

from mediaframe.collect.registry import OutletRegistry, load
from mediaframe.collect.target import choose
from mediaframe.errors import DataError, InputError

FILE = """
notes:
  exclude_as_sources: [{domain: mixed.example, why: mixes texts of many outlets}]
  timezones: {IQ: Asia/Baghdad}
outlets:
- id: a
  name_ar: آفاق
  country: IQ
  domains: [afaq.example]
  feeds: [{url: 'https://afaq.example/rss', status: works}]
- id: b
  name_ar: بيان
  country: BH
  sources: {sections: ['https://b.example/'], timezone: Asia/Bahrain}
- id: c
  name_ar: جسر
  country: IQ
  status: closed_2017
  sources: {feeds: ['https://c.example/rss']}
- id: d
  name_ar: دليل
  country: IQ
  status: domain_hijacked_2026
  sources: {feeds: ['https://d.example/rss']}
- {id: e, name_ar: هدف, country: IQ, sources: {feeds: ['https://www.mixed.example/e/rss']}}
- id: f
  name_ar: وفاق
  country: IQ
  sources: {feeds: [{url: 'https://f.example/rss', use: false}]}
"""


@pytest.fixture
def registry(tmp_path: Path) -> OutletRegistry:
    path = tmp_path / "outlets.yaml"
    path.write_text(FILE, encoding="utf-8")
    return load([path])


def test_all_that_can_be_collected(registry):
    targets, rejects = choose(registry)
    assert [target.outlet.id for target in targets] == ["a", "b"]
    assert {reject.item: reject.reason for reject in rejects} == {
        "c": "outlet left out: closed_2017",
        "d": "outlet left out: domain_hijacked_2026",
        "e": "outlet left out: mixed.example is excluded as a source: mixes texts of many outlets",
        "f": "outlet left out: no sources declared",
    }


def test_by_name_domain_and_country(registry):
    assert [target.outlet.id for target in choose(registry, outlets=["بيان"])[0]] == ["b"]
    assert [target.outlet.id for target in choose(registry, outlets=["afaq.example"])[0]] == ["a"]
    assert [target.outlet.id for target in choose(registry, countries=["IQ"])[0]] == ["a"]
    both = choose(registry, outlets=["b"], countries=["IQ"])[0]
    assert [target.outlet.id for target in both] == ["b", "a"]


def test_a_closed_outlet_is_collected_when_named_and_a_hijacked_one_never(registry):
    assert [target.outlet.id for target in choose(registry, outlets=["c"])[0]] == ["c"]
    assert choose(registry, outlets=["d"])[0] == []


def test_unknown_and_excluded_names(registry):
    with pytest.raises(InputError, match="'z' is not in the registry"):
        choose(registry, outlets=["z"])
    with pytest.raises(InputError, match="mixes texts of many outlets"):
        choose(registry, outlets=["mixed.example"])


def test_feeds_beside_the_other_keys_are_sources(registry):
    feed = registry.sources("a").feeds[0]
    assert (feed.url, feed.status, feed.use) == ("https://afaq.example/rss", "works", True)


def test_time_zones(registry):
    assert registry.sources("a").timezone == "Asia/Baghdad"
    assert registry.sources("b").timezone == "Asia/Bahrain"


def test_a_wrong_source_is_named_with_file_and_key(tmp_path):
    path = tmp_path / "outlets.yaml"
    path.write_text(
        "outlets: [{id: a, name_ar: أ, sources: {feeds: ['ftp://a.example/']}}]", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"outlets.yaml: outlets.0.sources.feeds.0.url: .*ftp"):
        load([path])


def test_the_projects_own_registry():
    registry = load([Path(__file__).parents[2] / "corpora/outlets.yaml"])
    targets, rejects = choose(registry)
    assert len(targets) > 40
    assert all(target.sources.timezone for target in targets if target.outlet.country != "US")
    assert {reject.reason for reject in rejects if "hijacked" in reject.reason}
