"""GeoNames' country dumps: settlements out of a file in the 19-column layout, zipped or not."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from functools import lru_cache
from typing import IO, TYPE_CHECKING, NoReturn

from geotracker.errors import GazetteerError
from geotracker.geo.rows import Row, spellings
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COLUMNS = 19
_NO_SETTLEMENT = frozenset({"PPLX", "PPLH", "PPLCH"})
"""Parts of a city, and places that are only history."""
_LARGEST = 4_000_000_000


def read(path: Path, raions: Mapping[str, str]) -> Iterator[Row]:
    """Yield the settlements (feature class P) of a dump; `raions` gives their names by GeoNames' code.

    Raises GazetteerError that names file, line and value: no archive, cut short, other columns, no settlement.
    """
    count = 0
    try:
        with _opened(path) as file:
            for number, line in enumerate(io.TextIOWrapper(file, encoding="utf-8", newline="\n"), 1):
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != COLUMNS:
                    _refuse(path, number, f"{len(cells)} columns instead of the {COLUMNS} of GeoNames' country dumps")
                if cells[6] == "P" and cells[7] not in _NO_SETTLEMENT:
                    count += 1
                    yield _row(path, number, cells, raions)
    except UnicodeDecodeError as fault:
        message = f"{path}: no UTF-8 text ({fault.reason}); take a country dump of GeoNames"
        raise GazetteerError(message) from fault
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as fault:
        message = f"{path}: cut short or no dump ({fault}); fetch it again"
        raise GazetteerError(message) from fault
    if not count:
        message = f"{path}: holds no settlement (feature class P in column 7)"
        raise GazetteerError(message)


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() != ".zip":
        return path.open("rb")
    archive = zipfile.ZipFile(path)
    inside = [one for one in archive.infolist() if one.filename.endswith(".txt") and "readme" not in one.filename]
    if len(inside) != 1:
        message = f"{path}: {len(inside)} text files in it instead of one; take a country dump of GeoNames"
        raise GazetteerError(message)
    if inside[0].file_size > _LARGEST:
        message = f"{path}: {inside[0].filename} is larger than any dump ({inside[0].file_size:,} bytes)"
        raise GazetteerError(message)
    return archive.open(inside[0])


def _row(path: Path, number: int, cells: list[str], raions: Mapping[str, str]) -> Row:
    _, name, plain, others, lat, lon, _, _, country, _, admin1, admin2, _, _, population = cells[:15]
    keys = spellings([name, plain, *sorted(filter(None, others.split(",")))])
    if not keys[0]:
        _refuse(path, number, f"the name {name!r} has no letter")
    code = f"{country}.{admin1}"
    place = (_degrees(path, number, lat, 90), _degrees(path, number, lon, 180))
    people = int(population) if population.isdecimal() else 0
    raion = raions.get(f"{code}.{admin2}", "")
    return Row(name, *place, people, _regions().get(code) or _whole(country, code), country, raion, keys=keys)


def _whole(country: str, code: str) -> str:
    """Return the region's code where the country has none of its own here: the country's, else GeoNames'."""
    return country if country in _regions().values() else code


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    """Return ISO 3166-2 codes of regions by GeoNames' code."""
    with package_path("data", "regions", "names.csv").open(encoding="utf-8", newline="") as file:
        return {row["geonames"]: row["code"] for row in csv.DictReader(file) if row["geonames"]}


def _degrees(path: Path, number: int, text: str, limit: int) -> float:
    try:
        value = float(text)
    except ValueError:
        _refuse(path, number, f"{text!r} is no number of degrees")
    if not -limit <= value <= limit:
        _refuse(path, number, f"{text} degrees is not between -{limit} and {limit}")
    return value


def _refuse(path: Path, number: int, fault: str) -> NoReturn:
    message = f"{path}: line {number}: {fault}"
    raise GazetteerError(message)
