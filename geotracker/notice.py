"""What a file says of itself, whatever its format: whose words and places it holds, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

PRIVATE = "private working copy"
PUBLIC = "published copy"
PLACES = "Place names and coordinates: GeoNames (https://www.geonames.org), CC BY 4.0, changed."
GROUND = "Regions: Natural Earth (https://www.naturalearthdata.com), public domain."


@dataclass(frozen=True, slots=True)
class Notice:
    """A file's own words: `made` is the day that it bears, `reports` the ids of the reports it was made from."""

    title: str = "Events in daily reports"
    public: bool = False
    made: date | None = None
    reports: tuple[str, ...] = ()
    attributions: tuple[str, ...] = (PLACES, GROUND)
    edition: str = ""
    """What tells the record that it was made from, from any other."""
    left_out: tuple[str, ...] = ()
    """A line for each thing that may not be published."""

    @property
    def status(self) -> str:
        """Whether the file may go round."""
        return PUBLIC if self.public else PRIVATE

    @property
    def attribution(self) -> str:
        """Whom to name, in one line."""
        return " ".join(self.attributions)

    @property
    def short(self) -> str:
        """Status and attribution, for formats whose only room is in each row."""
        return f"{self.status}. {self.attribution}"

    @property
    def text(self) -> str:
        """Everything in one line."""
        return " ".join(f"{key}: {_said(value)}." for key, value in self.told.items()).replace("..", ".")

    @property
    def told(self) -> dict[str, Any]:
        """Everything by name, in order, as JSON takes it; what is empty is left out."""
        said = {
            "title": self.title,
            "status": self.status,
            "edition": self.edition,
            "made": self.made.isoformat() if self.made else "",
            "attribution": list(self.attributions),
            "left_out": list(self.left_out),
            "reports": list(self.reports),
        }
        return {key: value for key, value in said.items() if value}


def _said(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
