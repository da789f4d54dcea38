"""What a refresh costs with one new report, beside an archive of 30 days and of 1,000.

    python benchmarks/refresh.py [DAYS ...]

Reading, placing, merging, joining and noting a day must not cost more where the archive is longer; the map and the
exports at most in proportion; a refresh with nothing new half a second. The reports are made up.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import manufacture

from geotracker import refreshing
from geotracker.issuing import Wish
from geotracker.workspace import create

if TYPE_CHECKING:
    from geotracker.refreshing import Refreshed

DAYS = (30, 1_000)
RUNS = 3
STAGES = ("reading", "noting", "publishing")


def main() -> None:
    """Print the table."""
    lengths = [int(one) for one in sys.argv[1:]] or DAYS
    columns = []
    for days in lengths:
        with tempfile.TemporaryDirectory() as folder:
            columns.append(_measure(Path(folder) / "workspace", days))
    width = max(len(what) for what in columns[0])
    print(f"{'one new report beside an archive of':<{width}}" + "".join(f"  {days:>8} days" for days in lengths))
    for what in columns[0]:
        print(f"{what:<{width}}" + "".join(f"  {column[what]:>13}" for column in columns))


def _measure(root: Path, days: int) -> dict[str, str]:
    create(root)
    inbox = root / "data" / "reports"
    for sample in inbox.glob("*sample*"):
        sample.unlink()
    manufacture.write(inbox, days)
    first = refreshing.refresh(root, Wish())
    time.sleep(3)  # what is newer than that is looked at twice
    refreshing.refresh(root, Wish())
    runs: list[Refreshed] = []
    for number in range(RUNS):
        manufacture.write(inbox, 1, days + number)
        runs.append(refreshing.refresh(root, Wish()))
    told = {stage: f"{statistics.median(run.took[stage] for run in runs):.2f} s" for stage in STAGES}
    path = inbox / manufacture.report(days - 1)[0]
    path.write_text(path.read_text(encoding="utf-8").replace("Lyudinovo", "Uzlovaya") + "\nEdited late.\n")
    late = refreshing.refresh(root, Wish())
    statuses = sorted(outcome.status for outcome in late.outcomes if outcome.status != "unchanged")
    return {
        "reading, placing, merging it": told["reading"],
        "joining and noting it": told["noting"],
        "map, exports, pages, feeds": told["publishing"],
        "a report edited late: reading and noting": f"{late.took['reading'] + late.took['noting']:.2f} s",
        "which was noticed as": ", ".join(statuses),
        "nothing new, the command": f"{_nothing(root):.2f} s",
        "events": str(late.n_events),
        "the first time, a day: reading and noting": f"{(first.took['reading'] + first.took['noting']) / days:.2f} s",
    }


def _nothing(root: Path) -> float:
    command = [sys.executable, "-m", "geotracker", "-w", str(root), "refresh"]
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own command
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
