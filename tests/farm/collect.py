"""Collects outlets of a running farm in a process that can be killed: FOLDER DATABASE ID..."""

import sys
from collections.abc import Iterable
from pathlib import Path

from mediaframe.pipeline import collecting
from mediaframe.pipeline.collecting import Collected
from mediaframe.store.database import Store
from tests.collect.server import policy
from tests.farm.running import Farm, resolving
from tests.farm.stories import SINCE, UNTIL


def collect(farm: Farm, store: Store, outlets: Iterable[str] = ()) -> dict[str, Collected]:
    """What came of the outlets, or of all, within the farm's period."""
    wanted = set(outlets)
    targets = [one for one in farm.targets() if not wanted or one.outlet.id in wanted]
    with resolving():
        done = collecting.collect(
            store, targets, policy=policy(outlets=len(targets)), since=SINCE, until=UNTIL
        )
        return {one.outlet_id: one for one in done}


if __name__ == "__main__":
    folder, database, *names = sys.argv[1:]
    collect(Farm(Path(folder)), Store.open(database), names)
