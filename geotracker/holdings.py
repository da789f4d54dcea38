"""What the store and the inbox hold of reports: what is held as it is, what has to be read, and what was read kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geotracker import originals, remembered, store
from geotracker.errors import ReportError
from geotracker.originals import STDIN
from geotracker.reader import Reader
from geotracker.task import Task
from geotracker.text import extractors
from geotracker.text.extractors import RULES
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotracker.task import Extract
    from geotracker.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: `message` says why it failed."""

    source: str
    status: Literal["added", "replaced", "unchanged", "failed"]
    report_id: str = ""
    n_mentions: int = 0
    message: str = ""


class Holdings:
    """One run of taking in: what is held of reports, and what they are read with."""

    def __init__(
        self, workspace: Workspace, day: date | None = None, now: date | None = None, extractor: str = ""
    ) -> None:
        """Look at what is held; without `extractor` a report is read with the one that read it before, else rules."""
        self.workspace, self.day, self.now, self.named = workspace, day, now, extractor
        self.reader = Reader(workspace)
        _ = self.reader.corrections  # a broken file is refused before anything is read
        if extractor:
            self.reader.extractor(extractor)  # refused before anything is read
        self._held = {stored.report_id: stored for stored in store.reports(workspace)}
        self._by_content = {stored.sha256: stored for stored in self._held.values()}
        self._names: dict[str, set[str]] = defaultdict(set)
        """What lies in the inbox, by the name without its suffix."""
        for path in originals.inbox(workspace):
            self._names[path.stem].add(path.name)
        self._extractors: dict[str, str] = {}
        """What read each report that the rules did not read."""
        for stored in self._held.values():
            self._note_extractor(stored)
        self._told = store.with_sectors(workspace)
        self._sums: dict[str, str] = {}
        self._stdin: bytes | None = None

    def look_over(self, sources: Sequence[Path | str]) -> None:
        """Find out the checksums of files in the inbox; a file that is as it was is not read for that."""
        folder, cache = self.workspace.reports, self.workspace.cache / "inbox.json"
        inside = [Path(source) for source in sources if Path(source).parent == folder]
        found = remembered.of(inside, originals.checksum, cache)
        remembered.keep(found, cache)
        self._sums = {str(path): one.value for path, one in found.items()}

    def unchanged(self, source: Path | str) -> Outcome | None:
        """Return the outcome of a file that was looked over and is held as it is now, None for any other."""
        same = self._by_content.get(self._sums.get(str(source), ""))
        return Outcome(str(source), "unchanged", same.report_id) if same and self._holds(same) else None

    def wanted(self, source: Path | str) -> Outcome | Task:
        """Return how a source is to be read as things are now, or the outcome of one that is held as it is.

        Raises ReportError where the source cannot be opened.
        """
        known = self.unchanged(source)
        if known:
            return known
        data = self._content(source)
        sha256 = hashlib.sha256(data).hexdigest()
        same = self._by_content.get(sha256)
        if same and self._holds(same):
            return Outcome(str(source), "unchanged", same.report_id)
        day = self.day or (date.fromisoformat(same.report_date) if same else None)
        held = {} if self.named else self._extractors
        return Task(data, _name(source), day, self.now, self._extractor(same), held, self._addresses.get(sha256, ""))

    def again(self, task: Task, extract: Extract) -> Task | None:
        """Return the task of reading a report once more, with the extractor that it has by now; None where it did."""
        same = self._by_content.get(hashlib.sha256(task.data).hexdigest())
        due = self._extractor(self._held.get(extract.report_id, same))
        return None if extract.extractor == due else replace(task, extractor=due, held={})

    def take(self, source: Path | str, task: Task, extract: Extract) -> Outcome:
        """Keep the original and what was read in it, in place of what was held of the report."""
        sha256 = hashlib.sha256(task.data).hexdigest()
        originals.keep(self.workspace, extract.report_id, task.data, Path(task.name).suffix)
        stored = store.Stored(
            report_id=extract.report_id,
            report_date=extract.day.isoformat(),
            title=extract.title,
            url=extract.url,
            original=self._keep(Path(task.name), task.data, extract.report_id),
            sha256=sha256,
            extractor=extract.label,
            made_by=extract.made_by,
        )
        same = self._by_content.get(sha256)
        if same and same.report_id != extract.report_id:  # the same bytes were taken for another day's report before
            self._drop(same)
        before = self._held.get(extract.report_id)
        if before:
            self._by_content.pop(before.sha256, None)
        stored = store.keep(self.workspace, stored, extract.mentions, extract.sectors, self._held)
        self._held[stored.report_id] = self._by_content[sha256] = stored
        self._note_extractor(stored)
        self._told.add(stored.report_id)
        return Outcome(str(source), "replaced" if before else "added", stored.report_id, len(extract.mentions))

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return originals.addresses(self.workspace)

    def _content(self, source: Path | str) -> bytes:
        if source != STDIN:
            return originals.content(source)
        if self._stdin is None:
            self._stdin = originals.content(STDIN)
        return self._stdin

    def _holds(self, same: store.Stored) -> bool:
        return (
            extractors.is_known(self._extractor(same))
            and same.made_by in self._made_by(same)
            and (self.day is None or self.day.isoformat() == same.report_date)
            and same.original in self._names.get(same.report_id, ())
            and same.report_id in self._told
        )

    def _made_by(self, stored: store.Stored) -> tuple[str, str]:
        """Return the fingerprints that a report may have that is held as it would be read now."""
        extractor = self._extractor(stored)
        day = date.fromisoformat(stored.report_date)
        return self.reader.made_by(extractor), self.reader.made_by(extractor, day)

    def _extractor(self, stored: store.Stored | None) -> str:
        """Return the name of the extractor for a report: the one asked for, the one that read it, the rules."""
        return self.named or (extractors.name_of(stored.extractor) if stored else RULES)

    def _note_extractor(self, stored: store.Stored) -> None:
        self._extractors.pop(stored.report_id, None)
        if extractors.name_of(stored.extractor) != RULES:
            self._extractors[stored.report_id] = extractors.name_of(stored.extractor)

    def _drop(self, stored: store.Stored) -> None:
        store.drop(self.workspace, self._held.pop(stored.report_id))
        self._by_content.pop(stored.sha256)
        self._extractors.pop(stored.report_id, None)
        self._names[stored.report_id].discard(stored.original)
        (self.workspace.reports / stored.original).unlink(missing_ok=True)

    def _keep(self, source: Path, data: bytes, report_id: str) -> str:
        """Put the original under its own name into data/reports and return the name."""
        folder = self.workspace.reports
        inside = source.resolve().parent == folder.resolve()
        target = folder / f"{report_id}{source.suffix.lower()}"
        twins = sorted(name for name in self._names[report_id] if name not in (target.name, source.name))
        if inside and twins:
            message = f"{source}: report {report_id} is kept already as {twins[0]}: remove one of the two"
            raise ReportError(message)
        if not inside:
            publish(target, data)
        elif source.name != target.name:
            source.replace(target)
            self._names[source.stem].discard(source.name)
        for twin in twins:
            (folder / twin).unlink()
        self._names[report_id] = {target.name}
        return target.name


def _name(source: Path | str) -> str:
    return "stdin" if source == STDIN else str(Path(source))
