"""Lines of events come by month and go by id, wherever they lie until then."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import pytest

from geotracker.ledger import draft

if TYPE_CHECKING:
    from pathlib import Path


def line(event_id: str, version: int = 1, change: str = "new", **other: Any) -> dict[str, Any]:
    """Return a line as a run adds it."""
    return {"event_id": event_id, "version": version, "change": change, **other}


@pytest.mark.parametrize("small", [1, 1 << 20])
def test_lines_that_come_by_month_go_by_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    """In memory and in a file alike; months without a line are none; nothing is left."""
    monkeypatch.setattr(draft, "_SMALL", small)
    months = [[line("b"), line("d", text="Лиман\n")], [], [line("a"), line("c"), line("e")]]
    with draft.begun(tmp_path / "cache") as found:
        for lines in months:
            found.add({}, lines)
        told = [json.loads(one.raw) for one in found.lines()]
        assert found.n_lines == len(told) == 5
    assert told == sorted((one for lines in months for one in lines), key=lambda one: str(one["event_id"]))
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_a_reader_hears_of_is_told_apart(tmp_path: Path) -> None:
    """A minor change is none, and a later version is remembered, of an event that stays as it was too."""
    with draft.begun(tmp_path) as found:
        found.add({"a": 1, "b": 4, "d": 3}, [line("a", 2, "changed", minor=True), line("b", 5, "withdrawn", gone=True)])
        found.add({}, [line("c")])
        assert [one.change for one in found.lines()] == ["", "withdrawn", "new"]
        assert found.versions == {"a": 2, "b": 5, "d": 3}
        assert found.gone == {"b": 5}


def test_nothing_goes_where_nothing_came(tmp_path: Path) -> None:
    """A run may find nothing."""
    with draft.begun(tmp_path) as found:
        assert list(found.lines()) == []


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the folder that the draft is kept in, for the system does not say it."""

    def full(self: draft.Draft, *_: object) -> None:  # noqa: ARG001  as the method that it stands for
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(draft.Draft, "add", full)
    with pytest.raises(OSError, match="No space left") as told, draft.begun(tmp_path) as found:
        found.add({}, [line("a")])
    assert told.value.filename == str(tmp_path)
