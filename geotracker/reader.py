"""What reports are read with."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from geotracker import __version__, corrections, tables
from geotracker.geo import correcting, events, gazetteer, places, regions
from geotracker.text import extractors, lexicon, mentions, sectors, trace
from geotracker.text.extractors import RULES
from geotracker.workspace import Workspace, package_path

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import geopandas as gpd

    from geotracker.corrections import Correction
    from geotracker.fronts import Fronts
    from geotracker.geo.gazetteer import Gazetteer
    from geotracker.geo.weighing import Front
    from geotracker.records import Mention, Report, Untold
    from geotracker.text.extractors import Extractor
    from geotracker.text.lexicon import Lexicon


@dataclass(frozen=True)
class Reader:
    """What reports are read with: the package's lexicon and gazetteer and what a workspace adds to them."""

    workspace: Workspace | None = None
    _extractors: dict[str, Extractor] = field(default_factory=dict, init=False, repr=False, compare=False)

    def extractor(self, name: str = RULES) -> Extractor:
        """Return the extractor of that name; ExtractorError where there is none."""
        if name not in self._extractors:
            self._extractors[name] = extractors.load(name, self._rules)
        return self._extractors[name]

    def _rules(self, report: Report) -> list[Mention]:
        return mentions.extract(report, self.lexicon)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The phrase rules."""
        return lexicon.load(self._own_lexicon)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of places."""
        return gazetteer.load(self.workspace.root if self.workspace else None)

    def check(self) -> None:
        """Load all of it, so that a fault in one of its files is told once and not for every report."""
        _ = self.corrections, self.lexicon, self.gazetteer

    def made_by(self, extractor: str = RULES, front: date | None = None) -> str:
        """Return a fingerprint of all that rows depend on beside the report: it changes, and reports are read again.

        `front` is the day of a report that says how far things were from the front line: its rows depend on that too.
        """
        told = f" {self._front_of(front)}" if front else ""
        return hashlib.sha256(f"{self._data} {self.extractor(extractor).label}{told}".encode()).hexdigest()[:16]

    @cached_property
    def _fronts(self) -> Fronts | None:
        from geotracker.controldays import ControlDays  # noqa: PLC0415  as above
        from geotracker.fronts import Fronts  # noqa: PLC0415  only a workspace has one

        fronts = Fronts(ControlDays(self.workspace)) if self.workspace else None
        return fronts if fronts and fronts.there else None

    def _front_of(self, day: date) -> str:
        """Return what stands for the front line of a day, and the checksum of its file."""
        known = self._fronts.of(day) if self._fronts else None
        return f"{known} {self._fronts.sha256(known)}" if self._fronts and known else "no front"

    def _front(self, day: date) -> Front | None:
        """Return what tells how far a point was from the front line of a day; None where nothing is known of it."""
        fronts = self._fronts
        if fronts is None or fronts.of(day) is None:
            return None
        return lambda lon, lat: fronts.km(lon, lat, day)

    @cached_property
    def _data(self) -> str:
        shipped = package_path("data")
        files = [path for folder in ("lexicon", "gazetteer", "regions") for path in (shipped / folder).glob("*")]
        files += shipped.glob("reading.toml")
        files += self._own_lexicon.glob("*.toml") if self._own_lexicon else []
        if self.workspace:
            files += [*(self.workspace.data / "gazetteer").glob("*"), self.workspace.data / "places.csv"]
            files += (self.workspace.data / "regions").glob("official.*")
        digest = hashlib.sha256(__version__.encode())
        for path in sorted(path for path in files if path.is_file()):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @property
    def _own_lexicon(self) -> Path | None:
        own = self.workspace.lexicon if self.workspace else None
        return own if own and own.is_dir() and own.resolve() != package_path("data", "lexicon").resolve() else None

    @cached_property
    def corrections(self) -> list[Correction]:
        """What people have corrected in the workspace."""
        return corrections.load(self.workspace.data / corrections.FILE) if self.workspace else []

    def read(self, report: Report, extractor: str = RULES) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """Return the MENTIONS of a report, the unplaced with an empty geometry, and its SECTORS."""
        chosen = self.extractor(extractor)
        said = chosen.read(report)
        told = [asdict(sector) for sector in sectors.find(report, said, self.lexicon)]
        rows = [row | {"report_date": row["report_date"].isoformat()} for row in told]
        front = self._front(report.date) if any(one.place.frontline_km is not None for one in said) else None
        placed = places.geocode(report, said, self.gazetteer, extractor=chosen.label, front=front)
        own = self.workspace.root if self.workspace else None
        return regions.join(placed, own), tables.build(tables.SECTORS, rows, [None] * len(rows))

    def events(self, report: Report, extractor: str = RULES) -> gpd.GeoDataFrame:
        """Return the EVENTS of a report as they were read, one row a thing."""
        return events.merge(self.read(report, extractor)[0])

    def corrected(self, report: Report, extractor: str = RULES) -> gpd.GeoDataFrame:
        """Return the EVENTS of a report with the workspace's corrections in force, dropped ones left out."""
        said = self.corrections
        found = correcting.correct(events.merge(self.read(report, extractor)[0], said), said)
        return found[found["row_status"] == "active"].reset_index(drop=True)

    def untold(self, report: Report, extractor: str = RULES) -> list[Untold]:
        """Return the sentences of a report that have an event cue of the lexicon but gave no mention."""
        return trace.find(report, self.extractor(extractor).read(report), self.lexicon)


def of(root: Path | None) -> Reader:
    """Return the reader of the workspace in `root`, the package's own where there is none."""
    workspace = Workspace(root) if root is not None else None
    return Reader(workspace if workspace and workspace.exists else None)
