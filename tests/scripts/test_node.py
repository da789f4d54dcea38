"""Finding a Node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import node
import pytest

if TYPE_CHECKING:
    from pathlib import Path


def _pretend(folder: Path, version: str) -> str:
    program = folder / "node"
    program.write_text(f"#!/bin/sh\necho {version}\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("version", ["v20.0.0", "v24.19.0"])
def test_new_enough_node_on_the_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """A Node of version 20 or newer on the PATH is the one that runs the tests."""
    program = _pretend(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.find() == program


@pytest.mark.parametrize("version", ["v18.20.4", "gibberish"])
def test_old_node_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """A Node that is too old, or that is no Node, is not taken."""
    program = _pretend(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.find() != program
