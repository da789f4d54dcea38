"""Polygons are divided among regions, so that the parts add up to the whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geotracker.geo import boundaries, raions, regions
from geotracker.geo.differing import clip, merged, polygons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    _Files = tuple[tuple[Path, int], ...]

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
        piece, region = self.tree.query(pieces)
        covered = shapely.covers(self.shapes[region], pieces[piece])  # regions are prepared, pieces are not
        piece, region = piece[covered], region[covered]
        ranked = np.lexsort((-region, piece))  # the last one kept is the first in order
        return piece[ranked], region[ranked]

    def _parts(self, piece: shapely.Polygon) -> Iterator[tuple[tuple[str, str], shapely.Polygon]]:
        rest: BaseGeometry = piece
        touched = sorted(self.tree.query(piece, predicate="intersects"))
        if len(touched) < 2:  # what lies off the one it touches would be that one's anyway
            yield self._nearest(piece, touched), piece
            return
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


def of(root: Path | None, *, divided: bool = True) -> Partition:
    """Return the first-level regions of a workspace, those of Ukraine divided into raions, or not.

    Official boundary files of the workspace count. Raions fill their oblast: what an official oblast has beyond the
    raions that ship is its own, with no raion.
    """
    files = _files(root)
    return _made(root if len(files) > len(_files(None)) else None, files, divided)


def fingerprint(root: Path | None) -> str:
    """Return a hash of the files that the regions and raions of a workspace come from."""
    digest = hashlib.sha256()
    for path, _ in _files(root):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(root: Path | None) -> _Files:
    own = [] if root is None else [boundaries.find(root), boundaries.find(root, boundaries.RAIONS)]
    files = [regions.shipped(), raions.shipped(), *filter(None, own)]
    return tuple((path, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=4)
def _made(root: Path | None, _: _Files, divided: bool) -> Partition:  # noqa: FBT001  a cache key
    official = None if root is None else boundaries.find(root)
    clipped = root is not None and official is not None and boundaries.find(root, boundaries.RAIONS) is None
    frame, parts = regions.of(root).sort_values(["code"], kind="stable"), raions.of(root)
    of_code: dict[str, list[tuple[str, BaseGeometry]]] = defaultdict(list)
    if divided:
        for code, raion, shape in zip(parts["code"], parts["name"], parts.geometry, strict=True):
            of_code[code].append((str(raion), shape))
    units: list[tuple[BaseGeometry, tuple[str, str]]] = []
    for code, name, whole in zip(frame["code"], frame["name"], frame.geometry, strict=True):
        here = [(shape, (str(name), raion)) for raion, shape in of_code.get(code, ())]
        if clipped:
            here = [(merged(polygons(shape.intersection(whole))), names) for shape, names in here]
            whole = whole.difference(shapely.union_all([shape for shape, _ in here]))  # noqa: PLW2901  what is left
        units += here if here and not clipped else [*here, (whole, (str(name), ""))]
    found = np.array([shape for shape, _ in units], dtype=object)
    shapely.prepare(found)
    return Partition(found, tuple(names for _, names in units), shapely.STRtree(found))
