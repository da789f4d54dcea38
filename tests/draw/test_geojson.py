"""GeoJSON as RFC 7946 has it."""

from __future__ import annotations

import json
from datetime import date

import shapely

from geotracker import groundtables, tables
from geotracker.draw import geojson
from geotracker.notice import PRIVATE, Notice
from tests import frames

RINGS = shapely.MultiPolygon([shapely.box(0, 0, 3, 3).reverse().difference(shapely.box(1, 1, 2, 2))])


def two_events() -> str:
    """Return the text of a placed event with lists and of an unplaced one."""
    frame = frames.events(
        {"basis": ["photo", "official"], "place": "Людиново", "geometry": shapely.Point(34.447781234567, 53.8)},
        {"start": date(2025, 1, 31), "end": date(2025, 2, 1), "geometry": frames.NOWHERE, "admin1": None},
    )
    return geojson.text(frame, tables.EVENTS)


def test_geojson_is_as_rfc_7946_has_it() -> None:
    """At most six decimals, longitude first, ISO dates, arrays for lists, null where unplaced, no `crs`."""
    written = json.loads(two_events())
    first, second = written["features"]
    assert set(written) == {"type", "features"}
    assert first["geometry"] == {"type": "Point", "coordinates": [34.447781, 53.8]}
    assert second["geometry"] is None
    assert list(first["properties"]) == tables.EVENTS.names
    assert first["properties"]["basis"] == ["photo", "official"]
    assert second["properties"]["start"] == "2025-01-31"
    assert second["properties"]["admin1"] is None


def test_rings_turn_to_the_right_of_their_hole() -> None:
    """Outer rings run counterclockwise, holes clockwise."""
    frame = frames.frame(groundtables.FOOTPRINTS, {"geometry": RINGS})
    (feature,) = json.loads(geojson.text(frame, groundtables.FOOTPRINTS))["features"]
    outer, hole = (shapely.LinearRing(ring) for ring in feature["geometry"]["coordinates"][0])
    assert outer.is_ccw
    assert not hole.is_ccw


def test_a_feature_has_its_line() -> None:
    """So that two files compare line by line."""
    assert len(two_events().splitlines()) == 4


def test_the_notice_is_a_foreign_member() -> None:
    """Which RFC 7946 allows beside `type` and `features`."""
    written = json.loads(geojson.text(frames.events({}), tables.EVENTS, Notice()))
    assert set(written) == {"type", "metadata", "features"}
    assert written["metadata"]["status"] == PRIVATE
