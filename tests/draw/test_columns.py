"""Tests of the packed columns."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point

from geotracker import tables
from geotracker.draw import columns


def _header(packed: str) -> dict[str, Any]:
    data = gzip.decompress(base64.b64decode(packed))
    length = int.from_bytes(data[:4], "little")
    header: dict[str, Any] = json.loads(data[4 : 4 + length])
    return header


def test_every_event_stands_where_its_precision_allows(events: gpd.GeoDataFrame) -> None:
    """A region, a country, a salvo and what has no point are never points."""
    names = [columns.STANDS[number] for number in columns.stands(events)]
    by_place = dict(zip(events["place"], names, strict=True))
    assert by_place["Kazan"] == "point"
    assert by_place["Kaluga City"] == "near"
    assert by_place["Kurakhove"] == "disc"
    assert by_place["Kaluga Oblast"] == "region"
    assert by_place["Ukraine"] == by_place["Russia"] == "country"
    assert by_place["Nowhere"] == "unplaced"


def test_a_region_without_its_code_is_unplaced(events: gpd.GeoDataFrame) -> None:
    """A region that cannot be shaded is listed, not set at its middle."""
    nameless = events.assign(admin1_code="")
    region = (events["geo_precision"] == 5).to_numpy()
    assert set(columns.stands(nameless)[region]) == {columns.STANDS.index("unplaced")}


def test_the_same_events_pack_to_the_same_bytes(events: gpd.GeoDataFrame) -> None:
    """Packing knows no clock and no chance, and the order of rows does not matter."""
    packed = [
        columns.pack_events(columns.in_order(frame), tables.EVENTS.columns, {"kind"})
        for frame in (events, events.sample(frac=1, random_state=3))
    ]
    assert packed[0] == packed[1]


def test_days_are_numbers_and_words_are_coded(events: gpd.GeoDataFrame) -> None:
    """The header tells how each column lies, and every event has its place."""
    header = _header(columns.pack_events(events, tables.EVENTS.columns, {"kind"}))
    kinds = {column["name"]: column for column in header["columns"]}
    assert header["rows"] == len(events)
    assert kinds["start"]["kind"] == "day"
    assert sorted(kinds["kind"]["words"]) == ["advance", "attack", "salvo", "strike", "withdrawal"]
    assert kinds["site"]["array"]["n"] == len(events)
    assert header["sites"]["lat"]["n"] == len(set(events.geometry.to_wkt()))


def test_many_different_texts_lie_one_after_the_other() -> None:
    """A column that hardly repeats has no dictionary."""
    packer = columns.Packer(100)
    packer.texts("excerpt", pd.Series([f"text {i} ü" for i in range(100)]), coded=False, is_list=False)
    assert packer.columns[0]["kind"] == "text"
    assert packer.columns[0]["bytes"]["n"] == sum(len(f"text {i} ü".encode()) for i in range(100))
    assert np.frombuffer(packer.arrays[1], np.uint8)[0] == len("text 0 ü".encode())


def test_numbers_take_no_more_room_than_they_need() -> None:
    """Small whole numbers are bytes, what is nothing but zeros lies nowhere, and the unknown stays unknown."""
    packer = columns.Packer(3)
    for name, values in {
        "radius_m": [500.0, float("nan"), 0.0],
        "geo_precision": [1, 300, 2],
        "n_mentions": [0, 0, 0],
    }.items():
        packer.add(next(column for column in tables.EVENTS.columns if column.name == name), pd.Series(values))
    arrays = [column["array"] for column in packer.columns]
    assert [array["type"] for array in arrays] == ["f32", "u16", "u8"]
    assert [array["at"] for array in arrays] == [0, 12, None]


def test_places_are_in_the_order_of_their_first_events(events: gpd.GeoDataFrame) -> None:
    """What a range of dates chooses lies close together; south, west and half a microdegree survive."""
    points = [Point(-179.9999995, -54.5), Point(36.2, 50.0), Point(-0.000001, -0.000002), Point(36.2, 50.0)]
    frame = events.iloc[:4].set_geometry(gpd.GeoSeries(points, index=events.index[:4], crs=events.crs))
    data = gzip.decompress(base64.b64decode(columns.pack_events(frame, tables.EVENTS.columns[:2], set())))
    header = json.loads(data[4 : (start := 4 + int.from_bytes(data[:4], "little"))])
    site = next(column["array"] for column in header["columns"] if column["name"] == "site")
    lat, lon = (
        np.frombuffer(data, "<i4", place["n"], start + place["at"]).tolist()
        for place in (header["sites"]["lat"], header["sites"]["lon"])
    )
    assert np.frombuffer(data, "<u4", 4, start + site["at"]).tolist() == [0, 1, 2, 1]
    assert lat == [-54_500_000, 50_000_000, -2]
    assert lon == [-180_000_000, 36_200_000, -1]


_UNPACK = """
import { inflate, tableOf } from %s;
const table = tableOf(await inflate(await new Response(process.stdin).text()));
const names = ["start", "kind", "place", "excerpt", "endnotes", "disputed", "radius_m", "stands"];
const rows = Array.from({ length: table.rows }, (_, row) => names.map((name) => table.get(row, name)));
console.log(JSON.stringify({ names, rows }));
"""


def test_the_page_reads_back_what_was_packed(events: gpd.GeoDataFrame, node_path: str) -> None:
    """Every value comes back in the page's own reader: days, texts, lists, flags, numbers and what is unknown."""
    ordered = columns.in_order(events)
    module = (Path(columns.__file__).parent / "web" / "columns.js").as_uri()
    read = subprocess.run(
        [node_path, "--input-type=module", "--eval", _UNPACK % json.dumps(module)],
        input=columns.pack_events(ordered, tables.EVENTS.columns, {"kind"}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(read.stdout)
    by_name = pd.DataFrame(found["rows"], columns=found["names"])
    assert by_name["kind"].tolist() == ordered["kind"].tolist()
    assert by_name["place"].tolist() == ordered["place"].tolist()
    assert by_name["excerpt"].tolist() == ordered["excerpt"].tolist()
    assert by_name["endnotes"].tolist() == ordered["endnotes"].tolist()
    assert by_name["disputed"].tolist() == ordered["disputed"].tolist()
    assert by_name["radius_m"].astype(float).fillna(-1).tolist() == ordered["radius_m"].fillna(-1).tolist()
    assert pd.to_datetime(by_name["start"], unit="D").dt.date.tolist() == list(ordered["start"])
    assert by_name["stands"].tolist() == columns.stands(ordered).tolist()
