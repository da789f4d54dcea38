"""How a name in a place list becomes a spot, a region of one, or the anchor of those that follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotracker.records import Bearing
from geotracker.text.spots import Pending, Spot

if TYPE_CHECKING:
    from geotracker.records import Level
    from geotracker.text.names import Name
    from geotracker.text.walking import Walk

_DASH = re.compile(r"\s?[-–—]\s?")
_LEVELS: dict[str, tuple[Level, int]] = {"district": ("district", 4), "area": ("area", 4), "country": ("country", 6)}
_TITLES = {"krai": "Krai", "republic": "Republic"}
_NEAR = 8


def take(walk: Walk, name: Name) -> None:
    """Take the name that stands next in the list."""
    walk.at = name.end
    if name.sort == "facility" and walk.pending.prep != "from":
        walk.objects.append(Spot(_home(walk, name), "settlement", name.start, 2, facility=_facility(walk, name)))
    if name.sort in {"unit", "person", "facility"} or walk.pending.prep == "from" or not walk.pending.is_open:
        _pass_over(walk, name)
        return
    after = _after(walk, name.end)
    bare = not walk.pending.joined and bool(walk.found)
    if name.sort == "region" or walk.reader.is_a(after, "region suffix"):
        _region(walk, name, after, bare=bare)
    elif walk.reader.is_a(after, "no place after") and not walk.reader.is_a(after, "road"):
        del walk.found[walk.group :]
        walk.at = after
        walk.close()
    elif _is_district_of(walk, name, bare=bare):
        walk.pending.joined = False
    elif walk.apposed or (bare and walk.pending.is_off and walk.found[-1].level == "settlement"):
        _bear(walk, name)
    elif _is_anchor(walk, name, after, bare=bare):
        walk.anchor = Bearing(walk.pending.direction or "near", name.text, walk.pending.km)
        walk.pending = Pending(prep=walk.pending.prep)
        walk.group = len(walk.found)
    elif _is_apposed(walk, name) or (bare and walk.reader.is_a(after, "area word")):
        _bear(walk, name)
    else:
        _emit(walk, name, after, bare=bare)


def _home(walk: Walk, name: Name) -> str:
    """Return the town that a base or a port is named for; a bridge or a plant is a place of its own."""
    reader = walk.reader
    thing = next(iter(reader.lexicon.things.find(reader.tokens[name.start : name.end])), None)
    nuclear = any(reader.word(index) == "nuclear" for index in range(name.start, name.end))
    if thing is None or not thing.start or nuclear or not reader.is_a(name.end - 1, "named for a town"):
        return name.text
    return reader.sentence[reader.tokens[name.start].start : reader.tokens[name.start + thing.start - 1].end]


def _facility(walk: Walk, name: Name) -> str:
    """Return the whole name of a facility, with the common noun that may follow: "Saky airfield"."""
    reader = walk.reader
    match = reader.lexicon.things.at(reader.tokens, name.end) if name.end < len(reader.tokens) else None
    end = match.end if match is not None and match.value.sort == "facility" else name.end
    return reader.sentence[reader.tokens[name.start].start : reader.tokens[end - 1].end]


def _pass_over(walk: Walk, name: Name) -> None:
    if _DASH.search(name.text) and walk.reader.is_a(name.end, "road") and not walk.found:
        walk.road = Bearing("along", name.text)
    if name.sort == "facility" or walk.pending.prep == "object":
        walk.pending = Pending()
    walk.pending.joined = False


def _after(walk: Walk, at: int) -> int:
    """Return the token after a name and the bracket that may follow it."""
    while at in walk.reader.closing:
        at = walk.reader.closing[at] + 1
    return at


def _is_district_of(walk: Walk, name: Name, *, bare: bool) -> bool:
    """Return whether a district or a river only says where a settlement lies: "Kyselivka, Bilozerskyi Raion"."""
    if not walk.found or walk.found[-1].level != "settlement":
        return False
    after_comma = walk.reader.word(name.start - 1) == ","
    return (bare and name.sort in {"district", "area"}) or (after_comma and name.sort == "district")


def _is_anchor(walk: Walk, name: Name, after: int, *, bare: bool) -> bool:
    """Return whether other names are told from this one: "northwest of Lyman near Yarova"."""
    pending, reader = walk.pending, walk.reader
    if (
        name.sort != "settlement"
        or after >= walk.stop
        or not (pending.direction or (pending.prep == "near" and not bare))
    ):
        return False
    if not pending.direction:
        vicinity = [reader.word(after + step) for step in range(3)] == ["in", "the", "vicinity"]
        return (reader.word(after) == "near" or vicinity) and _name_follows(walk, after + 1)
    leads = reader.is_a(after, "near") or reader.is_a(after, "toward") or reader.word(after) in {"in", "within", "at"}
    return leads and not reader.in_date(min(after + 1, len(reader.tokens) - 1)) and _name_follows(walk, after + 1)


def _name_follows(walk: Walk, at: int) -> bool:
    """Return whether a place name comes next, with nothing between but articles and words like "village"."""
    for index in range(at, min(at + _NEAR, walk.stop)):
        if index in walk.reader.names:
            return walk.reader.names[index].sort in {"settlement", "area", "facility", "district"}
        if (
            not any(walk.reader.is_a(index, role) for role in ("connect", "of", "settlement noun", "part"))
            and walk.reader.word(index) != "direction"
        ):
            return False
    return False


def _is_apposed(walk: Walk, name: Name) -> bool:
    """Return whether this tells which place the last one is: "Lobokove, 25km southwest of Orikhiv"."""
    if not walk.found or not walk.pending.direction or walk.found[-1].level != "settlement":
        return False
    if walk.pending.km is None and walk.found[-1].offset.endswith(" of"):
        return False
    reader = walk.reader
    for index in range(name.start - 1, 0, -1):
        if reader.word(index) in {",", ";"}:
            return reader.word(index) == ","
        if reader.word(index) == "and" and not reader.word(index - 1)[0].isdigit():
            return False
    return False


def _bear(walk: Walk, name: Name) -> None:
    """Let the name tell which places the spots of the group are."""
    bearing = Bearing(walk.pending.direction or "near", name.text, walk.pending.km)
    for spot in walk.found[walk.group :] or walk.found[-1:]:
        spot.bearings.append(bearing)
    walk.apposed = False
    walk.group = len(walk.found)
    walk.pending = Pending(prep="near" if walk.found[-1].offset else "at", joined=False)


def _region(walk: Walk, name: Name, after: int, *, bare: bool) -> None:
    """Take a region: after a settlement it says where that is; in a list of its own it is a place itself."""
    group = walk.found[walk.group :]
    suffix = walk.reader.word(after) if walk.reader.is_a(after, "region suffix") and name.sort != "region" else ""
    last = group[-1] if group else walk.found[-1] if bare else None
    before = name.start - 2 if walk.reader.is_a(name.start - 1, "occupied") else name.start - 1
    comma = walk.reader.word(before) == ","
    text, plural = _region_name(name, suffix)
    if suffix:
        walk.at = after + 1
    if plural:
        title = text.rsplit(" ", 1)[1]
        for spot in group:
            spot.level, spot.precision, spot.text = "region", 5, f"{spot.text.removesuffix(f' {title}')} {title}"
    elif last is not None and last.level == "area" and bare:
        # "the west bank of the Dnipro River in Kherson Oblast": all that is known of it is the region.
        last.level, last.precision, last.text = "region", 5, text
        return
    elif last is not None and last.level == "settlement" and bare and walk.pending.direction:
        walk.pending = Pending(joined=False)  # "Stavok north of Crimea" is not in Crimea
        return
    elif last is not None and last.level != "region" and (bare or comma):
        for spot in group or [last]:
            spot.regions = spot.regions or [text]
        return
    if walk.objects and walk.objects[-1].at > (walk.found[-1].at if walk.found else -1):
        # "the Novoshakhtinsk oil refinery in Rostov Oblast": the refinery's town, not the whole region.
        facility = walk.objects.pop()
        facility.regions.append(text)
        walk.found.append(facility)
        walk.pending = Pending(prep="at", joined=False)
        return
    _append(walk, name, text, ("region", 5))


def _region_name(name: Name, suffix: str) -> tuple[str, bool]:
    """Return a region's name in the singular, and whether the text has the plural: "Sumy and Kursk oblasts"."""
    if suffix:
        title = _TITLES.get(suffix.rstrip("s"), "Oblast")
        return f"{name.text} {title}", suffix.endswith("s")
    plural = name.text.endswith(("Oblasts", "Krais"))
    return (name.text[:-1] if plural else name.text), plural


def _emit(walk: Walk, name: Name, after: int, *, bare: bool) -> None:
    """Add the spots that a name gives: one, or both ends of "the A-B line"."""
    reader = walk.reader
    road, area = reader.is_a(after, "road"), reader.word(after) in {"area", "areas"}
    dashed = name.sort == "settlement" and _DASH.search(name.text) is not None
    if dashed and area:
        spot = _append(walk, name, f"{name.text} {reader.word(after)}", ("area", 4))
        spot.area, spot.parts = True, tuple(_DASH.split(name.text))
    elif dashed and (road or reader.is_a(after, "line")):
        parts = [name.text] if road else _DASH.split(name.text)
        for at, part in enumerate(parts):
            spot = _append(walk, name, part, ("settlement", 4))
            if 0 < at < len(parts) - 1:
                spot.bearings.append(Bearing("between", f"{parts[at - 1]}-{parts[at + 1]}"))
    else:
        regions = [walk.found.pop().text] if bare and walk.found[-1].level in {"region", "country"} else []
        spot = _append(
            walk, name, name.text, _LEVELS.get(name.sort, ("settlement", 4 if road else walk.pending.precision))
        )
        spot.regions += [region for region in regions if " " in region]
        if area and spot.level == "settlement":
            spot.area, spot.precision, spot.offset = True, max(spot.precision, 3), spot.offset or "in the area of"
        if name.sort == "district":
            _share_suffix(walk, name, spot)


def _share_suffix(walk: Walk, name: Name, spot: Spot) -> None:
    """Make every name of a list a district: "in the Beryslav and Nova Kakhovka Raions"."""
    first, _, suffix = name.text.rpartition(" ")
    if walk.reader.is_a(name.end, "district suffix"):
        first, suffix = name.text, walk.reader.word(name.end).title()
        walk.at = max(walk.at, name.end + 1)
    title = suffix.removesuffix("s")
    spot.text = f"{first} {title}"
    for other in walk.found[walk.group : -1] if suffix != title else []:
        if other.level == "settlement":
            other.text, other.level, other.precision = f"{other.text} {title}", "district", 4


def _append(walk: Walk, name: Name, text: str, grade: tuple[Level, int]) -> Spot:
    pending = walk.pending
    spot = Spot(text, grade[0], name.start, grade[1], pending.offset, occupied=pending.occupied)
    spot.bearings += [bearing for bearing in (walk.anchor, walk.road) if bearing is not None]
    walk.found.append(spot)
    prep = pending.prep or ("near" if pending.direction else "at")
    walk.pending = Pending(prep=prep, prep_at=pending.prep_at, joined=False)
    return spot
