"""Events of the tests of draw/: one of every kind, evidence, precision and dating, with hostile text among them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from shapely import Point

from geotracker import tables
from geotracker.draw import layers, leaflet
from geotracker.records import Sector
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

HOSTILE = "</script><img src=x onerror=alert(1)>`${alert(1)}` \"'\u202e =cmd() {{ 7 * 7 }} {% raw %} \u2028"

_EMPTY = {"text": "", "list": [], "integer": 0, "number": float("nan"), "flag": False}
_COMMON = {
    "kind": "strike", "actor": "ukraine", "place": "Exampletown", "settlement": "Exampletown", "evidence": "reported",
    "time_precision": "day", "geo_precision": 2, "place_confidence": "sure", "admin1": "Kaluga Oblast",
    "admin1_code": "RU-KLU", "country": "RU", "country_name": "Russia", "n_mentions": 1, "n_sources": 1,
    "report_id": "2025-01-20-sample", "report_date": "2025-01-20", "report_url": "https://example.org/reports/2025-01-20",
    "excerpt": "drones struck a fuel depot on the edge of the town", "endnotes": ["7 https://example.org/notes/7"],
    "review": "machine", "row_status": "active", "extractor": "test",
}  # fmt: skip


def _row(table: tables.Table, given: Mapping[str, Any]) -> dict[str, Any]:
    start = given.get("start", date(2025, 1, 17))
    blank = {column.name: _EMPTY.get(column.type, start) for column in table.columns}
    known = {name: value for name, value in (_COMMON | dict(given)).items() if name in blank}
    return blank | {"start": start, "end": given.get("end", start)} | known


def frame(rows: Sequence[Mapping[str, Any]], table: tables.Table = tables.EVENTS) -> gpd.GeoDataFrame:
    """Return `table` of rows that say what is special about them; `at` is (lon, lat), None unplaced."""
    full = [_row(table, {"event_id": f"e{i}", "mention_id": f"e{i}", **row}) for i, row in enumerate(rows)]
    return tables.build(table, full, [Point(row["at"]) if row.get("at") else Point() for row in rows])


COUNTS = json.dumps(
    [
        {"weapon": "drones", "launched": 60, "downed": 41, "lost": 15, "hit": None, "said_by": "Ukrainian Air Force"},
        {"weapon": "missiles", "launched": 4, "downed": 2, "lost": None, "hit": 2, "said_by": "Ukrainian Air Force"},
    ]
)
DAY = date(2025, 1, 17)
UKRAINE = {"admin1": "", "admin1_code": "", "country": "UA", "country_name": "Ukraine", "actor": "russia"}
DONETSK = UKRAINE | {"admin1": "Donetsk Oblast", "admin1_code": "UA-14"}
RECENT = {"start": DAY + timedelta(2), "end": DAY + timedelta(3), "time_precision": "recent"}
ROWS: list[dict[str, Any]] = [
    {"place": "Kazan", "facility": "aircraft plant", "evidence": "observed", "disputed": True, "geo_precision": 1,
     "at": (49.1, 55.85), "start": DAY + timedelta(3), "admin1": "Tatarstan", "admin1_code": "RU-TA", "n_mentions": 2,
     "basis": ["geolocated", "official"], "claimed_by": ["the regional head"]},
    {"place": "Lyudinovo", "facility": "oil depot", "evidence": "acknowledged", "at": (34.45, 53.87),
     "end": DAY + timedelta(1), "time_precision": "night"},
    {"place": "Kaluga City", "facility": "enterprise", "offset": "on the outskirts of", "geo_precision": 3,
     "radius_m": 4000.0, "at": (36.27, 54.53), **RECENT},
    {"place": "Kaluga Oblast", "settlement": "", "geo_precision": 5, "at": (35.5, 54.4), "radius_m": 90000.0},
    {"place": "Kaluga Oblast", "settlement": "", "geo_precision": 5, "at": (35.5, 54.4), "start": DAY + timedelta(2)},
    {"place": "Ivanivka", "place_confidence": "guess", "evidence": "claimed", "at": (37.9, 47.5), **DONETSK},
    {"place": "Nowhere", "settlement": "", "at": None, "country": "", "admin1_code": "", "admin1": ""},
    {"place": "Ukraine", "kind": "salvo", "geo_precision": 6, "counts": COUNTS, "time_precision": "night",
     "at": (31.0, 49.0), "end": DAY + timedelta(1), **UKRAINE},
    {"place": "Russia", "settlement": "", "geo_precision": 6, "admin1_code": "", "admin1": "",
     "start": DAY + timedelta(1)},
    {"place": "Toretsk", "kind": "advance", "evidence": "observed", "offset": "northern", "at": (37.85, 48.39),
     **DONETSK, **RECENT},
    {"place": "Toretsk", "kind": "advance", "evidence": "claimed", "at": (37.85, 48.39), **DONETSK, **RECENT},
    {"place": "Pokrovsk", "kind": "advance", "evidence": "reported", "geo_precision": 3, "offset": "southwest of",
     "at": (37.17, 48.28), **DONETSK, **RECENT},
    {"place": "Toretsk", "kind": "attack", "evidence": "acknowledged", "at": (37.85, 48.39), **DONETSK,
     "start": DAY + timedelta(2), "end": DAY + timedelta(3), "time_precision": "range"},
    {"place": "Kurakhove", "kind": "attack", "evidence": "acknowledged", "geo_precision": 4, "radius_m": 12000.0,
     "at": (37.28, 48.0), **DONETSK, **RECENT},
    {"place": "Velyka Novosilka", "kind": "withdrawal", "evidence": "observed", "at": (36.84, 47.84),
     **(DONETSK | {"actor": "ukraine"}), "start": DAY + timedelta(2)},
    {"place": HOSTILE, "facility": HOSTILE, "excerpt": HOSTILE, "claimed_by": [HOSTILE], "at": (36.2, 50.0),
     "endnotes": ["9 javascript:alert(1)", f"10 {HOSTILE}", HOSTILE], "report_url": "javascript:alert(1)", **DONETSK},
]  # fmt: skip


@pytest.fixture(scope="session")
def events() -> gpd.GeoDataFrame:
    """Return EVENTS of four days of January 2025."""
    return frame(ROWS)


@pytest.fixture(scope="session")
def mentions() -> gpd.GeoDataFrame:
    """Return MENTIONS: two sentences for the first event, one for the second."""
    said = [
        {"event_id": "e0", "sentence": "A plant in Kazan was struck, video showed.", "start_char": 10},
        {
            "event_id": "e0",
            "sentence": HOSTILE,
            "start_char": 90,
            "report_date": "2025-01-21",
            "report_id": "2025-01-21-b",
        },
        {"event_id": "e1", "sentence": "A depot burned.", "start_char": 200},
    ]
    return frame([{"at": (49.1, 55.85), **row} for row in said], tables.MENTIONS)


@pytest.fixture(scope="session")
def shipped() -> list[layers.Layer]:
    """Return the layers that the package ships."""
    return layers.load(package_path("layers"))


@pytest.fixture(scope="session")
def setting() -> leaflet.Setting:
    """Return reports of three days with a gap among them, and what they say of two directions."""
    said = [("North", 18, "advance confirmed"), ("North", 20, "operations, no confirmed advance"),
            ("South", 18, "advance claimed"), ("South", 20, "nothing reported")]  # fmt: skip
    sectors = [Sector("r", date(2025, 1, day), name, status, "They said so.", 0, 13) for name, day, status in said]
    return leaflet.Setting((date(2025, 1, 17), date(2025, 1, 18), date(2025, 1, 20)), tuple(sectors))


@pytest.fixture(scope="session")
def file(
    tmp_path_factory: pytest.TempPathFactory,
    events: gpd.GeoDataFrame,
    mentions: gpd.GeoDataFrame,
    shipped: list[layers.Layer],
    setting: leaflet.Setting,
) -> Path:
    """Return the page of the sample events, with a gap in its reports and words on directions."""
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(leaflet.page(events, mentions, shipped, setting=setting), encoding="utf-8")
    return path


@pytest.fixture
def layer_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that writes the shipped strikes layer with one text replaced by another."""

    def write(old: str, new: str) -> Path:
        text = package_path("layers", "strikes.toml").read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / "strikes.toml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return write
