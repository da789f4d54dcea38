"""The gazetteer: names to settlements, regions, raions and countries, by any spelling it knows."""

from __future__ import annotations

import difflib
import zipfile
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from geotracker import workspace as _workspace
from geotracker.errors import GazetteerError
from geotracker.geo import areas, names, translated, usersplaces
from geotracker.records import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geotracker.geo.areas import Area

MEMBERS = (
    *("places.tsv", "skeletons.tsv", "numbers.tsv"),
    *("hromadas.tsv", "regions.tsv", "raions.tsv", "countries.tsv"),
)
_SETTLEMENT = ("city", "town", "village", "settlement")

_FEWEST_CONSONANTS, _MOST_VOWELS_OFF = 4, 2
_FEWEST_LETTERS, _SHORTEST_SOUND = 2, 3
"""A shorter name has to be spelled as the gazetteer has it."""

OWN, VARIANT, SIMILAR, OTHER, OTHER_SIMILAR, TRANSLATED, NEARLY = 1.0, 0.9, 0.8, 0.6, 0.4, 0.3, 0.2
"""A candidate's first score: its own name; a known spelling of it; one that only sounds so; an old or foreign
name; one that only sounds like that; its name in the other language; one that differs in its vowels."""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """What is known of places; `candidates`, `regions`, `raions` and `countries` ask it."""

    rows: list[bytes]
    """Lines of the places table, as they stand in the file: most are never looked at."""
    skeletons: list[bytes]
    """Sorted; beside each, in `numbers`, the rows that have it."""
    numbers: list[bytes]
    areas: dict[str, list[list[str]]]
    """Rows of the regions, raions and countries tables."""
    own: tuple[Candidate, ...] = ()
    """The user's own places, from data/places.csv."""
    own_keys: dict[str, list[int]] = field(default_factory=dict)

    @cached_property
    def regions_by_code(self) -> dict[str, Area]:
        """Regions by their ISO 3166-2 code, GeoNames' where ISO's is not known ("US.DC")."""
        return areas.regions(self.areas["regions.tsv"], self.countries_by_code)

    @cached_property
    def countries_by_code(self) -> dict[str, Area]:
        """Countries by their ISO 3166-1 alpha-2 code."""
        return areas.countries(self.areas["countries.tsv"])

    @cached_property
    def _areas_by_key(self) -> dict[str, list[Area]]:
        return areas.by_key(
            [
                *self.regions_by_code.values(),
                *areas.raions(self.areas["raions.tsv"], self.regions_by_code),
                *self.countries_by_code.values(),
            ]
        )

    def candidates(self, name: str, *, similar: bool = False) -> list[Candidate]:
        """Return the settlements that bear the name, the most populous first; a region where none does.

        Case, accents, apostrophes and hyphens do not matter. Where no settlement is spelled so, or with
        `similar`, those come that are only romanised in another way. "Kaluga City" is the city, "Kaluga
        Oblast" the region. A place of data/places.csv replaces all others of its name.
        """
        return self.settlements(name, similar=similar) or [area.as_candidate() for area in self.regions(name)]

    def settlements(self, name: str, *, similar: bool = False, own: bool = True) -> list[Candidate]:
        """Return the settlements that bear the name, as `candidates` does, but never a region.

        Without `own` those of data/places.csv are left aside.
        """
        folded = names.key(name)
        if len(name) > names.LONGEST or len(folded) < _FEWEST_LETTERS:
            return []
        asked = self._named if own else self._rows_named
        found = asked(folded, similar)
        if not found and " " in name and name.rpartition(" ")[2].casefold() in _SETTLEMENT:
            found = asked(names.key(name.rpartition(" ")[0]), similar)
        return list(found)

    def is_own(self, name: str) -> bool:
        """Return whether data/places.csv has a place of the name."""
        return names.key(name) in self.own_keys

    def _named(self, folded: str, similar: bool) -> tuple[Candidate, ...]:  # noqa: FBT001 -- as its cached sister below
        if folded in self.own_keys:
            return tuple(self.own[number] for number in self.own_keys[folded])
        return self._rows_named(folded, similar)

    @lru_cache(maxsize=65536)  # noqa: B019 -- a process has one gazetteer, or a few
    def _rows_named(self, folded: str, similar: bool) -> tuple[Candidate, ...]:  # noqa: FBT001 -- a cache key
        skeleton, spelled = names.skeleton_of(folded), folded.encode()
        hits = [self.rows[number] for number in self._numbers_of(skeleton)]
        exact = [spelled in row and spelled in row.rpartition(b"\t")[2].split(b"|") for row in hits]
        every = (similar or True not in exact) and len(folded) > _SHORTEST_SOUND
        chosen = [
            self._candidate(row, folded, skeleton, spelled=is_exact)
            for row, is_exact in zip(hits, exact, strict=True)
            if is_exact or every
        ]
        if len(chosen) > 1:
            chosen.sort(key=_first)
        return tuple(chosen)

    def _numbers_of(self, skeleton: str) -> list[int]:
        wanted = skeleton.encode()
        at = bisect_left(self.skeletons, wanted) if wanted else len(self.skeletons)
        if at == len(self.skeletons) or self.skeletons[at] != wanted:
            return []
        return [*map(int, self.numbers[at].split())]

    @cached_property
    def _by_consonants(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, bone in enumerate(self.skeletons):
            found[names.consonants(bone.decode())].append(at)
        return found

    @lru_cache(maxsize=4096)  # noqa: B019 -- as above
    def translated(self, name: str) -> tuple[Candidate, ...]:
        """Return settlements that bear the name as the other language says it: Peremoha for Pobeda."""
        rows = {number for bones in translated.others(names.skeleton(name)) for number in self._numbers_of(bones)}
        found = (self._candidate(self.rows[number], "", "", spelled=False) for number in sorted(rows))
        return tuple(one._replace(score=TRANSLATED) for one in found if one.country == "UA")

    def nearly(self, name: str) -> list[Candidate]:
        """Return settlements whose name has the same consonants and nearly the same vowels (Mylovatka, Miluvatka)."""
        skeleton = names.skeleton(name)
        bare = names.consonants(skeleton)
        if len(bare) < _FEWEST_CONSONANTS:
            return []
        close = [at for at in self._by_consonants.get(bare, ()) if _alike(self.skeletons[at].decode(), skeleton)]
        rows = {int(number) for at in close for number in self.numbers[at].split()}
        found = (self._candidate(self.rows[number], "", "", spelled=False) for number in sorted(rows))
        return [one._replace(score=NEARLY) for one in found]

    def _candidate(self, row: bytes, folded: str, skeleton: str, *, spelled: bool) -> Candidate:
        name, lat, lon, population, region, country, raion, hromada, reach, keys = row.decode().split("\t")
        own = keys.partition("|")[0]
        if own == folded:
            score = OWN if spelled else SIMILAR
        elif names.skeleton_of(own) == skeleton:
            score = VARIANT if spelled else SIMILAR
        else:
            score = OTHER if spelled else OTHER_SIMILAR
        admin1, code, land = self._parents(region, country)
        where = name, float(lon), float(lat), admin1, code, raion, country, land
        return Candidate(*where, int(population), score, "", float(reach or 0), hromada)

    @lru_cache(maxsize=1024)  # noqa: B019 -- as above
    def _parents(self, region: str, country: str) -> tuple[str, str, str]:
        """Return the name and the ISO code of a region, empty where it has none, and its country's name."""
        area, land = self.regions_by_code.get(region), self.countries_by_code.get(country)
        admin1 = area.name if area and area.level == "region" else ""
        return admin1, region if admin1 and "-" in region else "", land.name if land else country

    @lru_cache(maxsize=1024)  # noqa: B019 -- as above
    def points_of(self, hromada: str) -> tuple[tuple[float, float], ...]:
        """Return the points (lat, lon) of the hromada's settlements that have one of their own."""
        _, _, _, first, last = self.areas["hromadas.tsv"][int(hromada)]
        cells = [row.decode().split("\t") for row in self.rows[int(first) : int(last)]]
        return tuple((float(row[1]), float(row[2])) for row in cells if not row[8])

    def points_in(self, code: str, raion: str) -> list[tuple[float, float]]:
        """Return the points (lat, lon) of a raion's settlements that have one of their own."""
        mark = f"\t{code}\t".encode(), f"\t{raion}\t".encode()
        cells = [row.decode().split("\t") for row in self.rows if mark[0] in row and mark[1] in row]
        return [(float(row[1]), float(row[2])) for row in cells if not row[8]]

    def parent(self, candidate: Candidate) -> str:
        """Return the name of the hromada, else of the raion, that a candidate belongs to."""
        if candidate.hromada:
            return f"{self.areas['hromadas.tsv'][int(candidate.hromada)][0]} hromada"
        return candidate.admin2 or candidate.admin1

    def regions(self, name: str) -> list[Area]:
        """Return the regions of the name: "western Donetsk Oblast", "occupied Crimea", "Bryanskaya oblast"."""
        return [area for area in areas.named(name, self._areas_by_key) if area.level == "region"]

    def raions(self, name: str) -> list[Area]:
        """Return the raions of the name ("Kupyansk Raion", "Pokrovskyi district")."""
        return [area for area in areas.named(name, self._areas_by_key) if area.level == "district"]

    def countries(self, name: str) -> list[Area]:
        """Return the countries of the name."""
        return [area for area in areas.named(name, self._areas_by_key) if area.level == "country"]

    @lru_cache(maxsize=256)  # noqa: B019 -- as above
    def areas_in(self, title: str) -> tuple[Area, ...]:
        """Return the regions that a title's words name: "Main Effort #3 – Donetsk Oblast"."""
        return areas.within(title, self._areas_by_key)


def _first(candidate: Candidate) -> tuple[float, int, str, float]:
    return -candidate.score, -candidate.population, candidate.admin1_code, candidate.lat


def _alike(one: str, other: str) -> bool:
    """Return whether two skeletons of the same consonants differ in few vowels."""
    off = difflib.SequenceMatcher(None, one, other, autojunk=False)
    same = sum(block.size for block in off.get_matching_blocks())
    return max(len(one), len(other)) - same <= _MOST_VOWELS_OFF


def load(workspace: Path | None = None) -> Gazetteer:
    """Return the workspace's gazetteer where it has one, else the shipped one, under its data/places.csv.

    Raises GazetteerError where a file is missing, damaged or holds a row that cannot be used.
    """
    full = None if workspace is None else _workspace.Workspace(workspace).gazetteer
    gazetteer = read(full if full and full.exists() else _workspace.package_path("data", "gazetteer", "gazetteer.zip"))
    own = None if workspace is None else workspace / "data/places.csv"
    return gazetteer if own is None or not own.exists() else with_own(gazetteer, own)


@lru_cache(maxsize=2)
def read(path: Path) -> Gazetteer:
    """Return the gazetteer in a built file."""
    remedy = "make gazetteer" if path.name == "gazetteer.zip" else "geotracker gazetteer"
    try:
        with zipfile.ZipFile(path) as archive:
            tables = {name: archive.read(name).split(b"\n") for name in MEMBERS}
    except FileNotFoundError as fault:
        message = f"{path}: there is no gazetteer; build it with `make gazetteer`"
        raise GazetteerError(message) from fault
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as fault:
        message = f"{path}: the gazetteer is damaged ({fault}); build it again with `{remedy}`"
        raise GazetteerError(message) from fault
    small = {name: [line.decode().split("\t") for line in tables[name]] for name in MEMBERS[3:]}
    return Gazetteer(tables["places.tsv"], tables["skeletons.tsv"], tables["numbers.tsv"], small)


def with_own(gazetteer: Gazetteer, path: Path) -> Gazetteer:
    """Return the gazetteer with the user's places over it."""
    own, keys = usersplaces.read(path, gazetteer)
    return replace(gazetteer, own=tuple(own), own_keys=keys)


def spellings(gazetteer: Gazetteer) -> Iterable[str]:
    """Yield the folded spellings of all settlements."""
    for row in gazetteer.rows:
        yield from row.decode().rpartition("\t")[2].split("|")
