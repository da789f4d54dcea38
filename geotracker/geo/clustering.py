"""Mentions of one thing put together: each is compared only with those whose days its own meet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = dict[str, Any]
Key = tuple[str, ...]

_LONG = 100
"""Days: a window of more, or one that ends before it starts, is compared with those of all days."""


def cluster(
    groups: Iterable[list[Row]],
    key: Callable[[Row], Key],
    teller: Callable[[Sequence[Row]], Row],
    same: Callable[[Row, Row], bool],
) -> list[list[Row]]:
    """Join each group of rows to the first cluster whose earliest group is the same thing: no chains.

    `teller` gives the row of a group that `key` and `same` ask; two rows of one thing have one key, and windows
    (`start` to `end`, both included) that meet.
    """
    clusters: list[tuple[Row, list[Row]]] = []
    near = _Near()
    for group in groups:
        row = teller(group)
        own = key(row)
        home = next((number for number in near.met(own, row) if same(clusters[number][0], row)), None)
        if home is None:
            near.add(own, row, len(clusters))
            clusters.append((row, list(group)))
        else:
            clusters[home][1].extend(group)
    return [members for _, members in clusters]


class _Near:
    """The numbers of clusters by key, and by the days of their windows."""

    def __init__(self) -> None:
        self._all: dict[Key, list[int]] = defaultdict(list)
        self._long: dict[Key, list[int]] = defaultdict(list)
        self._by_day: dict[tuple[Key, int], list[int]] = defaultdict(list)

    def add(self, key: Key, row: Row, number: int) -> None:
        self._all[key].append(number)
        if _is_long(row):
            self._long[key].append(number)
            return
        for day in _days(row):
            self._by_day[key, day].append(number)

    def met(self, key: Key, row: Row) -> Sequence[int]:
        """Return the clusters of a key whose windows meet a row's, the first first; others too where one is long."""
        if key not in self._all:
            return ()
        if _is_long(row):
            return self._all[key]
        found = [self._long[key]] if key in self._long else []
        found += [self._by_day[key, day] for day in _days(row) if (key, day) in self._by_day]
        return found[0] if len(found) == 1 else sorted({number for numbers in found for number in numbers})


def _is_long(row: Row) -> bool:
    return not 0 <= (row["end"] - row["start"]).days <= _LONG


def _days(row: Row) -> range:
    return range(row["start"].toordinal(), row["end"].toordinal() + 1)
