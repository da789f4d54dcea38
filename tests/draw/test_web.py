"""Runs the unit tests of the page's modules in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import packages
import pytest

from geotracker.draw import bundle

_HERE = Path(__file__).parent / "web"
_WEB = Path(bundle.__file__).parent / "web"
# They draw or listen and decide nothing: tests/draw/test_leaflet.py and its neighbours see what they do.
_IN_BROWSER = set(
    "base-map canvas-layer copy dom drawer event-canvas filter-panel footprints geotracker legend look lower pointer "
    "regions surround tiles".split()
)


def test_every_module_test_passes_in_node(node_path: str) -> None:
    """The unit tests of web/ pass, and none is left out."""
    files = sorted(str(file) for file in _HERE.glob("*.test.mjs"))
    run = subprocess.run([node_path, "--test", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# skipped 0" in run.stdout or "skipped 0" in run.stdout
    assert len(files) >= 8


def test_every_module_fits_its_types(node_path: str) -> None:
    """TypeScript finds nothing wrong with what the modules' comments say of their types."""
    if not packages.COMPILER.exists():
        pytest.skip("not run: no TypeScript")
    command = [node_path, str(packages.COMPILER), "--project", str(packages.ROOT), "--pretty", "false"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_every_module_has_a_test() -> None:
    """Each module of web/ is imported by a test, or is one that is tested in a browser."""
    tests = "".join(file.read_text(encoding="utf-8") for file in _HERE.glob("*.test.mjs"))
    untested = [file.stem for file in _WEB.glob("*.js") if f"web/{file.name}" not in tests]
    assert set(untested) <= _IN_BROWSER, sorted(set(untested) - _IN_BROWSER)
