"""Lines of events on their way to the ledger: they come by month, and go by id.

Until they go they lie in a file without a name: an archive that comes in at once has more than fit in memory.
"""

from __future__ import annotations

import heapq
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO, TYPE_CHECKING, NamedTuple

from geotracker.ledger import journal
from geotracker.ledger.known import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geotracker.ledger.journal import Line

_SMALL = 1 << 24  # bytes that stay in memory


class Told(NamedTuple):
    """A line as the ledger's file has it."""

    event_id: str
    change: str
    """Empty where it is minor."""
    raw: bytes


@dataclass(slots=True)
class Draft:
    """The lines of events that a run adds."""

    file: IO[bytes]
    ends: list[int] = field(default_factory=list)
    """Where each month's end."""
    versions: dict[str, int] = field(default_factory=dict)
    """The last version of each event that was looked at, where that is not the first."""
    gone: dict[str, int] = field(default_factory=dict)
    n_lines: int = 0

    def add(self, had: Mapping[str, int], lines: Iterable[Line]) -> None:
        """Add the lines of a month, which come by id; its events had these versions."""
        self.versions |= {event_id: version for event_id, version in had.items() if version != FIRST}
        for line in lines:
            event_id, version = line["event_id"], line["version"]
            if version != FIRST:
                self.versions[event_id] = version
            if line.get("gone"):
                self.gone[event_id] = version
            said = [event_id, "" if line.get("minor") else line["change"]]
            self.file.write(json.dumps(said).encode() + b"\n" + journal.raw(line))
            self.n_lines += 1
        self.ends.append(self.file.tell())

    def lines(self) -> Iterator[Told]:
        """Yield the lines of all months by id."""
        return heapq.merge(*(self._month(start, end) for start, end in pairwise([0, *self.ends])))

    def _month(self, start: int, end: int) -> Iterator[Told]:
        while start < end:
            self.file.seek(start)
            event_id, change = json.loads(self.file.readline())
            told = Told(event_id, change, self.file.readline())
            start = self.file.tell()
            yield told


@contextmanager
def begun(folder: Path) -> Iterator[Draft]:
    """Yield an empty draft that is kept in `folder`; nothing of it is left there. OSError names what has no room."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.SpooledTemporaryFile(_SMALL, dir=str(folder)) as file:
            yield Draft(file)
    except OSError as fault:
        fault.filename = fault.filename or str(folder)
        raise
