"""A QGIS opens what is exported, ready to work: what stands in the layer files and the tables is what it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import qgis
import shapely

from geotracker import controltables, groundtables, tables
from geotracker.draw import controllayers, layers
from geotracker.draw.faces import Theme
from geotracker.draw.qgis import write
from geotracker.geo import outlines, regions
from geotracker.notice import Notice
from geotracker.workspace import package_path
from tests import frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

OPENED = Path(__file__).parent / "opened.py"
PATIENCE = 300  # seconds
FIRST = date(2025, 1, 17)
HOSTILE = "</div><script>alert(1)</script><img src=x onerror=alert(1)> & \"quoted\" 'text' [% 7 * 7 %] "
SCRIPT = "javascript:alert(1)"
LONG = "letters " * 12_500
THEME = Theme(tuple(layers.load(package_path("layers"))), tuple(controllayers.load(package_path("layers"))))


def _day(number: int) -> date:
    return FIRST + timedelta(number)


def _square(west: float, south: float, side: float) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.box(west, south, west + side, south + side)])


def events() -> gpd.GeoDataFrame:
    """Return events of each kind, evidence and precision: one lasts, one is nowhere, one is hostile."""
    sure = {"radius_m": 4000.0, "settlement": "Exampletown", "admin1": "Kaluga Oblast", "admin1_code": "RU-KLU"}
    east = {"geometry": shapely.Point(37.2, 48.3), "actor": "russia", "admin1": "Donetsk Oblast"}
    near, guess = sure | east, sure | {"place_confidence": "guess"}
    region = {"geo_precision": 5, "admin1": "Kaluga Oblast", "admin1_code": "RU-KLU", "country": "RU"}
    rows: list[dict[str, Any]] = [
        {"start": _day(0), "end": _day(0), "report_url": "https://example.org/one?a=1&b=2", **sure},
        {"start": _day(0), "end": _day(2), "evidence": "observed", **sure},
        {"start": _day(1), "end": _day(1), "kind": "advance", "evidence": "claimed", **sure, **east},
        {"start": _day(2), "end": _day(2), "kind": "advance", "evidence": "observed", "geo_precision": 3, **near},
        {"start": _day(2), "end": _day(3), "kind": "attack", "time_precision": "recent", **sure, **east},
        {"start": _day(3), "end": _day(3), "kind": "withdrawal", "actor": "unknown", **guess},
        {"start": _day(1), "end": _day(1), **region},
        {"start": _day(1), "end": _day(2), "kind": "salvo", "geo_precision": 6, "country": "UA"},
        {"start": _day(1), "end": _day(1), "geometry": frames.NOWHERE},
        {"start": _day(2), "end": _day(2), "place": HOSTILE, "excerpt": HOSTILE + LONG, "report_url": SCRIPT},
    ]  # fmt: skip
    return frames.events(*rows)


def tables_of(found: gpd.GeoDataFrame) -> list[tuple[tables.Table, gpd.GeoDataFrame]]:
    """Return the layers of a whole export: control of three days, what changed, the front."""
    control = [{"day": _day(at), "source": "maps", "category": "assessed"} for at in range(3)]
    grounds = [_square(37.0, 48.0, 0.5 + at / 10) for at in range(3)]
    changed = [{"day": _day(1), "from_day": _day(0), "source": "maps", "category": "assessed", "change": "gained"}]
    fronts = [{"day": _day(at), "source": "maps", "length_km": 50.0} for at in range(3)]
    lines = [shapely.MultiLineString([shape.geoms[0].exterior]) for shape in grounds]
    return [
        (tables.EVENTS, found),
        (groundtables.FOOTPRINTS, outlines.polygons(found)),
        (controltables.CONTROL, _filled(controltables.CONTROL, control, grounds)),
        (controltables.CONTROL_CHANGE, _filled(controltables.CONTROL_CHANGE, changed, [_square(37.5, 48.0, 0.1)])),
        (controltables.FRONT_LINE, _filled(controltables.FRONT_LINE, fronts, lines)),
        (groundtables.REGIONS, regions.table()),
    ]


def _filled(table: tables.Table, rows: list[dict[str, Any]], shapes: list[Any]) -> gpd.GeoDataFrame:
    return frames.frame(table, *({**row, "geometry": shape} for row, shape in zip(rows, shapes, strict=True)))


@pytest.fixture(scope="session")
def python() -> str:
    """Return the Python of a QGIS that `make test-qgis` names."""
    named = os.environ.get("QGIS_PYTHON")
    if not named:
        pytest.skip("not run: QGIS, which make test-qgis has")
    return named


@pytest.fixture(scope="session")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an export that was written elsewhere and moved here."""
    made = tmp_path_factory.mktemp("written") / "export"
    notice = Notice(made=_day(3), reports=("2025-01-18-test",), left_out=("Nothing of the other maps.",))
    write(made, tables_of(events()), THEME, notice)
    there = tmp_path_factory.mktemp("moved") / "файли & «more»"
    shutil.move(made, there)
    return there


@pytest.fixture(scope="session")
def facts(python: str, moved: Path) -> dict[str, Any]:
    """Return what a QGIS finds in the folder."""
    return opened(python, moved)


def opened(python: str, folder: Path) -> dict[str, Any]:
    """Open the project in `folder` with a QGIS of its own and return what it finds."""
    command = [python, str(OPENED), str(folder)]
    done = subprocess.run(
        command, env=qgis.environment(), capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return found


def test_every_layer_is_valid_wherever_the_folder_lies(facts: dict[str, Any], moved: Path) -> None:
    """All layers open from the moved GeoPackage, in degrees, in a project in the map's own projection."""
    assert facts["read"]
    assert facts["crs"] == "EPSG:3857"
    assert facts["groups"] == ["Events", "Control of terrain", "Ground"]
    for name, layer in facts["layers"].items():
        assert layer["valid"], name
        assert layer["crs"] == "EPSG:4326"
        assert layer["source"].startswith(str(moved))


def test_each_layer_file_is_a_layer_in_its_order(facts: dict[str, Any]) -> None:
    """Titles, order, rows and what is on at first are as the layer files and the table say."""
    titles = [layer.title for layer in THEME.events]
    assert facts["order"][: len(titles)] == titles
    found = events()
    for layer in THEME.events:
        chosen = found
        for column, values in layer.only.items():
            chosen = chosen[chosen[column].isin(values)]
        shown = facts["layers"][layer.title]
        assert shown["count"] == len(chosen), layer.title
        assert shown["visible"] == layer.show


def test_colours_and_sizes_are_those_of_the_layer_files(facts: dict[str, Any]) -> None:
    """A category a colour, and twice the radius of the page across, in pixels."""
    pixels = 2
    for layer in THEME.events:
        found = facts["layers"][layer.title]["categories"]
        assert {value: one["color"] for value, one in found.items()} == layer.style.colors
        assert {one["attribute"] for one in found.values()} == {layer.style.color_by}
        assert {(one["size"], one["unit"]) for one in found.values()} == {(2 * layer.style.size, pixels)}


def test_control_has_the_colours_of_its_layer_file(facts: dict[str, Any]) -> None:
    """The categories that the rows have, and what was gained and lost."""
    layer = THEME.control[0]
    ground = facts["layers"][layer.title]["categories"]
    assert {value: one["color"] for value, one in ground.items()} == {"assessed": layer.style.colors["assessed"]}
    change = facts["layers"][f"{layer.title}: change"]["categories"]
    assert (change["gained"]["color"], change["lost"]["color"]) == (layer.style.gained, layer.style.lost)


def test_columns_have_their_types_names_and_value_lists(facts: dict[str, Any]) -> None:
    """Dates are dates and come first, every column has a name for readers, closed ones their codebook's values."""
    layer = facts["layers"]["Strikes"]
    types = {"date": "Date", "text": "String", "integer": "Integer64", "number": "Real", "flag": "Boolean"}
    wanted = {column.name: types.get(column.type, "String") for column in tables.EVENTS.columns}
    assert layer["fields"] == {"fid": "Integer64", **wanted}
    assert list(layer["fields"])[1:3] == ["start", "end"]
    assert layer["aliases"]["report_date"] == "Report date"
    assert {"Seen or assessed": "observed"} in layer["value_maps"]["evidence"]
    assert {"Somewhere in this region": "5"} in layer["value_maps"]["geo_precision"]


def test_the_time_controller_is_on_and_steps_by_days(facts: dict[str, Any]) -> None:
    """It runs from the first day to the last, both included, a day a frame, without a click."""
    assert facts["controller"] == {
        "mode": 1, "frames": 4, "days_a_frame": 1, "first": "2025-01-17", "last": "2025-01-20",
    }  # fmt: skip


def test_each_day_shows_what_happened_on_it(facts: dict[str, Any]) -> None:
    """What lasts a day is there on that day, and neither the day before nor the day after; what lasts, to its end."""
    found = events()
    for layer in facts["layers"].values():
        if layer["temporal"]["active"] and "event_id" in layer["fields"]:
            assert (layer["temporal"]["start"], layer["temporal"]["end"]) == ("start", "end")
            there = {event for day in layer["days"].values() for event in day}
            for row in tables.rows(found[found["event_id"].isin(there)]):
                days = {day for day, events_of_day in layer["days"].items() if row.event_id in events_of_day}
                lasts = (row.end - row.start).days + 1
                assert days == {(row.start + timedelta(at)).isoformat() for at in range(lasts)}
    assert facts["layers"]["Strikes"]["days"]["2025-01-16"] == []
    assert facts["layers"]["Strikes"]["days"]["2025-01-17"] == ["m1", "m2"]


def test_control_stands_on_its_own_day(facts: dict[str, Any]) -> None:
    """A day of polygons is shown on that day alone; a day without is a gap."""
    for name in ("Control of terrain", "Front line"):
        shown = facts["layers"][name]["days"]
        assert {day: rows for day, rows in shown.items() if rows} == {
            (FIRST + timedelta(at)).isoformat(): [(FIRST + timedelta(at)).isoformat()] for at in range(3)
        }


def test_maps_are_drawn(facts: dict[str, Any], moved: Path) -> None:
    """The map of all days and of each is a picture that is not blank, and days differ."""
    assert set(facts["pictures"]) == {"all", *((FIRST + timedelta(at)).isoformat() for at in range(4))}
    assert min(facts["pictures"].values()) > 20
    pictures = {(moved / f"{name}.png").read_bytes() for name in facts["pictures"]}
    assert len(pictures) == len(facts["pictures"])


def test_the_layout_is_a_sheet_with_title_dates_legend_and_sources(facts: dict[str, Any], moved: Path) -> None:
    """It is exported as PDF, and says what the file says of itself."""
    (layout,) = facts["layouts"]
    assert layout["exported"]
    assert (moved / "layout.pdf").read_bytes().startswith(b"%PDF")
    assert {"QgsLayoutItemLegend", "QgsLayoutItemMap", "QgsLayoutItemScaleBar"} <= set(layout["kinds"])
    said = " ".join(layout["texts"])
    for words in ("Events in daily reports", "17–20 January 2025", "GeoNames", "Private working copy", "other maps"):
        assert words in said


class _Tags(HTMLParser):
    """Collects the tags of HTML and the addresses of its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") for name, _ in attrs)


def test_map_tips_hold_excerpt_and_link_and_nothing_that_runs(facts: dict[str, Any]) -> None:
    """A report's words are only text there, an address is a link only where it is one of the web."""
    tips = [_Tags(tip) for layer in facts["layers"].values() for tip in layer["tips"]]
    assert set().union(*(tip.tags for tip in tips)) <= {"div", "b", "br", "i", "blockquote", "a"}
    assert {link for tip in tips for link in tip.links} == {"https://example.org/one?a=1&b=2"}
    hostile = next(tip for tip in facts["layers"]["Strikes"]["tips"] if "script" in tip)
    assert "&lt;script&gt;" in hostile
    assert "[% 7 * 7 %]" in hostile
    assert re.search(r"reported|Reported", hostile)


def test_regions_are_bookmarks(facts: dict[str, Any]) -> None:
    """Each goes to its region."""
    west, south, east, north = facts["bookmarks"]["Kaluga Oblast"]
    assert west < 34.45 < east
    assert south < 53.87 < north


def test_the_geopackage_alone_is_styled_too(facts: dict[str, Any]) -> None:
    """Each of its tables has a default style that QGIS takes."""
    assert facts["default_styles"] == {
        "events": "RuleRenderer", "footprints": "categorizedSymbol", "control": "categorizedSymbol",
        "control_change": "categorizedSymbol", "front_line": "singleSymbol", "regions": "singleSymbol",
    }  # fmt: skip


def test_an_empty_store_opens_too(python: str, tmp_path: Path) -> None:
    """Without an event the layers are there, valid, and have no row."""
    write(tmp_path, tables_of(tables.empty(tables.EVENTS))[:2], THEME, Notice())
    found = opened(python, tmp_path)
    assert found["read"]
    assert {layer["count"] for layer in found["layers"].values()} == {0}
    assert all(layer["valid"] for layer in found["layers"].values())


def strange() -> Iterator[str]:
    """Yield titles that a file name, SQL or XML would stumble over."""
    yield from ("Удари / \"quoted\" 'single' & <b>", "a|b=c?d\\e", "夜間攻撃\u202e\x01")


def test_titles_may_hold_anything(python: str, tmp_path: Path) -> None:
    """Quotes, slashes, other scripts: the layer opens under its title, controls taken out."""
    made = tuple(
        layers.Layer(f"layer/{number} '\"", title, "events", ("start", "end"), {"place": ("L'\"va", "Lyudinovo")},
                     THEME.events[0].style, THEME.events[0].popup)
        for number, title in enumerate(strange())
    )  # fmt: skip
    found = frames.events({"place": "L'\"va"}, {"place": "elsewhere"})
    write(tmp_path, [(tables.EVENTS, found)], Theme(made), Notice())
    shown = opened(python, tmp_path)["layers"]
    assert list(shown) == [title.replace("\u202e\x01", "") for title in strange()]
    assert {layer["count"] for layer in shown.values()} == {1}
