"""Tables as packed columns: what the page reads in place of a feature a row.

The bytes are gzip over: the length of the header (uint32), the header (JSON), then typed arrays, little-endian, each at
a multiple of 4 bytes. Words that repeat are coded by a dictionary in the header; web/columns.js reads it back.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd
    import numpy.typing as npt

    from geotracker.records import Kind
    from geotracker.tables import Column

# Where an event stands on the page; the same order as STANDS in web/choice.js.
STANDS = ("point", "near", "disc", "region", "country", "unplaced")
_BY_PRECISION = {1: "point", 2: "point", 3: "near", 4: "disc", 5: "region", 6: "country"}
UNDATED = 2**31 - 1  # a day that nobody gives: after all days, so that such rows come last; as in web/columns.js
_SALVO: Kind = "salvo"
_CODED_AT_MOST = 0.5  # of the rows: with more distinct texts than that, a dictionary saves nothing
_GZIP_LEVEL = 6
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ARRAYS = {"u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "i32": np.int32, "f32": np.float32}


def stands(events: gpd.GeoDataFrame) -> npt.NDArray[np.uint8]:
    """Return for each event the number in STANDS of where it stands on the page.

    A region needs its code and a country its own; what lacks them, or a point where it should have one, is unplaced.
    """
    precision = events["geo_precision"].map(_BY_PRECISION).fillna("unplaced").to_numpy(dtype=object)
    precision[(events["kind"] == _SALVO).to_numpy(dtype=bool)] = "country"
    placed = ~(events.geometry.is_empty | events.geometry.isna()).to_numpy()
    known = {
        "region": _filled(events["admin1_code"]),
        "country": _filled(events["country"]) | (events["kind"] == _SALVO).to_numpy(dtype=bool),
    }
    result = np.full(len(events), STANDS.index("unplaced"), dtype=np.uint8)
    for number, name in enumerate(STANDS[:-1]):
        result[(precision == name) & known.get(name, placed)] = number
    return result


def _filled(texts: pd.Series[Any]) -> npt.NDArray[np.bool_]:
    return texts.fillna("").astype(str).str.len().gt(0).to_numpy(dtype=bool)


@dataclass(slots=True)
class Packer:
    """Collects columns, then gives them as one text."""

    rows: int
    columns: list[dict[str, Any]] = field(default_factory=list)
    arrays: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, column: Column, values: pd.Series[Any], *, coded: bool = False) -> None:
        """Add a column of a declared table; `coded` keeps its dictionary however many words it has."""
        if column.type == "date":
            self.numbers(column.name, "day", "i32", _days(values))
        elif column.type == "flag":
            self.numbers(column.name, "flag", "u8", values.to_numpy(dtype=np.uint8))
        elif column.type in {"integer", "number"}:
            numbers = values.to_numpy(dtype=np.float32)
            self.numbers(column.name, "number", _least(numbers) or "f32", numbers)
        else:
            is_list = column.type == "list"
            texts = values.map(_json) if is_list else values.fillna("").astype(str)
            self.texts(column.name, texts, coded=coded, is_list=is_list)

    def numbers(self, name: str, kind: str, array: str, values: npt.NDArray[Any], **more: Any) -> None:
        """Add a column of numbers as they are."""
        self.columns.append({"name": name, "kind": kind, "array": self.place(array, values), **more})

    def texts(self, name: str, values: pd.Series[Any], *, coded: bool, is_list: bool) -> None:
        """Add a column of texts: by a dictionary where words repeat, else one after the other in UTF-8."""
        codes, words = pd.factorize(values)
        if coded or len(words) <= max(32, _CODED_AT_MOST * self.rows):
            self.numbers(name, "code", _least(codes) or "u32", codes, words=list(words), list=is_list)
            return
        encoded = [text.encode() for text in values]
        lengths = np.array([len(text) for text in encoded], dtype=np.uint32)
        heap = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        self.numbers(name, "text", _least(lengths) or "u32", lengths, bytes=self.place("u8", heap), list=is_list)

    def place(self, array: str, values: npt.NDArray[Any]) -> dict[str, Any]:
        """Keep an array and return where it lies after the header; one of zeros alone need not lie there."""
        if not values.any():
            return {"type": array, "at": None, "n": len(values)}
        data = np.ascontiguousarray(values, dtype=np.dtype(_ARRAYS[array]).newbyteorder("<")).tobytes()
        data += bytes(-len(data) % 4)
        entry = {"type": array, "at": self.size, "n": len(values)}
        self.arrays.append(data)
        self.size += len(data)
        return entry

    def text(self, **header: Any) -> str:
        """Return the whole as base64."""
        head = json.dumps(
            {"rows": self.rows, "columns": self.columns, **header}, ensure_ascii=False, separators=(",", ":")
        )
        encoded = head.encode("utf-8", "replace")
        encoded += b" " * (-len(encoded) % 4)
        return gzipped(b"".join([len(encoded).to_bytes(4, "little"), encoded, *self.arrays]))


def _least(values: npt.NDArray[Any]) -> str | None:
    """Return the narrowest array of whole numbers that holds the values, or None."""
    if not np.array_equal(values, np.floor(values)) or (values.size and not 0 <= values.min() <= values.max()):
        return None
    most = values.max(initial=0)
    return "u8" if most <= 0xFF else "u16" if most <= 0xFFFF else None


def _days(values: pd.Series[Any]) -> npt.NDArray[np.int32]:
    """Return days since 1 January 1970, UNDATED where none is given."""
    arrow = pa.array(values, type=pa.date32(), from_pandas=True).cast(pa.int32())
    days: npt.NDArray[np.int32] = arrow.fill_null(UNDATED).to_numpy(zero_copy_only=False)
    return days


def gzipped(data: bytes) -> str:
    """Return `data` as base64 of gzip, the same bytes every time: letters, digits, "+", "/" and "=" only."""
    # zlib writes the same gzip header on every Python; the gzip module's differs from version to version.
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(data) + packer.flush()).decode("ascii")


def packed_json(content: object) -> str:
    """Return JSON content as base64 of gzip."""
    return gzipped(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _json(items: Collection[str] | None) -> str:
    return _ENCODE(list(items)) if items else "[]"


def in_order(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events by time, the order in which a reader goes through them and in which they pack best."""
    return events.sort_values(["start", "end", "event_id"], kind="stable", ignore_index=True)


def pack_events(events: gpd.GeoDataFrame, columns: Collection[Column], coded: Collection[str]) -> str:
    """Return EVENTS as packed text: `columns`, and with them `stands` and `site`, the number of the place.

    `coded` names the columns that layers choose or colour by. Places are in header.sites, in 1e-6 degree.
    """
    packer = Packer(len(events))
    for column in columns:
        packer.add(column, events[column.name], coded=column.name in coded)
    packer.numbers("stands", "number", "u8", stands(events))
    degrees = (events.geometry.y.to_numpy(), events.geometry.x.to_numpy())
    lat, lon = (np.nan_to_num(np.round(coordinate * 1e6)).astype(np.int64) for coordinate in degrees)
    # In the order of their first events: what the dates choose then lies close together in memory.
    number, sites = pd.factorize((lat << 32) + lon)
    packer.numbers("site", "number", "u32", number)
    lon = (sites + (1 << 31)) % (1 << 32) - (1 << 31)
    places = {"lat": packer.place("i32", (sites - lon) >> 32), "lon": packer.place("i32", lon)}
    return packer.text(sites=places)


def pack_mentions(words: pd.DataFrame, columns: Collection[Column]) -> str:
    """Return the sentences of events as packed text: `columns` of `words`, and its integer column `event`."""
    packer = Packer(len(words))
    packer.numbers("event", "number", "u32", words["event"].to_numpy())
    for column in columns:
        packer.add(column, words[column.name])
    nowhere = packer.place("i32", np.array([]))
    return packer.text(sites={"lat": nowhere, "lon": nowhere})
