"""One report as a task: what it gives wherever it is done, and what becomes of one that nobody was prepared for."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from geotracker.errors import ReportError
from geotracker.reader import Reader
from geotracker.task import Task

TEXT = b"""Daily report, January 18, 2025

Ukrainian forces struck an oil depot near Lyudinovo in Kaluga Oblast on the night of January 17 to 18.
"""


def task(**chosen: object) -> Task:
    """Return the task of reading a short report."""
    return Task(**({"data": TEXT, "name": "a.txt", "day": None, "now": None, "extractor": "rules"} | chosen))


def test_a_task_travels_and_so_does_what_it_gives() -> None:
    """Sent to another process and back, both are what they were."""
    reader = Reader()
    there = pickle.loads(pickle.dumps(task()))  # noqa: S301  of our own making
    given = pickle.loads(pickle.dumps(there.run(reader)))  # noqa: S301  as above
    assert (there, given) == (task(), task().run(reader))
    assert (given.report_id, given.day, given.front) == ("2025-01-18-a", date(2025, 1, 18), None)
    assert given.mentions.num_rows == 1
    assert given.made_by == reader.made_by()


def test_a_report_that_nobody_was_prepared_for_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises: the others are not to wait for it."""

    def failing(*_: object) -> None:
        message = "too deep"
        raise RecursionError(message)

    monkeypatch.setattr(Reader, "read", failing)
    with pytest.raises(ReportError, match=r"^a\.txt: cannot be read: RecursionError: too deep$"):
        task().run(Reader())


def test_a_report_keeps_the_extractor_that_it_has() -> None:
    """The one that is held for its id goes before the one for all."""
    held = {"2025-01-18-a": "rules"}
    assert task(extractor="none such", held=held).run(Reader()).extractor == "rules"
