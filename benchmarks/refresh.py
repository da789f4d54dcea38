"""What a refresh costs with one new report, beside an archive of 30 days and of 1,000.

    python benchmarks/refresh.py [--quick] [DAYS ...]

Reading, placing, merging, joining and noting a day must not cost more where the archive is longer; the map and the
exports at most in proportion; a refresh with nothing new half a second. The reports are made up; --quick takes archives
of 10 and 60 days.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import figures
import manufacture
from figures import Figure, at_most

from geotracker import refreshing
from geotracker.issuing import Wish
from geotracker.workspace import create

if TYPE_CHECKING:
    from geotracker.refreshing import Refreshed

DAYS, QUICK_DAYS = (30, 1_000), (10, 60)
RUNS = 3
NOTHING = "refresh with nothing new, the command"
STAGES = ("reading", "noting", "publishing")


def main() -> None:
    """State what each costs beside each archive, the shortest for a peer."""
    lengths = [int(one) for one in figures.arguments()] or (QUICK_DAYS if figures.is_quick() else DAYS)
    shortest: dict[str, float] = {}
    for days in lengths:
        with tempfile.TemporaryDirectory() as folder:
            column = _measure(Path(folder) / "workspace", days)
        for what, seconds in column.items():
            aim = at_most(0.5) if what == NOTHING else None
            peer = f"beside {lengths[0]} days" if shortest else ""
            figures.report([Figure(f"{what}, beside {days:,} days", seconds, "s", aim, peer, shortest.get(what))])
        shortest = shortest or column


def _measure(root: Path, days: int) -> dict[str, float]:
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
    told = {stage: statistics.median(run.took[stage] for run in runs) for stage in STAGES}
    path = inbox / manufacture.report(days - 1)[0]
    path.write_text(path.read_text(encoding="utf-8").replace("Lyudinovo", "Uzlovaya") + "\nEdited late.\n")
    late = refreshing.refresh(root, Wish())
    statuses = sorted(outcome.status for outcome in late.outcomes if outcome.status != "unchanged")
    if statuses != ["replaced"]:
        sys.exit(f"a report that was edited late came in as {', '.join(statuses) or 'nothing new'}")
    return {
        "one new report: reading, placing, merging": told["reading"],
        "one new report: joining and noting": told["noting"],
        "one new report: map, exports, pages, feeds": told["publishing"],
        "a report edited late: reading and noting": late.took["reading"] + late.took["noting"],
        NOTHING: _nothing(root),
        "the first time, a day: reading and noting": (first.took["reading"] + first.took["noting"]) / days,
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
