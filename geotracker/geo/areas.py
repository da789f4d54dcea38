"""Areas that have a name, a middle and a reach: regions, raions, countries."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geotracker.geo.names import LONGEST, key, skeleton_of
from geotracker.records import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Area:
    """A region, raion or country; `radius_m` reaches from its middle to its furthest point."""

    level: Literal["district", "region", "country"]
    code: str
    name: str
    country: str
    country_name: str
    lat: float | None
    lon: float | None
    radius_m: float | None
    keys: tuple[str, ...]
    region: str = ""
    """A raion's own region: its name; its code is `code`."""

    def as_candidate(self) -> Candidate:
        """Return the area as a candidate for a place name, at its middle."""
        raion = self.level == "district"
        return Candidate(
            name=self.name,
            lon=self.lon or 0.0,
            lat=self.lat or 0.0,
            admin1=self.region if raion else self.name if self.level == "region" else "",
            admin1_code=self.code if self.level != "country" and "-" in self.code else "",
            admin2=self.name if raion else "",
            country=self.country,
            country_name=self.country_name,
            score=1.0,
        )


# Words before a region's name that say which part of it or who holds it, and words that say what it is.
_PART = (
    r"(?:(?:far|extreme|the|in|of)|(?:north|south|east|west|central|centre|north ?central|left bank|right bank|"
    r"north(?:ern)? ?(?:east|west)|south(?:ern)? ?(?:east|west))(?:ern|ernmost)?|(?:mid|rural|border|frontline)|"
    r"(?:russian |ukrainian |temporarily |newly )?(?:occupied|controlled|held|annexed|government controlled))"
)
_PARTS = re.compile(rf"^(?:{_PART}(?: and {_PART})? )+")
_TYPES = frozenset(
    "autonomous oblast oblasti region krai kray republic okrug province territory respublika voivodeship county "
    "peninsula raion rayon district area область края край республика республіка район".split()
)
_BARE = _TYPES | {"of", "the", "peoples"}
_SHORTEST_STEM = 2
_SHORTEST = 3
"""A shorter name has to be spelled as the area has it."""
_ADJECTIVE = re.compile(r"(?:sk|ck|c|s)(?:a|i|e)$")


def _country_name(countries: Mapping[str, Area], code: str) -> str:
    return countries[code].name if code in countries else code


def _number(text: str) -> float | None:
    return float(text) if text else None


def regions(rows: Iterable[Sequence[str]], countries: Mapping[str, Area]) -> dict[str, Area]:
    """Return the regions by code out of rows of code, name, country, lat, lon, metres, keys."""
    out = {}
    for code, name, country, lat, lon, radius, keys in rows:
        level: Literal["region", "country"] = "country" if code == country else "region"
        reach = (_number(lat), _number(lon), _number(radius))
        out[code] = Area(level, code, name, country, _country_name(countries, country), *reach, tuple(keys.split("|")))
    return out


def raions(rows: Iterable[Sequence[str]], regions: Mapping[str, Area]) -> list[Area]:
    """Return the raions out of rows of name, region, lat, lon, metres, GeoNames' code, keys."""
    out = []
    for name, code, lat, lon, radius, _, keys in rows:
        region = regions[code]
        reach = (_number(lat), _number(lon), _number(radius))
        out.append(
            Area(
                "district", code, name, region.country, region.country_name, *reach, tuple(keys.split("|")), region.name
            )
        )
    return out


def countries(rows: Iterable[Sequence[str]]) -> dict[str, Area]:
    """Return the countries by code out of rows of code, name, lat, lon, metres, keys."""
    out = {}
    for code, name, lat, lon, radius, keys in rows:
        out[code] = Area(
            "country", code, name, code, name, _number(lat), _number(lon), _number(radius), tuple(keys.split("|"))
        )
    return out


def by_key(everything: Iterable[Area]) -> dict[str, list[Area]]:
    """Return the areas by every key that finds them: spelled, sounding, and without the word that says what it is."""
    found: dict[str, list[Area]] = defaultdict(list)
    for area in everything:
        if area.level == "region" and area.radius_m is None:
            continue  # far away: known by its code, never asked for by name
        for folded in filter(None, area.keys):
            for handle in {folded, _sound(folded), _stem(folded)}:
                if handle and area not in found[handle]:
                    found[handle].append(area)
    return dict(found)


def _sound(folded: str) -> str:
    return f"~{skeleton_of(folded)}"


def _stem(folded: str) -> str:
    """Return the region's name without its kind, marked: "kaluga oblast" and "kaluga region" have one stem."""
    words = folded.split(" ")
    stem = skeleton_of(folded if _BARE.isdisjoint(words) else " ".join(word for word in words if word not in _BARE))
    bare = _ADJECTIVE.sub("", stem)
    return f"={bare}" if len(bare) >= _SHORTEST_STEM else ""


def named(name: str, handles: Mapping[str, list[Area]]) -> list[Area]:
    """Return the areas that the name may mean: spelled so, else sounding so, else of the same stem."""
    folded = key(name)
    if not folded or len(name) > LONGEST:
        return []
    bare = _PARTS.sub("", folded) if " " in folded else folded
    for text in (folded,) if bare == folded else (folded, bare):
        found = handles.get(text) or (handles.get(_sound(text)) if len(text) >= _SHORTEST else None)
        if found:
            return _of_kind(text, found)
    found = handles.get(_stem(bare)) if len(bare) >= _SHORTEST else None
    return _of_kind(bare, found) if found else []


def within(title: str, handles: Mapping[str, list[Area]]) -> tuple[Area, ...]:
    """Return the regions that a title names in one to three of its words, a word of kind among them or not."""
    words = key(title).split()[:60]
    found: dict[str, Area] = {}
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            hits = (
                handles.get(part) or (handles.get(_stem(part)) if not _TYPES.isdisjoint(part.split()) else None) or []
            )
            found |= {area.code: area for area in hits if area.level == "region" and area.code not in found}
    return tuple(found.values())


def _of_kind(text: str, found: list[Area]) -> list[Area]:
    """Return the areas of the kind that the text names: a raion is no oblast, a city is no oblast."""
    if re.search(r"\b(?:raion|rayon|district|район)\b", text):
        return [area for area in found if area.level == "district"]
    kept = [area for area in found if area.level != "district"]
    if re.search(r"\b(?:oblast|region|область)\b", text):
        return [area for area in kept if not area.name.endswith(" City")]
    if text.endswith(" city"):
        return [area for area in kept if area.name.endswith(" City")]
    return kept
