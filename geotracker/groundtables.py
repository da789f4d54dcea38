"""The tables of ground: what an event may have happened on, and the regions. Neither is stored."""

from __future__ import annotations

from geotracker.tables import Column, Table

FOOTPRINTS = Table(
    "footprints",
    (
        Column("start", "date", "first day of the thing itself"),
        Column("end", "date", "last day, included"),
        Column("event_id", "text", "the event whose ground it is"),
        Column("kind", "text", "as the event's"),
        Column("actor", "text", "as the event's"),
        Column("place", "text", "as the report spells it"),
        Column("admin1", "text", "as the event's"),
        Column("form", "text", "disc, sector, corridor, raion, region or country"),
        Column("geo_precision", "integer", "as the event's"),
        Column("place_confidence", "text", "as the event's"),
        Column("radius_m", "number", "as the event's"),
    ),
    "MultiPolygon",
)
"""The ground that an event may have happened on; derived from EVENTS, and never stored."""

REGIONS = Table(
    "regions",
    (
        Column("code", "text", "ISO 3166-2"),
        Column("name", "text", "its English name"),
        Column("name_uk", "text", "its Ukrainian name"),
        Column("name_ru", "text", "its Russian name"),
        Column("country", "text", "ISO 3166-1 alpha-2"),
        Column("country_name", "text", "the country's English name"),
    ),
    "MultiPolygon",
)
"""The polygons of oblasts and regions; shipped, and never stored."""
