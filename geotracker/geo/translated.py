"""Names that Ukrainian and Russian translate, and do not only spell otherwise (data/gazetteer/translated.csv)."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache

from geotracker.geo.names import skeleton
from geotracker.workspace import package_path


@lru_cache(maxsize=1)
def _others() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with package_path("data", "gazetteer", "translated.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one, other = skeleton(row["ukrainian"]), skeleton(row["russian"])
            found[one].add(other)
            found[other].add(one)
    return {bones: frozenset(others) for bones, others in found.items()}


def others(bones: str) -> frozenset[str]:
    """Return the skeletons of the same name in the other language: of Pobeda that of Peremoha."""
    return _others().get(bones, frozenset())
