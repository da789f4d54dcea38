"""The rows of table MENTIONS: what a mention says, and where its place was found."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from shapely import Point

from geotracker import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from geotracker.records import Candidate, Mention, Place, Report

_SAID = (
    "mention_id kind actor start end time_precision evidence basis disputed facility weapon claimed_by role verb "
    "counts sentence start_char end_char endnotes rules"
).split()


def table(report: Report, mentions: Sequence[Mention], places: Sequence[Place], extractor: str) -> gpd.GeoDataFrame:
    """Return table MENTIONS, one row a mention, checked; a place without a point gives an empty geometry."""
    rows = [_row(report, mention, place, extractor) for mention, place in zip(mentions, places, strict=True)]
    points = [None if place.lon is None or place.lat is None else Point(place.lon, place.lat) for place in places]
    return tables.check(tables.build(tables.MENTIONS, rows, points), tables.MENTIONS)


def _row(report: Report, mention: Mention, place: Place, extractor: str) -> dict[str, Any]:
    said = {name: getattr(mention, name) for name in _SAID}
    return said | {
        "event_id": mention.mention_id,
        "place": mention.place.text,
        "settlement": place.settlement,
        "offset": mention.place.offset,
        "said_front_km": math.nan if mention.place.frontline_km is None else mention.place.frontline_km,
        "geo_precision": place.geo_precision,
        "place_confidence": place.confidence,
        "radius_m": place.radius_m,
        "admin1": place.admin1,
        "admin1_code": place.admin1_code,
        "admin2": place.admin2,
        "country": place.country,
        "country_name": place.country_name,
        "excerpt": report.text[mention.start_char : mention.end_char],
        "report_id": report.report_id,
        "report_date": report.date.isoformat(),
        "report_url": report.url,
        "place_candidates": json.dumps([_candidate(item) for item in place.candidates], ensure_ascii=False),
        "place_reason": place.reason,
        "extractor": extractor,
        "review": "machine",
    }


def _candidate(item: Candidate) -> dict[str, Any]:
    return {
        "name": item.name,
        "admin1": item.admin1,
        "admin2": item.admin2,
        "country": item.country,
        "lat": item.lat,
        "lon": item.lon,
        "population": item.population,
        "score": item.score,
        "why": item.why,
    }
