"""`geotracker control`: what it prints, what it returns, and what the exports carry."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pyogrio
import pytest
import shapely
from click.testing import CliRunner, Result

from geotracker import parquet, tables
from geotracker.cli import main
from geotracker.controlstore import Series
from geotracker.workspace import Workspace, create
from tests import frames, shapes

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = "day from_day source category admin1 admin2 gained_km2 lost_km2 net_km2 area_km2 sliver_km2 recategorised_km2"


def run(root: Path, *arguments: object) -> Result:
    """Run the command in a workspace and refuse a traceback."""
    result = CliRunner().invoke(main, ["-w", str(root), *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace that holds two days, four days apart."""
    root = tmp_path / "desk"
    create(root)
    for day, side in ((14, 0.1), (18, 0.2)):
        file = shapes.write(tmp_path / f"2025-01-{day}.geojson", shapes.square(0, 0, side), None)
        ran = run(root, "control", "add", file, "--source", "pen", "--category", "assessed")
        assert ran.exit_code == 0, ran.stderr
    return root


def test_adding_says_what_went_in(desk: Path, tmp_path: Path) -> None:
    """A line a day, with what was wrong; again, it is unchanged; a bad file is named and the others go on."""
    bad = shapes.write(tmp_path / "2202-02-02.geojson", shapes.square())
    options = ("--source", "pen", "--category", "assessed")
    ran = run(desk, "control", "add", bad, tmp_path / "2025-01-18.geojson", *options)
    assert ran.exit_code == 1
    assert ran.stderr.startswith(f"geotracker: {bad} is dated 2202-02-02")
    assert ran.stderr.count("\n") == 1
    assert ran.stdout.startswith("unchanged  2025-01-18  pen  assessed  331")
    assert ran.stdout.endswith("; 1 of 2 records without a geometry\n")


def test_change_as_csv_has_the_columns_of_the_contract(desk: Path) -> None:
    """In order; one row for the whole, and with --by-region one for each oblast and raion."""
    read = csv.DictReader(io.StringIO(run(desk, "control", "change", "--format", "csv").stdout))
    (row,) = list(read)
    assert read.fieldnames == FIGURES.split()
    assert (row["day"], row["from_day"], row["admin1"]) == ("2025-01-18", "2025-01-14", "")
    assert float(row["gained_km2"]) == pytest.approx(float(row["net_km2"]))
    assert float(row["lost_km2"]) == 0
    regions = run(desk, "control", "change", "--format", "csv", "--by-region").stdout.splitlines()
    assert len(regions) > 2
    assert run(desk, "control", "change", "--until", "2025-01-17", "--format", "csv").stdout.count("\n") == 1


def test_change_as_table_and_geojson(desk: Path) -> None:
    """The table has the same figures; the polygons turn as RFC 7946 has it."""
    heads, row = (line.split("\t") for line in run(desk, "control", "change").stdout.splitlines())
    assert heads == FIGURES.split()
    assert row[heads.index("lost_km2")] == "0.000"
    regions = [line.split("\t") for line in run(desk, "control", "change", "--by-region").stdout.splitlines()[2:]]
    assert {(row[heads.index("admin1")], row[heads.index("admin2")]) for row in regions} >= {
        ("Donetsk Oblast", ""),
        ("Donetsk Oblast", "Pokrovsk Raion"),
    }
    assert all(float(row[heads.index("gained_km2")]) > 0 for row in regions)
    content = json.loads(run(desk, "control", "change", "--format", "geojson").stdout)
    said = [feature["properties"] for feature in content["features"]]
    assert {(one["change"], one["day"]) for one in said} == {("gained", "2025-01-18")}
    drawn = [shapely.geometry.shape(feature["geometry"]) for feature in content["features"]]
    assert all(shapely.is_ccw(part.exterior) for shape in drawn for part in shape.geoms)
    assert sum(shape.area for shape in drawn) == pytest.approx(0.03)


def test_compare_needs_two_sources(desk: Path, tmp_path: Path) -> None:
    """And shows what only one of them shows."""
    ran = run(desk, "control", "compare", "pen", "ink", "--date", "2025-01-18")
    assert (ran.exit_code, ran.stderr.count("\n")) == (1, 1)
    file = shapes.write(tmp_path / "2025-01-18.geojson", shapes.square(0.1, 0, 0.2))
    run(desk, "control", "add", file, "--source", "ink", "--category", "assessed")
    rows = [
        line.split("\t")
        for line in run(desk, "control", "compare", "pen", "ink", "--date", "2025-01-18").stdout.splitlines()
    ]
    assert [row[0] for row in rows if row[1] == ""] == ["only pen", "only ink", "both"]


@pytest.fixture
def claims(desk: Path) -> Path:
    """Return the workspace with two claimed advances, one beyond control."""
    claim = {"kind": "advance", "evidence": "claimed", "actor": "russia", "country": "UA"}
    day = date(2025, 1, 18)
    beyond = {**claim, "geometry": shapely.Point(37.1, 48.3), "start": day, "end": day}
    within = {**beyond, "geometry": shapely.Point(37.1, 48.1)}
    file = Workspace(desk).store / "events" / "month=2025-01.parquet"
    parquet.write(file, tables.to_arrow(frames.events(beyond, within), tables.EVENTS), tables.EVENTS, {})
    return desk


def test_events_beyond_control_are_listed(claims: Path) -> None:
    """With the distance; the others stay in the plain list, with who held the place."""
    rows = list(csv.DictReader(io.StringIO(run(claims, "events", "--format", "csv").stdout)))
    assert {row["control"] for row in rows} == {"russia", "ukraine"}
    (row,) = csv.DictReader(io.StringIO(run(claims, "events", "--beyond-control", "--format", "csv").stdout))
    assert float(row["beyond_control_km"]) == pytest.approx(11.1, abs=0.1)
    assert row["front_km"] == row["beyond_control_km"]


def test_a_store_older_than_the_columns_is_read(claims: Path) -> None:
    """What an earlier version wrote has no column `control`."""
    file = Workspace(claims).store / "events" / "month=2025-01.parquet"
    names = ["control", "front_km", "beyond_control_km"]
    parquet.write(file, parquet.read(file).drop_columns(names), tables.EVENTS, {})
    assert "11.1" in run(claims, "events", "--beyond-control", "--format", "csv").stdout


def test_exports_carry_the_layers_of_control(claims: Path, tmp_path: Path) -> None:
    """A GeoPackage as layers, GeoJSON as files beside it, each with its dates."""
    assert run(claims, "export", "gpkg", "-o", tmp_path / "x.gpkg").exit_code == 0
    layers = dict(pyogrio.list_layers(tmp_path / "x.gpkg"))
    assert {name: layers[name] for name in ("events", "control", "control_change", "front_line")} == {
        "events": "Point",
        "control": "MultiPolygon",
        "control_change": "MultiPolygon",
        "front_line": "MultiLineString",
    }
    front = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="front_line")
    assert [str(day)[:10] for day in front["day"]] == ["2025-01-14", "2025-01-18"]
    assert run(claims, "export", "geojson", "-o", tmp_path / "x.geojson").exit_code == 0
    beside = json.loads((tmp_path / "x.control.geojson").read_text())
    assert [feature["properties"]["day"] for feature in beside["features"]] == ["2025-01-14", "2025-01-18"]


def test_a_refresh_takes_control_in(claims: Path) -> None:
    """Files of data/control go in, one that cannot is named, and events stand against what came."""
    facts = {"source": "pen", "category": "assessed"}
    shapes.write(claims / "data/control/2025-01-16.geojson", shapes.square(0, 0, 0.15), **facts)
    shapes.write(claims / "data/control/2202-02-02.geojson", shapes.square(), **facts)
    assert "2025-01-16.geojson" in run(claims, "refresh", "--dry-run").stdout
    ran = run(claims, "refresh")
    assert ran.exit_code == 1
    assert date(2025, 1, 16) in Series("pen", "assessed").days(Workspace(claims))
    assert "2202-02-02.geojson is dated 2202-02-02" in ran.stderr
    (claims / "data/control/2202-02-02.geojson").unlink()
    again = run(claims, "refresh")
    assert (again.exit_code, again.stdout.count("\n")) == (0, 1)
