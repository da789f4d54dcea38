"""What people have corrected, worked into events: values set, events dropped, joined and parted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geotracker.corrections import FILE, is_foretold
from geotracker.geo import footprints, regions
from geotracker.tables import EVENTS, build

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import geopandas as gpd

    from geotracker.corrections import Correction

Row = dict[str, Any]

_PLAIN = ("kind", "actor", "evidence", "disputed", "facility")
_OF_PLACE = ("admin1", "admin1_code", "admin2", "country", "country_name")


def apart(groups: list[list[Row]], corrections: Iterable[Correction]) -> tuple[list[list[Row]], list[list[Row]]]:
    """Return the groups of mentions of the reports that stand, and of those that were withdrawn."""
    gone = {one.report for one in corrections if one.action == "withdraw"}
    return (
        [group for group in groups if group[0]["report_id"] not in gone],
        [group for group in groups if group[0]["report_id"] in gone],
    )


def regroup(groups: list[list[Row]], corrections: Iterable[Correction]) -> list[list[Row]]:
    """Return groups of mentions, a group an event, joined and parted as the corrections say.

    What a correction names and is not among these mentions is left for others.
    """
    groups = [list(group) for group in groups]
    for one in corrections:
        if one.action == "merge":
            homes = [group for group in groups if _ids(group) & {one.event, one.into}]
            for extra in homes[1:]:
                homes[0].extend(extra)
                groups = [group for group in groups if group is not extra]
        elif one.action == "split":
            home = next((group for group in groups if one.event in _ids(group)), [])
            apart = [row for row in home if row["mention_id"] in one.mentions]
            if 0 < len(apart) < len(home):
                home[:] = [row for row in home if row["mention_id"] not in one.mentions]
                groups.append(apart)
    return groups


def correct(events: gpd.GeoDataFrame, corrections: Sequence[Correction]) -> gpd.GeoDataFrame:
    """Return EVENTS with the corrections in force; `review` says which events were checked or corrected.

    A dropped event stays, as withdrawn, and so does one that a withdrawn report tells. A point that was moved
    gets region and country from the polygons.
    """
    by_id = {one.event: one for one in corrections if one.event}
    gone = {one.report for one in corrections if one.action == "withdraw"}
    if not (by_id or gone) or events.empty:
        return events
    rows: list[Row] = [{str(key): value for key, value in row.items()} for row in events.to_dict("records")]
    touched = False
    for row in rows:
        for any_id in dict.fromkeys((row["event_id"], *row["mention_ids"])):
            if any_id in by_id:
                _correct(row, by_id[any_id])
                touched = True
        if row["report_id"] in gone:
            row["row_status"], row["review"] = "withdrawn", "corrected"
            touched = True
    if not touched:
        return events
    return regions.join(build(EVENTS, rows, [row["geometry"] for row in rows]))


def _ids(group: Iterable[Row]) -> set[str]:
    return {row["mention_id"] for row in group}


def _correct(row: Row, one: Correction) -> None:
    if one.action == "ok":
        row["review"] = row["review"] if row["review"] == "corrected" else "checked"
        return
    row["review"] = "corrected"
    if one.action == "drop":
        row["row_status"] = "withdrawn"
    for name in _PLAIN:
        value = getattr(one, name)
        if value not in (None, ""):
            row[name] = value
    if one.place:
        row["place"] = row["settlement"] = one.place
    if one.start is not None and not is_foretold(one.start, row["report_date"]):
        _date(row, one.start, one.end or one.start)
    if one.lat is not None and one.lon is not None:
        _move(row, one.lat, one.lon, one.reason)


def _date(row: Row, start: date, end: date) -> None:
    """Set the window; two days of what was a night stay a night."""
    nights = row["time_precision"] == "night" and (end - start).days == 1
    row["time_precision"] = "night" if nights else "day" if start == end else "range"
    row["start"], row["end"] = start, end


def _move(row: Row, lat: float, lon: float, reason: str) -> None:
    """Set the point; its region is found anew, and a precision that said "somewhere" becomes that of a settlement."""
    row["geometry"] = shapely.Point(lon, lat)
    row["geo_precision"] = row["geo_precision"] if row["geo_precision"] <= 3 else 2
    row["radius_m"] = footprints.around(0, row["geo_precision"])
    row["place_confidence"] = "sure"
    row["place_reason"] = f"data/{FILE}: {reason}"
    row |= dict.fromkeys(_OF_PLACE, "")
