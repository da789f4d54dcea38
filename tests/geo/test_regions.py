"""Tests of the region polygons: what lies where, also where borders overlap or leave a gap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from shapely import Point, box

from geotracker.errors import GazetteerError
from geotracker.geo import regions
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path


def frame(*points: Point | None, **columns: list[str]) -> gpd.GeoDataFrame:
    """Return a frame of points (EPSG:4326)."""
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(list(points), crs="EPSG:4326"), crs="EPSG:4326")


@pytest.mark.parametrize(
    ("lon", "lat", "code", "country"),
    [
        (37.18, 48.28, "UA-14", "UA"),
        (34.11, 44.95, "UA-43", "UA"),
        (33.52, 44.60, "UA-40", "UA"),
        (30.52, 50.45, "UA-30", "UA"),
        (30.1, 50.8, "UA-32", "UA"),
        (36.27, 54.53, "RU-KLU", "RU"),
        (37.62, 55.75, "RU-MOW", "RU"),
        (38.9, 55.6, "RU-MOS", "RU"),
        (49.12, 55.79, "RU-TA", "RU"),
        (23.68, 52.1, "BY-BR", "BY"),
        (28.85, 47.0, "", "MD"),
    ],
)
def test_a_point_gets_its_region(lon: float, lat: float, code: str, country: str) -> None:
    """Raw coordinates get region, ISO 3166-2 code and country; Crimea and Sevastopol are Ukraine's."""
    row = regions.join(frame(Point(lon, lat))).iloc[0]
    assert (row["admin1_code"], row["country"]) == (code, country)
    assert bool(row["admin1"]) == bool(code)


def test_what_is_known_stays() -> None:
    """A row whose country the gazetteer gave is left alone; empty geometries are no fault."""
    known = frame(Point(37.18, 48.28), None, country=["RU", ""], admin1=["Kursk Oblast", ""])
    joined = regions.join(known)
    assert list(joined["admin1"]) == ["Kursk Oblast", ""]
    assert list(joined["country"]) == ["RU", ""]
    assert list(known.columns) == ["country", "admin1", "geometry"]


def test_a_point_off_the_coast_belongs_to_the_nearest_region() -> None:
    """Simplified shores do not lose a port; the open sea stays nobody's."""
    joined = regions.join(frame(Point(30.80, 46.48), Point(31.5, 43.9)))
    assert list(joined["admin1_code"]) == ["UA-51", ""]


def test_overlapping_polygons_have_a_fixed_winner() -> None:
    """The smaller polygon has the point, then the first by code, whatever the order of rows."""
    shapes = [box(0, 0, 4, 4), box(0, 0, 2, 2), box(0, 0, 2, 2)]
    overlapping = gpd.GeoDataFrame({"code": ["A", "C", "B"]}, geometry=shapes, crs="EPSG:4326")
    points = gpd.GeoSeries([Point(1, 1), Point(3, 3), Point(9, 9), None], crs="EPSG:4326")
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        mixed = overlapping.iloc[order].reset_index(drop=True)
        found = [None if row is None else mixed["code"][row] for row in regions.locate(points, mixed)]
        assert found == ["B", "A", None, None]


def test_regions_are_sound() -> None:
    """Every polygon is valid, has a unique code and a middle inside its own radius; Ukraine has its 27."""
    loaded = regions.load()
    assert loaded.geometry.is_valid.all()
    assert loaded["code"].is_unique
    assert (loaded["country"] == "UA").sum() == 27
    assert loaded.crs is not None
    assert loaded.crs.to_epsg() == 4326
    assert (loaded["radius_m"] > 0).all()


def test_loading_gives_a_copy() -> None:
    """What a caller does to the frame does not reach the next one."""
    loaded = regions.load()
    loaded["name"] = "x"
    assert set(regions.load()["name"]) != {"x"}


def test_damaged_regions_are_one_line(tmp_path: Path) -> None:
    """A file that is no GeoJSON is refused by name, with the remedy."""
    (tmp_path / "regions.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"regions\.geojson: the regions cannot be read .*make regions"):
        regions.load(tmp_path / "regions.geojson")


@pytest.mark.parametrize("name", ["land", "countries", "regions", "cities"])
def test_the_maps_base_is_valid_and_small(name: str) -> None:
    """Each file of the base is GeoJSON with sound shapes; together they stay below 250 kB."""
    folder = package_path("data", "base")
    features = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    assert features
    assert all(shapely.is_valid(shapely.from_geojson(json.dumps(feature["geometry"]))) for feature in features)
    assert sum(path.stat().st_size for path in folder.glob("*.geojson")) <= 250_000
