"""What is written is read again by geopandas and fiona: the same rows, types, points and days, whatever the text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import fiona
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geotracker import tables
from geotracker.controltables import CONTROL, FRONT_LINE
from geotracker.draw import cleaned, csvfile, files
from geotracker.draw.files import Manner
from tests import frames, shapes
from tests.draw import readers

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.tables import Table

READ = {
    "geojson": ".geojson",
    "gpkg": ".gpkg",
    "csv": ".csv",
    "flatgeobuf": ".fgb",
    "geoparquet": ".parquet",
    "kml": ".kml",
}
FIONA = ("geojson", "gpkg", "csv", "flatgeobuf")  # whose drivers its wheel has
NASTY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'; DROP TABLE events; --",
        '","',
        "]]>",
        "<b>&amp;</b>",
        "a\nb\r\nc",
        "\ufffe",
        "ї/\\\"'",
        "NULL",
        "NaN",
        "1",
        "true",
    ]
)
POINTS = st.builds(shapely.Point, st.floats(-180, 180), st.floats(-90, 90)) | st.just(shapely.Point())
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
EVENT = st.fixed_dictionaries(
    {
        "place": NASTY,
        "excerpt": NASTY,
        "admin1": NASTY | st.none(),
        "claimed_by": st.lists(NASTY, max_size=3),
        "start": DAYS,
        "end": DAYS,
        "disputed": st.booleans(),
        "geo_precision": st.integers(1, 6),
        "radius_m": st.floats(0, 1e7) | st.just(float("nan")),
        "geometry": POINTS,
    }
)
HELD = shapely.MultiPolygon([shapes.square().difference(shapely.Point(37.05, 48.05).buffer(0.01)), shapes.square(1, 1)])


def value(read: Any, *, is_day: bool = False) -> Any:
    """Return a value that was read, as the record has it: a day as text, nothing as None."""
    if isinstance(read, list | tuple) or (hasattr(read, "tolist") and not isinstance(read, str) and read.shape):
        return list(read)
    if read is None or read is pd.NaT or (isinstance(read, float) and pd.isna(read)) or pd.isna(read):
        return None
    # In GeoJSON a text that is a day reads as one (`report_date`), since JSON has no type for it.
    return str(read)[:10] if is_day or isinstance(read, pd.Timestamp) else read


def expected(frame: gpd.GeoDataFrame, table: Table, format_: str) -> list[dict[str, Any]]:
    """Return the rows as a format holds them: text made harmless, lists joined but in GeoParquet and GeoJSON."""
    arrow = cleaned.columns(frame, table)
    rows = (
        (arrow if format_ in ("geoparquet", "geojson") else cleaned.joined(arrow)).drop_columns("geometry").to_pylist()
    )
    return [{name: known(item, format_) for name, item in row.items()} for row in rows]


def known(item: Any, format_: str) -> Any:
    """Return a value as the format keeps it."""
    if isinstance(item, date):
        return item.isoformat()
    if format_ == "csv" and isinstance(item, str):
        return csvfile.cell(item)
    if format_ == "kml" and isinstance(item, str):  # XML has no room for these two, and GDAL trims what it reads
        return item.replace("\ufffe", "").replace("\uffff", "").strip()
    return item


def same(one: Any, other: Any) -> bool:
    """Return whether two values are one; an empty text and none are one where a format has no word for either."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-12)
    return bool(one == other) or ({one, other} <= {"", None} if not isinstance(one, list) else False)


def check(frame: gpd.GeoDataFrame, table: Table, read: gpd.GeoDataFrame, format_: str, key: str) -> None:
    """Fail where a row that was read differs from the one that was written."""
    days = {column.name for column in table.columns if column.type == "date"}
    wanted = {
        row[key]: (row, shape) for row, shape in zip(expected(frame, table, format_), frame.geometry, strict=True)
    }
    assert len(read) == len(frame)
    for number, row in enumerate(read.to_dict("records")):
        told, shape = wanted[row[key]]
        for name, item in told.items():
            if format_ == "kml" and name in ("start", "end"):
                name = {"start": "begin"}.get(name, name)  # noqa: PLW2901 -- as GDAL calls what a TimeSpan holds
                assert value(row[name], is_day=True) == item
            else:
                back = value(row[name], is_day=name in days)
                back = back.strip() if format_ == "kml" and isinstance(back, str) else back
                assert same(back, item), (name, row[name], item)
        placed = read.geometry.iloc[number]
        assert (placed is None or placed.is_empty) == shape.is_empty
        if not shape.is_empty:
            assert placed.equals(shapely.transform(shape, lambda xy: xy.round(6)))


@pytest.mark.parametrize("format_", READ)
@settings(
    deadline=None,
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(EVENT, max_size=3))
def test_geopandas_reads_what_was_written(tmp_path: Path, format_: str, rows: list[dict[str, Any]]) -> None:
    """Any text, date and point; lists as lists where the format has them."""
    frame = frames.events(*rows)
    path = tmp_path / f"events{READ[format_]}"
    files.write(frame, path, format_)
    read = readers.rows(path, format_)
    if len(frame):
        check(frame, tables.EVENTS, read, format_, "event_id")
    assert len(read) == len(frame)


@pytest.mark.parametrize("format_", FIONA)
@settings(
    deadline=None,
    max_examples=5,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(EVENT, min_size=1, max_size=3))
def test_fiona_reads_what_was_written(tmp_path: Path, format_: str, rows: list[dict[str, Any]]) -> None:
    """Record by record, with the CRS."""
    frame = frames.events(*rows)
    path = tmp_path / f"events{READ[format_]}"
    files.write(frame, path, format_)
    with fiona.open(path, **({"layer": "events"} if format_ == "gpkg" else {})) as layer:
        assert layer.crs.to_authority() in (("EPSG", "4326"), ("OGC", "CRS84"))
        records = [dict(one.properties) for one in layer]
        layer.close()
    with fiona.open(path, **({"layer": "events"} if format_ == "gpkg" else {})) as layer:
        shapes_read = [
            shapely.Point() if one.geometry is None else shapely.geometry.shape(one.geometry) for one in layer
        ]
    check(frame, tables.EVENTS, gpd.GeoDataFrame(records, geometry=shapes_read), format_, "event_id")


@pytest.mark.parametrize("format_", READ)
def test_polygons_and_lines_come_back(tmp_path: Path, format_: str) -> None:
    """Holes, parts and days of control, and a front line of several parts."""
    day = {"day": date(2025, 1, 18), "source": "pen", "category": "assessed"}
    line = shapely.MultiLineString([[(37, 48), (37.5, 48.25)], [(38, 48), (38, 49)]])
    for table, shape in ((CONTROL, HELD), (FRONT_LINE, line)):
        told = {name: item for name, item in day.items() if name in table.names}
        frame = frames.frame(table, told | {"geometry": shape}, told | {"source": "other", "geometry": shapely.Point()})
        path = tmp_path / f"{table.name}{READ[format_]}"
        files.write(frame, path, format_, table=table, manner=Manner(coordinates="wkt"))
        check(frame, table, readers.rows(path, format_, table.name), format_, "source")


@pytest.mark.parametrize("format_", READ)
def test_a_text_of_a_hundred_thousand_letters_comes_back(tmp_path: Path, format_: str) -> None:
    """As long as it is."""
    path = tmp_path / f"events{READ[format_]}"
    files.write(frames.events({"excerpt": "слово " * 16_667}), path, format_)
    assert len(readers.rows(path, format_)["excerpt"][0].strip()) == 100_001


@pytest.mark.parametrize("format_", ["geojson", "gpkg", "csv", "geoparquet"])
def test_days_and_numbers_keep_their_types(tmp_path: Path, format_: str) -> None:
    """Days are days, numbers numbers, flags flags; FlatGeobuf and KML have no type for a day alone."""
    path = tmp_path / f"events{READ[format_]}"
    files.write(frames.events({"disputed": True, "front_km": 1.5}), path, format_)
    read = readers.rows(path, format_)
    assert str(read["start"][0])[:10] == "2025-01-18"
    assert not isinstance(read["start"][0], str)
    assert read["geo_precision"].dtype.kind == "i"
    assert read["front_km"].dtype.kind == "f"
    assert read["disputed"].dtype.kind == "b"
    assert read.crs.equals("EPSG:4326", ignore_axis_order=True)


def test_geoparquet_tells_the_box_of_each_row(tmp_path: Path) -> None:
    """So that geopandas reads only the rows of a window; the unplaced have none."""
    path = tmp_path / "events.parquet"
    files.write(
        frames.events({}, {"geometry": shapely.Point(10, 10)}, {"geometry": frames.NOWHERE}), path, "geoparquet"
    )
    assert list(gpd.read_parquet(path, bbox=(34, 53, 35, 54))["event_id"]) == ["m1"]
