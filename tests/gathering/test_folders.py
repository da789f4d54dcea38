"""A folder on disk may be a source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geotracker import gathering
from geotracker.errors import FetchError
from geotracker.gathering import folders
from tests.publisher import workspace_of

if TYPE_CHECKING:
    import os
    from pathlib import Path

DAY = date(2025, 1, 20)
TEXT = "Assessment, January 20, 2025\n\nUkrainian forces struck an oil depot in Lyudinovo overnight.\n"


def test_what_is_new_there_is_copied(tmp_path: Path) -> None:
    """With nobody asked, no contact needed, and the original left where it is."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "Monday.txt").write_text(TEXT)
    (tmp_path / "mail" / ".hidden.txt").write_text(TEXT)
    (tmp_path / "mail" / "notes.log").write_text(TEXT)
    workspace = workspace_of(tmp_path / "w", {"folder": "../mail", "links": r"\.txt$"}, contact="")
    first, second = gathering.gather(workspace, DAY), gathering.gather(workspace, DAY)
    assert [(one.status, one.path) for one in first] == [("added", workspace.reports / "2025-01-20-monday-daily.txt")]
    assert [one.status for one in second] == ["unchanged"]
    (tmp_path / "mail" / "Monday.txt").write_text(TEXT + "\nA second one burnt.\n")
    assert [one.status for one in gathering.gather(workspace, DAY)] == ["changed"]


@pytest.mark.parametrize(("folder", "told"), [("nowhere", "is no folder"), ("data/reports", "is the inbox itself")])
def test_a_folder_that_is_none_fails(tmp_path: Path, folder: str, told: str) -> None:
    """In one line that names it."""
    (found,) = gathering.gather(workspace_of(tmp_path / "w", {"folder": folder}), DAY)
    assert found.status == "failed"
    assert told in found.message


def test_a_file_that_is_written_to_meanwhile_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody wants half a report."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    stat, calls = type(path).stat, []

    def growing(self: Path, **how: bool) -> os.stat_result:
        if calls:
            with self.open("a") as file:
                file.write("more")
        calls.append(self)
        return stat(self, **how)

    monkeypatch.setattr(type(path), "stat", growing)
    with pytest.raises(FetchError, match="is being written to; the next run reads it"):
        folders.read(path, 1000)


def test_a_file_that_is_too_large_is_left(tmp_path: Path) -> None:
    """Its size is looked at before it is read."""
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(FetchError, match="larger than"):
        folders.read(tmp_path / "a.txt", 10)
