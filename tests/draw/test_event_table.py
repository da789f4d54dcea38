"""Tests of what is packed for the layers of a map."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from geotracker.draw.event_table import EventTable
from geotracker.geo import outlines
from geotracker.groundtables import FOOTPRINTS
from geotracker.tables import empty

if TYPE_CHECKING:
    from geotracker.draw.layers import Layer


def test_grounds_that_are_no_circles_go_with_their_rows(events: gpd.GeoDataFrame, shipped: list[Layer]) -> None:
    """A sector stands once however many events have it, beside the rows that do, within 100 m of what it is."""
    twice = gpd.GeoDataFrame(pd.concat([events, events.assign(event_id="again-" + events["event_id"])]), crs=events.crs)
    twice = twice.assign(radius_m=6000.0)
    found = outlines.polygons(twice)
    sectors = found.loc[found["form"] == "sector", "event_id"]
    assert twice.set_index("event_id").loc[sectors, "offset"].tolist() == ["southwest of", "southwest of"]
    table = EventTable.of(twice, shipped, footprints=found)
    said = json.loads(gzip.decompress(base64.b64decode(table.grounds)))
    ordered = twice.sort_values(["start", "end", "event_id"], ignore_index=True)
    assert ordered.loc[said["rows"], "event_id"].tolist() == sectors.tolist()
    assert (said["forms"], said["numbers"], len(said["shapes"])) == (["sector"] * 2, [0, 0], 1)
    first = said["shapes"][said["numbers"][0]][0]
    steps = shapely.get_coordinates(shapely.LineString(list(zip(first[::2], first[1::2], strict=True)))).cumsum(axis=0)
    ring = shapely.Polygon(steps / 1000)
    whole = found.set_index("event_id").geometry[ordered.loc[said["rows"][0], "event_id"]]
    assert ring.hausdorff_distance(whole) < 0.001


def test_without_footprints_every_ground_is_a_circle(events: gpd.GeoDataFrame, shipped: list[Layer]) -> None:
    """No table of footprints, or an empty one, packs nothing."""
    assert EventTable.of(events, shipped).grounds == ""
    assert EventTable.of(events, shipped, footprints=empty(FOOTPRINTS)).grounds == ""


def test_strips_and_districts_are_grounds_too(events: gpd.GeoDataFrame, shipped: list[Layer]) -> None:
    """A stretch between two places is a strip, an event known to its raion the land around its settlements."""
    ends = json.dumps([{"lon": 37.2, "lat": 48.3}, {"lon": 37.6, "lat": 48.1}])
    district = events[events["geo_precision"] == 4].iloc[:1].assign(settlement="", admin2="Pokrovsk Raion")
    strip = district.assign(event_id="strip", place_reason="between A and B", place_candidates=ends)
    rows = gpd.GeoDataFrame(pd.concat([district, strip], ignore_index=True), crs=events.crs)
    table = EventTable.of(rows, shipped, footprints=outlines.polygons(rows))
    said = json.loads(gzip.decompress(base64.b64decode(table.grounds)))
    assert sorted(said["forms"]) == ["corridor", "raion"]
    assert [len(rings) > 0 for rings in said["shapes"]] == [True, True]
