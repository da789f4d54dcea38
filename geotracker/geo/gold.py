"""Gold rows: what readers found in a report by hand, as JSON lines, one row a line."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, cast

from geotracker.errors import GoldError, nearest
from geotracker.records import EVIDENCES, KINDS, TIME_PRECISIONS

if TYPE_CHECKING:
    from pathlib import Path

    from geotracker.records import Evidence, Kind, TimePrecision

_KEYS = (
    "n kind actor place facility admin1 country lat lon coord geo_precision date_start date_end time_precision "
    "evidence disputed notes where optional"
).split()
_WORDS = {"kind": KINDS, "evidence": EVIDENCES, "time_precision": TIME_PRECISIONS}
_NEEDED = ("kind", "actor", "place", "geo_precision", "date_start", "date_end", "evidence")
_TEXTS = ("actor", "place", "facility", "admin1", "country", "coord", "where")
_FLAGS = ("disputed", "optional")
_BOUNDS = {"lat": 90.0, "lon": 180.0}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Gold:
    """One event that a reader found; `lon` and `lat` (EPSG:4326) are None where the reader gave no coordinates."""

    kind: Kind
    actor: str
    place: str
    geo_precision: int
    start: date
    end: date
    evidence: Evidence
    time_precision: TimePrecision | None = None
    facility: str = ""
    admin1: str = ""
    lon: float | None = None
    lat: float | None = None
    coord: str = ""
    """Where the coordinates are from; what starts with "own" is the reader's own estimate."""
    disputed: bool = False
    optional: bool = False
    """Neither a miss where it is not found, nor a false row where it is."""
    where: str = ""


def load(path: Path) -> list[Gold]:
    """Return the rows of a file of JSON lines in the codebook's format; GoldError names file, line and value."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is not UTF-8"
        message = f"{path} cannot be read as gold rows: {reason}"
        raise GoldError(message) from fault
    return [_row(line, f"{path}, line {at}") for at, line in enumerate(text.split("\n"), 1) if line.strip()]


def _row(line: str, where: str) -> Gold:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        _refuse(where, f"{_short(line)} is no JSON object: one row a line")
    _check_keys(row, where)
    _check_values(row, where)
    _check_point(row, where)
    values = {field.name: row[field.name] for field in fields(Gold) if row.get(field.name) is not None}
    start, end = (_day(row[name], name, where) for name in ("date_start", "date_end"))
    if end < start:
        _refuse(where, f"date_end {end} is before date_start {start}")
    return Gold(**(values | {"start": start, "end": end}))


def _check_keys(row: dict[str, Any], where: str) -> None:
    """Refuse a row that lacks what scoring needs, and a key that looks like a missing one misspelt."""
    absent = [name for name in _KEYS if name not in row]
    for name in row:
        if name not in _KEYS and nearest(name, absent):
            _refuse(where, f"key {_short(name)} is not known{nearest(name, absent)}")
    for name in _NEEDED:
        if row.get(name) in (None, ""):
            _refuse(where, f"{name} is missing")


def _check_values(row: dict[str, Any], where: str) -> None:
    for name, known in _WORDS.items():
        if row.get(name) is not None and row[name] not in known:
            _refuse(where, f"{name} {_short(row[name])} is not known{nearest(str(row[name]), known)}", known)
    for name in _TEXTS:
        if not isinstance(row.get(name) or "", str):
            _refuse(where, f"{name} is {_short(row[name])}: it must be text")
    for name in _FLAGS:
        if not isinstance(row.get(name, False), bool):
            _refuse(where, f"{name} is {_short(row[name])}: it must be true or false")
    if type(row["geo_precision"]) is not int or not 1 <= row["geo_precision"] <= 6:
        _refuse(where, f"geo_precision is {_short(row['geo_precision'])}: it must be a whole number from 1 to 6")


def _check_point(row: dict[str, Any], where: str) -> None:
    given = [name for name in _BOUNDS if row.get(name) is not None]
    if len(given) == 1:
        _refuse(where, f"{given[0]} is {_short(row[given[0]])} and the other coordinate is missing")
    for name in given:
        value = row[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _BOUNDS[name]:
            _refuse(where, f"{name} is {_short(value)}: it must be degrees, at most {_BOUNDS[name]:g} either way")


def _day(value: object, name: str, where: str) -> date:
    try:
        return date.fromisoformat(cast("str", value))
    except (TypeError, ValueError):
        _refuse(where, f"{name} is {_short(value)}: write it as 2025-01-20")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _refuse(where: str, fault: str, known: tuple[str, ...] = ()) -> NoReturn:
    message = f"{where}: {fault}" + (f": one of {', '.join(known)}" if known else "")
    raise GoldError(message)
