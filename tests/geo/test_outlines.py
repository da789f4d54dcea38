"""Tests of the ground that events may have happened on: it holds what the text says, and no more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import shapely

from geotracker.geo import outlines, regions
from tests import frames

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

POKROVSK = (37.18, 48.28)


def ground(**said: Any) -> tuple[str, shapely.MultiPolygon]:
    """Return form and shape of the ground of one event with those values."""
    lon, lat = said.pop("at", POKROVSK)
    known = {"geo_precision": 3, "radius_m": 8000.0, "settlement": "Pokrovsk", "offset": "", "place_reason": ""}
    frame: GeoDataFrame = frames.events(known | said | {"geometry": shapely.Point(lon, lat)})
    found = outlines.polygons(frame)
    return found["form"].iloc[0], found.geometry.iloc[0]


def test_a_place_is_a_disc_of_its_radius() -> None:
    """The disc reaches as far as the radius in every direction."""
    form, shape = ground()
    assert form == "disc"
    assert shape.contains(shapely.Point(37.18, 48.28 + 7.9 / 111.2))
    assert not shape.contains(shapely.Point(37.18, 48.28 + 8.2 / 111.2))
    west, south, east, north = shape.bounds
    assert (east - west) / (north - south) == pytest.approx(1.5, abs=0.02)


def test_a_direction_is_a_sector_of_the_disc() -> None:
    """Northwest of a place is neither south nor east of it, and the place itself is on its edge."""
    form, shape = ground(offset="northwest of")
    assert form == "sector"
    assert shape.contains(shapely.Point(37.10, 48.32))
    assert not shape.contains(shapely.Point(37.22, 48.30))
    assert not shape.contains(shapely.Point(37.16, 48.24))
    assert shape.contains(shapely.Point(*POKROVSK))


def test_part_of_a_settlement_is_no_sector() -> None:
    """What is in southern X is in X: precision 2 keeps the disc."""
    assert ground(offset="in southern", geo_precision=2)[0] == "disc"


def test_between_two_places_is_a_corridor() -> None:
    """The strip holds both ends and what lies between, and not what lies beside it."""
    ends = '[{"lon": 37.0, "lat": 48.2}, {"lon": 37.4, "lat": 48.2}]'
    form, shape = ground(geo_precision=4, place_reason="between A and B", place_candidates=ends, settlement="")
    assert form == "corridor"
    assert all(shape.contains(shapely.Point(lon, 48.2)) for lon in (37.0, 37.2, 37.4))
    assert not shape.contains(shapely.Point(37.2, 48.3))


def test_a_region_is_its_polygon() -> None:
    """The ground of an oblast is the oblast, not a disc around its middle."""
    form, shape = ground(geo_precision=5, settlement="", admin1_code="UA-14", country="UA", radius_m=138000.0)
    whole = regions.load().set_index("code").geometry["UA-14"]
    assert form == "region"
    assert shape.area == pytest.approx(whole.area)


def test_a_raion_is_the_land_around_its_settlements() -> None:
    """It holds its seat and stays within its oblast."""
    form, shape = ground(geo_precision=4, settlement="", admin1_code="UA-14", admin2="Pokrovsk Raion", radius_m=40000.0)
    assert form == "raion"
    assert shape.contains(shapely.Point(*POKROVSK))
    assert not shape.contains(shapely.Point(37.8, 48.0))
    assert shape.within(regions.load().set_index("code").geometry["UA-14"].buffer(1e-6))


def test_the_unplaced_have_no_ground() -> None:
    """Neither an empty point nor a missing radius gives a polygon."""
    frame = frames.events(
        {"geometry": frames.NOWHERE}, {"radius_m": float("nan"), "geometry": shapely.Point(*POKROVSK)}
    )
    assert len(outlines.polygons(frame)) == 0
