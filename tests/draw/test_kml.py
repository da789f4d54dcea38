"""KML 2.2 as the OGC's schema has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import fastkml
import shapely
from lxml import etree

from geotracker import tables
from geotracker.controltables import CONTROL, FRONT_LINE
from geotracker.draw import kml
from geotracker.notice import PRIVATE, Notice
from tests import frames

KML = {"k": "http://www.opengis.net/kml/2.2"}
SCHEMA = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"  # the OGC's own, which fastkml brings
NIGHT = {"start": date(2025, 1, 17), "end": date(2025, 1, 18), "disputed": True, "excerpt": "<b>&</b> \ufffe"}
HELD = shapely.MultiPolygon([shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))])
FRONT = shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]])
LAYERS = [
    (tables.EVENTS, frames.events(NIGHT, {"geometry": frames.NOWHERE, "front_km": float("nan")})),
    (CONTROL, frames.frame(CONTROL, {"day": date(2025, 1, 18), "source": "ground", "geometry": HELD})),
    (FRONT_LINE, frames.frame(FRONT_LINE, {"day": date(2025, 1, 18), "geometry": FRONT})),
]


def document() -> Any:
    """Return the tree of a file with events, polygons and lines."""
    return etree.fromstring(kml.data(LAYERS, Notice()))


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
