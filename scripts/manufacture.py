"""Reports made up for benchmarks and soaks: as many days as one wants, always the same ones."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2022, 3, 1)
_DAYS = 100_000
"""More than any archive has: what tells the lots of outlets apart."""
_PLACES = {
    "Donetsk Oblast": ("Pokrovsk", "Toretsk", "Chasiv Yar", "Kurakhove", "Lyman", "Siversk"),
    "Kharkiv Oblast": ("Kupyansk", "Vovchansk", "Lyptsi", "Borova"),
    "Zaporizhia Oblast": ("Orikhiv", "Robotyne", "Huliaipole"),
}
_STRUCK = ("Lyudinovo in Kaluga Oblast", "Uzlovaya in Tula Oblast", "Klintsy in Bryansk Oblast")
_OBJECTS = ("an oil depot", "an ammunition depot", "an airfield", "a power substation")
_TALK = "Officials discussed budgets for the coming year, and a spokesperson said that talks would go on in due time."


def report(number: int, outlet: int = 0) -> tuple[str, str]:
    """Return name and text of the report of a day, counted from the first; each outlet tells of other things."""
    day = FIRST + timedelta(number)
    chosen = random.Random(number + _DAYS * outlet)  # noqa: S311  the same day always tells the same
    before = day - timedelta(1)
    told = [f"Sample daily report, {_day(day)}", ""]
    target, struck = chosen.choice(_STRUCK), chosen.choice(_OBJECTS)
    told += [f"Ukrainian forces struck {struck} near {target} on the night of {_day(before)} to {day.day}.", ""]
    for oblast, places in _PLACES.items():
        told += [f"## {oblast}", ""]
        for place in chosen.sample(places, 2):
            told.append(f"Russian forces attacked near {place} on {_month(before)} {before.day} and {day.day}.")
        place = chosen.choice(places)
        told.append(
            f"Geolocated footage published on {_day(day)} indicates that Russian forces recently advanced "
            f"{chosen.choice(('west', 'north', 'southeast'))} of {place}."
        )
        told += ["", *[_TALK] * 3, ""]
    return f"{day}-made-up{f'-{outlet}' * bool(outlet)}.md", "\n".join(told)


def write(folder: Path, days: int, first: int = 0, outlets: int = 1) -> list[Path]:
    """Write the reports of so many days into a folder, one an outlet; return their paths, the earliest first."""
    paths = []
    for number in range(first, first + days):
        for outlet in range(outlets):
            name, text = report(number, outlet)
            (folder / name).write_text(text, encoding="utf-8")
            paths.append(folder / name)
    return paths


def _month(day: date) -> str:
    return f"{day:%B}"


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
