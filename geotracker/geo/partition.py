"""Polygons are divided among regions, so that the parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geotracker.geo import regions
from geotracker.geo.differing import clip, polygons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

_NEAREST = 0.5
"""Degrees: what lies off every region (coasts are simplified) is the nearest one's, if it is no further away."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Region polygons, in the order in which they take what they share, and their names (admin1, admin2)."""

    shapes: npt.NDArray[np.object_]
    names: tuple[tuple[str, str], ...]
    tree: shapely.STRtree

    def divide(self, pieces: npt.NDArray[np.object_]) -> Iterator[tuple[int, tuple[str, str], shapely.Polygon]]:
        """Yield each polygon, whole or in parts: its number, the names of its region, the part.

        The names are ("", "") where no region is near.
        """
        whole = {int(piece): int(region) for piece, region in zip(*self._inside(pieces), strict=True)}
        for number, piece in enumerate(pieces):
            if number in whole:
                yield number, self.names[whole[number]], piece
            else:
                yield from ((number, names, part) for names, part in self._parts(piece))

    def _inside(self, pieces: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        piece, region = self.tree.query(pieces, predicate="within")
        ranked = np.lexsort((-region, piece))  # the last one kept is the first in order
        return piece[ranked], region[ranked]

    def _parts(self, piece: shapely.Polygon) -> Iterator[tuple[tuple[str, str], shapely.Polygon]]:
        rest: BaseGeometry = piece
        touched = sorted(self.tree.query(piece, predicate="intersects"))
        for region in touched:
            near = clip(self.shapes[region], piece.bounds)  # a small piece does not feel the whole oblast
            for part in polygons(rest.intersection(near)):
                yield self.names[region], part
            rest = rest.difference(near)
        for part in polygons(rest):
            yield self._nearest(part, touched), part

    def _nearest(self, part: shapely.Polygon, touched: Sequence[int]) -> tuple[str, str]:
        if len(touched) == 1:
            return self.names[touched[0]]
        if touched:
            away = shapely.distance(self.shapes[touched], part.representative_point())
            return self.names[touched[int(np.argmin(away))]]
        near = self.tree.query_nearest(part, max_distance=_NEAREST, all_matches=False)
        return self.names[near[0]] if len(near) else ("", "")


@lru_cache(maxsize=1)
def oblasts() -> Partition:
    """Return the first-level regions that come with the package."""
    frame = regions.load().sort_values(["code"], kind="stable")
    shapes = frame.geometry.to_numpy()
    shapely.prepare(shapes)
    return Partition(shapes, tuple((str(name), "") for name in frame["name"]), shapely.STRtree(shapes))
