"""How right places are: with the gazetteer that ships, and with a full one where a dump is named.

    GEOTRACKER_CORPUS=FOLDER python benchmarks/places.py [DUMP.zip ...]

Three tables. Against the gold rows of the corpus (all reports but those named in HELD_BACK), as a whole, by oblast and
by grade: how sure the place was said to be, and how exactly. Against settlements whose point is known, each taken for
one that is known by its hromada alone: how often the area holds it. And against `spellings.csv`, towns and provinces
by other people's habits of spelling (name, region, country as asked; `meant` and `code` as they are).
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from geotracker.geo import bearings, building, fullgazetteer, gazetteer, gold, nearness, places, rows, scoring
from geotracker.reader import Reader
from geotracker.text import reports
from geotracker.workspace import Workspace, create

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotracker.geo.gazetteer import Gazetteer

HELD_BACK = ("2023-04-20", "2026-06-30")
"""Reports that nothing is tuned on; GEOTRACKER_HELD_BACK=1 counts them in."""
_NEAR_KM, _TOWN_KM = 10.0, 15.0
FRONT = ("UA-09", "UA-12", "UA-14", "UA-23", "UA-48", "UA-59", "UA-63", "UA-65", "UA-74")


def main() -> None:
    """Print the tables for each gazetteer."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        create(root)
        settings = {"what ships": root}
        if sys.argv[1:]:
            full = Path(folder) / "full"
            create(full)
            print(fullgazetteer.build(full, [Path(name) for name in sys.argv[1:]]))
            settings["with the dumps"] = full
        for name, where in settings.items():
            print(f"\n# {name}")
            known = gazetteer.load(where)
            _against_gold(where)
            _areas(known)
            _spellings(known)


def _against_gold(root: Path) -> None:
    corpus = os.environ.get("GEOTRACKER_CORPUS")
    if not corpus:
        print("not run: no corpus")
        return
    reader = Reader(Workspace(root))
    found = []
    for path in sorted((Path(corpus) / "gold").glob("*.jsonl")):
        if path.stem in HELD_BACK and not os.environ.get("GEOTRACKER_HELD_BACK"):
            continue
        report = next((Path(corpus) / "reports").glob(f"{path.stem}.*"))
        events = scoring.found(reader.events(reports.read(str(report))))
        found += nearness.pairs(gold.load(path), events)
    _table("all", [("all", found)])
    by_region, by_grade = defaultdict(list), defaultdict(list)
    for row, event in found:
        by_region[row.admin1 or "no region"].append((row, event))
        by_grade[f"precision {event.geo_precision}" if event.lat is not None else "unplaced"].append((row, event))
    _table("oblast", sorted(by_region.items()))
    _table("grade", sorted(by_grade.items()))


def _table(what: str, groups: Iterable[tuple[str, list[tuple[gold.Gold, scoring.Found]]]]) -> None:
    print(f"\n{what:<34}{'rows':>6}{'within 10 km':>14}{'wrong':>8}{'none':>8}{'admin1':>8}{'held':>8}  median km")
    for name, pairs in groups:
        told = nearness.nearness(pairs)
        if not told.rows:
            continue
        shares = [told.shares[key].value for key in list(told.shares)]
        cells = "".join(f"{share:>{width}.3f}" for share, width in zip(shares, (14, 8, 8, 8, 8), strict=True))
        print(f"{name:<34}{told.rows:>6}{cells}  {told.radius_km}")


def _areas(known: Gazetteer) -> None:
    """Take each village of the front oblasts for one that is known by its hromada alone."""
    everything = building.unpack(known.rows, known.areas["hromadas.tsv"])
    told: dict[str, list[tuple[float, float]]] = defaultdict(list)
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (region, _, hromada), own in rows.runs(everything):
        pointed = [row for row in own if row.pointed]
        if region in FRONT:
            count[region][0] += len(pointed)
            count[region][1] += len(own)
        if not hromada or region not in FRONT or len(pointed) < 4:
            continue
        for at, row in enumerate(pointed):
            lat, lon, reach = building.circle([*pointed[:at], *pointed[at + 1 :]])
            told[region].append((bearings.flat_km(lat, lon, row.lat, row.lon), reach / 1000))
    heads = "with point     of    held  within 10 km  radius km"
    print(f"\n{'known by the hromada alone':<34}{heads}")
    for region, pairs in sorted(told.items()):
        held = sum(away <= reach for away, reach in pairs) / len(pairs)
        near = sum(away <= _NEAR_KM for away, _ in pairs) / len(pairs)
        radius = median(reach for _, reach in pairs)
        print(
            f"{known.regions_by_code[region].name:<34}{count[region][0]:>11}{count[region][1]:>7}{held:>8.3f}{near:>14.3f}{radius:>11.1f}"
        )


def _spellings(known: Gazetteer) -> None:
    with Path(__file__).with_name("spellings.csv").open(encoding="utf-8", newline="") as file:
        asked = list(csv.DictReader(file))
    results = [(row, _result(row, known)) for row in asked]
    counts = {name: sum(result == name for _, result in results) for name in ("right", "wrong", "unplaced")}
    print(f"\nspellings.csv: {len(asked)} names, within {_TOWN_KM:g} km or the right region: ", end="")
    print(", ".join(f"{count / len(asked):.3f} {name}" for name, count in counts.items()))
    for row, result in results:
        if result != "right":
            print(f"  {result}: {row['name']}, {row['region']}")


def _result(row: dict[str, str], known: Gazetteer) -> str:
    place = places.lookup(row["name"], known, region=row["region"], country=row["country"])
    if place.lat is None or place.lon is None:
        return "unplaced"
    if not row["meant"]:
        return "right" if place.admin1_code == row["code"] else "wrong"
    meant = [one for one in known.settlements(row["meant"]) if one.admin1_code == row["code"]]
    best = max(meant, key=lambda one: one.population)
    return "right" if bearings.km(place.lat, place.lon, best.lat, best.lon) <= _TOWN_KM else "wrong"


if __name__ == "__main__":
    main()
