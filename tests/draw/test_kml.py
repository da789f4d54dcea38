"""KML 2.2 as the OGC's schema has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import fastkml
import shapely
from lxml import etree

from geotracker import tables
from geotracker.controltables import CONTROL, CONTROL_CHANGE, FRONT_LINE
from geotracker.draw import controllayers, kml, layers
from geotracker.draw.faces import Theme
from geotracker.groundtables import FOOTPRINTS
from geotracker.notice import PRIVATE, Notice
from geotracker.workspace import package_path
from tests import frames

KML = {"k": "http://www.opengis.net/kml/2.2"}
SCHEMA = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"  # the OGC's own, which fastkml brings
NIGHT = {"start": date(2025, 1, 17), "end": date(2025, 1, 18), "disputed": True, "excerpt": "<b>&</b> \ufffe"}
HELD = shapely.MultiPolygon([shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))])
FRONT = shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]])
LAYERS = [
    (tables.EVENTS, frames.events(NIGHT, {"geometry": frames.NOWHERE, "front_km": float("nan")})),
    (
        CONTROL,
        frames.frame(CONTROL, {"day": date(2025, 1, 18), "source": "ground", "category": "assessed", "geometry": HELD}),
    ),
    (FRONT_LINE, frames.frame(FRONT_LINE, {"day": date(2025, 1, 18), "geometry": FRONT})),
]


THEME = Theme(tuple(layers.load(package_path("layers"))), tuple(controllayers.load(package_path("layers"))))
GROUND = frames.frame(FOOTPRINTS, {"actor": "russia", "form": "disc", "geometry": HELD}, {"form": "region"})
MOVED = frames.frame(CONTROL_CHANGE, {"category": "assessed", "change": "gained", "geometry": HELD})


def document() -> Any:
    """Return the tree of a file with events, polygons and lines."""
    return etree.fromstring(kml.data(LAYERS, Notice()))


def styled(theme: Theme = THEME, *rows: dict[str, Any]) -> Any:
    """Return the tree of a file with events of `rows`, ground and control, drawn by layer files."""
    told = [(tables.EVENTS, frames.events(*rows or [{}])), *LAYERS[1:], (FOOTPRINTS, GROUND), (CONTROL_CHANGE, MOVED)]
    found = etree.fromstring(kml.data(told, Notice(), theme))
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(found)
    return found


def looks(found: Any, folder: int) -> list[dict[str, str]]:
    """Return what the style of each row of a folder says, by element."""
    urls = found.findall(f".//k:Folder[{folder}]/k:Placemark/k:styleUrl", KML)
    styles = {f"#{style.get('id')}": style for style in found.findall(".//k:Style", KML)}
    return [
        {f"{etree.QName(part.getparent()).localname}.{etree.QName(part).localname}": part.text or ""
         for part in styles[url.text].iter() if not len(part)}
        for url in urls
    ]  # fmt: skip


def test_events_have_the_colours_and_shapes_of_the_layer_files() -> None:
    """Alpha first and red last, as KML has it; what only its side claims is fainter; a withdrawal points down."""
    rows = [
        {"kind": "strike", "actor": "ukraine", "evidence": "claimed"},
        {"kind": "advance", "actor": "russia", "evidence": "observed"},
        {"kind": "advance", "actor": "russia", "evidence": "claimed"},
        {"kind": "withdrawal", "actor": "elsewhere"},
    ]
    found = looks(styled(THEME, *rows), 1)
    assert [look["IconStyle.color"] for look in found] == ["ffb75700", "ff2e10c8", "8c2e10c8", "ff80726b"]
    assert [look["Icon.href"].rpartition("/")[2] for look in found] == ["placemark_circle.png", *["triangle.png"] * 3]
    assert [look.get("IconStyle.heading") for look in found] == [None, None, None, "180"]


def test_an_event_that_no_layer_file_draws_has_no_style() -> None:
    """A wave of drones, say; and no file has any without layer files."""
    assert looks(styled(THEME, {"kind": "salvo"}), 1) == []
    assert document().findall(".//k:Style", KML) == document().findall(".//k:styleUrl", KML) == []


def test_grounds_have_their_colours() -> None:
    """Control, the front, footprints by side, regions shaded, what was gained."""
    found = styled()
    assert [look["PolyStyle.color"] for look in looks(found, 2)] == ["4d3c68b0"]
    assert [look["LineStyle.color"][2:] for look in looks(found, 3)] == ["30241c"]
    assert [look["PolyStyle.color"] for look in looks(found, 4)] == ["1a2e10c8", "1a58444a"]
    assert [look["LineStyle.color"][2:] for look in looks(found, 5)] == ["3b45d0"]


def test_a_layer_file_of_any_name_gives_a_valid_style() -> None:
    """Letters, digits and signs that no id may have."""
    odd = replace(THEME.events[0], layer_id='1 ünser "Layer"/<x>', only={})
    (look,) = looks(styled(replace(THEME, events=(odd,))), 1)
    assert look["IconStyle.scale"] == "0.6"


def test_it_is_valid_by_the_schema_of_the_ogc() -> None:
    """Points, polygons with holes, lines, typed data, spans, a row without a place; a file without a row too."""
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(document())
    schema.assertValid(etree.fromstring(kml.data([(tables.EVENTS, tables.empty(tables.EVENTS))])))


def test_a_row_has_its_time_span() -> None:
    """From the first day to the last, included; a row of one day begins and ends on it."""
    spans = [[one.text for one in span] for span in document().findall(".//k:TimeSpan", KML)]
    assert spans[0] == ["2025-01-17", "2025-01-18"]
    assert spans[2] == ["2025-01-18", "2025-01-18"]


def test_the_unplaced_stay_and_what_is_not_known_is_left_out() -> None:
    """A placemark without a geometry; no data for null."""
    _, second = document().findall(".//k:Folder[1]/k:Placemark", KML)
    assert second.find("k:Point", KML) is None
    assert second.find(".//k:SimpleData[@name='front_km']", KML) is None


def test_words_of_a_report_stay_words() -> None:
    """A viewer takes a description for HTML, so it is escaped twice; what XML has no room for is left out."""
    first = document().find(".//k:Placemark", KML)
    assert first.findtext("k:description", namespaces=KML) == "&lt;b&gt;&amp;&lt;/b&gt; "
    assert first.findtext(".//k:SimpleData[@name='excerpt']", namespaces=KML) == "<b>&</b> "
    assert first.findtext(".//k:SimpleData[@name='disputed']", namespaces=KML) == "true"


def test_the_document_says_whose_it_is() -> None:
    """In its description, which viewers show."""
    assert PRIVATE in document().findtext("k:Document/k:description", namespaces=KML)
