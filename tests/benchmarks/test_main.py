"""`make bench` runs all benchmarks, names what failed, and writes the page at the end or not at all."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from figures import Figure
from page import Ran

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """import sys
import figures


def main() -> None:
    figures.report([figures.Figure("sizes", 1 if figures.is_quick() else 2)])
    {then}


if __name__ == "__main__":
    main()
"""


@pytest.fixture
def runner() -> ModuleType:
    """Return benchmarks/__main__.py, which cannot be imported by that name."""
    spec = importlib.util.spec_from_file_location("bench_runner", ROOT / "benchmarks" / "__main__.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of benchmarks: one that ends well, one that breaks, one that stands still."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "benchmarks"))
    for name, then in {"well": "pass", "broken": "sys.exit('no room')", "still": "import time; time.sleep(60)"}.items():
        (tmp_path / f"{name}.py").write_text(SCRIPT.format(then=then))
    (tmp_path / "shared.py").write_text("X = 1\n")
    (tmp_path / "__main__.py").write_text(SCRIPT)
    return tmp_path


def test_scripts_are_found_and_what_they_share_is_not(runner: ModuleType, folder: Path) -> None:
    """A new benchmark needs no list."""
    assert runner.names(folder) == ["broken", "still", "well"]
    assert {"control", "curves", "export", "postgis"} <= set(runner.names())
    assert not {"archive", "figures", "map_made", "page"} & set(runner.names())


def test_a_benchmark_runs_in_the_size_asked_for(runner: ModuleType, folder: Path) -> None:
    """Small unless full."""
    assert runner.run("well", full=False, folder=folder).figures == [Figure("sizes", 1)]
    assert runner.run("well", full=True, folder=folder).figures == [Figure("sizes", 2)]


def test_a_failing_benchmark_gives_its_reason_and_what_it_had(runner: ModuleType, folder: Path) -> None:
    """Its last line, and its figures so far."""
    ran = runner.run("broken", full=False, folder=folder)
    assert (ran.failure, ran.figures) == ("no room", [Figure("sizes", 1)])


def test_a_benchmark_that_stands_still_is_ended(runner: ModuleType, folder: Path) -> None:
    """And said to have taken too long."""
    assert runner.run("still", full=False, folder=folder, patience=0.1).failure == "it took longer than 0.1 s"


def test_the_rest_goes_on_and_the_page_is_written(
    runner: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One that failed is in the page; the exit is 1."""
    told = folder / "docs" / "benchmarks.md"
    told.parent.mkdir()
    (folder / "still.py").unlink()
    found, run = runner.names(folder), runner.run
    monkeypatch.setattr(runner, "names", lambda: found)
    monkeypatch.setattr(runner, "run", lambda name, *, full: run(name, full=full, folder=folder))
    monkeypatch.setattr(runner, "PAGE", told)
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    monkeypatch.setattr("sys.path", sys.path[:])
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert runner.main() == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    text = told.read_text()
    assert "| well | sizes | 1 |" in text
    assert "- broken failed: no room" in text
    assert "broken failed: no room" in capfd.readouterr().err


def test_a_run_that_is_broken_off_leaves_the_page(
    runner: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is replaced whole, at the end, or not at all."""
    told = tmp_path / "benchmarks.md"
    runner.write("old", told)
    ran = iter([Ran("control")])

    def broken_off(_name: str, *, full: bool) -> Ran:
        assert not full
        for one in ran:
            return one
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "run", broken_off)
    monkeypatch.setattr(runner, "PAGE", told)
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    monkeypatch.setattr("sys.path", sys.path[:])
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(KeyboardInterrupt):
            runner.main()
    finally:
        signal.signal(signal.SIGTERM, before)
    with pytest.raises(TypeError):
        runner.write(None, told)
    assert told.read_text() == "old"


def test_a_busy_machine_is_told(runner: ModuleType) -> None:
    """By its load at the beginning; ours comes later."""
    now = datetime(2025, 1, 20, tzinfo=UTC)
    assert "busy with other work" in runner.about([99.0, 1.0], full=False, now=now)["load"]
    idle = runner.about([0.0, 2.0], full=True, now=now)
    assert idle["load"] == "0.0 before, at most 2.0 in the run (load over one minute)"
    assert (idle["date"], "FULL=1" in idle["sizes"]) == ("2025-01-20", True)


def test_an_unknown_benchmark_is_refused() -> None:
    """With those that there are."""
    ran = subprocess.run([sys.executable, ROOT / "benchmarks", "sped"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "there is no benchmark sped" in ran.stderr
