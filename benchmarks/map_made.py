"""Made-up events, and pages of them: ours, and those of folium's TimestampedGeoJson, Timeline and MarkerCluster.

Eight properties an event, a year of days, places strewn over a country; the same ones each time.
`map_speed.py` measures the pages.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import folium
import folium.plugins
import geopandas as gpd
import numpy as np
import pandas as pd

from geotracker import tables
from geotracker.draw import layers, leaflet
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path

DAYS = 365
FIRST = date(2025, 1, 1)
_WORDS = (
    "forces officials drones overnight depot refinery northern southwest channel footage geolocated reported claimed "
    "settlement positions struck advanced according ministry burned workshop railway bridge substation line village"
).split()
STEPPED = """async ([steps, step]) => {
  const act = new Function("i", step);
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const took = [];
  for (let i = 0; i < steps; i++) {
    for (let idle = 0; idle < 2; idle++) await painted(); // what the last step left to a later frame is not of this one
    const began = performance.now();
    act(i);
    const script = performance.now() - began;
    await painted();
    took.push([script, performance.now() - began]);
  }
  return took;
}"""
"""Takes a step so many times; milliseconds of its script, and until it is painted, of each."""
_KINDS = ("strike", "strike", "strike", "advance", "attack", "withdrawal")


def made(count: int, *, excerpts: bool = False) -> gpd.GeoDataFrame:
    """Return EVENTS: `count` rows by lot, the same ones each time."""
    lot = np.random.default_rng(count)
    day = np.sort(lot.integers(0, DAYS, count))
    start = np.array([FIRST + timedelta(int(number)) for number in range(DAYS)], dtype=object)[day]
    said = [" ".join(words) for words in lot.choice(_WORDS, (count, 25))] if excerpts else [""] * count
    blank: dict[str, Any] = {"text": "", "integer": 1, "number": 1000.0, "flag": False, "date": FIRST}
    columns: dict[str, Any] = {
        column.name: [[]] * count if column.type == "list" else blank[column.type] for column in tables.EVENTS.columns
    } | {
        "start": start,
        "end": start,
        "event_id": [f"e{number:07x}" for number in range(count)],
        "kind": lot.choice(_KINDS, count),
        "actor": lot.choice(["russia", "ukraine"], count),
        "place": lot.choice([f"Place {number}" for number in range(2000)], count),
        "evidence": lot.choice(["observed", "acknowledged", "reported", "claimed"], count),
        "admin1": lot.choice(["Donetsk Oblast", "Kaluga Oblast", "Kharkiv Oblast"], count),
        "geo_precision": lot.integers(1, 4, count),
        "time_precision": "day",
        "place_confidence": "sure",
        "excerpt": said,
        "report_id": "made",
        "report_date": "2025-12-31",
        "row_status": "active",
    }
    points = gpd.points_from_xy(lot.uniform(22, 40, count).round(5), lot.uniform(44, 56, count).round(5))
    frame = gpd.GeoDataFrame(pd.DataFrame(columns, index=range(count)), geometry=points, crs=tables.CRS)
    return tables.check(frame, tables.EVENTS)


def ours(events: gpd.GeoDataFrame, file: Path) -> None:
    """Write geotracker's page."""
    page = leaflet.page(events, tables.empty(tables.MENTIONS), layers.load(package_path("layers")))
    file.write_text(page, encoding="utf-8")


def _features(events: gpd.GeoDataFrame, *, timed: str) -> dict[str, Any]:
    columns = ["event_id", "kind", "actor", "place", "evidence", "admin1", "start", "end"]
    features = []
    for row, point in zip(events[columns].astype(str).to_dict("records"), events.geometry, strict=True):
        when = {"times": [row["start"]]} if timed == "times" else {"start": row["start"], "end": row["end"]}
        place = {"type": "Point", "coordinates": [point.x, point.y]}
        features.append({"type": "Feature", "geometry": place, "properties": row | when})
    return {"type": "FeatureCollection", "features": features}


def timestamped(events: gpd.GeoDataFrame, file: Path) -> None:
    """Write a map of folium's TimestampedGeoJson."""
    folium_map = folium.Map((49, 32), zoom_start=6, tiles=None)
    data = _features(events, timed="times")
    folium.plugins.TimestampedGeoJson(data, period="P1D", duration="P1D", auto_play=False).add_to(folium_map)
    folium_map.save(file)


def timeline(events: gpd.GeoDataFrame, file: Path) -> None:
    """Write a map of folium's Timeline."""
    folium_map = folium.Map((49, 32), zoom_start=6, tiles=None)
    folium.plugins.TimelineSlider().add_timelines(
        folium.plugins.Timeline(_features(events, timed="start")).add_to(folium_map)
    ).add_to(folium_map)
    folium_map.save(file)


def clustered(events: gpd.GeoDataFrame, file: Path) -> None:
    """Write a map of folium's MarkerCluster, which knows no time: its step is a change of zoom."""
    folium_map = folium.Map((49, 32), zoom_start=6, tiles=None)
    cluster = folium.plugins.MarkerCluster().add_to(folium_map)
    for row, point in zip(events.to_dict("records"), events.geometry, strict=True):
        folium.Marker((point.y, point.x), popup=f"{row['place']} {row['kind']}").add_to(cluster)
    folium_map.save(file)
