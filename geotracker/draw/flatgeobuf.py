"""Tables as FlatGeobuf: one layer, indexed, that a viewer reads in parts over the web."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyogrio

from geotracker import tables
from geotracker.draw import cleaned

if TYPE_CHECKING:
    import geopandas as gpd

    from geotracker.notice import Notice
    from geotracker.tables import Table


def data(frame: gpd.GeoDataFrame, table: Table, notice: Notice | None = None) -> bytes:
    """Return the table as one FlatGeobuf layer in EPSG:4326, lists joined by "; "; days are midnights of that day.

    An index puts near rows beside each other. The format has none for rows without a geometry: a table that has such
    rows keeps them, in its own order, and has no index.
    """
    arrow = cleaned.joined(cleaned.columns(frame, table))
    whole = io.BytesIO()
    pyogrio.write_arrow(
        arrow,
        whole,
        layer=table.name,
        driver="FlatGeobuf",
        geometry_name="geometry",
        geometry_type=table.shape,
        crs=tables.CRS,
        SPATIAL_INDEX="NO" if arrow.column("geometry").null_count else "YES",
        **({"TITLE": notice.title, "DESCRIPTION": notice.text} if notice else {}),
    )
    return whole.getvalue()
