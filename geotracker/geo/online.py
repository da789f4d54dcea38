"""Names that no gazetteer at hand knows, asked of an online geocoder where the user wants that; answers are kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from geotracker.errors import GazetteerError
from geotracker.geo import confidence, footprints, regions, stated
from geotracker.geo.names import LONGEST, key
from geotracker.records import Candidate, Place
from geotracker.workspace import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from geotracker.geo.gazetteer import Gazetteer

    Ask = Callable[[str], list[dict[str, Any]]]

WHY = "from the online geocoder (OpenStreetMap contributors, ODbL)"
_KINDS = ("place", "boundary")
"""Classes of OpenStreetMap that are settlements or their land."""


@dataclass(frozen=True, slots=True)
class Geocoder:
    """An online geocoder, the file that keeps its answers for good, and the gazetteer that knows the regions."""

    ask: Ask
    kept: Path
    gazetteer: Gazetteer

    def place(self, name: str, areas: Iterable[str] = ()) -> Place:
        """Return the place of a name in the regions and countries named, asked once and then from the file.

        An answer elsewhere than they say is not taken. Raises FetchError where the server does not answer and
        GazetteerError where the file of answers is damaged.
        """
        said = [area for area in areas if area]
        question = ", ".join([name.strip(), *said])
        if not key(name) or len(name) > LONGEST:
            return Place(name, reason="the name is none to ask an online geocoder for")
        found = _candidates(self._answers(question))
        wanted = stated.areas(said, self.gazetteer)
        wanted = [area for area in wanted if area.level == "region"] or wanted
        if said and not wanted:
            return Place(name, reason=f"no region or country named {said[0]} is known: the answer cannot be checked")
        inside = stated.fitting(found, wanted)
        if not inside:
            elsewhere = f": {len(found)} elsewhere than in {' or '.join(said)}" if found else ""
            return Place(name, candidates=tuple(found), reason=f"the online geocoder knows no such place{elsewhere}")
        return _place(name, inside, checked=bool(wanted))

    def _answers(self, question: str) -> list[dict[str, Any]]:
        kept = self._kept()
        if question not in kept:
            kept[question] = [_essence(answer) for answer in self.ask(question)]
            publish(self.kept, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        return kept[question]

    def _kept(self) -> dict[str, list[dict[str, Any]]]:
        if not self.kept.exists():
            return {}
        try:
            kept: dict[str, list[dict[str, Any]]] = json.loads(self.kept.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            message = f"{self.kept}: the answers kept are damaged ({fault}): mend or remove the file"
            raise GazetteerError(message) from fault
        return kept


def _essence(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of an answer."""
    named = ("name", "display_name", "lat", "lon", "class", "category", "type", "importance")
    return {name: answer[name] for name in named if name in answer}


def _candidates(answers: Iterable[dict[str, Any]]) -> list[Candidate]:
    """Return the answers that are settlements, each in the region that its point lies in."""
    usable = []
    for answer in answers:
        try:
            point = shapely.Point(float(answer["lon"]), float(answer["lat"]))
        except (KeyError, TypeError, ValueError):
            continue
        if (
            abs(point.x) <= 180
            and abs(point.y) <= 90
            and answer.get("class", answer.get("category", "place")) in _KINDS
        ):
            usable.append((answer, point))
    frame = regions.join(gpd.GeoDataFrame(geometry=[point for _, point in usable], crs="EPSG:4326"))
    return [
        Candidate(
            name=str(answer.get("name") or str(answer.get("display_name", "")).partition(",")[0]),
            lon=point.x,
            lat=point.y,
            admin1=str(row.admin1),
            admin1_code=str(row.admin1_code),
            admin2="",
            country=str(row.country),
            country_name=str(row.country_name),
            score=round(float(answer.get("importance") or 0.0), 2),
            why=WHY,
        )
        for (answer, point), row in zip(usable, frame.itertuples(), strict=True)
    ]


def _place(name: str, found: list[Candidate], *, checked: bool) -> Place:
    """Return the first answer; several that are apart make it a guess that reaches to all."""
    best = found[0]
    apart = confidence.reach_km(best, found[1:])
    place = Place(name, best.name, best.lon, best.lat, 2, footprints.settlement(0), "likely")
    place = replace(place, admin1=best.admin1, admin1_code=best.admin1_code, country=best.country)
    place = replace(place, country_name=best.country_name, candidates=tuple(found))
    where = f"{best.name}, {best.admin1 or best.country_name}"
    if apart * 1000 <= footprints.settlement(0):
        sure = "in the region that is named" if checked else "no region was named"
        return replace(place, confidence="sure" if checked else "likely", reason=f"{where}: {WHY}, {sure}")
    radius = round(apart * 1000 + footprints.settlement(0), -2)
    reason = f"{where}: {WHY}, one of {len(found)} places up to {apart:.0f} km apart"
    return replace(place, confidence="guess", radius_m=radius, reason=reason)
