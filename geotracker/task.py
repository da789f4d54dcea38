"""The reading of one report as a task, which can be done in any process that sees the workspace."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import pyarrow.compute as pc

from geotracker import tables
from geotracker.errors import GeotrackerError, ReportError
from geotracker.text import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    import pyarrow as pa

    from geotracker.reader import Reader
    from geotracker.workspace import Workspace

    In = TypeVar("In")
    Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read in a report: MENTIONS and SECTORS as `tables.to_arrow` gives them, and what is said of it."""

    report_id: str
    day: date
    title: str
    url: str
    extractor: str
    """Its name."""
    label: str
    """Its name and version."""
    made_by: str
    """The fingerprint of all that the rows depend on beside the report."""
    mentions: pa.Table
    sectors: pa.Table

    @property
    def front(self) -> date | None:
        """The day of the front line that the rows depend on; None where the report says nothing of its distance."""
        return self.day if pc.any(pc.is_valid(self.mentions["said_front_km"])).as_py() else None


@dataclass(frozen=True, slots=True)
class Task:
    """All that the reading of one report depends on, beside what a workspace's reader holds."""

    data: bytes
    name: str
    day: date | None
    now: date | None
    extractor: str
    """What reads it, unless `held` has another for the report."""
    held: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The extractor by the id of the report, where that is not to change."""
    url: str = ""
    """Where it was fetched, for a report that does not say its address itself."""

    def run(self, reader: Reader) -> Extract:
        """Return what is read in the report; ReportError or ExtractorError where that cannot be."""
        try:
            return self._run(reader)
        except GeotrackerError:
            raise
        except Exception as fault:  # one report that no reader was made for must not keep the others out
            message = f"{self.name}: cannot be read: {type(fault).__name__}: {fault}"
            raise ReportError(message) from fault

    def _run(self, reader: Reader) -> Extract:
        report = reports.read_bytes(self.data, self.name, date=self.day, now=self.now)
        report = report if report.url else replace(report, url=self.url)
        extractor = self.held.get(report.report_id, self.extractor)
        said, directions = reader.read(report, extractor)
        front = report.date if said["said_front_km"].notna().any() else None
        return Extract(
            report_id=report.report_id,
            day=report.date,
            title=report.title,
            url=report.url,
            extractor=extractor,
            label=reader.extractor(extractor).label,
            made_by=reader.made_by(extractor, front),
            mentions=tables.to_arrow(said, tables.MENTIONS),
            sectors=tables.to_arrow(directions, tables.SECTORS),
        )


class Executor(Protocol):
    """Who does tasks: this process, or a cluster's workers."""

    @property
    def ahead(self) -> int:
        """How many reports may be under way beside the one that is waited for."""

    def begin(self, task: Task) -> Callable[[], Extract]:
        """Begin a task and return what waits for it; that raises ReportError where the report cannot be read."""

    def each(self, work: Callable[[In], Out], items: Iterable[In]) -> list[Out]:
        """Return what `work` gives of each item, in their order; what it raises passes through."""


@dataclass(frozen=True, slots=True)
class _InProcess:
    reader: Reader
    ahead: int = 0

    def begin(self, task: Task) -> Callable[[], Extract]:
        return partial(task.run, self.reader)

    def each(self, work: Callable[[In], Out], items: Iterable[In]) -> list[Out]:
        return [work(item) for item in items]


@contextmanager
def in_process(_: Workspace, reader: Reader) -> Iterator[Executor]:
    """Yield what does tasks in this process, one after the other."""
    yield _InProcess(reader)
