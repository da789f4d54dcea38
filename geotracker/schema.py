"""The columns, types and CRS of every table, and what Arrow makes of them: who lists them waits for no pandas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

Type = Literal["date", "text", "integer", "number", "flag", "list"]
CRS = "EPSG:4326"

ARROW: dict[Type, pa.DataType] = {
    "date": pa.date32(),
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "list": pa.list_(pa.string()),  # also where every list is empty
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, and what it holds, in a reader's words."""

    name: str
    type: Type
    says: str
    unknown: Any = None
    """What stands where nothing is known, also in stores that are older than the column; None: it is always known."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the store: its columns in order, then `geometry` (of type `shape`, EPSG:4326, empty where unknown)."""

    name: str
    columns: tuple[Column, ...]
    shape: Literal["Point", "MultiPolygon", "MultiLineString", ""] = "Point"
    """Empty for a table that has no geometry to show."""

    @property
    def names(self) -> list[str]:
        """The names of the columns in order, without the geometry."""
        return [column.name for column in self.columns]


# What a mention and an event both say.
_TIME = (
    Column("start", "date", "first day of the thing itself"),
    Column("end", "date", "last day, included"),
)
_WHAT = (
    Column("kind", "text", "strike, advance, attack, withdrawal or salvo"),
    Column("actor", "text", "whose forces did it"),
    Column("place", "text", "the place as the report writes it"),
    Column("settlement", "text", "the gazetteer's standard name"),
    Column("facility", "text", "the struck object as named or described"),
    Column("weapon", "text", "what it was done with"),
    Column("offset", "text", "words that move the event off the place"),
    Column("evidence", "text", "observed, acknowledged, reported or claimed"),
    Column("basis", "list", "what the evidence rests on"),
    Column("disputed", "flag", "a cited source denies it or says otherwise"),
    Column("claimed_by", "list", "the sources as the text names them"),
    Column("time_precision", "text", "day, night, range, recent or month"),
    Column("geo_precision", "integer", "1 the object's own point … 6 a country"),
    Column("place_confidence", "text", "sure, likely or guess"),
    Column("radius_m", "number", "metres around the point that hold the place"),
    Column("admin1", "text", "oblast or region"),
    Column("admin1_code", "text", "ISO 3166-2"),
    Column("admin2", "text", "raion"),
    Column("country", "text", "ISO 3166-1 alpha-2"),
    Column("country_name", "text", "the country's English name"),
    Column("counts", "text", "salvo: JSON list of weapon, launched, downed, lost, hit, said_by"),
)
_REPORT = (
    Column("report_id", "text", "the report"),
    Column("report_date", "text", "its date, ISO 8601"),
    Column("report_url", "text", "its address"),
    Column("endnotes", "list", "endnote number and URL"),
)
_SAID_FRONT = Column("said_front_km", "number", "distance to the front line as the text gives it, km", float("nan"))
_CONTROL = (
    Column("control", "text", "who held the place on the event's last day, by the control polygons", ""),
    Column("front_km", "number", "geodesic distance to the front line on that day, km", float("nan")),
    Column("beyond_control_km", "number", "a claimed advance: km beyond assessed control", float("nan")),
    _SAID_FRONT,
)
_PLACING = (
    Column("place_candidates", "text", "JSON list of gazetteer entries of that name, with scores"),
    Column("place_reason", "text", "why this place was chosen"),
    Column("extractor", "text", "what read it, with its version"),
    Column("review", "text", "machine, checked or corrected"),
)

MENTIONS = Table(
    "mentions",
    (
        *_TIME,
        Column("mention_id", "text", "the mention"),
        Column("event_id", "text", "the event that it is a mention of"),
        *_WHAT,
        _SAID_FRONT,
        Column("role", "text", "the source's role as the text gives it"),
        Column("verb", "text", "the verb of attribution"),
        Column("sentence", "text", "the whole sentence"),
        Column("excerpt", "text", "at most 25 words around the cue"),
        Column("start_char", "integer", "where the excerpt starts, code points in the report's text"),
        Column("end_char", "integer", "where the excerpt ends"),
        Column("rules", "list", "the rules that fired"),
        *_REPORT,
        *_PLACING,
    ),
)

EVENTS = Table(
    "events",
    (
        *_TIME,
        Column("event_id", "text", "the mention_id of its earliest mention"),
        *_WHAT,
        Column("n_mentions", "integer", "how many sentences say it"),
        Column("n_sources", "integer", "how many distinct sources stand behind it"),
        Column("excerpt", "text", "at most 25 words of the report"),
        *_REPORT,
        *_CONTROL,
        *_PLACING,
        Column("row_status", "text", "active, superseded or withdrawn"),
        Column("mention_ids", "list", "its mentions, earliest first"),
    ),
)

SECTORS = Table(
    "sectors",
    (
        Column("report_id", "text", "the report"),
        Column("report_date", "text", "its date, ISO 8601"),
        Column("sector", "text", "the direction, area or part of a region, as the report names it"),
        Column("status", "text", "advance confirmed, advance claimed, operations without one, or nothing reported"),
        Column("sentence", "text", "the whole sentence that says so"),
        Column("start_char", "integer", "where the sentence starts, code points in the report's text"),
        Column("end_char", "integer", "where it ends"),
    ),
)

TABLES = {table.name: table for table in (MENTIONS, EVENTS, SECTORS)}
