"""The fronts of a workspace: who held which ground on a day, and how far from the front line a point was."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geotracker import controlstore, controltables, parquet, sources
from geotracker.controldays import ControlDays
from geotracker.controlstore import Series
from geotracker.controltables import FRONT, OLD
from geotracker.geo import ellipsoid, frontline, standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from geotracker.workspace import Workspace

_AT_HAND = 8


class Known(NamedTuple):
    """The day of a source that stands for a day."""

    source: str
    day: date


@dataclass
class Fronts:
    """Held ground and its front line by day, in one run: the last few are at hand, lines are kept in the store."""

    held: ControlDays
    _grounds: dict[Known, standing.Ground] = field(default_factory=dict)

    @cached_property
    def _holders(self) -> dict[str, str]:
        """Whose control each source shows."""
        known = sources.load(self.held.workspace.data / "sources.toml")
        return {sources.slug(one.name): one.holder for one in known}

    @property
    def there(self) -> bool:
        """Whether any source has a front."""
        return any(series.category == FRONT for series in self.held.series())

    def of(self, day: date) -> Known | None:
        """Return what stands for a day: the newest day of any source, a week old at most; None where there is none."""
        fronts = [series for series in self.held.series() if series.category == FRONT]
        days = [Known(series.source, newest) for series in fronts if (newest := self.held.newest(series, day))]
        fresh = [known for known in days if day - known.day <= controltables.OLDEST]
        return min(fresh, key=lambda known: (day - known.day, known.source), default=None)

    def sha256(self, known: Known) -> str:
        """Return the checksum of the file that a source's day came from."""
        return self.held.sha256(Series(known.source, FRONT), known.day)

    def ground(self, known: Known) -> standing.Ground:
        """Return the held ground of a source's day, its front and who holds it."""
        found = self._grounds.pop(known, None)
        if found is None:
            front = frontline.Front.of(self._shape(*known), self.line(*known))
            found = standing.Ground(self._holders.get(known.source, "russia"), front)
        while len(self._grounds) >= _AT_HAND:
            self._grounds.pop(next(iter(self._grounds)))
        self._grounds[known] = found
        return found

    def line(self, source: str, day: date) -> BaseGeometry:
        """Return the front line of a source's day (EPSG:4326) and keep it in the store."""
        return self.measured(source, day)[0]

    def measured(self, source: str, day: date) -> tuple[BaseGeometry, float]:
        """Return the front line of a source's day (EPSG:4326) and its length in km, and keep them in the store."""
        series, borders = Series(source, FRONT), self.held.borders
        file = series.file(self.held.workspace, controltables.FRONT_LINE, day)
        if file.is_file():
            arrow, said = parquet.with_passport(file, ["geometry"])
            if said.get("borders", "") == borders:
                return shapely.from_wkb(arrow.column("geometry")[0].as_py()), said["length_km"]
        line = frontline.line(self._shape(source, day), self.held.workspace.root if borders else None)
        length_km = ellipsoid.length_km(line)
        row = {"day": day, "source": source, "length_km": length_km}
        said = {"borders": borders} if borders else {}
        controlstore.write(self.held.workspace, series, day, controltables.FRONT_LINE, [row], [line], **said)
        return line, length_km

    def _shape(self, source: str, day: date) -> BaseGeometry:
        """Return what a source shows as held on a day."""
        own = self.held.state(Series(source, FRONT), day).shape
        old = Series(source, OLD)
        newest = self.held.newest(old, day)
        return shapely.union(own, self.held.state(old, newest).shape) if newest else own

    def km(self, lon: float, lat: float, day: date) -> float | None:
        """Return the geodesic distance of a point (EPSG:4326) to the front line of a day in km, on either side of it.

        None where no source has polygons of that day or the week before it, or they have no front line.
        """
        known = self.of(day)
        if known is None:
            return None
        found = float(self.ground(known).front.distances_km(np.array([shapely.Point(lon, lat)]))[0])
        return None if np.isnan(found) else found


def distance(workspace: Workspace) -> Callable[[float, float, date], float | None] | None:
    """Return `(lon, lat, day) -> km or None`, the distance to a workspace's front line; None where it has no front.

    For one run: days that come in later are not seen. A day costs a few hundredths of a second when it is first asked
    for, a point of a day at hand some ten thousandths.
    """
    fronts = Fronts(ControlDays(workspace))
    return fronts.km if fronts.there else None
