"""Where reports come from: data/sources.toml, read and checked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geotracker import supply
from geotracker.errors import SourceError, nearest
from geotracker.records import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geotracker.supply import Supply

KINDS = ("report", "control")
GEOMETRIES = ("redistribute", "no")
PUBLIC_DELAY_HOURS = 12
"""How long after its last day an event is held back from what is published, unless the file says otherwise."""
_TOP = ("sources", "public_delay_hours", "contact")
_MOST_HOURS = 24 * 366
_PLAIN = re.compile(r"[^a-z0-9]+")
_USER = re.compile(r"//[^/\s]*@")


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's reports or control polygons, and what may be done with them."""

    title: str
    publisher: str
    kind: str
    match: str
    """Reports whose id holds this, and control files in whose path it stands, come from it."""
    covers: str = ""
    """What it reports on, in a reader's words."""
    rights: str = "unknown"
    """A licence or permission; "unknown" means that nothing may be published."""
    terms: str = ""
    """The publisher's own page about it."""
    permission: date | None = None
    """The day on which somebody read the terms and recorded `rights`; None: nothing may be published."""
    attribution: str = ""
    """How the publisher wants to be named in what is published; title and publisher unless given."""
    geometry: str = ""
    """Whether its polygons may be passed on: "redistribute" or "no"; empty is not known, which means no."""
    name: str = ""
    """Its key in the file."""
    category: str = ""
    """What its control polygons are where nothing else says it."""
    holder: str = "russia"
    """Whose control its polygons show."""
    categories: dict[str, str] = field(default_factory=dict, hash=False)
    """Words in the names of its control files, layers or records, and the category that each means."""
    fetch: Supply | None = None
    """How its files are got; None: its user puts them into the inbox."""


def slug(name: str) -> str:
    """Return the name of a source as the store has it: small letters, digits and hyphens."""
    return _PLAIN.sub("-", name.lower()).strip("-")


def load(path: Path) -> list[Source]:
    """Return the sources of a file in its order, none where there is no file.

    Raises SourceError that names the file and the key where one is missing, unknown or no text.
    """
    return [_source(path, name, table) for name, table in _content(path).get("sources", {}).items()]


def public_delay_hours(path: Path) -> float:
    """Return how many hours after its last day an event is held back from what is published.

    Raises SourceError where the file says no number of hours.
    """
    hours = _content(path).get("public_delay_hours", PUBLIC_DELAY_HOURS)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= _MOST_HOURS:
        message = f"{path}: public_delay_hours is {hours!r}: write a number of hours from 0 to {_MOST_HOURS}"
        raise SourceError(message)
    return hours


def contact(path: Path) -> str:
    """Return who fetches, as publishers are told it, empty where the file does not say; SourceError for no address."""
    content = _content(path)
    return supply.contact(str(path), content["contact"]) if "contact" in content else ""


def _content(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        message = f"{path}: cannot be read as TOML: {fault}"
        raise SourceError(message) from fault
    for key in content:
        if key not in _TOP:
            message = f"{path}: unknown key {key!r}{nearest(key, _TOP)}: a source is a table [sources.NAME]"
            raise SourceError(message)
    return content


def _source(path: Path, name: str, table: Any) -> Source:
    known = [one.name for one in fields(Source) if one.name != "name"]
    where = f"{path}: sources.{name}"
    if not isinstance(table, dict):
        message = f"{where} is {table!r}, not a table [sources.{name}]"
        raise SourceError(message)
    for key, value in table.items():
        if key not in known:
            message = f"{where}: unknown key {key!r}{nearest(key, known)}: it may have {', '.join(known)}"
            raise SourceError(message)
        if key in _CHECKS:
            _CHECKS[key](where, value)
        elif key != "fetch" and not isinstance(value, str):
            message = f"{where}: {key} is {value!r}, not a text"
            raise SourceError(message)
    for key in ("title", "publisher", "kind", "match"):
        if not table.get(key):
            message = f"{where}: the key {key!r} is missing"
            raise SourceError(message)
    if table["kind"] not in KINDS:
        message = f"{where}: kind is {table['kind']!r}{nearest(table['kind'], KINDS)}: it is report or control"
        raise SourceError(message)
    if table.get("category", "assessed") not in CATEGORIES:
        raise _no_category(where, "category", table["category"])
    return Source(**(table | {"fetch": _supply(where, table)}), name=name)


def _supply(where: str, table: dict[str, Any]) -> Supply | None:
    if "fetch" not in table:
        return None
    found = supply.read(f"{where}.fetch", table["fetch"])
    if found.on and found.addresses and not table.get("terms"):
        message = f"{where}: fetch.on needs `terms`, the publisher's page about use: read it, then turn fetching on"
        raise SourceError(message)
    if table["match"] not in f"-{slug(table['match'])}":
        message = (
            f"{where}: match is {table['match']!r}: what is fetched is named by it, so write {slug(table['match'])!r}"
        )
        raise SourceError(message)
    return found


def _check_permission(where: str, value: Any) -> None:
    if type(value) is not date:  # a datetime is a date too
        message = f"{where}: permission is {value!r}: write the day on which the right was recorded, as 2025-01-20"
        raise SourceError(message)


def _check_categories(where: str, value: Any) -> None:
    if not isinstance(value, dict):
        message = f"{where}: categories is {value!r}, not a table of words in file names and the category of each"
        raise SourceError(message)
    for word, category in value.items():
        if category not in CATEGORIES:
            raise _no_category(where, f"categories.{word}", category)


def _check_geometry(where: str, value: Any) -> None:
    if value not in GEOMETRIES:
        message = f"{where}: geometry is {value!r}{nearest(str(value), GEOMETRIES)}: it is redistribute or no"
        raise SourceError(message)


def _no_category(where: str, key: str, value: Any) -> SourceError:
    close = nearest(str(value), CATEGORIES)
    return SourceError(f"{where}: {key} is {value!r}{close}: it may be {', '.join(CATEGORIES)}")


def is_web(url: str) -> bool:
    """Return whether a text is a web address that may be shown: http or https, with a host and without a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _check_terms(where: str, value: Any) -> None:
    if value and not (isinstance(value, str) and is_web(value)):
        message = f"{where}: terms is {_without_password(value)!r}: write a web address as https://host/path"
        raise SourceError(message)


def _without_password(value: Any) -> Any:
    """Return an address without what stands before its host: errors land in logs."""
    return _USER.sub("//", value) if isinstance(value, str) else value


_CHECKS = {
    "terms": _check_terms,
    "categories": _check_categories,
    "permission": _check_permission,
    "geometry": _check_geometry,
}


def behind(sources: Iterable[Source], report_ids: Iterable[str]) -> list[Source]:
    """Return the sources that at least one of these reports comes from, in their order."""
    ids = list(report_ids)
    return [source for source in sources if source.kind == "report" and any(source.match in one for one in ids)]
