"""The front line is where controlled ground meets the other side, and events are measured against it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from geotracker.geo import ellipsoid, frontline, regions, standing
from geotracker.geo.frontline import Front
from tests import frames, shapes

if TYPE_CHECKING:
    import geopandas as gpd

DAY = date(2025, 1, 18)
HELD = shapes.square(0, 0, 0.5)


def test_the_border_of_an_island_of_control_is_all_front() -> None:
    """Far from coast and state border."""
    line = frontline.line(HELD)
    assert line.length == pytest.approx(HELD.length)
    assert ellipsoid.length_km(line) == pytest.approx(185, abs=2)


def test_coast_and_state_border_are_no_front() -> None:
    """Crimea held whole has a front only where it meets the mainland."""
    frame = regions.load()
    crimea = shapely.union_all(np.asarray(frame.geometry)[frame["code"].isin(["UA-43", "UA-40"])])
    line = frontline.line(crimea)
    assert 5 < ellipsoid.length_km(line) < 0.2 * ellipsoid.length_km(shapely.boundary(crimea))
    assert line.bounds[1] > 45.7
    assert frontline.line(shapely.union_all(np.asarray(frame.geometry)[frame["country"] == "UA"])).is_empty


def _front() -> Front:
    return Front.of(HELD, frontline.line(HELD))


def test_distance_is_geodesic_on_either_side() -> None:
    """Half a degree north of the upper edge, and in the middle."""
    points = np.array([shapely.Point(37.25, 49), shapely.Point(37.25, 48.25), shapely.Point(37.25, 55.75)])
    assert _front().holds(points).tolist() == [False, True, False]
    north, middle, moscow = _front().distances_km(points)
    assert north == pytest.approx(55.6, abs=0.1)
    assert middle == pytest.approx(18.5, abs=0.3)
    assert moscow == pytest.approx(807, abs=1)
    assert np.isnan(Front.of(HELD, shapely.MultiLineString()).distances_km(points)).all()


def _event(x: float, y: float, **more: object) -> dict[str, object]:
    return {"geometry": shapely.Point(x, y), "start": DAY, "end": DAY, "country": "UA", **more}


def _stand(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    return standing.stand(frames.events(*rows), lambda day: standing.Ground("russia", _front()) if day == DAY else None)


def test_events_say_who_held_the_place_and_how_far_the_front_was() -> None:
    """On their own day; what has no point of its own, or lies on a day without polygons, says nothing."""
    found = _stand(
        _event(37.25, 48.25),
        _event(37.25, 49.0),
        _event(37.25, 55.75, country="RU"),
        _event(37.25, 48.25, end=date(2025, 1, 19)),
        _event(37.25, 48.25, geo_precision=5),
        {"geometry": frames.NOWHERE},
    )
    assert list(found["control"]) == ["russia", "ukraine", "russia", "", "", ""]
    assert found["front_km"].isna().tolist() == [False, False, False, True, True, True]
    assert found["front_km"][1] == pytest.approx(55.6, abs=0.1)


def test_a_claim_beyond_control_says_by_how_far() -> None:
    """Of either side; on ground that was its own already, or where the advance is no mere claim, there is nothing."""
    claim = {"kind": "advance", "evidence": "claimed", "actor": "russia"}
    found = _stand(
        _event(37.25, 48.6, **claim),
        _event(37.25, 48.25, **claim),
        _event(37.25, 48.45, **{**claim, "actor": "ukraine"}),
        _event(37.25, 48.6, **{**claim, "evidence": "observed"}),
    )
    assert found["beyond_control_km"].isna().tolist() == [False, True, False, True]
    assert found["beyond_control_km"][0] == pytest.approx(11.1, abs=0.1)
    assert found["beyond_control_km"][2] == pytest.approx(5.6, abs=0.1)


def test_a_distance_in_the_text_that_the_place_belies_is_told() -> None:
    """Rounding and the reach of the place are no contradiction; what the place was chosen by stays."""
    far = {"place_reason": "the only one", "radius_m": 2000.0}
    found = _stand(
        _event(37.25, 49.0, said_front_km=95.0, **far),
        _event(37.25, 49.0, said_front_km=60.0, **far),
        _event(37.25, 49.0, said_front_km=95.0, radius_m=40_000.0),
        _event(37.25, 49.0, **far),
    )
    doubt = "the text says 95 km from the front line, this place is 56 km from it"
    assert list(found["place_reason"]) == [f"the only one; {doubt}", "the only one", "", "the only one"]
