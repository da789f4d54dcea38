"""How other people's event lists read as ours: data/imports/*.toml, read and checked.

title, about, licence, terms, attribution, redistribute     whose list it is, and what may be done with it
dates                      the forms that its days are written in, as strptime has them
joined_by                  the column that joins its files, where it comes in several
[columns]                  our field = their column
[[kinds]], [[actors]]      the first entry that fits a row says its kind, or who did it
[time], [position]         the column with their precision code, and what each code means
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from geotracker.errors import ImportMapError, nearest
from geotracker.records import KINDS, TIME_PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

FIELDS = ("id", "start", "end", "lat", "lon", "place", "admin2", "text", "said_by", "url")
"""What a row may say beside its kind, its actor and its precision."""
_TEXTS = ("title", "about", "licence", "terms", "attribution")
_KEYS = (*_TEXTS, "redistribute", "dates", "joined_by", "columns", "kinds", "actors", "time", "position")
_ACTORS = ("russia", "ukraine", "belarus")
UNSAID = ""
"""A kind or an actor that a list does not tell."""
Code = TypeVar("Code")


@dataclass(frozen=True, slots=True)
class Test:
    """What a row's columns must be (`where`: one of these) or hold (`holds`: one of these), in any case of letters."""

    says: str
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    holds: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def fits(self, row: Mapping[str, str]) -> bool:
        """Return whether a row passes."""
        return all(row[column].strip().casefold() in values for column, values in self.where) and all(
            any(word in row[column].casefold() for word in words) for column, words in self.holds
        )

    @property
    def columns(self) -> list[str]:
        """The columns that it looks at."""
        return [column for column, _ in (*self.where, *self.holds)]


@dataclass(frozen=True, slots=True)
class TimeCode:
    """What a code of time means: the precision, and by how many days either side the window is wider."""

    precision: str = "day"
    days: int = 0


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """What a code of place means: `geo_precision` and the radius of the ground in metres."""

    precision: int = 2
    radius_m: float = 3000.0


@dataclass(frozen=True, slots=True)
class Codes(Generic[Code]):
    """Their column with a code of precision, what each code means, and what any other one does (None: a fault)."""

    column: str = ""
    meanings: dict[str, Code] = field(default_factory=dict)
    otherwise: Code | None = None

    def of(self, row: Mapping[str, str]) -> Code:
        """Return what a row's code means; ImportMapError where it is not listed."""
        said = row[self.column].strip() if self.column else ""
        found = self.meanings.get(said, self.otherwise)
        if found is None:
            message = f"{self.column} is {said!r}, not one of {', '.join(self.meanings)}"
            raise ImportMapError(message)
        return found


@dataclass(frozen=True, slots=True)
class ImportMap:
    """One list's file of TOML."""

    name: str
    title: str
    about: str
    licence: str
    terms: str
    attribution: str
    redistribute: bool
    dates: tuple[str, ...]
    columns: dict[str, str]
    kinds: tuple[Test, ...]
    actors: tuple[Test, ...] = ()
    joined_by: str = ""
    times: Codes[TimeCode] = field(default_factory=lambda: Codes(otherwise=TimeCode()))
    positions: Codes[PlaceCode] = field(default_factory=lambda: Codes(otherwise=PlaceCode()))

    @property
    def needs(self) -> list[str]:
        """Their columns that it reads, each once, in order."""
        tested = [column for test in (*self.kinds, *self.actors) for column in test.columns]
        wanted = [*self.columns.values(), *tested, self.times.column, self.positions.column, self.joined_by]
        return [column for column in dict.fromkeys(wanted) if column]

    @property
    def point(self) -> list[str]:
        """Their columns of longitude and latitude, which a file of shapes may do without."""
        return [self.columns[name] for name in ("lon", "lat") if name in self.columns]


def load(folders: Iterable[Path]) -> dict[str, ImportMap]:
    """Return the maps of these folders by name; a later folder's file takes the place of one of the same name.

    Raises ImportMapError that names the file and the key where one is missing, unknown or wrong.
    """
    return {path.stem: read(path) for folder in folders for path in sorted(folder.glob("*.toml"))}


def choose(name: str, known: Mapping[str, ImportMap]) -> ImportMap:
    """Return the map of that name; ImportMapError names the nearest."""
    if name not in known:
        message = f"no file data/imports/{name}.toml{nearest(name, known)}: there are {', '.join(known)}"
        raise ImportMapError(message)
    return known[name]


def read(path: Path) -> ImportMap:
    """Return the map of one file."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"{path}: cannot be read as TOML: {fault}"
        raise ImportMapError(message) from fault
    _only(content, _KEYS, str(path))
    for key in ("title", "licence", "dates", "columns", "kinds"):
        if key not in content:
            message = f"{path}: the key {key!r} is missing"
            raise ImportMapError(message)
    return ImportMap(
        name=path.stem,
        **{key: _text(content.get(key, ""), f"{path}: {key}") for key in _TEXTS},
        redistribute=content.get("redistribute", False) is True,
        dates=tuple(_texts(content["dates"], f"{path}: dates")),
        columns=_columns(content["columns"], f"{path}: columns"),
        kinds=_tests(content["kinds"], "kind", KINDS, f"{path}: kinds"),
        actors=_tests(content.get("actors", []), "actor", _ACTORS, f"{path}: actors"),
        joined_by=_text(content.get("joined_by", ""), f"{path}: joined_by"),
        times=_codes(content.get("time", {}), f"{path}: time", _time, TimeCode()),
        positions=_codes(content.get("position", {}), f"{path}: position", _place, PlaceCode()),
    )


def _columns(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        message = f"{where} is {value!r}, not a table of our fields and their columns"
        raise ImportMapError(message)
    _only(value, FIELDS, where)
    if "start" not in value:
        message = f"{where}: the key 'start' is missing: name the column that has the day"
        raise ImportMapError(message)
    return {ours: _text(theirs, f"{where}.{ours}") for ours, theirs in value.items()}


def _tests(value: Any, key: str, allowed: Iterable[str], where: str) -> tuple[Test, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        message = f"{where} is no list of tables: write [[{where.rpartition(' ')[2]}]] with {key} and where or holds"
        raise ImportMapError(message)
    found = []
    for entry in value:
        _only(entry, (key, "where", "holds"), where)
        says = entry.get(key)
        if says not in (*allowed, UNSAID):
            message = f"{where}: {key} is {says!r}{nearest(str(says), allowed)}: it may be {', '.join(allowed)}"
            raise ImportMapError(message)
        own = {name: entry.get(name, {}) for name in ("where", "holds")}
        if not any(own.values()):
            message = f"{where}: the entry of {key} {says!r} has neither where nor holds, and would fit every row"
            raise ImportMapError(message)
        exact = tuple(
            (column, frozenset(word.casefold() for word in _texts(values, where)))
            for column, values in own["where"].items()
        )
        within = tuple(
            (column, tuple(word.casefold() for word in _texts(values, where)))
            for column, values in own["holds"].items()
        )
        found.append(Test(says, exact, within))
    return tuple(found)


def _codes(table: Any, where: str, read: Callable[[Any, str], Code], usual: Code) -> Codes[Code]:
    """Return what the codes of a table mean; another one is a fault where any are listed and nothing else is said."""
    if not isinstance(table, dict):
        message = f"{where} is {table!r}, not a table"
        raise ImportMapError(message)
    _only(table, ("column", "values", "otherwise"), where)
    column, values, otherwise = _text(table.get("column", ""), f"{where}.column"), table.get("values", {}), None
    if not isinstance(values, dict) or bool(values) != bool(column):
        message = f"{where}: column and values belong together: their column, and what each of its codes means"
        raise ImportMapError(message)
    if "otherwise" in table:
        otherwise = read(table["otherwise"], f"{where}.otherwise")
    elif not column:
        otherwise = usual
    meanings = {code: read(value, f"{where}.values.{code}") for code, value in values.items()}
    return Codes(column, meanings, otherwise)


def _time(value: Any, where: str) -> TimeCode:
    _code(value, where, ("precision", "days"))
    precision, days = value.get("precision"), value.get("days", 0)
    if precision not in TIME_PRECISIONS:
        message = f"{where}: precision is {precision!r}: it may be {', '.join(TIME_PRECISIONS)}"
        raise ImportMapError(message)
    if not isinstance(days, int) or not 0 <= days <= 366:
        message = f"{where}: days is {days!r}: give a whole number up to 366"
        raise ImportMapError(message)
    return TimeCode(precision, days)


def _place(value: Any, where: str) -> PlaceCode:
    _code(value, where, ("precision", "radius_m"))
    precision, radius = value.get("precision"), value.get("radius_m")
    if precision not in range(1, 7):
        message = f"{where}: precision is {precision!r}: it is 1 (the object's own point) to 6 (a country)"
        raise ImportMapError(message)
    if not isinstance(radius, (int, float)) or not 0 < radius <= 5_000_000:
        message = f"{where}: radius_m is {radius!r}: give metres"
        raise ImportMapError(message)
    return PlaceCode(precision, float(radius))


def _code(value: Any, where: str, keys: Sequence[str]) -> None:
    if not isinstance(value, dict):
        message = f"{where} is {value!r}, not a table of {' and '.join(keys)}"
        raise ImportMapError(message)
    _only(value, keys, where)


def _only(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for key in table:
        if key not in known:
            message = f"{where}: unknown key {key!r}{nearest(key, known)}: it may be {', '.join(known)}"
            raise ImportMapError(message)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        message = f"{where} is {value!r}, not a text"
        raise ImportMapError(message)
    return value


def _texts(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        message = f"{where}: {value!r} is no list of texts"
        raise ImportMapError(message)
    return value
