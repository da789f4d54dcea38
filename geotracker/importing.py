"""Other people's event lists come in, each row with its licence.

data/store/imported/acled.parquet     one file a list, replaced by rename; its passport says whose it is
"""

from __future__ import annotations

import calendar
import hashlib
import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import shapely

from geotracker import importmaps, parquet, tables
from geotracker.errors import ExportError, ImportMapError, nearest
from geotracker.geo import eventfile, regions
from geotracker.importtables import IMPORTED
from geotracker.workspace import Workspace, find, lock, package_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

    from geotracker.geo.eventfile import Row
    from geotracker.importmaps import ImportMap

_AGAIN = "`geotracker import` its file again"
_REGION, _COUNTRY = 5, 6
_YEARS = range(1900, 2101)
_DAY = re.compile(r"\d{1,2} [A-Za-z]{3,9} \d{4}|\d{4}-\d{2}-\d{2}(?:[ T][\d:.]+)?|\d{8}")


@dataclass(frozen=True, slots=True)
class Held:
    """A list that was brought in: whose it is, and what may be done with it."""

    name: str
    title: str
    about: str
    licence: str
    terms: str
    attribution: str
    redistribute: bool
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a list: how many rows are new, other than before or the same, and which were left out."""

    held: Held
    added: int
    changed: int
    unchanged: int
    of_no_kind: int
    """Rows that no entry of `kinds` fits."""
    repeated: int
    """Rows whose id a later row of the files has too: the last one counts."""
    faults: tuple[str, ...]
    """A line for each row that could not be read."""


def maps(workspace: Workspace) -> dict[str, ImportMap]:
    """Return the maps that ship and, in their place or beside them, those of the workspace."""
    return importmaps.load([package_path("data", "imports"), workspace.data / "imports"])


def bring(root: Path, paths: Sequence[Path], name: str) -> Brought:
    """Bring a list into the store of the workspace in `root`; a row of an id that it holds takes its place.

    Several files are one list whose rows are joined. ImportMapError: no map of that name, a column is missing or a file
    cannot be read; nothing is changed then. A row that cannot be read is named, and the rest come in.
    """
    workspace = find(root)
    chosen = importmaps.choose(name, maps(workspace))
    said, faults, strangers, repeated = {}, [], 0, 0
    for where, row in _rows(chosen, paths):
        try:
            told = _event(chosen, row)
        except ImportMapError as fault:
            faults.append(f"{where}, row {row.number}: {fault}")
            continue
        strangers += told is None
        if told is not None:
            repeated += told["import_id"] in said
            said[told["import_id"]] = told
    with lock(workspace):
        before = {row["import_id"]: row for row in _plain(_read(workspace, name))}
        points = [shapely.Point(row.pop("point")) for row in said.values()]
        frame = _joined(tables.build(IMPORTED, list(said.values()), points), workspace.root)
        now = {row["import_id"]: row for row in _plain(frame)}
        counts = Counter("added" if key not in before else str(before[key] == row) for key, row in now.items())
        whole = sorted((before | now).values(), key=lambda row: (row["start"], row["import_id"]))
        held = replace(_held(chosen), rows=len(whole))
        arrow = tables.arrow(IMPORTED, whole, [row["geometry"] for row in whole])
        parquet.write(_file(workspace, name), arrow, IMPORTED, asdict(held))
    return Brought(held, counts["added"], counts["False"], counts["True"], strangers, repeated, tuple(faults))


def _joined(frame: gpd.GeoDataFrame, root: Path) -> gpd.GeoDataFrame:
    """Return the rows with the regions in which their points lie, no finer than they are known."""
    found = regions.join(frame, root)
    for coarse, columns in ((_REGION, ["admin2"]), (_COUNTRY, ["admin1", "admin1_code"])):
        found.loc[found["geo_precision"] >= coarse, columns] = ""
    return found


def lists(root: Path) -> list[Held]:
    """Return the lists that the workspace in `root` holds, by name."""
    return [
        Held(**parquet.passport(path, again=_AGAIN))
        for path in sorted((find(root).store / IMPORTED.name).glob("*.parquet"))
    ]


def read(
    root: Path, name: str, since: date | None = None, until: date | None = None, *, public: bool = False
) -> gpd.GeoDataFrame:
    """Return the rows of a list (IMPORTED) whose window touches these days, by `start`.

    ImportMapError: the workspace holds no such list. ExportError: its licence does not let `public` copies be made.
    """
    known = {held.name: held for held in lists(root)}
    if name not in known:
        message = f"no list {name!r} was imported{nearest(name, known)}: there are {', '.join(known) or 'none'}"
        raise ImportMapError(message)
    if public and not known[name].redistribute:
        held = known[name]
        message = (
            f"{held.title} may not be published: redistribute is not set for its licence ({held.licence}); "
            f"see {held.terms or 'its terms'}, then data/imports/{name}.toml, and import it again"
        )
        raise ExportError(message)
    found = _read(find(root), name)
    keep = [(until is None or row.start <= until) and (since is None or row.end >= since) for row in tables.rows(found)]
    return found[keep].reset_index(drop=True)


def _rows(chosen: ImportMap, paths: Sequence[Path]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a list; of several files, the rows that `joined_by` tells to belong together are one."""
    if len(paths) == 1 or not chosen.joined_by:
        for path in paths:
            for row in eventfile.read(path, chosen.needs, chosen.point):
                yield path.name, row
        return
    held = {path: eventfile.heading(path) for path in paths}
    every = {column for columns in held.values() for column in columns}
    for column in chosen.needs:
        if column not in every:
            message = (
                f"none of {', '.join(path.name for path in paths)} has a column {column!r}{nearest(column, every)}"
            )
            raise ImportMapError(message)
    first, *rest = paths
    beside: dict[str, dict[str, str]] = {}
    for path in rest:
        for row in eventfile.read(path, [chosen.joined_by]):
            beside.setdefault(row.values[chosen.joined_by], {}).update(row.values)
    for row in eventfile.read(first, [chosen.joined_by]):
        more = beside.get(row.values[chosen.joined_by], {})
        yield first.name, replace(row, values=dict.fromkeys(every, "") | more | row.values)


def _event(chosen: ImportMap, row: Row) -> dict[str, Any] | None:
    """Return a row of IMPORTED with its `point`, None where it is of no kind of ours; ImportMapError: what is wrong."""
    values = row.values
    kind = next((test.says for test in chosen.kinds if test.fits(values)), None)
    if kind is None:
        return None
    said = {ours: values.get(theirs, "").strip() for ours, theirs in chosen.columns.items()}
    start = _day(chosen, said["start"])
    end = _day(chosen, said["end"]) if said.get("end") else start
    if end < start:
        message = f"it ends on {end}, before it starts on {start}"
        raise ImportMapError(message)
    code, position = chosen.times.of(values), chosen.positions.of(values)
    start, end = start - timedelta(code.days), end + timedelta(code.days)
    if code.precision == "month":
        start, end = start.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    point = _point(row, said)
    own = said.get("id") or hashlib.sha256(repr((sorted(values.items()), point)).encode()).hexdigest()[:12]
    blank = dict.fromkeys(("admin1", "admin1_code", "country", "country_name"), "")
    return blank | {
        "start": start,
        "end": end,
        "import_id": f"{chosen.name}:{own}",
        "origin": chosen.name,
        "kind": kind,
        "actor": next((test.says for test in chosen.actors if test.fits(values)), importmaps.UNSAID),
        "time_precision": code.precision if start != end or code.precision != "range" else "day",
        "geo_precision": position.precision,
        "radius_m": position.radius_m,
        **{name: said.get(name, "") for name in ("place", "admin2", "text", "said_by", "url")},
        "licence": chosen.licence,
        "attribution": chosen.attribution,
        "point": point,
    }


def _day(chosen: ImportMap, text: str) -> date:
    found = _DAY.search(text)
    for form in chosen.dates if found else ():
        try:
            day = datetime.strptime(found[0] if found else "", form).date()  # noqa: DTZ007  a calendar day
        except ValueError:
            continue
        if day.year in _YEARS:
            return day
    message = f"{chosen.columns['start']} is {text[:40]!r}, not a day written as {' or '.join(chosen.dates)}"
    raise ImportMapError(message)


def _point(row: Row, said: Mapping[str, str]) -> tuple[float, float]:
    lon, lat = row.point or (said.get("lon", ""), said.get("lat", ""))
    try:
        point = float(lon), float(lat)
    except ValueError as fault:
        message = f"lat and lon are {lat!r} and {lon!r}: they must be degrees with a decimal point"
        raise ImportMapError(message) from fault
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        message = f"lat and lon are {lat} and {lon}: no point on the earth"
        raise ImportMapError(message)
    return point


def _held(chosen: ImportMap) -> Held:
    return Held(**{name: getattr(chosen, name) for name in Held.__dataclass_fields__ if name != "rows"})


def _file(workspace: Workspace, name: str) -> Path:
    return workspace.store / IMPORTED.name / f"{name}.parquet"


def _read(workspace: Workspace, name: str) -> gpd.GeoDataFrame:
    path = _file(workspace, name)
    return tables.from_arrow(parquet.read(path, again=_AGAIN), IMPORTED) if path.is_file() else tables.empty(IMPORTED)


def _plain(frame: gpd.GeoDataFrame) -> Iterable[dict[str, Any]]:
    return ({str(key): value for key, value in row.items()} for row in frame.to_dict("records"))
