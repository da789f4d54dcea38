"""The nouns that the wings share: a report and its parts, a mention, a place. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from datetime import date

Kind = Literal["strike", "advance", "attack", "withdrawal", "salvo"]
Evidence = Literal["observed", "acknowledged", "reported", "claimed"]
TimePrecision = Literal["day", "night", "range", "recent", "month"]
Confidence = Literal["sure", "likely", "guess"]
Level = Literal["settlement", "district", "region", "country", "area"]
ParagraphStyle = Literal["heading", "body", "item", "correction"]
Category = Literal["assessed", "claimed", "advance", "counteroffensive", "infiltration", "contested", "pre_2022"]

KINDS: tuple[Kind, ...] = get_args(Kind)
EVIDENCES: tuple[Evidence, ...] = get_args(Evidence)
TIME_PRECISIONS: tuple[TimePrecision, ...] = get_args(TimePrecision)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
CATEGORIES: tuple[Category, ...] = get_args(Category)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `start` and `end` are code points in `Report.text`."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int
    endnotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of a report: a heading, a paragraph, a list item or a correction of an earlier report."""

    index: int
    start: int
    end: int
    section: int
    style: ParagraphStyle = "body"
    emphasised: bool = False
    """The whole paragraph is set in bold: a topic sentence that governs what follows."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a report under one heading; the first one, before any heading, has an empty title."""

    index: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """An endnote mark: it stood at `offset` of `Report.text`, from which marks are taken out."""

    offset: int
    number: int


@dataclass(frozen=True, slots=True)
class Endnote:
    """A note of the report's list of sources, with the URLs it prints (" dot " undone)."""

    number: int
    text: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A published report as read: its text without navigation and marks, and its parts by offset."""

    report_id: str
    title: str
    date: date
    url: str
    publisher: str
    text: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    marks: tuple[Mark, ...] = ()
    endnotes: tuple[Endnote, ...] = ()


@dataclass(frozen=True, slots=True)
class Bearing:
    """A place said from another one: "12km southwest of Pokrovsk" (direction, anchor, km).

    Direction "along" is a road and "between" a stretch; the anchor then names its two ends: "Melitopol-Mariupol".
    """

    direction: str
    anchor: str
    km: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as the text gives it, with all that the text says to tell it from its namesakes."""

    text: str
    level: Level = "settlement"
    offset: str = ""
    """Words that move the event off the place: "northwest of", "near", "on the outskirts of"."""
    regions: tuple[str, ...] = ()
    """Regions or countries that the text names for it ("Kaluga Oblast"), nearest first."""
    bearings: tuple[Bearing, ...] = ()
    """Bracketed help and anchors: they say which place is meant, never where the event was."""
    frontline_km: float | None = None
    occupied: bool = False
    nearby: tuple[str, ...] = ()
    """Other places named in the same sentence and paragraph, nearest first."""
    area: str = ""
    """The title of the section that it stands in."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence's word on one event, before its place is looked up; columns as in the codebook."""

    mention_id: str
    report_id: str
    kind: Kind
    actor: str
    place: PlaceName
    start: date
    end: date
    time_precision: TimePrecision
    geo_precision: int
    evidence: Evidence
    sentence: str
    start_char: int
    end_char: int
    """Code points in `Report.text`: the span of the excerpt, at most 25 words around the cue."""
    basis: tuple[str, ...] = ()
    disputed: bool = False
    facility: str = ""
    weapon: str = ""
    claimed_by: tuple[str, ...] = ()
    role: str = ""
    verb: str = ""
    counts: str = ""
    """Salvo only: JSON text, a list of {weapon, launched, downed, lost, hit, said_by}."""
    endnotes: tuple[str, ...] = ()
    """"12 https://…": number and URL; the number alone where the report lists no URL."""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untold:
    """A sentence with an event cue that gave no event: "word: reason" for each of its cues."""

    index: int
    sentence: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A report's word on a whole direction: its status there, and the sentence that gives it."""

    report_id: str
    report_date: date
    sector: str
    status: str
    """"advance confirmed", "advance claimed", "operations, no confirmed advance" or "nothing reported"."""
    sentence: str
    start_char: int
    end_char: int


class Candidate(NamedTuple):
    """A gazetteer entry that bears the name, and how well it fits what the text says."""

    name: str
    lon: float
    lat: float
    admin1: str
    admin1_code: str
    admin2: str
    country: str
    country_name: str
    population: int = 0
    score: float = 0.0
    why: str = ""
    reach_m: float = 0.0
    """0 where the point is the settlement's own; else how far the area reaches that is known to hold it."""
    hromada: str = ""
    """The gazetteer's number of its hromada, where it knows one."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a place name was resolved to; `lon` and `lat` (EPSG:4326) are None where nothing fits."""

    name: str
    settlement: str = ""
    lon: float | None = None
    lat: float | None = None
    geo_precision: int = 6
    radius_m: float | None = None
    confidence: Confidence = "guess"
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    country: str = ""
    country_name: str = ""
    candidates: tuple[Candidate, ...] = field(default=())
    reason: str = ""
