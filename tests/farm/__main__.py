"""Serves the farm: `python -m tests.farm WORKSPACE` writes its outlets into the workspace."""

import argparse
import asyncio
import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from tests.farm.outlets import OUTLETS
from tests.farm.running import HEAD, build, declaration
from tests.farm.serving import Log, serve


def _listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((host, port))
    found.listen(100)
    return found


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.farm", description=__doc__)
    parser.add_argument("workspace", type=Path, help="folder for outlets.yaml")
    parser.add_argument("--log", action="store_true", help="write access.jsonl there too")
    options = parser.parse_args()
    folder: Path = options.workspace
    own = folder / "outlets.yaml"
    if own.exists() and not own.read_text(encoding="utf-8").startswith(HEAD):
        raise SystemExit(f"{own}: has outlets of your own; the farm needs another workspace")
    sockets: dict[str, socket.socket] = {}

    def host() -> str:
        listening = _listen()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        sockets[address] = listening
        return address

    homes = {outlet.id: [host() for _ in range(outlet.hosts)] for outlet in OUTLETS}
    away = host()
    with suppress(OSError):  # a machine without IPv6
        port = int(away.rpartition(":")[2])
        sockets[f"http://[::1]:{port}"] = _listen("::1", port)
    sites = build(homes, away)
    log = Log(folder / "access.jsonl" if options.log else Path(os.devnull))
    addresses = json.dumps({"homes": homes, "away": away})
    if options.log:
        (folder / "addresses.json").write_text(addresses)
    own.write_text(declaration(sites), encoding="utf-8")
    total = sum(len(site.stories) for site in sites.values())
    print(  # noqa: T201
        f"{len(sites)} outlets with {total:,} articles, declared in {own}",
        flush=True,
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(sockets, sites, log))


if __name__ == "__main__":
    main()
