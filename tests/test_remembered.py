"""What was found out about files holds as long as they look the same, and not a moment longer."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from geotracker import remembered

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return three files that were not touched for a while, in a world where three are worth remembering."""
    monkeypatch.setattr(remembered, "_WORTH", 1)
    now = time.time_ns
    monkeypatch.setattr(remembered.time, "time_ns", lambda: now() + 10**10)
    (tmp_path / "day").mkdir()
    for name in "abc":
        (tmp_path / "day" / f"{name}.parquet").write_text(name)
    return remembered.below(tmp_path)


def look(files: list[Path], cache: Path) -> tuple[list[str], int]:
    """Return what is known of the files, and of how many that had to be found out."""
    found = remembered.of(files, lambda path: path.read_text(), cache)
    remembered.keep(found, cache)
    return [one.value for one in found.values()], sum(one.is_news for one in found.values())


def test_what_was_found_out_is_not_found_out_again(files: list[Path], tmp_path: Path) -> None:
    """A broken cache is no cache."""
    cache = tmp_path / "cache.json"
    assert look(files, cache) == (["a", "b", "c"], 3)
    assert look(files, cache) == (["a", "b", "c"], 0)
    cache.write_text("[")
    assert look(files, cache) == (["a", "b", "c"], 3)


def test_a_changed_file_is_read_again(files: list[Path], tmp_path: Path) -> None:
    """Also where size and time of change look the same."""
    cache = tmp_path / "cache.json"
    look(files, cache)
    before = files[1].stat()
    files[1].write_text("x")
    os.utime(files[1], ns=(before.st_atime_ns, before.st_mtime_ns))
    assert look(files, cache) == (["a", "x", "c"], 1)


def test_a_file_that_was_just_written_is_read_again(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later change might bear the same time."""
    monkeypatch.undo()
    monkeypatch.setattr(remembered, "_WORTH", 1)
    cache = tmp_path / "cache.json"
    assert look(files, cache)[1] == look(files, cache)[1] == 3
