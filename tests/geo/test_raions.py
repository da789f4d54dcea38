"""Tests of the raions: those that ship fill their oblasts, and official ones take their place."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from geotracker.errors import GazetteerError
from geotracker.geo import ellipsoid, gazetteer, partition, raions, regions
from geotracker.workspace import package_path
from tests import shapes

if TYPE_CHECKING:
    from pathlib import Path


def put(root: Path, name: str, *drawn: shapely.Geometry) -> None:
    """Write an official boundary file."""
    (root / "data/regions").mkdir(parents=True, exist_ok=True)
    frame = gpd.GeoDataFrame({"ADM2_EN": ["as they say"] * len(drawn)}, geometry=list(drawn), crs=4326)
    frame.to_file(root / "data/regions" / name)


def test_every_raion_of_the_gazetteer_has_its_ground() -> None:
    """By the same oblast and name, so that polygons and settlements speak of the same raion."""
    known = raions.of(None)
    named = {(row[1], row[0]) for row in gazetteer.load().areas["raions.tsv"]}
    assert set(zip(known["code"], known["name"], strict=True)) == named
    assert known.geometry.is_valid.all()


def test_raions_fill_their_oblast() -> None:
    """To a thousandth of its area; they hardly overlap."""
    oblasts = regions.load().set_index("code").geometry
    for code, own in raions.of(None).groupby("code"):
        parts, whole = own.geometry.to_numpy(), oblasts[code]
        assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-3 * whole.area
        assert shapely.area(parts).sum() == pytest.approx(whole.area, rel=1e-3)


def test_the_passport_says_how_exact_they_are() -> None:
    """Nearly all settlements lie in the raion of their code, or within a few kilometres of it."""
    said = tomllib.loads(package_path("data", "regions", "raions.toml").read_text(encoding="utf-8"))
    assert said["exactness"]["inside"] > 0.96
    assert said["exactness"]["within_5_km"] > 0.98
    assert said["licence"] == "CC BY 4.0"


@pytest.mark.parametrize(
    ("lon", "lat", "raion"),
    [
        (37.18, 48.28, "Pokrovsk Raion"),
        (38.00, 48.59, "Bakhmut Raion"),
        (37.58, 48.74, "Kramatorsk Raion"),
        (37.62, 49.71, "Kupyansk Raion"),
        (35.14, 47.84, "Zaporizhzhia Raion"),
        (30.52, 50.45, ""),
        (36.27, 54.53, ""),
    ],
)
def test_raw_coordinates_have_their_raion(lon: float, lat: float, raion: str) -> None:
    """A city that is a region of its own has none, nor has ground abroad."""
    points = gpd.GeoDataFrame(geometry=[shapely.Point(lon, lat)], crs=4326)
    assert regions.join(points)["admin2"].iloc[0] == raion


def test_an_official_raion_is_known_by_its_ground(tmp_path: Path) -> None:
    """Whatever it is called there; a city that is a region is left out, and the others stay."""
    known = raions.of(None)
    bakhmut = known[known["name"] == "Bakhmut Raion"].geometry.iloc[0]
    kyiv = regions.load().set_index("code").geometry["UA-30"]
    put(tmp_path, "raions.gpkg", bakhmut | shapes.square(0.9, 0.4, 0.2), kyiv)
    assert raions.names([shapely.Point(37.95, 48.45)], "UA-14", tmp_path) == ["Bakhmut Raion"]
    assert len(raions.of(tmp_path)) == len(known)
    assert partition.fingerprint(tmp_path) != partition.fingerprint(None)


def test_raions_of_another_time_are_refused(tmp_path: Path) -> None:
    """A piece of one is none as of 2020."""
    put(tmp_path, "raions.geojson", shapes.square())
    with pytest.raises(GazetteerError, match="record 1 is no raion as of 2020"):
        raions.of(tmp_path)
    (tmp_path / "data/regions/raions.geojson").write_text("no file")
    with pytest.raises(GazetteerError, match="no boundary file"):
        raions.of(tmp_path)


def test_official_oblasts_cut_the_raions_that_ship(tmp_path: Path) -> None:
    """What they have beyond them belongs to the oblast and to no raion."""
    (tmp_path / "data/regions").mkdir(parents=True)
    oblast = shapes.square(-0.5, -0.5, 2)
    collection = shapes.collection(oblast, code="UA-14")
    (tmp_path / "data/regions/official.geojson").write_text(json.dumps(collection))
    divided = partition.of(tmp_path).divide(shapely.get_parts([oblast]))
    km2: dict[tuple[str, str], float] = {}
    for _, names, part in divided:
        km2[names] = km2.get(names, 0.0) + ellipsoid.area_km2(part)
    assert sum(km2.values()) == pytest.approx(ellipsoid.area_km2(oblast))
    assert km2["Donetsk Oblast", ""] > 0
    assert km2["Donetsk Oblast", "Pokrovsk Raion"] > 0
