"""What rows of a Parquet file have to say: told first of whole groups, by their statistics, then of each row.

pyarrow's own expressions and datasets do this too, and import pandas, which takes longer than a month takes to be read.
So does whatever turns Python's values into Arrow's: here they are cast from text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import numpy.typing as npt
    import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Condition:
    """What one of some columns has to be: at least, at most, above, or one of some texts; "bbox.xmin" is of a struct.

    A group of rows is never passed over for `above` or `in_any_case`.
    """

    columns: tuple[str, ...]
    least: date | float | None = None
    most: date | float | None = None
    above: float | None = None
    among: tuple[str, ...] = ()
    in_any_case: bool = False
    """Capitals do not matter; `among` has none."""


def groups(told: pq.FileMetaData, conditions: Sequence[Condition]) -> list[int]:
    """Return the numbers of the row groups that may hold such rows, by what the file tells of them."""
    paths = {told.schema.column(number).path: number for number in range(told.num_columns)}
    asked = [
        (paths[condition.columns[0]], condition)
        for condition in conditions
        if len(condition.columns) == 1 and not condition.in_any_case
    ]
    return [
        number
        for number in range(told.num_row_groups)
        if all(_may(told.row_group(number).column(place).statistics, condition) for place, condition in asked)
    ]


def fitting(arrow: pa.Table, conditions: Sequence[Condition]) -> pa.Table:
    """Return the rows that fit every condition; what is null fits none."""
    flat = arrow.flatten()
    masks = [mask for condition in conditions for mask in _masks(flat, condition)]
    return arrow.filter(reduce(pc.and_kleene, masks)) if masks else arrow


def texts(values: Sequence[str]) -> pa.StringArray:
    """Return texts as Arrow has them; one that is no Unicode, as a shell may give it, is like none that is."""
    encoded = [value.encode(errors="surrogatepass") for value in values]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(encoded)))


def flags(values: npt.NDArray[np.bool_]) -> pa.Array[Any]:
    """Return flags as Arrow has them."""
    bits = pa.py_buffer(np.packbits(values, bitorder="little").tobytes())
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])


def _may(told: Any, condition: Condition) -> bool:
    if told is None or not told.has_min_max:
        return True
    first, last = told.min, told.max
    if condition.among:
        return any(first <= value <= last for value in condition.among)
    return (condition.least is None or last >= condition.least) and (condition.most is None or first <= condition.most)


def _masks(flat: pa.Table, condition: Condition) -> Iterator[Any]:
    columns: list[Any] = [flat.column(name) for name in condition.columns]
    if condition.in_any_case:
        columns = [pc.utf8_lower(column) for column in columns]
    if condition.among:
        yield reduce(pc.or_kleene, [pc.is_in(column, texts(condition.among)) for column in columns])
    edges = ((pc.greater_equal, condition.least), (pc.less_equal, condition.most), (pc.greater, condition.above))
    for compare, edge in edges:
        if edge is not None:
            yield reduce(pc.or_kleene, [compare(column, texts([str(edge)]).cast(column.type)[0]) for column in columns])
