"""Where names lie: one name, or a CSV file of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from geotracker import reader
from geotracker.draw import files
from geotracker.errors import GazetteerError, nearest
from geotracker.geo import places

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.records import Place

_PLACED = ("lat", "lon", "settlement", "admin1", "admin1_code", "geo_precision", "place_confidence", "reason")


def place(name: str, *, near: str = "", region: str = "", root: Path | None = None) -> Place:
    """Return what a place name resolves to, with its candidates, scores and the reason."""
    return places.lookup(name, reader.of(root).gazetteer, near=near, region=region)


def place_csv(path: Path, *, root: Path | None = None) -> str:
    """Return a CSV file's rows (columns name, region, country) as CSV with the place of each; the unplaced stay.

    Raises GazetteerError for a file that cannot be read or has no column `name`.
    """
    gazetteer = reader.of(root).gazetteer
    columns, rows = _names(path)
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns, *(name for name in _PLACED if name not in columns)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        region, country = row.get("region") or "", row.get("country") or ""
        found = places.lookup(row["name"] or "", gazetteer, region=region, country=country)
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
            read = csv.DictReader(file, restkey="", restval="")
            columns, rows = [*(read.fieldnames or [])], [{k: v for k, v in row.items() if k} for row in read]
    except (OSError, UnicodeError, csv.Error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        message = f"{path} cannot be read as CSV: {reason}"
        raise GazetteerError(message) from fault
    if "name" not in columns:
        message = f"{path}: no column 'name'{nearest('name', columns)}: the first line must be name,region,country"
        raise GazetteerError(message)
    return columns, rows
