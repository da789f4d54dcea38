"""Tests of official boundary files in the place of the built-in regions, and of counts made by either."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import Point, Polygon, box

from geotracker.errors import GazetteerError
from geotracker.geo import boundaries, building, gazetteer, regions
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = box(36, 47, 39, 49.5)


def official(root: Path, name: str = "official.geojson", column: str = "code", code: str = "UA-14") -> Path:
    """Write a boundary file with one square region and return the workspace."""
    folder = root / "data/regions"
    folder.mkdir(parents=True)
    gpd.GeoDataFrame({column: [code]}, geometry=[SQUARE], crs="EPSG:4326").to_crs("EPSG:32637").to_file(folder / name)
    return root


@pytest.mark.parametrize("name", ["official.gpkg", "official.shp"])
@pytest.mark.parametrize(("column", "code"), [("code", "UA-14"), ("shapeISO", "UA-14"), ("ADM1_PCODE", "UA14")])
def test_official_polygons_take_the_place_of_ours(tmp_path: Path, name: str, column: str, code: str) -> None:
    """By any usual name of the code, in any CRS; the other regions stay."""
    own = regions.of(official(tmp_path, name, column, code))
    assert own.set_index("code").geometry["UA-14"].symmetric_difference(SQUARE).area < 0.1
    assert own.set_index("code")["name"]["UA-14"] == "Donetsk Oblast"
    assert set(own["code"]) == set(regions.load()["code"])


@pytest.mark.parametrize(("code", "iso"), [("UA44", "UA-09"), ("UA01000000000013043", "UA-43"), ("RU-KRS", "RU-KRS")])
def test_codes_of_the_register_are_isos(tmp_path: Path, code: str, iso: str) -> None:
    """Luhansk and Crimea have other numbers in the register than in ISO 3166-2."""
    own = regions.of(official(tmp_path, "official.gpkg", code=code))
    assert own.set_index("code").geometry[iso].area == pytest.approx(SQUARE.area, rel=0.01)


def test_raw_coordinates_follow_the_official_polygons(tmp_path: Path) -> None:
    """A point that only the official file puts in the region is counted there."""
    frame = gpd.GeoDataFrame({"country": [""]}, geometry=[Point(38.9, 47.2)], crs="EPSG:4326")
    assert regions.join(frame)["admin1_code"].iloc[0] == "RU-ROS"
    assert regions.join(frame, official(tmp_path, "official.gpkg"))["admin1_code"].iloc[0] == "UA-14"


def test_a_ring_that_crosses_itself_is_mended(tmp_path: Path) -> None:
    """Official files have such rings; the region stays usable."""
    (tmp_path / "data/regions").mkdir(parents=True)
    bow = Polygon([(36, 47), (39, 49), (39, 47), (36, 49)])
    path = tmp_path / "data/regions/official.geojson"
    gpd.GeoDataFrame({"code": ["UA-14"]}, geometry=[bow], crs="EPSG:4326").to_file(path)
    assert regions.of(tmp_path).geometry.is_valid.all()


@pytest.mark.parametrize(
    ("column", "code", "words"),
    [("code", "UA-99", "'UA-99' is no region's code"), ("label", "UA-14", "no column of codes; call it code or")],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, column: str, code: str, words: str) -> None:
    """The fault names the file and what is missing."""
    with pytest.raises(GazetteerError, match=rf"official\.gpkg: {words}"):
        regions.of(official(tmp_path, "official.gpkg", column, code))


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    """A file that no driver reads is named."""
    (tmp_path / "data/regions").mkdir(parents=True)
    (tmp_path / "data/regions/official.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(GazetteerError, match="no boundary file that can be read"):
        regions.of(tmp_path)
    assert boundaries.find(tmp_path / "none") is None


def test_codes_and_polygons_agree_but_for_the_settlements_listed() -> None:
    """Counts by region are the same either way, once those of data/regions/border.csv are set aside."""
    shipped = gazetteer.load()
    rows = [row for row in building.unpack(shipped.rows, shipped.areas["hromadas.tsv"]) if row.pointed]
    ours = [row for row in rows if row.country == "UA"]
    points = gpd.GeoSeries([Point(row.lon, row.lat) for row in ours], crs="EPSG:4326")
    known = regions.load()
    found = ["" if at is None else known["code"].iloc[at] for at in regions.locate(points, known)]
    apart = {(r.name, f"{r.lat:.4f}", f"{r.lon:.4f}") for r, code in zip(ours, found, strict=True) if code != r.region}
    with package_path("data", "regions", "border.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert apart == {(row["name"], row["lat"], row["lon"]) for row in listed}
    assert len(listed) < 0.02 * len(ours)
    assert all(float(row["km"]) < 50 for row in listed)
