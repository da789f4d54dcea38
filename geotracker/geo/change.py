"""What changed hands between two days of one source: gained, lost and recategorised ground, by region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geotracker.geo import ellipsoid, slivers
from geotracker.geo.differing import differences, merged, polygons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from shapely.geometry.base import BaseGeometry

    from geotracker.geo.differing import Polygons
    from geotracker.geo.partition import Partition

    Held = Mapping[tuple[str, str], float]

WHOLE = ("", "")
DECIMALS = 6
"""Of a square kilometre: a square metre."""


@dataclass(frozen=True, slots=True)
class State:
    """The polygons of one category on one day, with their area and, where it is known, that of each region."""

    day: date
    shape: BaseGeometry
    area_km2: float
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Ground that changed in one way in one region; `sliver_km2` of it is thinner than slivers.WIDTH_M."""

    change: str
    to_category: str
    region: tuple[str, str]
    shape: BaseGeometry | None
    area_km2: float
    sliver_km2: float = 0.0


def held(state: State, partition: Partition) -> Held:
    """Return the area of each region on a day in km², measured anew."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for _, region, part in partition.divide(polygons(state.shape)):
        found[region] += ellipsoid.area_km2(part)
    return dict(found)


def held_of(changed: Sequence[Mapping[str, Any]]) -> Held:
    """Return the area of each region out of a day's rows of CONTROL_CHANGE."""
    kept = [row for row in changed if row["change"] == "held" and row["admin1"]]
    return {(row["admin1"], row["admin2"]): row["area_km2"] for row in kept}


def grounds(
    before: State,
    after: State,
    partition: Partition,
    others: Sequence[tuple[str, BaseGeometry | None, BaseGeometry]],
) -> list[Ground]:
    """Return what changed between two days of one category, and what is held on the later day, whole and by region.

    `others` are the source's other categories on the two days: what left for one of them, and was not its own
    before, is recategorised, not lost.
    """
    gained, lost = differences(before.shape, after.shape)
    kinds: dict[tuple[str, str], Polygons] = {("gained", ""): gained}
    for category, earlier, later in others:
        kinds["recategorised", category], lost = _moved(lost, earlier, later)
    kinds["lost", ""] = lost
    found = by_region(kinds, partition)
    now = dict(before.held or held(before, partition))
    for ground in found:
        sign = 1 if ground.change == "gained" else -1
        now[ground.region] = now.get(ground.region, 0.0) + sign * ground.area_km2
    found.append(Ground("held", "", WHOLE, None, after.area_km2))
    found += [Ground("held", "", region, None, max(km2, 0.0)) for region, km2 in sorted(now.items()) if region != WHOLE]
    return found


def _moved(lost: Polygons, earlier: BaseGeometry | None, later: BaseGeometry) -> tuple[Polygons, Polygons]:
    """Return the part of what was lost that another category has now and had not before, and the rest."""
    if not len(lost):
        return lost, lost
    whole = merged(lost)
    entered = whole.intersection(later)
    if earlier is not None:
        entered = entered.difference(earlier)
    moved = polygons(entered)
    return moved, polygons(whole.difference(merged(moved))) if len(moved) else lost


def by_region(kinds: Mapping[tuple[str, str], Polygons], partition: Partition) -> list[Ground]:
    """Return the ground of some polygons, region by region; `kinds` are change and category, and their polygons."""
    owners = [kind for kind, pieces in kinds.items() for _ in pieces]
    divided = list(partition.divide(np.concatenate(list(kinds.values()))))
    shapes = np.array([part for _, _, part in divided], dtype=object)
    areas = ellipsoid.areas_km2(shapes)
    thin = areas * slivers.shares(shapes)
    members: dict[tuple[tuple[str, str], tuple[str, str]], list[int]] = defaultdict(list)
    for number, (piece, region, _) in enumerate(divided):
        members[owners[piece], region].append(number)
    return [
        Ground(*kind, region, merged(shapes[those]), float(areas[those].sum()), float(thin[those].sum()))
        for (kind, region), those in sorted(members.items())
    ]


def rows(source: str, category: str, days: tuple[date, date], found: Sequence[Ground]) -> list[dict[str, Any]]:
    """Return the rows of CONTROL_CHANGE of what `grounds` found between two days (from, to)."""
    return [
        {
            "day": days[1],
            "from_day": days[0],
            "source": source,
            "category": category,
            "change": ground.change,
            "to_category": ground.to_category,
            "admin1": ground.region[0],
            "admin2": ground.region[1],
            "area_km2": ground.area_km2,
            "sliver_km2": ground.sliver_km2,
        }
        for ground in found
    ]


def figures(changed: Sequence[Mapping[str, Any]], *, by_region: bool) -> list[dict[str, Any]]:
    """Return the rows of CONTROL_FIGURES for one day's rows of CONTROL_CHANGE: the whole, then oblasts and raions."""
    sums: dict[tuple[str, str], dict[str, float]] = {WHOLE: defaultdict(float)}
    for row in changed:
        for region in _holding(row, by_region=by_region):
            area = sums.setdefault(region, defaultdict(float))
            area[row["change"]] += row["area_km2"]
            area["thin"] += row["sliver_km2"]
    of = {name: changed[0][name] for name in ("day", "from_day", "source", "category")}
    return [_figure(of, region, sums[region]) for region in sorted(sums)]


def _holding(row: Mapping[str, Any], *, by_region: bool) -> set[tuple[str, str]]:
    """Return the regions that a row counts for: its own, its oblast, the whole; what is held has a row of its own."""
    own = (row["admin1"], row["admin2"])
    wider = {WHOLE} if own == WHOLE or row["change"] != "held" else set()
    return wider | ({own, (own[0], "")} - {WHOLE} if by_region else set())


def _figure(of: Mapping[str, Any], region: tuple[str, str], area: Mapping[str, float]) -> dict[str, Any]:
    return {
        **of,
        "admin1": region[0],
        "admin2": region[1],
        "gained_km2": round(area["gained"], DECIMALS),
        "lost_km2": round(area["lost"], DECIMALS),
        "net_km2": round(area["gained"] - area["lost"], DECIMALS),
        "area_km2": round(area["held"], DECIMALS),
        "sliver_km2": round(area["thin"], DECIMALS),
        "recategorised_km2": round(area["recategorised"], DECIMALS),
    }
