"""The tables of control of terrain: polygons of a day, what changed between two, the front line."""

from __future__ import annotations

from datetime import timedelta

from geotracker.schema import Column, Table

FRONT = "assessed"
"""The category whose border is the front."""
OLD = "pre_2022"
"""The category that is one ground with it, on all later days."""
OLDEST = timedelta(days=7)
"""Control that is older than this on an event's day says nothing of it."""

_CONTROL_DAY = (
    Column("day", "date", "the day that it shows"),
    Column("source", "text", "whose polygons they are: the name in sources.toml"),
    Column("category", "text", "assessed, claimed, advance, counteroffensive, infiltration, contested or pre_2022"),
)

CONTROL = Table(
    "control",
    (
        *_CONTROL_DAY,
        Column("area_km2", "number", "geodesic area on WGS 84"),
        Column("vertices", "integer", "corners of all rings"),
        Column("repair_km2", "number", "what repairing rings that cross themselves added or took away"),
        Column("repairs", "integer", "how many records were repaired"),
        Column("records", "integer", "how many records the file holds of it"),
        Column("nulls", "integer", "how many of them have no geometry"),
        Column("file", "text", "the name of the file"),
        Column("sha256", "text", "of the file's bytes"),
    ),
    "MultiPolygon",
)

_CHANGE_DAYS = (
    Column("day", "date", "the day that shows the change"),
    Column("from_day", "date", "the day before it that exists"),
    *_CONTROL_DAY[1:],
)
_CHANGE_REGIONS = (
    Column("admin1", "text", "oblast; empty for the whole"),
    Column("admin2", "text", "raion; empty where an oblast has none, and for the whole oblast"),
)

CONTROL_CHANGE = Table(
    "control_change",
    (
        *_CHANGE_DAYS,
        Column("change", "text", "gained, lost, recategorised, or held: the area of the day, without a geometry"),
        Column("to_category", "text", "recategorised: the category of the source that has it now"),
        *_CHANGE_REGIONS,
        Column("area_km2", "number", "geodesic area on WGS 84"),
        Column("sliver_km2", "number", "part of it that is thinner than the stated width"),
    ),
    "MultiPolygon",
)

# What `control change` prints.
CONTROL_FIGURES = Table(
    "control_figures",
    (
        *_CHANGE_DAYS,
        *_CHANGE_REGIONS,
        Column("gained_km2", "number", "area that entered the polygon"),
        Column("lost_km2", "number", "area that left it for no other category of the source"),
        Column("net_km2", "number", "gained less lost"),
        Column("area_km2", "number", "area of the day"),
        Column("sliver_km2", "number", "part of gained and lost that is thinner than the stated width, shown again"),
        Column("recategorised_km2", "number", "area that left it for another category of the source"),
    ),
    "",
)

FRONT_LINE = Table(
    "front_line",
    (
        *_CONTROL_DAY[:2],
        Column("length_km", "number", "geodesic length on WGS 84"),
    ),
    "MultiLineString",
)

TABLES = {table.name: table for table in (CONTROL, CONTROL_CHANGE, FRONT_LINE)}
