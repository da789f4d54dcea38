"""The events that fit a question; apart from the rest of the flow, so that the answer waits for nothing else.

Reading, drawing and fetching take longer to be imported than a week takes to be found among a million events.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geotracker import record
from geotracker.ledger import lookback
from geotracker.workspace import find

if TYPE_CHECKING:
    import geopandas as gpd

    from geotracker.query import Query


def events(root: Path | str, query: Query | None = None, *, beyond_control: bool = False) -> gpd.GeoDataFrame:
    """Return the EVENTS in the store of the workspace in `root` that fit the query, by `start`.

    With `beyond_control` only claimed advances that lie beyond assessed control on their day.
    """
    with lookback.on(find(Path(root)), query.as_of if query else None) as workspace:
        found = record.events(workspace, query)
    return found[found["beyond_control_km"] > 0].reset_index(drop=True) if beyond_control else found
