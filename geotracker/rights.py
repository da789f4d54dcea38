"""What may be published: the permissions that data/sources.toml records. What is not known means no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geotracker.sources import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geotracker.sources import Source

_NONE = frozenset({"", "unknown", "none", "no", "all rights reserved"})
_LINK = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Right:
    """Whether something may be published, else `why` not, in a clause; `attributions` are whom to name with it."""

    allowed: bool
    why: str = ""
    geometry: bool = False
    """Whether the source's own polygons may be passed on too."""
    attributions: tuple[str, ...] = ()


def of(sources: Iterable[Source], report_id: str) -> Right:
    """Return the right to publish what a report says; of several sources that it matches, each has to allow it."""
    behind = [source for source in sources if source.kind == "report" and source.match in report_id]
    if not behind:
        return Right(allowed=False, why="no source in sources.toml matches it")
    return _joint(behind)


def of_control(sources: Iterable[Source], name: str) -> Right:
    """Return the right to publish control of terrain by the source that the store calls `name`."""
    behind = [source for source in sources if source.kind == "control" and slug(source.name) == name]
    if not behind:
        return Right(allowed=False, why="no source in sources.toml has that name")
    return _joint(behind)


def may_publish(sources: Iterable[Source], report_id: str) -> bool:
    """Return whether what a report says may be published."""
    return of(sources, report_id).allowed


def attribution(source: Source) -> str:
    """Return how a source is named beside what comes from it: the publisher's wish, else its title, and its terms."""
    said = source.attribution or f"{source.title}, {source.publisher}"
    terms = ", ".join(part for part in (source.rights, source.terms) if part)
    return f"{said} ({terms})."


def missing(source: Source) -> list[str]:
    """Return what sources.toml does not record of a source and would have to, for anything to be published."""
    lacks = []
    if source.rights.strip().casefold() in _NONE:
        lacks.append(f"rights are {source.rights or 'unknown'}")
    if not source.terms.startswith(_LINK):
        lacks.append("no link to terms")
    if source.permission is None:
        lacks.append("no day of permission")
    return lacks


def _joint(behind: Sequence[Source]) -> Right:
    lacking = [f"{source.title}: {', '.join(missing(source))}" for source in behind if missing(source)]
    return Right(
        allowed=not lacking,
        why="; ".join(lacking),
        geometry=not lacking and all(source.geometry == "redistribute" for source in behind),
        attributions=tuple(attribution(source) for source in behind),
    )
