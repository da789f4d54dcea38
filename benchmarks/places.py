"""How right places are: with the gazetteer that ships, and with a full one where a dump is named.

    GEOTRACKER_CORPUS=FOLDER python benchmarks/places.py [--quick] [DUMP.zip ...]

Against the gold rows of all reports of the corpus, as a whole, by report, by oblast, by grade (how exactly the place
was given) and by confidence (how sure it was said to be), and how many mentions lie outside the regions that the text
names for them. Against settlements whose point is known, each taken for one that is known by its hromada alone: how
often the area holds it. And what `geotracker place --csv` makes of `spellings.csv`: towns and provinces by other
people's habits of spelling (name, region, country as asked; `meant` and `code` as they are). The tables are printed,
their first lines stated as figures; --quick measures areas in two oblasts only.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import figures
from figures import Figure

from geotracker import lookup
from geotracker.geo import bearings, building, fullgazetteer, gazetteer, gold, nearness, rows, scoring, stated
from geotracker.reader import Reader
from geotracker.text import reports
from geotracker.workspace import Workspace, create

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.records import Report

_NEAR_KM, _TOWN_KM = 10.0, 15.0
FRONT = ("UA-09", "UA-12", "UA-14", "UA-23", "UA-48", "UA-59", "UA-63", "UA-65", "UA-74")


def main() -> None:
    """Print the tables for each gazetteer."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        create(root)
        settings = {"what ships": root}
        if figures.arguments():
            full = Path(folder) / "full"
            create(full)
            print(fullgazetteer.build(full, [Path(name) for name in figures.arguments()]))
            settings["with the dumps"] = full
        for name, where in settings.items():
            print(f"\n# {name}")
            known = gazetteer.load(where)
            figures.report(_named(name, [*_against_gold(where), *_areas(known), *_spellings(where, known)]))


def _named(setting: str, found: list[Figure]) -> list[Figure]:
    return [Figure(f"{setting}: {one.what}", one.value, one.unit) for one in found]


def _against_gold(root: Path) -> list[Figure]:
    corpus = os.environ.get("GEOTRACKER_CORPUS")
    if not corpus:
        figures.not_run("places against gold rows: no corpus")
        return []
    reader = Reader(Workspace(root))
    found: list[Pair] = []
    groups: dict[str, dict[str, list[Pair]]] = {name: defaultdict(list) for name in _BY}
    named, outside = 0, []
    for path in sorted((Path(corpus) / "gold").glob("*.jsonl")):
        report = reports.read(str(next((Path(corpus) / "reports").glob(f"{path.stem}.*"))))
        pairs = nearness.pairs(gold.load(path), scoring.found(reader.events(report)))
        found += pairs
        for name, group_of in _BY.items():
            for row, event in pairs:
                groups[name][group_of(path.stem, row, event)].append((row, event))
        regions, strays = _strays(reader, report)
        named, outside = named + regions, outside + strays
    _table("all", [("all", found)])
    for name, by in groups.items():
        _table(name, sorted(by.items()))
    print(f"\nmentions with a region named: {named}, placed outside it: {len(outside)} {outside or ''}")
    shares = nearness.nearness(found).shares
    told = [
        Figure(f"gold rows, {name}", share.value, "of them")
        for name, share in shares.items()
        if share.value is not None
    ]
    return [*told, Figure(f"mentions with a region named ({named}), placed outside it", len(outside))]


Pair = tuple[gold.Gold, scoring.Found]
_BY: dict[str, Callable[[str, gold.Gold, scoring.Found], str]] = {
    "report": lambda day, _row, _event: day,
    "oblast": lambda _day, row, _event: row.admin1 or "no region",
    "grade": lambda _day, _row, event: f"precision {event.geo_precision}" if event.lat is not None else "unplaced",
    "confidence": lambda _day, _row, event: event.place_confidence if event.lat is not None else "unplaced",
}


def _strays(reader: Reader, report: Report) -> tuple[int, list[str]]:
    """Return for how many mentions the text names a region, and those that are placed outside it."""
    said = reader.extractor().read(report)
    placed = reader.read(report)[0]
    named, strays = 0, []
    for mention, code, empty in zip(said, placed["admin1_code"], placed.geometry.is_empty, strict=True):
        areas = stated.areas(mention.place.regions, reader.gazetteer)
        codes = {area.code for area in areas if area.level == "region"}
        named += bool(codes)
        if codes and not empty and code not in codes and not any(stated.is_seat(code, one) for one in codes):
            strays.append(mention.place.text)
    return named, strays


def _table(what: str, groups: Iterable[tuple[str, list[Pair]]]) -> None:
    print(f"\n{what:<34}{'rows':>6}{'within 10 km':>14}{'wrong':>8}{'none':>8}{'admin1':>8}{'held':>8}  median km")
    for name, pairs in groups:
        told = nearness.nearness(pairs)
        if not told.rows:
            continue
        shares = [told.shares[key].value for key in list(told.shares)]
        cells = "".join(f"{share:>{width}.3f}" for share, width in zip(shares, (14, 8, 8, 8, 8), strict=True))
        print(f"{name:<34}{told.rows:>6}{cells}  {told.radius_km}")


def _areas(known: Gazetteer) -> list[Figure]:
    """Take each village of the front oblasts for one that is known by its hromada alone."""
    chosen = FRONT[:2] if figures.is_quick() else FRONT
    everything = building.unpack(known.rows, known.areas["hromadas.tsv"])
    told: dict[str, list[tuple[float, float]]] = defaultdict(list)
    count: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (region, _, hromada), own in rows.runs(everything):
        pointed = [row for row in own if row.pointed]
        if region in chosen:
            count[region][0] += len(pointed)
            count[region][1] += len(own)
        if not hromada or region not in chosen or len(pointed) < 4:
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
    everyone = [pair for pairs in told.values() for pair in pairs]
    held = sum(away <= reach for away, reach in everyone) / len(everyone)
    return [Figure(f"known by the hromada alone, held by its area ({len(everyone):,} settlements)", held, "of them")]


def _spellings(root: Path, known: Gazetteer) -> list[Figure]:
    answer = lookup.place_csv(Path(__file__).with_name("spellings.csv"), root=root)
    results = [(row, _result(row, known)) for row in csv.DictReader(io.StringIO(answer))]
    counts = {name: sum(result == name for _, result in results) for name in ("right", "wrong", "unplaced")}
    print(f"\nplace --csv spellings.csv: {len(results)} names, within {_TOWN_KM:g} km or the right region: ", end="")
    print(", ".join(f"{count / len(results):.3f} {name}" for name, count in counts.items()))
    for row, result in results:
        if result != "right":
            print(f"  {result}: {row['name']}, {row['region']}: {row['reason']}")
    return [
        Figure(f"place --csv, {len(results)} other spellings: {name}", n / len(results), "of them")
        for name, n in counts.items()
    ]


def _result(row: dict[str, str], known: Gazetteer) -> str:
    if not row["lat"]:
        return "unplaced"
    if not row["meant"]:
        return "right" if row["admin1_code"] == row["code"] else "wrong"
    meant = [one for one in known.settlements(row["meant"]) if one.admin1_code == row["code"]]
    best = max(meant, key=lambda one: one.population)
    away = bearings.km(float(row["lat"]), float(row["lon"]), best.lat, best.lon)
    return "right" if away <= _TOWN_KM else "wrong"


if __name__ == "__main__":
    main()
