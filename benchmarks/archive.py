"""A made-up archive in a workspace's store: reports of many days, each with as many events, one mention an event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geotracker import store, tables, workspace
from geotracker.store import Stored

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2023, 1, 1)
_KINDS = ("strike", "strike", "strike", "advance", "attack", "withdrawal")
_BLANK: dict[str, Any] = {"text": "", "integer": 2, "number": 3000.0, "flag": False, "date": FIRST}


def made(root: Path, days: int, per_day: int, *, first: int = 0) -> None:
    """Make a workspace in `root`, or add to it: the reports of `days` days from the `first` on."""
    if not root.exists():
        workspace.create(root)
    desk = workspace.find(root)
    for number in range(first, first + days):
        day = FIRST + timedelta(number)
        stored = Stored(f"{day}-made", str(day), "Made up", "https://example.org", "made.md", "", "rules", "made")
        store.write(desk, stored, mentions(day, per_day))
    store.derive(desk, one_each)


def mentions(day: date, count: int) -> gpd.GeoDataFrame:
    """Return MENTIONS of a day's report: `count` rows by lot, the same ones each time."""
    lot = np.random.default_rng(day.toordinal())
    ids = [f"{day:%y%m%d}{number:06x}" for number in range(count)]
    columns: dict[str, Any] = {
        column.name: [[]] * count if column.type == "list" else _BLANK[column.type]
        for column in tables.MENTIONS.columns
    } | {
        "start": day,
        "end": day,
        "mention_id": ids,
        "event_id": ids,
        "kind": lot.choice(_KINDS, count),
        "actor": lot.choice(["russia", "ukraine"], count),
        "place": lot.choice([f"Place {number}" for number in range(2000)], count),
        "evidence": lot.choice(["observed", "acknowledged", "reported", "claimed"], count),
        "sentence": [f"Forces struck a depot for the {number}th time, officials said." for number in range(count)],
        "excerpt": [f"struck a depot for the {number}th time" for number in range(count)],
        "claimed_by": [["Officials"]] * count,
        "admin1": lot.choice(["Donetsk Oblast", "Kaluga Oblast", "Kharkiv Oblast"], count),
        "country": "UA",
        "time_precision": "day",
        "place_confidence": "sure",
        "report_id": f"{day}-made",
        "report_date": str(day),
        "review": "machine",
    }
    points = gpd.points_from_xy(lot.uniform(22, 40, count).round(5), lot.uniform(44, 56, count).round(5))
    frame = gpd.GeoDataFrame(pd.DataFrame(columns, index=range(count)), geometry=points, crs=tables.CRS)
    return tables.check(frame, tables.MENTIONS)


def one_each(said: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return EVENTS, one for each mention: merging is measured elsewhere."""
    shared = [name for name in tables.EVENTS.names if name in tables.MENTIONS.names]
    found = said[[*shared, "geometry"]].assign(
        n_mentions=1,
        n_sources=1,
        row_status="active",
        mention_ids=[[one] for one in said["mention_id"]],
        control="",
        front_km=float("nan"),
        beyond_control_km=float("nan"),
    )
    return tables.check(found, tables.EVENTS)
