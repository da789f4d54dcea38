"""The ledger's file: lines are added at its end, and what a crash cut off there is mended."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import pytest

from geotracker.errors import StoreError
from geotracker.ledger import journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def line(run: int, what: str = "event", day: str = "2025-01-18", **other: Any) -> dict[str, Any]:
    """Return a line as a run adds it."""
    return {"run": run, "recorded": f"{day}T06:30:00Z", "what": what, **other}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a ledger would lie."""
    return tmp_path / "ledger" / "changes.jsonl"


def test_what_is_added_is_read(path: Path) -> None:
    """In its order, up to any day; no file holds nothing."""
    assert list(journal.read(path)) == []
    assert journal.newest(path, 3) == []
    lines = [line(1, name="Лиман\n"), line(1, "run"), line(2, day="2025-01-20"), line(2, "run", "2025-01-20")]
    assert journal.append(path, lines[:2]) < journal.append(path, lines[2:]) == path.stat().st_size
    assert list(journal.read(path)) == lines
    assert list(journal.read(path, "2025-01-19")) == lines[:2]
    assert list(journal.read(path, "2025-01-17")) == []


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_last_line_that_was_cut_off_is_mended(path: Path, cut: int) -> None:
    """Readers leave it out, and the next line stands where it began."""
    journal.append(path, [line(1), line(2)])
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - cut)
    assert list(journal.read(path)) == [line(1)]
    assert journal.newest(path, 5) == [line(1)]
    journal.append(path, [line(3)])
    assert [json.loads(raw)["run"] for raw in path.read_text().splitlines()] == [1, 3]


def test_a_file_of_one_torn_line_is_empty(path: Path) -> None:
    """Nothing of it can be known."""
    path.parent.mkdir()
    path.write_text('{"run": 1, "recorded"')
    assert journal.mend(path) == 0
    assert path.read_bytes() == b""


def test_a_damaged_line_is_named(path: Path) -> None:
    """In the middle nothing is left out in silence."""
    journal.append(path, [line(1)])
    path.write_bytes(path.read_bytes() + b"{}\n" + path.read_bytes())
    with pytest.raises(StoreError, match="line 2 is damaged"):
        list(journal.read(path))


def test_the_newest_runs_are_read_from_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines a run has, and wherever the blocks of reading fall."""
    monkeypatch.setattr(journal, "_BLOCK", 50)
    for run in range(1, 9):
        journal.append(path, [*(line(run, number=number) for number in range(run)), line(run, "run")])
    assert [one["run"] for one in journal.newest(path, 2)] == [7] * 8 + [8] * 9
    assert journal.newest(path, 100) == list(journal.read(path))


def test_a_full_disk_adds_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a line nor half of one."""
    journal.append(path, [line(1)])
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        journal.append(path, [line(2)])
    assert path.read_bytes() == before


def test_what_is_ready_is_added_as_it_is(path: Path) -> None:
    """Beside lines that are not, and each is found again where it begins."""
    lines = [line(1, name="Лиман"), line(1), line(1, "run")]
    journal.append(path, (lines[0], journal.raw(lines[1]), lines[2]))
    placed = list(journal.placed(path))
    assert [found for _, found in placed] == lines
    starts = [start for start, _ in placed]
    assert list(journal.at(path, [starts[2], starts[0]])) == [lines[2], lines[0]]
    assert list(journal.at(path.with_name("none"), ())) == []


def test_lines_that_end_in_a_fault_are_not_added(path: Path) -> None:
    """Not those before it either."""
    journal.append(path, [line(1)])

    def failing() -> Iterator[dict[str, Any]]:
        yield line(2)
        message = "no more"
        raise ValueError(message)

    with pytest.raises(ValueError, match="no more"):
        journal.append(path, failing())
    assert list(journal.read(path)) == [line(1)]
