"""What the map shows of the days of one category of one source: polygons, front line, and what changed by the week."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from geotracker.draw import controlcode
from geotracker.draw.columns import gzipped

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECIMALS = 2  # of a km²: a hectare
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class ControlDay:
    """A day of control: its bytes by `controlcode.day`, and what `control change` says of it, in km²."""

    day: date
    code: bytes
    area_km2: float
    gained_km2: float = 0.0
    lost_km2: float = 0.0
    recategorised_km2: float = 0.0
    front_km: float | None = None
    """The length of the front line; None where the source draws none by this category."""


@dataclass(frozen=True, slots=True)
class ControlSeries:
    """The days of one category of one source, the earliest first; `code` of the first stands by itself."""

    source: str
    category: str
    title: str
    """The source's name, as a reader knows it."""
    publisher: str
    holder: str
    """Whose control it shows: russia, ukraine."""
    days: tuple[ControlDay, ...]
    credit: str = ""
    """How the source is named beside what comes from it; its title and publisher unless given."""
    terms: str = ""
    """The publisher's page about it."""

    @property
    def name(self) -> str:
        """Return the name of the series in the page's address."""
        return f"{self.source}.{self.category}"


def packed(series: ControlSeries) -> str:
    """Return a series as base64 of gzip: the length of a header (uint32), the header (JSON), the bytes of the days."""
    days = series.days
    head: dict[str, Any] = {
        "name": series.name,
        "title": series.title,
        "publisher": series.publisher,
        "category": series.category,
        "holder": series.holder,
        "credit": series.credit or f"{series.title}, {series.publisher}",
        "terms": series.terms if series.terms.startswith(("https://", "http://")) else "",
        "weeks": list(_weeks(series)),
    }
    for name in ("area_km2", "gained_km2", "lost_km2", "recategorised_km2"):
        head[name] = [round(getattr(day, name), _DECIMALS) for day in days]
    head["front_km"] = [None if day.front_km is None else round(day.front_km) for day in days]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    text += b" " * (-len(text) % 4)
    return gzipped(len(text).to_bytes(4, "little") + text + controlcode.joined([day.code for day in days]))


def _weeks(series: ControlSeries) -> Iterator[dict[str, Any]]:
    """Yield what was gained and lost in each week from Monday on, in days since 1970; the first day changed nothing."""
    for monday, days in groupby(series.days[1:], lambda one: one.day - timedelta(one.day.weekday())):
        changed = list(days)
        yield {
            "monday": (monday - _EPOCH).days,
            "days": len(changed),
            "gained": round(sum(day.gained_km2 for day in changed), _DECIMALS),
            "lost": round(sum(day.lost_km2 for day in changed), _DECIMALS),
        }
