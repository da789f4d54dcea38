"""What the store holds of control: days are put in, and what changed between them is derived and remembered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from geotracker import controlstore, controltables, parquet
from geotracker.controlstore import Series
from geotracker.errors import ControlError, StoreError
from geotracker.geo import boundaries, change, partition
from geotracker.geo.change import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pyarrow as pa
    from shapely.geometry.base import BaseGeometry

    from geotracker.geo.control import Control
    from geotracker.workspace import Workspace


_HELD = ["change", "admin1", "admin2", "area_km2"]


@dataclass
class ControlDays:
    """What the store holds of control in one run: days are listed once, and the last few shapes are at hand."""

    workspace: Workspace
    _days: dict[Series, list[date]] = field(default_factory=dict)
    _states: dict[tuple[Series, date], State] = field(default_factory=dict)
    _checksums: dict[tuple[Series, date], str] = field(default_factory=dict)
    _fresh: list[tuple[Series, date]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """List the days."""
        self._days = controlstore.every(self.workspace)

    @cached_property
    def _regions(self) -> partition.Partition:
        return partition.of(self.workspace.root)

    @cached_property
    def _made_of(self) -> str:
        return partition.fingerprint(self.workspace.root)

    @cached_property
    def borders(self) -> str:
        """A hash of the workspace's official boundaries, "" where it has none: where they run, no front does."""
        return boundaries.fingerprint(self.workspace.root)

    def series(self, source: str = "") -> list[Series]:
        """Return the series of a source, or all, by name."""
        return sorted(series for series in self._days if source in ("", series.source))

    def days(self, series: Series) -> list[date]:
        """Return the days of a series, the earliest first."""
        return self._days.get(series, [])

    def before(self, series: Series, day: date) -> date | None:
        """Return the newest day of a series before `day`."""
        days = self.days(series)
        place = bisect_left(days, day)
        return days[place - 1] if place else None

    def newest(self, series: Series, day: date) -> date | None:
        """Return the newest day of a series up to `day`."""
        days = self.days(series)
        place = bisect_right(days, day)
        return days[place - 1] if place else None

    def sha256(self, series: Series, day: date) -> str:
        """Return the checksum of the file that a day came from."""
        if (series, day) not in self._checksums:
            self._checksums[series, day] = str(controlstore.facts(self.workspace, series, day)["sha256"])
        return self._checksums[series, day]

    def put(self, found: Control) -> Literal["added", "replaced", "unchanged"]:
        """Write a day, unless it is there already, and what it changes; say which it was. `secure` ends a run."""
        series = Series(found.source, found.category)
        there = found.day in self.days(series)
        if there and self.sha256(series, found.day) == found.sha256:
            return "unchanged"
        if not there:
            insort(self._days.setdefault(series, []), found.day)
        stale = list(self._touched(series, found.day))
        for one, day in stale:  # gone first: cut off here, they are derived again when they are read
            controlstore.forget(self.workspace, one, day, controltables.CONTROL_CHANGE)
            self._states.pop((one, day), None)
        for one in self.series(series.source):
            for day in one.days(self.workspace, controltables.FRONT_LINE):
                if day >= found.day:  # ground held before 2022 counts on later days too
                    controlstore.forget(self.workspace, one, day, controltables.FRONT_LINE)
        controlstore.write(self.workspace, series, found.day, controltables.CONTROL, [found.row()], [found.shape])
        self._checksums[series, found.day] = found.sha256
        self._fresh.append((series, found.day))
        self._remember(series, State(found.day, found.shape, found.area_km2))
        for one, day in stale:
            self.derive(one, day)
        return "replaced" if there else "added"

    def secure(self) -> None:
        """Have what was put in on the disk, so that a power cut does not take it."""
        controlstore.secure(self.workspace, self._fresh)
        self._fresh.clear()

    def _touched(self, series: Series, day: date) -> Iterator[tuple[Series, date]]:
        """Yield the changes that a day bears on: its own, the next one's, and its source's on these days."""
        days = self.days(series)
        following = days[bisect_right(days, day) :][:1]
        for one in self.series(series.source):
            for touched in (day, *following):
                if self._has(one, touched) and self.before(one, touched):
                    yield one, touched

    def _has(self, series: Series, day: date) -> bool:
        days = self.days(series)
        place = bisect_left(days, day)
        return place < len(days) and days[place] == day

    def derive(self, series: Series, day: date) -> list[dict[str, Any]]:
        """Write what changed since the day before and return its rows of CONTROL_CHANGE."""
        from_day = self.before(series, day)
        if from_day is None:
            message = f"{series.source}, {series.category}: {day} is the first day, so nothing changed"
            raise ControlError(message)
        before, after = self._measured(self.state(series, from_day), series), self.state(series, day)
        found = change.grounds(before, after, self._regions, list(self._others(series, day)))
        rows = change.rows(series.source, series.category, (from_day, day), found)
        shapes = [ground.shape for ground in found]
        table = controltables.CONTROL_CHANGE
        controlstore.write(self.workspace, series, day, table, rows, shapes, regions=self._made_of)
        by_region = {ground.region: ground.area_km2 for ground in found if ground.change == "held"}
        by_region.pop(change.WHOLE)
        self._remember(series, State(day, after.shape, after.area_km2, by_region))
        return rows

    def _others(self, series: Series, day: date) -> Iterator[tuple[str, BaseGeometry | None, BaseGeometry]]:
        for one in self.series(series.source):
            if one != series and self._has(one, day):
                earlier = self.before(one, day)
                yield one.category, self.state(one, earlier).shape if earlier else None, self.state(one, day).shape

    def state(self, series: Series, day: date) -> State:
        """Return the polygons of a day, and the area of each region where this run has measured it."""
        known = self._states.get((series, day))
        if known is None:
            shape, said = controlstore.shape(self.workspace, series, day)
            known = State(day, shape, said["area_km2"])
            self._remember(series, known)
        return known

    def _measured(self, state: State, series: Series) -> State:
        """Return a day's polygons with the area of each region, where its change says it."""
        rows = None if state.held else self._true(series, state.day, _HELD)
        return state if rows is None else replace(state, held=change.held_of(rows.to_pylist()))

    def _remember(self, series: Series, state: State) -> None:
        self._states.pop((series, state.day), None)
        while len(self._states) >= 16:
            self._states.pop(next(iter(self._states)))
        self._states[series, state.day] = state

    def changed(self, series: Series, day: date, columns: list[str] | None = None) -> pa.Table:
        """Return the rows of CONTROL_CHANGE of a day, derived now where they are not there or no longer true."""
        rows = self._true(series, day, columns)
        if rows is None:
            self.derive(series, day)
            rows = controlstore.read(self.workspace, series, day, controltables.CONTROL_CHANGE, columns)
        return rows

    def _true(self, series: Series, day: date, columns: list[str] | None = None) -> pa.Table | None:
        """Return the rows of a day's change, if they are there, whole, from the day before it and the regions."""
        file = series.file(self.workspace, controltables.CONTROL_CHANGE, day)
        if not file.is_file():
            return None
        try:
            rows, said = parquet.with_passport(file, columns)
        except StoreError:
            return None
        made_from = {"from_day": str(self.before(series, day)), "regions": self._made_of}
        return rows if made_from.items() <= said.items() else None
