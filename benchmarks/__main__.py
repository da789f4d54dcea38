"""Run the benchmarks one after the other, and write docs/benchmarks.md of what they state.

    python benchmarks [--full] [NAME ...]

A benchmark that fails, takes too long or cannot be run here is named with its reason, and the rest go on; the exit is 1
where one failed. With names only those run, and the page stays as it is. A run that is broken off leaves it, too.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import figures
import machine
import page
from page import Ran

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "benchmarks.md"
SERVED = ("postgis",)
"""Benchmarks that want a PostGIS beside them."""
_IS_SCRIPT = '\nif __name__ == "__main__":\n'
_SIZES = {False: "small ones, as `make bench` takes them", True: "full ones, as `make bench FULL=1` takes them"}
_PATIENCE = {False: 1200, True: 4 * 3600}
"""Seconds for one benchmark, by whether sizes are full."""
_GRACE = 15


def names(folder: Path = HERE) -> list[str]:
    """Return the benchmarks of a folder: its scripts, without what they share."""
    files = (path for path in sorted(folder.glob("[!_]*.py")) if _IS_SCRIPT in path.read_text(encoding="utf-8"))
    return [path.stem for path in files]


def run(name: str, *, full: bool, folder: Path = HERE, patience: float | None = None) -> Ran:
    """Run one benchmark of a folder in a process of its own and return what became of it."""
    print(f"\n# {name}", flush=True)
    command = [sys.executable, str(folder / f"{name}.py"), *([] if full else [figures.QUICK])]
    if name in SERVED and not os.environ.get("GEOTRACKER_POSTGIS"):
        import postgis  # noqa: PLC0415  the one of scripts/, which `main` puts first

        if postgis.programs() is None:
            return Ran(name, not_run=["no PostGIS; `make test-postgis` installs one"])
        command = [sys.executable, str(ROOT / "scripts" / "postgis.py"), *command]
    with tempfile.TemporaryDirectory() as aside:
        stated = Path(aside) / "figures.jsonl"
        failure = _ended(command, stated, _PATIENCE[full] if patience is None else patience)
        return page.read(name, stated, failure)


def _ended(command: Sequence[str], stated: Path, patience: float) -> str:
    """Run a command to its end and return why it failed, if it did; whatever it started ends with it."""
    paths = [str(ROOT / "scripts"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {figures.RECORD: str(stated), "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        with subprocess.Popen(command, env=environment, stderr=said, start_new_session=True) as process:  # noqa: S603  our own scripts
            try:
                code = process.wait(patience)
            except subprocess.TimeoutExpired:
                return f"it took longer than {patience:g} s"
            finally:
                _end(process)
        said.seek(0)
        lines = said.read().rstrip().splitlines()
    print(*lines, sep="\n", end="\n" * bool(lines), file=sys.stderr, flush=True)
    return (lines[-1] if lines else f"exit {code}") if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt what still runs, so that it can end what it started; kill it where it does not."""
    for sign in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)


def write(text: str, path: Path) -> None:
    """Put the page in place of the last one, whole."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)


def about(loads: Sequence[float], *, full: bool, now: datetime) -> dict[str, str]:
    """Return what the page says of machine and run; `loads` are of the beginning and after each benchmark."""
    busy = loads[0] > (os.cpu_count() or 1) / 2
    told = f"{loads[0]:.1f} before, at most {max(loads):.1f} in the run (load over one minute)"
    if busy:
        told += "; **the machine was busy with other work, so times are too long**: ratios tell more"
    return {
        "machine": machine.described(),
        "load": told,
        "versions": machine.versions(),
        "date": f"{now:%Y-%m-%d}",
        "sizes": _SIZES[full],
        "real reports": "read too"
        if os.environ.get("GEOTRACKER_CORPUS")
        else "none: `GEOTRACKER_CORPUS` names no folder",
    }


def main() -> int:
    """Run what is asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description="Run the benchmarks.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--full", action="store_true", help="full sizes: hours")
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - set(names()))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}: {', '.join(names())}")
    sys.path.insert(0, str(ROOT / "scripts"))  # its postgis, not the benchmark of that name
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    began, loads, runs = datetime.now(UTC), [machine.load()], []
    for name in asked.names or names():
        runs.append(run(name, full=asked.full))
        loads.append(machine.load())
    minutes = (datetime.now(UTC) - began).total_seconds() / 60
    if not asked.names:
        told = about(loads, full=asked.full, now=began) | {"it took": f"{minutes:.0f} minutes"}
        write(page.text(told, runs), PAGE)
        print(f"\n{PAGE.name} written")
    failed = [ran for ran in runs if ran.failure]
    for ran in runs:
        for why in ran.not_run:
            print(f"{ran.name}, not run: {why}", file=sys.stderr)
    for ran in failed:
        print(f"{ran.name} failed: {ran.failure}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
