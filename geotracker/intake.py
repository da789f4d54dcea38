"""Reports come in: each is read, extracted, placed, kept under its own name and written to the store."""

from __future__ import annotations

import hashlib
import stat
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geotracker import remembered, store
from geotracker.errors import GeotrackerError, ReportError
from geotracker.geo import correcting, events
from geotracker.reader import Reader
from geotracker.text import extractors, reports
from geotracker.text.extractors import RULES
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd

    from geotracker.records import Report
    from geotracker.workspace import Workspace

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: `message` says why it failed."""

    source: str
    status: Literal["added", "replaced", "unchanged", "failed"]
    report_id: str = ""
    n_mentions: int = 0
    message: str = ""


def inbox(workspace: Workspace) -> list[Path]:
    """Return the reports that lie in data/reports, kept originals included."""
    return sorted(
        path for path in workspace.reports.iterdir() if path.is_file() and not path.name.startswith((".", "README"))
    )


def take_in(
    workspace: Workspace,
    sources: Sequence[Path | str],
    *,
    day: date | None = None,
    now: date | None = None,
    extractor: str = "",
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Bring reports into the store and say what became of each; `done` hears it as it goes.

    Without `extractor` a report is read with the one that read it before, else with the rules. A report that cannot
    be read gives an Outcome with status "failed", and the others go on. The caller holds the lock.
    """
    intake = _Intake(workspace, day, now, extractor)
    if sources:
        intake.reader.check()
    intake.look_over(sources)
    outcomes = []
    for source in sources:
        try:
            outcome = intake.unchanged(source) or intake.take(source)
        except GeotrackerError as fault:
            outcome = Outcome(str(source), "failed", message=str(fault))
        outcomes.append(outcome)
        done(outcome)
    said = intake.reader.corrections
    store.derive(workspace, lambda rows: events.merge(rows, said), lambda found: correcting.correct(found, said), said)
    return outcomes


def pending(workspace: Workspace) -> list[Path]:
    """Return the reports of the inbox that the store does not hold as they are now."""
    intake, found = _Intake(workspace), inbox(workspace)
    intake.look_over(found)
    return [path for path in found if not intake.unchanged(path)]


class _Intake:
    """One run of taking in: what the store holds, and what reports are read with."""

    def __init__(
        self, workspace: Workspace, day: date | None = None, now: date | None = None, extractor: str = ""
    ) -> None:
        self.workspace, self.day, self.now, self.named = workspace, day, now, extractor
        self.reader = Reader(workspace)
        _ = self.reader.corrections  # a broken file is refused before anything is read
        if extractor:
            self.reader.extractor(extractor)  # refused before anything is read
        self.held = {stored.report_id: stored for stored in store.reports(workspace)}
        self.by_content = {stored.sha256: stored for stored in self.held.values()}
        self.names: dict[str, set[str]] = defaultdict(set)
        """What lies in the inbox, by the name without its suffix."""
        for path in inbox(workspace):
            self.names[path.stem].add(path.name)
        self.sums: dict[str, str] = {}
        self.told = store.with_sectors(workspace)

    def look_over(self, sources: Sequence[Path | str]) -> None:
        """Find out the checksums of files in the inbox; a file that is as it was is not read for that."""
        folder, cache = self.workspace.reports, self.workspace.cache / "inbox.json"
        inside = [Path(source) for source in sources if Path(source).parent == folder]
        found = remembered.of(inside, _sum, cache)
        remembered.keep(found, cache)
        self.sums = {str(path): one.value for path, one in found.items()}

    def unchanged(self, source: Path | str) -> Outcome | None:
        """Return the outcome of a file that the store holds as it is now, None for any other."""
        same = self.by_content.get(self.sums.get(str(source), ""))
        return Outcome(str(source), "unchanged", same.report_id) if same and self.holds(same) else None

    def holds(self, same: store.Stored | None) -> bool:
        return (
            same is not None
            and extractors.is_known(self.extractor(same))
            and same.made_by in self._made_by(same)
            and (self.day is None or self.day.isoformat() == same.report_date)
            and same.original in self.names.get(same.report_id, ())
            and same.report_id in self.told
        )

    def _made_by(self, stored: store.Stored) -> tuple[str, str]:
        """Return the fingerprints that a report may have that is held as it would be read now."""
        extractor = self.extractor(stored)
        day = date.fromisoformat(stored.report_date)
        return self.reader.made_by(extractor), self.reader.made_by(extractor, day)

    def extractor(self, stored: store.Stored | None) -> str:
        """Return the name of the extractor for a report: the one asked for, the one that read it, the rules."""
        return self.named or (extractors.name_of(stored.extractor) if stored else RULES)

    def take(self, source: Path | str) -> Outcome:
        path = Path("stdin" if source == STDIN else source)
        data = sys.stdin.buffer.read(reports.LARGEST + 1) if source == STDIN else _bytes(path)
        same = self.by_content.get(hashlib.sha256(data).hexdigest())
        if same and self.holds(same):
            return Outcome(str(source), "unchanged", same.report_id)
        day = self.day or (date.fromisoformat(same.report_date) if same else None)
        report = reports.read_bytes(data, str(path), date=day, now=self.now)
        extractor = self.extractor(self.held.get(report.report_id, same))
        rows, directions = self.reader.read(report, extractor)
        stored = store.Stored(
            report_id=report.report_id,
            report_date=report.date.isoformat(),
            title=report.title,
            url=report.url,
            original=self._keep(path, data, report.report_id),
            sha256=hashlib.sha256(data).hexdigest(),
            extractor=self.reader.extractor(extractor).label,
            made_by=self.reader.made_by(extractor, report.date if rows["said_front_km"].notna().any() else None),
        )
        if same and same.report_id != report.report_id:  # the same bytes were taken for another day's report before
            store.drop(self.workspace, self.held.pop(same.report_id))
            self.by_content.pop(same.sha256)
            self.names[same.report_id].discard(same.original)
            (self.workspace.reports / same.original).unlink(missing_ok=True)
        status: Literal["added", "replaced"] = "replaced" if report.report_id in self.held else "added"
        store.write_sectors(self.workspace, stored, directions, self.held)
        if report.report_id in self.held:
            self.by_content.pop(self.held[report.report_id].sha256, None)
        self.held[report.report_id] = store.write(self.workspace, stored, rows, self.held)
        self.by_content[stored.sha256] = self.held[report.report_id]
        self.told.add(report.report_id)
        return Outcome(str(source), status, report.report_id, len(rows))

    def _keep(self, source: Path, data: bytes, report_id: str) -> str:
        """Put the original under its own name into data/reports and return the name."""
        folder = self.workspace.reports
        inside = source.resolve().parent == folder.resolve()
        target = folder / f"{report_id}{source.suffix.lower()}"
        twins = sorted(name for name in self.names[report_id] if name not in (target.name, source.name))
        if inside and twins:
            message = f"{source}: report {report_id} is kept already as {twins[0]}: remove one of the two"
            raise ReportError(message)
        if not inside:
            publish(target, data)
        elif source.name != target.name:
            source.replace(target)
            self.names[source.stem].discard(source.name)
        for twin in twins:
            (folder / twin).unlink()
        self.names[report_id] = {target.name}
        return target.name


def read(source: Path | str, *, day: date | None = None, now: date | None = None) -> Report:
    """Return the report in a file, "-" is standard input; ReportError where it cannot be read or dated."""
    if str(source) != STDIN:
        _check(Path(source))
    return reports.read(source, date=day, now=now)


def _check(path: Path) -> None:
    """Raise ReportError for a pipe or a device, which would be waited on for ever; reading tells of all else."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        message = f"{path}: is no regular file; give one, or - for standard input"
        raise ReportError(message)


def _bytes(path: Path) -> bytes:
    """Return a file's bytes, cut after the first that is too many, which `read_bytes` refuses."""
    _check(path)
    try:
        with path.open("rb") as file:
            return file.read(reports.LARGEST + 1)
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise ReportError(message) from fault


def _sum(path: Path) -> str:
    """Return the checksum of a file; none of one that cannot be read, which taking it in tells in words."""
    try:
        return hashlib.sha256(_bytes(path)).hexdigest()
    except ReportError:
        return ""


def misplaced(workspace: Workspace, stored: store.Stored, rows: gpd.GeoDataFrame) -> list[str]:
    """Return a line for each excerpt of a report that does not stand at its offsets in the kept original."""
    path = workspace.reports / stored.original
    try:
        data = _bytes(path)
        if hashlib.sha256(data).hexdigest() != stored.sha256:
            return [f"{path} has changed since it was read: `geotracker ingest {path}` reads it again"]
        text = reports.read_bytes(data, str(path), date=date.fromisoformat(stored.report_date)).text
    except GeotrackerError as fault:
        return [str(fault)]
    columns = (rows["mention_id"], rows["excerpt"], rows["start_char"], rows["end_char"])
    return [
        f"{path}: mention {mention_id}: the text at {start}-{end} is not its excerpt {excerpt!r}"
        for mention_id, excerpt, start, end in zip(*columns, strict=True)
        if text[start:end] != excerpt
    ]
