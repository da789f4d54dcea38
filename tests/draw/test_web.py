"""Runs the unit tests of the page's modules in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

import packages
import pytest

from geotracker.draw import bundle

_HERE = Path(__file__).parent / "web"
_WEB = Path(bundle.__file__).parent / "web"


def test_every_module_test_passes_in_node(node_path: str) -> None:
    """The unit tests of web/ pass, and none is left out."""
    _pass(node_path, _HERE)


def test_every_module_that_draws_or_listens_passes_on_a_stand_in_for_a_page(node_path: str) -> None:
    """The unit tests of web/dom/ pass, on linkedom's document in place of a browser's."""
    if not packages.DOM.exists():
        pytest.skip("not run: no linkedom")
    _pass(node_path, _HERE / "dom")


def _pass(node_path: str, folder: Path) -> None:
    files = sorted(str(file) for file in folder.glob("*.test.mjs"))
    assert files
    run = subprocess.run([node_path, "--test", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "skipped 0" in run.stdout


def test_every_module_fits_its_types(node_path: str) -> None:
    """TypeScript finds nothing wrong with what the modules' comments say of their types."""
    if not packages.COMPILER.exists():
        pytest.skip("not run: no TypeScript")
    command = [node_path, str(packages.COMPILER), "--project", str(packages.ROOT), "--pretty", "false"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_every_module_has_a_test() -> None:
    """Each module of web/ is imported by a unit test of its own or of its neighbours."""
    tests = "".join(file.read_text(encoding="utf-8") for file in _HERE.rglob("*.test.mjs"))
    assert [file.stem for file in sorted(_WEB.glob("*.js")) if f"web/{file.name}" not in tests] == []
