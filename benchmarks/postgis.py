"""Publishing to PostGIS: 100,000 events at once, the delta of one more day, and nothing new.

python scripts/postgis.py python benchmarks/postgis.py [--quick]
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import archive
import figures
from figures import Aim, Figure, at_most

from geotracker import replica

DAYS, QUICK_DAYS, PER_DAY = 1000, 100, 100


def main() -> None:
    """State the seconds of each."""
    address = os.environ.get("GEOTRACKER_POSTGIS")
    if not address:
        figures.not_run("no PostGIS; scripts/postgis.py starts one")
        return
    days = QUICK_DAYS if figures.is_quick() else DAYS
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        archive.made(root, days, PER_DAY)
        held = f"{days * PER_DAY:,} events"
        timed(f"publish {held} to PostGIS", root, address, at_most(30) if days == DAYS else None)
        timed(f"publish nothing new beside {held}", root, address)
        archive.made(root, 1, PER_DAY, first=days)
        timed(f"publish a day of {PER_DAY} beside {held}", root, address, at_most(2))


def timed(what: str, root: Path, address: str, aim: Aim | None = None) -> None:
    """Publish and state how long it took."""
    start = time.perf_counter()
    sent = replica.publish(root, address, "geotracker_benchmark")
    seconds = time.perf_counter() - start
    figures.report([Figure(f"{what}: {sent.n_new} new, {sent.n_changed} changed", seconds, "s", aim)])


if __name__ == "__main__":
    main()
