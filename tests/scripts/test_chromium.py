"""Finding a Chromium."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import chromium

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NONE_DOWNLOADED = SimpleNamespace(executable_path="/nowhere/chromium")


def test_named_browser_is_the_only_one_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CHROMIUM names a browser, no other one is tried in its stead."""
    monkeypatch.setenv("CHROMIUM", "/opt/mine")
    assert list(chromium.candidates(NONE_DOWNLOADED)) == ["/opt/mine"]


def test_browsers_on_the_path_come_before_the_downloaded_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser of the machine is tried first, then the one that playwright has downloaded."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    for name in ("google-chrome", "chromium", "downloaded"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    downloaded = SimpleNamespace(executable_path=str(tmp_path / "downloaded"))
    tried = [path.rsplit("/", 1)[-1] for path in chromium.candidates(downloaded)]
    assert tried == ["chromium", "google-chrome", "downloaded"]


def test_nothing_is_tried_where_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a browser offers no candidate."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(chromium.candidates(NONE_DOWNLOADED)) == []
