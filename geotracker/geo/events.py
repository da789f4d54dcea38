"""One thing, one row: mentions merged into events, inside a report and across reports."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geotracker.geo import clustering, correcting, origins
from geotracker.records import EVIDENCES
from geotracker.tables import EVENTS, MENTIONS, build, check

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import geopandas as gpd

    from geotracker.corrections import Correction

Row = dict[str, Any]

_TIME_RANK = {"night": 0, "day": 1, "range": 2, "month": 3, "recent": 4}
_CONFIDENCE_RANK = {"sure": 0, "likely": 1, "guess": 2}
_OFF = frozenset({"near", "toward", "along", "between"})
_REGION = 5  # where only the oblast is known, a train and "infrastructure" may be far apart
_DATED = frozenset({"day", "night"})
_GENERAL = re.compile(
    r"infrastructure|facilities|objects|targets|positions|personnel|servicem|soldiers|forces|assets|areas|buildings|concentrations",
    re.IGNORECASE,
)
_FILLERS = frozenset({"russian", "ukrainian", "military", "the", "of", "a", "an", "and", "unspecified"})
_OF_PLACE = (
    "place",
    "settlement",
    "place_confidence",
    "admin1",
    "admin1_code",
    "admin2",
    "country",
    "country_name",
    "place_candidates",
    "place_reason",
    "geometry",
)


def merge(mentions: gpd.GeoDataFrame, corrections: Iterable[Correction] = ()) -> gpd.GeoDataFrame:
    """Return EVENTS (EPSG:4326), one row a thing, made from MENTIONS; the order of the mentions does not matter.

    An event's `event_id` is the id of its earliest mention. `corrections` that join or part events have the last word,
    and what reports say that were withdrawn is apart from all else; those of values are `correcting.correct`'s. Raises
    TableError where `mentions` is no MENTIONS table.
    """
    rows = _rows(check(mentions, MENTIONS))
    rows.sort(key=lambda row: (row["report_date"], row["report_id"], row["start_char"], row["mention_id"]))
    by_report: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_report[row["report_id"]].append(row)
    groups = [
        group
        for told in by_report.values()
        for group in clustering.cluster(([row] for row in told), _key, _first, _same_in_report)
    ]
    corrections = list(corrections)
    apart = correcting.apart(groups, corrections)
    found = [cluster for part in apart for cluster in clustering.cluster(part, _key, _head, _same_across_reports)]
    merged = correcting.regroup(found, corrections)
    events = [_event(group) for group in merged]
    events.sort(key=lambda event: (event["start"], event["end"], event["event_id"]))
    return build(EVENTS, events, [event["geometry"] for event in events])


def _rows(mentions: gpd.GeoDataFrame) -> list[Row]:
    """Return the rows of a frame by column: what `to_dict` gives of them, in a fraction of its time."""
    names = [str(name) for name in mentions.columns]
    return [
        dict(zip(names, row, strict=True)) for row in zip(*(mentions[name].tolist() for name in names), strict=True)
    ]


def _key(row: Row) -> tuple[str, ...]:
    return (row["kind"], row["actor"], _plain(row["settlement"] or row["place"]), row["admin1_code"] or "")


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in text if not unicodedata.combining(c))))


def _first(rows: Sequence[Row]) -> Row:
    return rows[0]


def _same_in_report(one: Row, two: Row) -> bool:
    if one["kind"] == "advance" and _is_off(one) != _is_off(two):
        return False
    if one["kind"] == "strike" and not _same_object(one["facility"], two["facility"]):
        return False
    if one["geo_precision"] >= _REGION and one["facility"] and two["facility"] and one["facility"] != two["facility"]:
        return False
    if one["time_precision"] in _DATED and two["time_precision"] in _DATED:
        return _within(one, two) or _within(two, one)
    return bool(one["start"] <= two["end"] and two["start"] <= one["end"])


def _is_off(row: Row) -> bool:
    """Return whether words move a gain off its place: one near X and a claimed seizure of X are two things."""
    return bool(row["offset"].endswith(" of")) or row["offset"] in _OFF


def _same_across_reports(one: Row, two: Row) -> bool:
    if one["report_id"] == two["report_id"] or one["kind"] == "attack":
        return False
    dated = [row["time_precision"] in _DATED for row in (one, two)]
    if all(dated):
        return (_within(one, two) or _within(two, one)) and _same_object(one["facility"], two["facility"])
    earlier, later = sorted((one, two), key=lambda row: row["report_date"])
    if later["time_precision"] not in _DATED or earlier["report_date"] >= later["report_date"]:
        return False
    return _within(later, earlier) and _same_object(one["facility"], two["facility"])


def _head(rows: Sequence[Row]) -> Row:
    """Return the best dated mention of a group, with the first facility that any names."""
    best = min(rows, key=lambda row: _TIME_RANK[row["time_precision"]])
    return best | {"facility": next((row["facility"] for row in rows if row["facility"]), "")}


def _within(inner: Row, outer: Row) -> bool:
    start: date = outer["start"]
    return bool(start <= inner["start"] and inner["end"] <= outer["end"])


def _same_object(one: str, other: str) -> bool:
    """Two objects may be one where a head word agrees, or where one is only a class of things."""
    if not one or not other or _GENERAL.search(one) or _GENERAL.search(other):
        return True
    words = [
        [word.rstrip("s") for word in re.findall(r"[a-z]+", text.lower()) if word not in _FILLERS]
        for text in (one, other)
    ]
    shared = set(words[0]) & set(words[1])
    if one.istitle() and other.istitle() and set(words[0]) - shared and set(words[1]) - shared:
        return False  # each has a name of its own: "Zvezda Aircraft Plant", "Molot Aircraft Plant"
    return len(shared) > 1 or (len(shared) == 1 and min(map(len, words)) == 1)


def _event(group: list[Row]) -> Row:
    """Return the EVENTS row of mentions of one thing, earliest first."""
    group = sorted(group, key=lambda row: (row["report_date"], row["report_id"], row["start_char"], row["mention_id"]))
    best = min(group, key=lambda row: (_only_repeats(row), EVIDENCES.index(row["evidence"])))
    timed = min(group, key=lambda row: (_time_rank(row), -(row["end"] - row["start"]).days))
    placed = min(
        group,
        key=lambda row: (
            not _is_placed(row),
            _CONFIDENCE_RANK.get(row["place_confidence"], 3),
            row["geo_precision"],
        ),
    )
    finest = min(group, key=lambda row: row["geo_precision"] if _is_placed(row) or not _is_placed(placed) else 9)
    event = {name: best[name] for name in EVENTS.names if name in best}
    event |= {name: timed[name] for name in ("start", "end", "time_precision")}
    event |= {name: placed[name] for name in _OF_PLACE}
    event |= {name: finest[name] for name in ("geo_precision", "offset", "radius_m")}
    return (
        event
        | _of_all(group)
        | {"endnotes": _union(row["endnotes"] for row in group if row["report_id"] == best["report_id"])}
    )


def _of_all(group: list[Row]) -> Row:
    """Return the values of an event that all of its mentions give together."""
    notes, claimants = _union(row["endnotes"] for row in group), _union(row["claimed_by"] for row in group)
    return {
        "event_id": group[0]["mention_id"],
        "facility": _facility(row["facility"] for row in group),
        "weapon": next((row["weapon"] for row in group if row["weapon"]), ""),
        "evidence": min((row["evidence"] for row in group), key=EVIDENCES.index),
        "counts": _counts(row["counts"] for row in group),
        "disputed": any(row["disputed"] for row in group),
        "basis": _union(row["basis"] for row in group),
        "claimed_by": claimants,
        "n_mentions": len(group),
        "n_sources": origins.count(notes, claimants),
        **{column.name: column.unknown for column in EVENTS.columns if column.unknown is not None},
        "said_front_km": next((row["said_front_km"] for row in group if row["said_front_km"] >= 0), math.nan),
        "row_status": "active",
        "mention_ids": [row["mention_id"] for row in group],
    }


def _time_rank(row: Row) -> int:
    """Return how well a mention dates its event: ground actions go on, so a range tells more of them than one day."""
    goes_on = row["kind"] in {"attack", "advance"} and row["time_precision"] == "range"
    return 0 if goes_on else _TIME_RANK[row["time_precision"]]


def _only_repeats(row: Row) -> bool:
    """Return whether a mention only repeats or denies what another one tells: its words are not the event's."""
    return bool({"repeats", "summary", "dispute"} & set(row["rules"]))


def _counts(texts: Iterable[str]) -> str:
    """Return the counts of all mentions of a wave as one JSON list, each row once."""
    rows = [row for text in texts if text for row in json.loads(text)]
    distinct = {json.dumps(row, sort_keys=True): row for row in rows}
    return json.dumps(list(distinct.values()), ensure_ascii=False) if rows else ""


def _is_placed(row: Row) -> bool:
    return row["geometry"] is not None and not row["geometry"].is_empty


def _union(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))


def _facility(named: Iterable[str]) -> str:
    """Return the most telling wording: one with a name of its own first, then the first that is no mere class."""
    wordings = [text for text in dict.fromkeys(named) if text]
    return min(
        wordings, key=lambda text: (text.islower(), bool(_GENERAL.search(text)), wordings.index(text)), default=""
    )
