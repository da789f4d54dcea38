"""What others read in an export: geopandas, and for TimeMap the three files as the web page takes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio

if TYPE_CHECKING:
    from pathlib import Path


def rows(path: Path, format_: str, layer: str = "events") -> gpd.GeoDataFrame:
    """Return the rows of a file, with the columns of the record as far as the format keeps them."""
    if format_ == "geoparquet":
        return gpd.read_parquet(path)
    if format_ == "timemap":
        events = json.loads(path.read_text(encoding="utf-8"))
        names = ("description", "longitude", "latitude", "id", "time_display")
        told = {name: [event[name] for event in events] for name in names}
        points = gpd.points_from_xy(*([float(x or "nan") for x in told[name]] for name in names[1:3]))
        columns = {"excerpt": told["description"], "event_id": told["id"], "window": told["time_display"]}
        return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")
    return gpd.read_file(path, **({"layer": layer} if format_ in ("gpkg", "kml") else {}))


def notice(path: Path, format_: str) -> str:
    """Return what a file says of itself."""
    if format_ == "geojson":
        return json.dumps(json.loads(path.read_text(encoding="utf-8"))["metadata"], ensure_ascii=False)
    if format_ == "csv":
        return str(gpd.read_file(path)["notice"][0])
    if format_ == "flatgeobuf":
        return str(pyogrio.read_info(path)["layer_metadata"]["DESCRIPTION"])
    if format_ == "geoparquet":
        metadata = pq.read_metadata(path).metadata or {}
        return metadata[b"geotracker"].decode()
    if format_ == "kml":
        from lxml import etree  # noqa: PLC0415  one format alone needs it

        return str(etree.parse(path).findtext(".//{*}Document/{*}description"))
    events = json.loads(path.read_text(encoding="utf-8"))
    return str(events[0]["comments"])
