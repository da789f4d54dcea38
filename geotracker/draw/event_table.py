"""Events, their sentences and their regions, packed once for all layers that draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd
import shapely

from geotracker.draw import ground
from geotracker.draw.columns import STANDS, in_order, pack_events, pack_mentions, packed_json, stands
from geotracker.tables import MENTIONS, TABLES, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geotracker.draw.layers import Layer

# What the page needs of every event, whatever the layers show of it.
_NEEDED = frozenset(
    "start end event_id kind actor place settlement facility offset evidence basis disputed claimed_by time_precision "
    "geo_precision place_confidence radius_m admin1 admin1_code admin2 country country_name counts excerpt endnotes "
    "report_date report_url review place_reason n_mentions n_sources".split()
)
# Filters and colours count by code, so these are coded however many words they have.
_CODED = frozenset(
    "kind actor evidence time_precision place_confidence admin1 admin1_code country_name basis claimed_by review "
    "report_date".split()
)
_SAID = frozenset(
    "claimed_by role basis endnotes report_date report_url actor start end place offset facility evidence "
    "disputed".split()
)
_ODD = ("sector", "corridor", "raion")  # a disc is known by its radius, regions and countries are shaded


@dataclass(frozen=True, slots=True)
class EventTable:
    """Packed texts; all but `events` are empty where there are none to show. `hidden`: rows left out."""

    PACKED: ClassVar[tuple[str, ...]] = ("events", "mentions", "regions", "grounds")

    events: str
    mentions: str
    regions: str
    hidden: int
    grounds: str = ""

    @classmethod
    def of(
        cls,
        frame: gpd.GeoDataFrame,
        layers: Sequence[Layer],
        mentions: gpd.GeoDataFrame | None = None,
        *,
        footprints: gpd.GeoDataFrame | None = None,
        public: bool = False,
    ) -> EventTable:
        """Return the rows of `frame` that are active, packed with the columns that `layers` name.

        `mentions` (MENTIONS) gives who says it where, each with its sentence; a public page gets none of the sentences.
        `footprints` (FOOTPRINTS) gives the grounds that are no circles.
        Raises TableError where a frame does not have the columns of its table.
        """
        table = TABLES[layers[0].table] if layers else TABLES["events"]
        frame = check(frame, table)
        active = frame[frame["row_status"] == "active"] if "row_status" in frame.columns else frame
        rows = in_order(active)
        wanted = _named_by(layers)
        columns = [column for column in table.columns if column.name in _NEEDED | wanted]
        return cls(
            events=pack_events(rows, columns, _CODED | _chosen_by(layers)),
            mentions="" if mentions is None else _mentions(rows, mentions, public=public),
            regions=_regions(rows),
            hidden=len(frame) - len(rows),
            grounds="" if footprints is None else _grounds(rows, footprints),
        )


def _named_by(layers: Sequence[Layer]) -> set[str]:
    named = _chosen_by(layers)
    for layer in layers:
        named |= {*layer.popup.columns, layer.popup.link}
        named |= {part.split("}")[0] for part in layer.popup.title.split("{")[1:]}
    return named


def _chosen_by(layers: Sequence[Layer]) -> set[str]:
    return {name for layer in layers for name in (*layer.only, layer.style.color_by)}


def _mentions(events: gpd.GeoDataFrame, mentions: gpd.GeoDataFrame, *, public: bool) -> str:
    row_of = {event_id: row for row, event_id in enumerate(events["event_id"])}
    said: pd.DataFrame = check(mentions, MENTIONS).drop(columns="geometry")
    said = said.assign(event=said["event_id"].map(row_of)).dropna(subset=["event"])
    if said.empty:
        return ""
    said = said.assign(event=said["event"].astype("int64")).sort_values(
        ["event", "report_date", "start_char"], kind="stable"
    )
    columns = [column for column in MENTIONS.columns if column.name in (_SAID if public else _SAID | {"sentence"})]
    return pack_mentions(said, columns)


def _regions(events: gpd.GeoDataFrame) -> str:
    codes = sorted(set(events.loc[stands(events) == STANDS.index("region"), "admin1_code"]))
    shapes = ground.regions(codes)
    return packed_json(shapes) if shapes else ""


def _grounds(events: gpd.GeoDataFrame, footprints: gpd.GeoDataFrame) -> str:
    """Return each ground once and, for each row that has it, its form and number."""
    row_of = {event_id: row for row, event_id in enumerate(events["event_id"])}
    odd = footprints[footprints["form"].isin(_ODD) & footprints["event_id"].isin(row_of.keys())]
    if odd.empty:
        return ""
    number, shapes = pd.factorize(odd.geometry.to_wkb())
    rows = [row_of[event_id] for event_id in odd["event_id"]]
    content = {"rows": rows, "forms": odd["form"].tolist(), "numbers": number.tolist()}
    return packed_json(content | {"shapes": [ground.rings(shapely.from_wkb(shape)) for shape in shapes]})
