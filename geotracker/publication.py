"""What others may see of the record: by the rights in data/sources.toml, not at once, no more exactly than told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from geotracker import corrections, rights, sources, store, tables
from geotracker.controldays import ControlDays
from geotracker.errors import RightsError
from geotracker.geo import correcting, events, gazetteer, snapping
from geotracker.tables import EVENTS, MENTIONS, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from geotracker.rights import Right
    from geotracker.sources import Source
    from geotracker.workspace import Workspace

LONGEST_EXCERPT = 25
"""Words."""
WITHHELD = ("front_km", "beyond_control_km")
"""Columns that no published file has: how near to the front something was seen."""
_LONG_AGO = date(1970, 1, 1)
PUBLIC_EVENTS = replace(EVENTS, columns=tuple(column for column in EVENTS.columns if column.name not in WITHHELD))


@dataclass(frozen=True)
class Publisher:
    """What the sources file of a workspace allows, and the moment at which it is asked."""

    workspace: Workspace
    moment: datetime
    """Events that ended less than the delay before it are held back."""

    @cached_property
    def sources(self) -> list[Source]:
        """All sources that the file names."""
        return sources.load(self.workspace.data / "sources.toml")

    @cached_property
    def delay(self) -> timedelta:
        """How long after its last day an event is held back."""
        return timedelta(hours=sources.public_delay_hours(self.workspace.data / "sources.toml"))

    @cached_property
    def reports(self) -> dict[str, Right]:
        """The right to each report of the store."""
        return {held.report_id: rights.of(self.sources, held.report_id) for held in store.reports(self.workspace)}

    @cached_property
    def control(self) -> dict[str, Right]:
        """The right to each source of control in the store."""
        names = sorted({series.source for series in ControlDays(self.workspace).series()})
        return {name: rights.of_control(self.sources, name) for name in names}

    @property
    def allowed(self) -> frozenset[str]:
        """The ids of the reports that may be published."""
        return frozenset(name for name, right in self.reports.items() if right.allowed)

    def check(self) -> None:
        """Raise RightsError where nothing of what the store holds may be published, nor anything that it could hold."""
        told = self.reports | self.control
        if not any(right.allowed for right in told.values()) and (told or all(map(rights.missing, self.sources))):
            reasons = "; ".join(sorted({right.why for right in told.values()})) or "no source has a permission"
            message = (
                f"nothing may be published ({reasons}): record rights, terms and permission of a source in "
                f"{self.workspace.data / 'sources.toml'}"
            )
            raise RightsError(message)


@dataclass(frozen=True, slots=True)
class Published:
    """EVENTS and MENTIONS that may be published, a line for each thing left out, and whom to name."""

    events: gpd.GeoDataFrame
    mentions: gpd.GeoDataFrame
    left_out: tuple[str, ...]
    attributions: tuple[str, ...]
    reports: tuple[str, ...]


def moment(day: date | None) -> datetime:
    """Return the end of a day (UTC): a day that counts as today counts as over."""
    return datetime.combine((day or _LONG_AGO) + timedelta(days=1), time(), UTC)


def published(publisher: Publisher, found: gpd.GeoDataFrame) -> Published:
    """Return what may be published of `found` (EVENTS of the store); RightsError where all rights are wanting.

    An event that some report tells and may not is told from the others alone. What ended less than the delay ago is
    held back; an excerpt has at most 25 words; points of data/places.csv are set to their settlement.
    """
    publisher.check()
    said = store.mentions(publisher.workspace)
    said = said[said["event_id"].isin(found["event_id"])]
    kept, said, lines = _permitted(publisher, found, said)
    ripe = _ripe(publisher, kept)
    if not ripe.all():
        hours = publisher.delay / timedelta(hours=1)
        lines.append(f"{_events(int((~ripe).sum()))} held back: ended less than {hours:g} hours ago")
    kept = kept[ripe]
    said = said[said["event_id"].isin(kept["event_id"])]
    n_own = int(snapping.own(kept).sum())
    if n_own:
        lines.append(f"{_events(n_own)} at places of data/places.csv: set to the nearest settlement")
    names = gazetteer.load(publisher.workspace.root)
    behind = sorted(set(said["report_id"]))
    return Published(
        events=_plainer(publisher, snapping.snap(kept.reset_index(drop=True), EVENTS, names)),
        mentions=snapping.snap(said.reset_index(drop=True), MENTIONS, names),
        left_out=tuple(lines),
        attributions=tuple(_named(publisher.reports[name] for name in behind)),
        reports=tuple(behind),
    )


def _permitted(
    publisher: Publisher, found: gpd.GeoDataFrame, said: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, list[str]]:
    """Return the events that permitted reports tell, the mentions in these, and a line for what is not among them."""
    may = said["report_id"].isin(publisher.allowed)
    told = set(said.loc[may, "event_id"])
    shared = told & set(said.loc[~may, "event_id"])
    whole = found[found["event_id"].isin(told - shared)]
    again, moved = _told_again(publisher, found, said[may & said["event_id"].isin(shared)])
    lines = []
    refused = Counter(publisher.reports[name].why for name in found.loc[~found["event_id"].isin(told), "report_id"])
    lines += [f"{_events(count)} left out: {why}" for why, count in sorted(refused.items())]
    if shared:
        lines.append(f"{_events(len(shared))} told from the reports alone that may be published")
    kept = tables.check(pd.concat([whole, again]) if len(again) else whole, EVENTS)
    said = said[may].assign(event_id=[moved.get(*pair) for pair in _pairs(said[may])])
    return kept.sort_values(["start", "end", "event_id"], kind="stable"), tables.check(said, MENTIONS), lines


def _pairs(said: gpd.GeoDataFrame) -> Iterable[tuple[str, str]]:
    return zip(said["mention_id"], said["event_id"], strict=True)


def _told_again(
    publisher: Publisher, found: gpd.GeoDataFrame, said: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    """Return events made from these mentions alone, under the old id where one stays one, and each mention's event."""
    fixes = corrections.load(publisher.workspace.data / corrections.FILE)
    parts: list[gpd.GeoDataFrame] = []
    moved: dict[str, str] = {}
    for event_id in dict.fromkeys(said["event_id"]):
        made = correcting.correct(events.merge(said[said["event_id"] == event_id], fixes), fixes)
        if len(made) == 1:
            made = made.assign(event_id=event_id)
        old = found[found["event_id"] == event_id].iloc[0]
        parts.append(made.assign(control=old["control"], row_status=old["row_status"]))
        moved |= {one: row.event_id for row in tables.rows(made) for one in row.mention_ids}
    return (pd.concat(parts) if parts else found.iloc[:0]), moved


def _ripe(publisher: Publisher, kept: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Return which events ended long enough ago; without a delay all did."""
    if not publisher.delay:
        return pd.Series(data=True, index=kept.index)
    # The last day is over at the next midnight.
    last = (publisher.moment - publisher.delay).date() - timedelta(days=1)
    return pd.Series([day <= last for day in kept["end"]], index=kept.index, dtype=bool)


def _plainer(publisher: Publisher, kept: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events without what no reader outside needs: distances to the front, notes of who corrected them."""
    excerpts = [_short(words) for words in kept["excerpt"]]
    reasons = ["corrected by hand" if _by_hand(reason) else reason for reason in kept["place_reason"]]
    plain = kept.assign(excerpt=excerpts, place_reason=reasons, **dict.fromkeys(WITHHELD, float("nan")))
    if not all(right.allowed for right in publisher.control.values()):
        plain = plain.assign(control="")
    return tables.check(plain, EVENTS)


def _by_hand(reason: Any) -> bool:
    return isinstance(reason, str) and reason.startswith(f"data/{corrections.FILE}")


def _short(words: Any) -> Any:
    if not isinstance(words, str) or len(words.split()) <= LONGEST_EXCERPT:
        return words
    return " ".join(words.split()[:LONGEST_EXCERPT]) + " …"


def control(
    publisher: Publisher, layers: Sequence[tuple[Table, gpd.GeoDataFrame]]
) -> tuple[list[tuple[Table, gpd.GeoDataFrame]], list[str], list[str]]:
    """Return the tables of control that may be published, a line for what is left out, and whom to name.

    Rows of a source without a permission go; where it does not let its polygons be passed on, rows stay without them.
    """
    lines, kept = [], []
    for name, right in publisher.control.items():
        if not right.allowed:
            lines.append(f"control of terrain by {name} left out: {right.why}")
        elif not right.geometry:
            lines.append(f"polygons of {name} left out: sources.toml does not say that they may be redistributed")
    for table, frame in layers:
        own = frame[[publisher.control[name].allowed for name in frame["source"]]]
        shown = [publisher.control[name].geometry for name in own["source"]]
        shapes = [shape if may else shapely.Point() for shape, may in zip(own.geometry, shown, strict=True)]
        if len(own):
            kept.append((table, tables.check(own.set_geometry(shapes, crs=tables.CRS), table)))
    named = {name for _, frame in kept for name in frame["source"]}
    return kept, lines, _named(publisher.control[name] for name in sorted(named))


def _named(behind: Iterable[Right]) -> list[str]:
    """Return whom to name, each once."""
    return list(dict.fromkeys(one for right in behind for one in right.attributions))


def _events(count: int) -> str:
    return f"{count} {'event' if count == 1 else 'events'}"
