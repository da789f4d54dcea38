"""Extractors: what reads mentions in a report, the built-in rules or anyone's, found by entry point.

    [project.entry-points."geotracker.extractors"]
    mine = "my_package:extract"

An extractor is a function Report → list[Mention]. Ids are given by geotracker; what else comes back is checked, so
that no row stands in a table whose excerpt is not in its report.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from geotracker import __version__
from geotracker.errors import ExtractorError, GeotrackerError, nearest
from geotracker.records import EVIDENCES, KINDS, TIME_PRECISIONS, Mention
from geotracker.text import excerpts, numbering

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

    from geotracker.records import Report

    Read = Callable[[Report], list[Mention]]

GROUP = "geotracker.extractors"
RULES = "rules"


@dataclass(frozen=True, slots=True)
class Extractor:
    """A way of reading: its name, its package's version, and the function."""

    name: str
    version: str
    read: Read

    @property
    def label(self) -> str:
        """What the tables' column `extractor` holds: "rules 0.1.0"."""
        return f"{self.name} {self.version}"


def name_of(label: str) -> str:
    """Return the name in a label; before labels bore it, the rules were called after the package."""
    name = label.rpartition(" ")[0] or label
    return RULES if name == "geotracker" else name


def known() -> list[str]:
    """Return the names that `load` knows, the built-in one first."""
    return [RULES, *sorted({entry.name for entry in entry_points(group=GROUP)} - {RULES})]


def is_known(name: str) -> bool:
    """Return whether an extractor has that name."""
    return name == RULES or bool(entry_points(group=GROUP, name=name))


def load(name: str, rules: Read) -> Extractor:
    """Return the extractor of that name; `rules` is the built-in one, which no other takes the place of.

    Raises ExtractorError where none or several have the name, or its package cannot be imported.
    """
    if name == RULES:
        return Extractor(RULES, __version__, rules)
    entries = list(entry_points(group=GROUP, name=name))
    if not entries:
        names = known()
        message = f"extractor {name!r} is not known{nearest(name, names)}: one of {', '.join(names)}"
        raise ExtractorError(message)
    if len({entry.value for entry in entries}) > 1:
        homes = " and ".join(sorted(_home(entry) for entry in entries))
        message = f"extractor {name!r} is offered by {homes}: uninstall all but one"
        raise ExtractorError(message)
    return _loaded(entries[0])


def _home(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _loaded(entry: EntryPoint) -> Extractor:
    try:
        read = entry.load()
    except Exception as fault:  # a package of anyone's may fail in any way
        message = f"extractor {entry.name!r} of {_home(entry)} cannot be loaded: {_said(fault)}"
        raise ExtractorError(message) from fault
    if not callable(read):
        message = f"extractor {entry.name!r} of {_home(entry)} is no function: {entry.value}"
        raise ExtractorError(message)
    return Extractor(entry.name, entry.dist.version if entry.dist else "0", _checked(entry.name, read))


def _checked(name: str, read: Read) -> Read:
    """Return `read` with its mentions checked and numbered, and whatever goes wrong in it told in one line."""

    def checked(report: Report) -> list[Mention]:
        try:
            found = list(read(report))
        except GeotrackerError:
            raise
        except Exception as fault:
            message = f"extractor {name!r} failed on report {report.report_id}: {_said(fault)}"
            raise ExtractorError(message) from fault
        for number, mention in enumerate(found, 1):
            wrong = _wrong(mention, report)
            if wrong:
                message = f"extractor {name!r}, report {report.report_id}, mention {number}: {wrong}"
                raise ExtractorError(message)
        return numbering.numbered(found)

    return checked


def _wrong(mention: object, report: Report) -> str:
    """Return what is wrong with a mention of the report, or an empty text."""
    if not isinstance(mention, Mention):
        return f"{type(mention).__name__} is no geotracker.records.Mention"
    if mention.report_id != report.report_id:
        return f"report_id {mention.report_id!r} is another report's"
    words = ((mention.kind, KINDS), (mention.evidence, EVIDENCES), (mention.time_precision, TIME_PRECISIONS))
    for word, allowed in words:
        if word not in allowed:
            return f"{word!r} is not known{nearest(str(word), allowed)}: one of {', '.join(allowed)}"
    if mention.end < mention.start:
        return f"end {mention.end} is before start {mention.start}"
    if not 0 <= mention.start_char < mention.end_char <= len(report.text):
        return f"characters {mention.start_char}-{mention.end_char} are not in the report's text"
    if len(report.text[mention.start_char : mention.end_char].split()) > excerpts.WORDS:
        return f"characters {mention.start_char}-{mention.end_char} are more than {excerpts.WORDS} words"
    return ""


def _said(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
