"""Publishing to PostGIS: 100,000 events at once, the delta of one more day, and nothing new.

    python scripts/postgis.py python benchmarks/postgis.py

Aims: at most 30 s for all, at most 2 s for a day.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import archive

from geotracker import replica

DAYS, PER_DAY = 1000, 100


def main() -> None:
    """Print the seconds of each."""
    address = os.environ.get("GEOTRACKER_POSTGIS")
    if not address:
        print("not run: no PostGIS; scripts/postgis.py starts one")
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        archive.made(root, DAYS, PER_DAY)
        print(f"{DAYS * PER_DAY:,} events of {DAYS:,} reports")
        timed("all of it", root, address)
        timed("nothing new", root, address)
        archive.made(root, 1, PER_DAY, first=DAYS)
        timed("one more day", root, address)


def timed(what: str, root: Path, address: str) -> None:
    """Publish and print how long it took."""
    start = time.perf_counter()
    sent = replica.publish(root, address, "geotracker_benchmark")
    seconds = time.perf_counter() - start
    print(f"{what:<14} {seconds:6.2f} s  {sent.n_parts} parts, {sent.n_new} new, {sent.n_changed} changed")


if __name__ == "__main__":
    main()
