"""Control of terrain for the map: each day is written small once and kept in the store, by what it was made from.

    data/store/control_drawn/source=S/category=C.json

It is derived: whatever does not fit the polygons that the store holds now is written again, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geotracker import controltables, parquet, rights, sources
from geotracker.controldays import ControlDays
from geotracker.controltables import FRONT
from geotracker.draw import controlcode
from geotracker.draw.controlseries import ControlDay, ControlSeries
from geotracker.fronts import Fronts
from geotracker.geo import change
from geotracker.workspace import publish

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.control import Window
    from geotracker.controlstore import Series
    from geotracker.draw.controlcode import Drawn
    from geotracker.sources import Source
    from geotracker.workspace import Workspace

_FORMAT = "1"
_FOLDER = "control_drawn"
_FIGURES = [name for name in controltables.CONTROL_CHANGE.names if name != "geometry"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the map may show of control, and a line for each source that is left out, with the reason."""

    series: tuple[ControlSeries, ...]
    left_out: tuple[str, ...] = ()


def shown(workspace: Workspace, window: Window, *, public: bool = False) -> Shown:
    """Return the control of the days of a window, with the day before it; in public that of which it is allowed."""
    held = ControlDays(workspace)
    known = sources.load(workspace.data / "sources.toml")
    found, left_out = [], {}
    for series in held.series(window.source):
        right = rights.of_control(known, series.source)
        source = next((one for one in known if one.kind == "control" and sources.slug(one.name) == series.source), None)
        if public and not right.geometry:
            why = right.why or "its publisher does not allow to pass polygons on"
            left_out[series.source] = f"Control of terrain by {_title(series, source)} is not shown: {why}."
        elif drawn := _days(held, series, window):
            credit = " ".join(right.attributions) if public else ""
            found.append(_series(series, source, drawn, credit))
    return Shown(tuple(found), tuple(left_out.values()))


def _title(series: Series, source: Source | None) -> str:
    return source.title if source else series.source


def _series(series: Series, source: Source | None, days: tuple[ControlDay, ...], credit: str) -> ControlSeries:
    return ControlSeries(
        series.source,
        series.category,
        title=_title(series, source),
        publisher=source.publisher if source else series.source,
        holder=source.holder if source else "russia",
        days=days,
        credit=credit,
        terms=source.terms if source else "",
    )


def _days(held: ControlDays, series: Series, window: Window) -> tuple[ControlDay, ...]:
    """Return the days of a window and the newest before it; the first is written so that it stands by itself."""
    days = held.days(series)
    earlier = held.before(series, window.since) if window.since else None
    wanted = [day for day in days if window.holds(day) or day == earlier]
    if not wanted:
        return ()
    kept = _kept(held.workspace, series)
    maker = _Maker(held, series)
    keys = {day: maker.key(day, before) for before, day in pairwise([None, *days]) if day}
    made = {}
    for before, day in pairwise([None, *days]):
        if day:
            made[day] = kept[day][1] if day in kept and kept[day][0] == keys[day] else maker.day(day, before)
    _keep(held.workspace, series, keys, made)
    if wanted[0] != days[0]:
        made[wanted[0]] = maker.day(wanted[0], None)
    return tuple(made[day] for day in wanted)


@dataclass
class _Maker:
    """Writes the days of a series small; the last one is at hand for the next."""

    held: ControlDays
    series: Series
    _fronts: Fronts = field(init=False)
    _last: Drawn | None = None
    _front_km: float | None = None
    """The length of the front line of the last day."""
    _hashes: dict[tuple[Series, date], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Have the front lines at hand."""
        self._fronts = Fronts(self.held)

    def key(self, day: date, before: date | None) -> str:
        """Return a hash of all that the bytes and figures of a day are made from: what its source shows on both."""
        parts = [_FORMAT, str(before), *filter(None, [self.held.borders])]
        for series in self.held.series(self.series.source):
            newest = [self.held.newest(series, one) for one in (day, before) if one]
            parts += [f"{series.category} {one} {self._hash(series, one)}" for one in newest if one]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def _hash(self, series: Series, day: date) -> str:
        if (series, day) not in self._hashes:
            file = series.file(self.held.workspace, controltables.CONTROL, day)
            with parquet.sound(file):
                self._hashes[series, day] = hashlib.sha256(file.read_bytes()).hexdigest()
        return self._hashes[series, day]

    def day(self, day: date, before: date | None) -> ControlDay:
        """Return a day as it follows another, or as the first."""
        earlier = self._drawn(before) if before else None
        drawn = self._drawn(day)
        state = self.held.state(self.series, day)
        found: dict[str, Any] = {"area_km2": state.area_km2, "front_km": self._front_km}
        if before:
            rows = self.held.changed(self.series, day, _FIGURES).to_pylist()
            said = change.figures(rows, by_region=False)[0]
            found |= {name: said[name] for name in ("gained_km2", "lost_km2", "recategorised_km2")}
        return ControlDay(day, controlcode.day(drawn, earlier), **found)

    def _drawn(self, day: date) -> Drawn:
        if self._last is None or self._last.day != day:
            front = None
            if self.series.category == FRONT:
                front, self._front_km = self._fronts.measured(self.series.source, day)
            self._last = controlcode.drawn(day, self.held.state(self.series, day).shape, front)
        return self._last


def _file(workspace: Workspace, series: Series) -> Path:
    return workspace.store / _FOLDER / f"source={series.source}" / f"category={series.category}.json"


def _kept(workspace: Workspace, series: Series) -> dict[date, tuple[str, ControlDay]]:
    """Return the days that were kept, each with its key; none where the file is not there or damaged."""
    try:
        said = json.loads(_file(workspace, series).read_text(encoding="utf-8"))
        return {date.fromisoformat(iso): (row.pop("key"), _read(iso, row)) for iso, row in said.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _read(iso: str, row: dict[str, Any]) -> ControlDay:
    code = base64.b64decode(row.pop("code"), validate=True)
    return ControlDay(date.fromisoformat(iso), code, **row)


def _keep(workspace: Workspace, series: Series, keys: dict[date, str], made: dict[date, ControlDay]) -> None:
    rows = {}
    for day, one in made.items():
        row = asdict(one) | {"key": keys[day], "code": base64.b64encode(one.code).decode("ascii")}
        rows[row.pop("day").isoformat()] = row
    publish(_file(workspace, series), json.dumps(rows, separators=(",", ":")), sync=False)
