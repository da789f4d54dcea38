"""Runs the unit tests of the page's modules in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

_HERE = Path(__file__).parent / "web"


def test_every_module_test_passes_in_node(node_path: str) -> None:
    """The unit tests of web/ pass, and none is left out."""
    files = sorted(str(file) for file in _HERE.glob("*.test.mjs"))
    run = subprocess.run([node_path, "--test", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# skipped 0" in run.stdout or "skipped 0" in run.stdout
    assert len(files) >= 8
