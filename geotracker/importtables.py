"""The tables of other people's event lists: what was brought in, and what one list has that another lacks."""

from __future__ import annotations

from geotracker.tables import Column, Table

IMPORTED = Table(
    "imported",
    (
        Column("start", "date", "first day"),
        Column("end", "date", "last day, included"),
        Column("import_id", "text", "the list's name and its own id of the event"),
        Column("origin", "text", "the list: the name of its file in data/imports"),
        Column("kind", "text", "strike, advance, attack, withdrawal or salvo; empty where the list does not tell"),
        Column("actor", "text", "whose forces did it; empty where the list does not tell"),
        Column("place", "text", "the place as the list writes it"),
        Column("time_precision", "text", "day, night, range, recent or month, from the list's own code"),
        Column("geo_precision", "integer", "1 the object's own point … 6 a country, from the list's own code"),
        Column("radius_m", "number", "metres around the point that hold the place"),
        Column("admin1", "text", "oblast or region in which the point lies"),
        Column("admin1_code", "text", "ISO 3166-2"),
        Column("admin2", "text", "raion, as the list writes it"),
        Column("country", "text", "ISO 3166-1 alpha-2"),
        Column("country_name", "text", "the country's English name"),
        Column("text", "text", "what the list says of it"),
        Column("said_by", "text", "whom the list cites"),
        Column("url", "text", "the address that the list gives"),
        Column("licence", "text", "of the list"),
        Column("attribution", "text", "how the list is to be named"),
    ),
)

COMPARED = Table(
    "compared",
    (
        Column("start", "date", "first day"),
        Column("end", "date", "last day, included"),
        Column("only_in", "text", "the list that has it"),
        Column("event", "text", "its id there"),
        Column("kind", "text", "strike, advance, attack, withdrawal or salvo; empty where the list does not tell"),
        Column("actor", "text", "whose forces did it"),
        Column("place", "text", "the place as the list writes it"),
        Column("admin1", "text", "oblast or region"),
        Column("geo_precision", "integer", "1 the object's own point … 6 a country"),
        Column("text", "text", "what the list says of it"),
        Column("licence", "text", "of the list"),
    ),
)
