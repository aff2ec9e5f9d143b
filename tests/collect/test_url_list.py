"""A list of URLs is shared out among the outlets of the registry."""

from pathlib import Path

import pytest

from mediaframe.collect import url_list
from mediaframe.collect.registry import OutletRegistry, load
from mediaframe.errors import InputError

REGISTRY = """
notes:
  exclude_as_sources: [{domain: jami.example, why: mixes several outlets}]
outlets:
- {id: afaq, name_ar: آفاق, domains: [afaq.example], sources: {feeds: ['https://afaq.example/rss']}}
- {id: mujaz, name_ar: الموجز, domains: [mujaz.example]}
- {id: sariq, name_ar: السارق, domains: [sariq.example], status: domain hijacked}
"""
URLS = """\
# of the spring
https://www.afaq.example/1

  https://mujaz.example/2
https://afaq.example/3
https://afaq.example/3
https://jami.example/4
https://sariq.example/5
https://nobody.example/6
"""


@pytest.fixture
def registry(tmp_path: Path) -> OutletRegistry:
    (tmp_path / "outlets.yaml").write_text(REGISTRY, encoding="utf-8")
    return load([tmp_path / "outlets.yaml"])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    (tmp_path / "urls.txt").write_text(URLS, encoding="utf-8")
    return tmp_path / "urls.txt"


def test_each_url_is_of_the_outlet_of_its_host(registry: OutletRegistry, listed: Path) -> None:
    targets, rejects = url_list.targets(listed, registry)
    assert {target.outlet.id: target.urls for target in targets} == {
        "afaq": ("https://www.afaq.example/1", "https://afaq.example/3"),
        "mujaz": ("https://mujaz.example/2",),
    }
    assert [target.sources.declared for target in targets] == [0, 0]
    assert [(reject.item, reject.reason) for reject in rejects] == [
        (f"{listed}:7", "jami.example is excluded as a source: mixes several outlets"),
        (f"{listed}:8", "outlet left out: domain hijacked"),
        (f"{listed}:9", "no outlet of the registry has its host"),
    ]


def test_one_outlet_takes_all(registry: OutletRegistry, listed: Path) -> None:
    targets, rejects = url_list.targets(listed, registry, outlets=["mujaz"])
    assert [(target.outlet.id, len(target.urls)) for target in targets] == [("mujaz", 5)]
    assert [reject.item for reject in rejects] == [f"{listed}:7"]


def test_several_outlets_take_theirs(registry: OutletRegistry, listed: Path) -> None:
    targets, rejects = url_list.targets(listed, registry, outlets=["mujaz", "sariq"])
    assert [target.outlet.id for target in targets] == ["mujaz"]
    assert "afaq, which is not asked for" in rejects[0].reason


def test_errors_of_the_user(registry: OutletRegistry, listed: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: cannot be read"):
        url_list.targets(tmp_path / "none.txt", registry)
    with pytest.raises(InputError, match="'nobody' is not in the registry"):
        url_list.targets(listed, registry, outlets=["nobody"])
