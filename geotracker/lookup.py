"""Where names lie: one name, or a CSV file of them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from geotracker import reader
from geotracker.draw import files
from geotracker.errors import GazetteerError, nearest
from geotracker.geo import places
from geotracker.workspace import find

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.geo.online import Geocoder
    from geotracker.records import Place

_ROUGH = 4
"""The precision of a place that is known by its area alone."""
_SEPARATORS = (",", ";", "\t")
_PLACED = ("lat", "lon", "settlement", "admin1", "admin1_code", "geo_precision", "place_confidence", "reason")


def place(
    name: str, *, near: str = "", region: str = "", root: Path | None = None, online: Geocoder | None = None
) -> Place:
    """Return what a place name resolves to, with its candidates, scores and the reason.

    With `online` a name that is not placed for certain at its own point is asked of that geocoder too.
    """
    gazetteer = reader.of(root).gazetteer
    if not region:
        name, region = _parted(name, gazetteer)
    found = places.lookup(name, gazetteer, near=near, region=region)
    return _or_online(found, online, [region])


def _parted(name: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """Return a name and the region or country that follows it after a comma: "Pokrovsk, Donetsk Oblast, Ukraine"."""
    region = ""
    while True:
        head, _, tail = (part.strip() for part in name.rpartition(","))
        if not head or not (gazetteer.regions(tail) or gazetteer.countries(tail)):
            return name, region
        name, region = head, tail


def _or_online(found: Place, online: Geocoder | None, areas: Sequence[str]) -> Place:
    """Return the place, or the geocoder's where that is better."""
    if online is None or (found.lat is not None and found.confidence != "guess" and found.geo_precision != _ROUGH):
        return found
    asked = online.place(found.name, areas)
    if asked.lat is None:
        return replace(found, reason=f"{found.reason}; {asked.reason}")
    return asked if found.lat is None or asked.confidence != "guess" else found


def geocoder(server: str, root: Path) -> Geocoder:
    """Return the online geocoder of a workspace, whose answers are kept in its data/online.json."""
    from geotracker.fetch import geocoding  # noqa: PLC0415  the network's libraries load only where it is asked
    from geotracker.geo.online import Geocoder  # noqa: PLC0415  as above

    return Geocoder(geocoding.geocoder(server), find(root).data / "online.json", reader.of(root).gazetteer)


def place_csv(path: Path, *, root: Path | None = None, online: Geocoder | None = None) -> str:
    """Return a CSV file's rows (columns name, region, country) as CSV with the place of each; the unplaced stay.

    Headings may be in any case; comma, semicolon or tab may stand between cells. What comes back has commas.
    `online` is used as by `place`. Raises GazetteerError for a file that cannot be read or has no column `name`.
    """
    gazetteer = reader.of(root).gazetteer
    columns, rows = _names(path)
    heads = {column.strip().lower(): column for column in reversed(columns)}
    named = heads["name"]
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns, *(name for name in _PLACED if name not in columns)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        region, country = (row.get(heads.get(column, ""), "") for column in ("region", "country"))
        name = row[named] or ""
        if not region:
            name, region = _parted(name, gazetteer)
        found = places.lookup(name, gazetteer, region=region, country=country)
        found = _or_online(found, online, [region, country])
        placed = {
            "lat": found.lat,
            "lon": found.lon,
            "settlement": found.settlement,
            "admin1": found.admin1,
            "admin1_code": found.admin1_code,
            "geo_precision": found.geo_precision,
            "place_confidence": found.confidence,
            "reason": found.reason,
        }
        writer.writerow({column: files.cell(value) for column, value in (row | placed).items()})
    return out.getvalue()


def _names(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            text = file.read()
            separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
            read = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="", delimiter=separator)
            columns, rows = [*(read.fieldnames or [])], [{k: v for k, v in row.items() if k} for row in read]
    except (OSError, UnicodeError, csv.Error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        message = f"{path} cannot be read as CSV: {reason}"
        raise GazetteerError(message) from fault
    headings = [column.strip().lower() for column in columns]
    if "name" not in headings:
        message = f"{path}: no column 'name'{nearest('name', headings)}: the first line must be name,region,country"
        raise GazetteerError(message)
    return columns, rows
