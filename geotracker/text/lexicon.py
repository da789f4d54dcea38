"""The phrases of daily reports, as data: `data/lexicon/*.toml`, each entry with its examples.

Every file holds arrays of tables; the name of the array says what an entry is:

    [[rule]]      a cue: id, kind, form, phrases, examples, counter_examples, and what the form allows
    [[side]]      actor, adjectives ("russian"), forces ("wagner group")
    [[voice]]     who says something: id, side, basis, phrases
    [[word]]      id and words: closed classes that the reader works with ("negation", "direction")
    [[thing]]     id, phrases: facilities, targets and weapons, by their words
    [[region]]    name, country, aliases: regions that are named without "Oblast"
    [[status]]    id, phrases, examples, counter_examples: what a report says of a whole direction
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from geotracker import workspace
from geotracker.errors import LexiconError, nearest
from geotracker.records import KINDS
from geotracker.text.phrases import PhraseTable, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Form = Literal["verb", "noun", "passive"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class Rule:
    """A cue of an event: the words, what kind of event they tell, and how the sentence is built around them."""

    id: str
    kind: str
    form: Form
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    actor: Literal["subject", "object", "other", "unknown"] = "subject"
    """Whose deed it is: the subject's side, the object's, or the side that is not the subject's (repelled)."""
    needs: tuple[str, ...] = ()
    """One of these words must stand among the eight before the cue: "claimed the seizure of" is a deed."""
    takes: str = ""
    """The class of words that alone may stand between the cue and its place: what is taken is ground, not a depot."""
    weak: bool = False
    """No event without a side or a weapon: much is damaged in a war that no one struck."""
    general: bool = False
    """A way of speaking of a whole campaign: an event only where it names a settlement of its own."""

    def add_to(self, lexicon: Lexicon) -> None:
        """Take the place of an entry of the same id, or come beside the others."""
        lexicon.rules[self.id] = self


@dataclass(frozen=True, slots=True)
class Side:
    """Whose forces: the adjectives and names that tell it."""

    actor: str
    words: tuple[str, ...]
    names: tuple[str, ...] = ()

    def add_to(self, lexicon: Lexicon) -> None:
        """Take the place of an entry of the same id, or come beside the others."""
        for word in (*self.words, *self.names):
            lexicon.sides.add(word, self.actor)


@dataclass(frozen=True, slots=True)
class Voice:
    """A kind of source: its side, and the basis that it gives an event."""

    id: str
    phrases: tuple[str, ...]
    basis: str
    side: str = ""
    located: bool = False
    """It counts as seen only where it was geolocated."""
    shows: bool = False
    """What it shows is seen: footage, photographs and imagery, and the authors' own assessment."""

    def add_to(self, lexicon: Lexicon) -> None:
        """Take the place of an entry of the same id, or come beside the others."""
        for phrase in self.phrases:
            lexicon.voices.add(phrase, self)


@dataclass(frozen=True, slots=True)
class WordClass:
    """A closed class of words or phrases that the reader works with."""

    id: str
    phrases: tuple[str, ...]

    def add_to(self, lexicon: Lexicon) -> None:
        """Take the place of an entry of the same id, or come beside the others."""
        lexicon.words[self.id] = lexicon.words.get(self.id, frozenset()) | frozenset(self.phrases)


@dataclass(frozen=True, slots=True)
class Thing:
    """A facility, a target or a weapon, by its words."""

    id: str
    sort: Literal["facility", "target", "weapon"]
    phrases: tuple[str, ...]

    def add_to(self, lexicon: Lexicon) -> None:
        """Take the place of an entry of the same id, or come beside the others."""
        for phrase in self.phrases:
            lexicon.things.add(phrase, self)


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region that reports name without "Oblast", or that tells a country."""

    name: str
    country: str
    aliases: tuple[str, ...] = ()

    def add_to(self, lexicon: Lexicon) -> None:
        """Take the place of an entry of the same id, or come beside the others."""
        for name in (self.name, *self.aliases):
            lexicon.regions[name.lower()] = self


SALVO_COLUMNS = ("launched", "downed", "lost")
LIST_ROLES = (
    "semicolon",
    "join",
    "direction",
    "outskirts",
    "carry",
    "of",
    "purpose",
    "part",
    "between",
    "near",
    "toward",
    "along",
    "at",
    "from",
    "occupied",
    "list end",
    "connect",
    "settlement noun",
)


@dataclass(frozen=True, slots=True)
class Status:
    """What a report says of a whole direction; entries earlier in the file win."""

    id: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    def add_to(self, lexicon: Lexicon) -> None:
        """Come after the statuses that are there."""
        rank = len(lexicon.all_statuses)
        lexicon.all_statuses.append(self)
        for phrase in self.phrases:
            lexicon.statuses.add(phrase, (rank, self.id))


_ENTRIES: dict[str, type[Any]] = {
    "rule": Rule,
    "side": Side,
    "voice": Voice,
    "word": WordClass,
    "thing": Thing,
    "region": RegionName,
    "status": Status,
}


@dataclass(slots=True)
class Lexicon:
    """All phrases, ready to be found: `cues`, `voices`, `things`, `sides` are tables, `words` sets by class."""

    rules: dict[str, Rule] = field(default_factory=dict)
    cues: PhraseTable[Rule] = field(default_factory=PhraseTable)
    voices: PhraseTable[Voice] = field(default_factory=PhraseTable)
    things: PhraseTable[Thing] = field(default_factory=PhraseTable)
    sides: PhraseTable[str] = field(default_factory=PhraseTable)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    """What a word does in a list of places: its first class of `LIST_ROLES`."""
    regions: dict[str, RegionName] = field(default_factory=dict)
    statuses: PhraseTable[tuple[int, str]] = field(default_factory=PhraseTable)
    all_statuses: list[Status] = field(default_factory=list)


def _entry(name: str, raw: Mapping[str, Any], where: str) -> Any:
    kind = _ENTRIES[name]
    known = {item.name: str(item.type) for item in fields(kind)}
    for key, value in raw.items():
        if key not in known:
            message = f"{where}: unknown key {key!r}{nearest(key, known)}"
            raise LexiconError(message)
        _check_type(value, known[key], f"{where}: {key}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    lacking = [item.name for item in fields(kind) if item.default is MISSING is item.default_factory]
    lacking = [key for key in lacking if key not in raw]
    if lacking:
        named = next((f" {raw[key]!r}" for key in ("id", "name", "actor") if key in raw), "")
        message = f"{where}: {name}{named} lacks {', '.join(lacking)}"
        raise LexiconError(message)
    entry = kind(**values)
    if isinstance(entry, Rule):
        _check_rule(entry, where)
    return entry


def _check_type(value: Any, annotation: str, where: str) -> None:
    if annotation.startswith("tuple"):
        fits, wanted = isinstance(value, list) and all(isinstance(item, str) for item in value), "a list of texts"
    elif annotation == "bool":
        fits, wanted = isinstance(value, bool), "true or false"
    else:
        fits, wanted = isinstance(value, str), "a text"
    if not fits:
        message = f"{where} is {value!r}, not {wanted}"
        raise LexiconError(message)


def _check_rule(rule: Rule, where: str) -> None:
    for name, value, known in (("kind", rule.kind, KINDS), ("form", rule.form, FORMS)):
        if value not in known:
            message = (
                f"{where}: {name} {value!r} of rule {rule.id!r} is not one of {', '.join(known)}{nearest(value, known)}"
            )
            raise LexiconError(message)
    if rule.kind == "salvo" and rule.id.rsplit(".", 1)[-1] not in SALVO_COLUMNS:
        message = f"{where}: the id of salvo rule {rule.id!r} must end in one of {', '.join(SALVO_COLUMNS)}"
        raise LexiconError(message)
    if not rule.phrases or not rule.examples or not rule.counter_examples:
        message = f"{where}: rule {rule.id!r} needs phrases, examples and counter_examples"
        raise LexiconError(message)
    for phrase in rule.phrases:
        try:
            parse(phrase)
        except LexiconError as fault:
            message = f"{where}: {fault}"
            raise LexiconError(message) from fault


def _read(path: Path) -> list[Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        message = f"{path}: not a TOML file: {fault}"
        raise LexiconError(message) from fault
    entries = []
    for name, items in content.items():
        if name not in _ENTRIES or not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            message = f"{path}: unknown entry {name!r}{nearest(name, _ENTRIES)}"
            raise LexiconError(message)
        entries += [_entry(name, item, f"{path}: [[{name}]] {number}") for number, item in enumerate(items, 1)]
    return entries


def load(folder: Path | None = None) -> Lexicon:
    """Return the package's lexicon; files of `folder` add to it, a rule of the same id takes its place.

    Raises LexiconError that names the file and the entry.
    """
    lexicon = Lexicon()
    folders = [workspace.package_path("data", "lexicon"), *([folder] if folder is not None else [])]
    for place in folders:
        for path in sorted(place.glob("*.toml")):
            try:
                for entry in _read(path):
                    entry.add_to(lexicon)
            except LexiconError as fault:
                raise LexiconError(str(fault) if str(fault).startswith(str(path)) else f"{path}: {fault}") from fault
    for role in LIST_ROLES:
        for word in lexicon.words[role]:
            lexicon.roles.setdefault(word, role)
    for rule in lexicon.rules.values():
        for phrase in rule.phrases:
            lexicon.cues.add(phrase, rule)
    return lexicon
