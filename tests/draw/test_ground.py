"""Tests of the ground under the events."""

from __future__ import annotations

import csv
import json

from shapely import Point

from geotracker.geo import gazetteer, regions
from geotracker.workspace import package_path


def _cities() -> dict[str, tuple[float, float]]:
    text = package_path("data", "base", "cities.geojson").read_text(encoding="utf-8")
    return {one["properties"]["name"]: one["geometry"]["coordinates"] for one in json.loads(text)["features"]}


def test_every_city_of_the_base_is_where_its_name_says() -> None:
    """Each label stands at a place of that name and country, in the region that the list gives where two are alike."""
    places, known = gazetteer.load(None), _cities()
    with package_path("data", "base", "cities.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [city["name"] for city in listed] == list(known)
    for city in listed:
        lon, lat = known[city["name"]]
        near = [
            place
            for place in places.candidates(city["name"])
            if abs(place.lon - lon) + abs(place.lat - lat) < 0.01 and place.country == city["country"]
        ]
        assert near, city
        assert city["region"] in {"", *(place.admin1_code for place in near)}, city


def test_stavropol_is_in_its_own_region() -> None:
    """Tolyatti, once called Stavropol too, does not bear its name."""
    lon, lat = _cities()["Stavropol"]
    held = regions.load()
    assert held.loc[held.contains(Point(lon, lat)), "code"].tolist() == ["RU-STA"]
