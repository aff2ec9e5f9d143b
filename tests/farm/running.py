"""A farm in a process of its own, as tests and benchmarks hold it."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from mediaframe.collect import registry
from mediaframe.collect.target import Target, choose
from tests.farm import serving, stories
from tests.farm.outlets import AGENCY, OUTLETS
from tests.farm.site import Site

ROOT = Path(__file__).parents[2]
HEAD = "# Written by the farm, anew each time.\n"
"""First line of its registry file."""
_ZONES = {"bh": "Asia/Bahrain", "iq": "Asia/Baghdad", "ma": "Africa/Casablanca"}
NOBODY = {one.id: [f"http://{one.id}.example"] * one.hosts for one in OUTLETS}
"""Addresses of a farm that is not running."""


def build(homes: Mapping[str, Sequence[str]], away: str) -> dict[str, Site]:
    """The sites by outlet: the same in each process for the same addresses.

    Args:
        homes: addresses of the hosts of each outlet.
        away: address of the host of none.
    """
    written = stories.write(
        {outlet.id: outlet.count for outlet in OUTLETS},
        countries={outlet.id: outlet.country for outlet in OUTLETS},
        agency=AGENCY,
        early={outlet.id: outlet.early for outlet in OUTLETS},
    )
    return {one.id: Site(one, written[one.id], homes[one.id], away) for one in OUTLETS}


def declaration(sites: Mapping[str, Site]) -> str:
    """The registry file of the farm."""
    outlets = [
        {
            "id": site.outlet.id,
            "name_ar": site.outlet.name,
            "country": site.outlet.country.upper(),
            "domains": list(site.outlet.domains),
            "sources": {**site.sources, "timezone": _ZONES[site.outlet.country]},
        }
        for site in sites.values()
    ]
    return HEAD + yaml.safe_dump({"outlets": outlets}, allow_unicode=True, sort_keys=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the access log."""

    url: str
    at: float
    """Seconds, monotonic."""
    status: int
    open: int
    """Connections open at the host, this one too."""
    busy: int
    """Requests that the host was answering, this one too."""
    agent: str
    conditional: bool


class Farm:
    """A farm that is running, and what it should bring."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        addresses = json.loads((folder / "addresses.json").read_text())
        self.away: str = addresses["away"]
        self.sites = build(addresses["homes"], self.away)

    @property
    def registry(self) -> Path:
        """The file that declares the outlets."""
        return self.folder / "outlets.yaml"

    def targets(self) -> list[Target]:
        """All outlets."""
        found, left_out = choose(registry.load([self.registry]))
        assert not left_out
        return found

    def log(self) -> list[Asked]:
        """The requests since the farm was started or forgot."""
        lines = (self.folder / "access.jsonl").read_text(encoding="utf-8").splitlines()
        return [Asked(**json.loads(line)) for line in lines]

    def forget(self) -> None:
        """Empty the log, and let what stumbled once stumble again."""
        home = next(iter(self.sites.values())).homes[0]
        connection = HTTPConnection(urlsplit(home).netloc, timeout=30)
        connection.request("GET", serving.CONTROL)
        connection.getresponse().read()
        connection.close()


@contextmanager
def running(folder: Path) -> Iterator[Farm]:
    """Start a farm that writes its files into a folder, and end it."""
    command = [sys.executable, "-m", "tests.farm", folder, "--log"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), "the farm did not start"
        yield Farm(folder)
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def resolving() -> Iterator[None]:
    """Let names under `.example` resolve to a private address, as a DNS under attack would."""
    known = socket.getaddrinfo

    def find(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        name = "10.0.0.8" if str(host).endswith(".example") else host
        return known(name, port, *rest, **options)

    socket.getaddrinfo = find  # type: ignore[assignment]
    try:
        yield
    finally:
        socket.getaddrinfo = known
