"""The events that fit a question; apart from the rest of the flow, so that the answer waits for nothing else.

Reading, drawing and fetching take longer to be imported than a week takes to be found among a million events.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from geotracker import parquet, record, store, tables
from geotracker.conditions import Condition, fitting
from geotracker.errors import nearest
from geotracker.query import REGION_COLUMNS, Query, chosen
from geotracker.workspace import find

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    import geopandas as gpd
    import pyarrow as pa

    from geotracker.workspace import Workspace

_BEYOND = Condition(("beyond_control_km",), above=0)


def events(root: Path | str, query: Query | None = None, *, beyond_control: bool = False) -> gpd.GeoDataFrame:
    """Return the EVENTS in the store of the workspace in `root` that fit the query, by `start`.

    With `beyond_control` only claimed advances that lie beyond assessed control on their day.
    """
    return tables.from_arrow(rows(root, query or Query(), beyond_control=beyond_control), tables.EVENTS)


def rows(root: Path | str, query: Query, *, beyond_control: bool = False) -> pa.Table:
    """Return what `events` does as an Arrow table with WKB, as `tables.to_arrow` has it, without waiting for pandas."""
    with _then(root, query.as_of) as workspace:
        found = chosen(record.parts(workspace, query), query)
    return fitting(found, [_BEYOND]) if beyond_control else found


def unknown_actor(root: Path | str, query: Query, found: pa.Table) -> str:
    """Return a line on an actor asked for that neither events nor the lexicon know; `found` is what `rows` gave."""
    there = set(found.column("actor").unique().to_pylist())
    if there.issuperset(query.actor):
        return ""
    from geotracker import reader  # noqa: PLC0415  only who asks for what is not there waits for it

    sides = {actor for phrases in reader.of(Path(root)).lexicon.sides.by_first.values() for _, actor in phrases}
    known = sorted({"unknown", *sides, *_held(root, query, ["actor"])})
    stranger = next((actor for actor in query.actor if actor not in known), None)
    if stranger is None:
        return ""
    return f"the actor {stranger!r} is not known{nearest(stranger.lower(), known)}: choose of {', '.join(known)}"


def unknown_region(root: Path | str, query: Query, found: pa.Table) -> str:
    """Return a line on a region asked for that no event of the store has; `found` is what `rows` gave."""
    if not query.region or found.num_rows:
        return ""
    known = {value.lower(): value for value in sorted(_held(root, query, REGION_COLUMNS))}
    asked = query.region.lower()
    if asked in known:
        return ""
    meant = nearest(asked, known)
    close = next((f" (did you mean {value!r}?)" for key, value in known.items() if meant and repr(key) in meant), "")
    return f"no event has region {query.region!r}{close}"


def _held(root: Path | str, query: Query, columns: Sequence[str]) -> set[str]:
    """Return the values that the store's events have in columns of text."""
    with _then(root, query.as_of) as workspace:
        found = [parquet.read(path, columns=columns) for path in store.months(workspace).values()]
    cells = (column.unique().to_pylist() for part in found for column in part.columns)
    return {value for values in cells for value in values if value}


def _then(root: Path | str, day: date | None) -> AbstractContextManager[Workspace]:
    """Return the workspace in `root`, as it was known at the end of a day where one is given."""
    workspace = find(Path(root))
    if day is None:
        return nullcontext(workspace)
    from geotracker.ledger import lookback  # noqa: PLC0415  only who looks back waits for the ledger

    return lookback.on(workspace, day)
