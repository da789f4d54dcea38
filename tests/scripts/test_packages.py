"""Tests of how the packages that check the page are brought."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import packages

if TYPE_CHECKING:
    import pytest


def test_what_is_looked_for_is_what_is_named() -> None:
    """The packages of package.json are those whose files the checks use, and no lock file names a server."""
    named = json.loads((packages.ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    used = [path.relative_to(packages.MODULES).parts[0] for path in (packages.AXE, packages.DOM, packages.COMPILER)]
    assert sorted(named) == sorted(used)
    assert not (packages.ROOT / "package-lock.json").exists()


def test_without_npm_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without npm goes on, and no command is run."""
    asked: list[object] = []
    monkeypatch.setattr(packages.subprocess, "run", lambda *command, **_: asked.append(command))
    monkeypatch.setattr(packages, "AXE", packages.ROOT / "missing")
    monkeypatch.setenv("PATH", "")
    packages.install()
    assert asked == []
    monkeypatch.setattr(packages.shutil, "which", lambda _: "npm")
    packages.install()
    assert len(asked) == 1
