"""Tables as GeoParquet 1.1 with the box of each row, so that a query of a window reads only what lies in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely

from geotracker import tables
from geotracker.draw import cleaned

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from geotracker.notice import Notice
    from geotracker.tables import Table

_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_KEY = "geotracker"


def data(frame: gpd.GeoDataFrame, table: Table, notice: Notice | None = None) -> bytes:
    """Return the table as GeoParquet: lists stay lists, `bbox` is the covering of 1.1, the notice is file metadata."""
    arrow = cleaned.columns(frame, table)
    shapes = shapely.from_wkb(arrow.column("geometry").to_numpy())
    metadata = {"geo": json.dumps(_geo(table, shapes), ensure_ascii=False)}
    if notice:
        metadata[_KEY] = json.dumps(notice.told, ensure_ascii=False)
    arrow = arrow.append_column("bbox", _boxes(shapes)).replace_schema_metadata(metadata)
    whole = pa.BufferOutputStream()
    pq.write_table(arrow, whole, compression="zstd")
    return whole.getvalue().to_pybytes()


def _boxes(shapes: npt.NDArray[np.object_]) -> pa.StructArray:
    bounds = shapely.bounds(shapes)
    edges = [pa.array(bounds[:, corner], pa.float64()) for corner in range(len(_CORNERS))]
    return pa.StructArray.from_arrays(edges, names=list(_CORNERS), mask=pa.array(shapely.is_missing(shapes)))


def _geo(table: Table, shapes: npt.NDArray[np.object_]) -> dict[str, Any]:
    """Return the file metadata that the standard asks for."""
    whole = shapely.total_bounds(shapes) if len(shapes) else np.full(len(_CORNERS), np.nan)
    geometry: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [table.shape],
        "crs": pyproj.CRS(tables.CRS).to_json_dict(),
        "orientation": "counterclockwise",
        "covering": {"bbox": {corner: ["bbox", corner] for corner in _CORNERS}},
    }
    if not np.isnan(whole).any():
        geometry["bbox"] = whole.tolist()
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
