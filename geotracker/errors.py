"""Every error that geotracker raises on purpose.

    GeotrackerError            one line for the user, exit code 1
    ├── ReportError            a report that cannot be read or dated
    ├── LexiconError           a phrase file with an unknown key, a broken rule or a failing example
    ├── GazetteerError         a gazetteer or places file that cannot be used
    ├── ExtractorError         an extractor that is not known, cannot be loaded or failed
    ├── GoldError              a file of gold rows with a broken line or an unknown value
    ├── LayerError             a layer file with an unknown key or a wrong value
    ├── TableError             a table that does not have its declared columns, types or CRS
    ├── StoreError             a store file that is damaged or cannot be written
    ├── ControlError           a file of control polygons that cannot be used
    ├── CorrectionError        a corrections file or a filled-in sheet with an unknown key, a wrong value or no reason
    ├── SourceError            a sources file with an unknown key or a wrong value
    ├── ImportMapError         an event list of others, or its file in data/imports, that cannot be read
    ├── WorkspaceError         a folder that is no workspace, or cannot be made one
    ├── ExportError            an export that cannot be written
    ├── RightsError            nothing of what is asked for may be published
    ├── PublishError           a database that cannot be published to; it stays as it was
    ├── ClusterError           a cluster that cannot do the work, or no longer can
    ├── FetchError             a download that failed or was refused
    └── LockedError            another run holds the workspace, exit code 3

A message is one line: it names the thing, shows its value and says the remedy.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class GeotrackerError(Exception):
    """The user can mend it: the message says what, where and how."""

    exit_code = 1


class ReportError(GeotrackerError):
    """A report cannot be read or dated."""


class LexiconError(GeotrackerError):
    """A phrase file is not as the lexicon needs it."""


class GazetteerError(GeotrackerError):
    """A gazetteer or places file cannot be used."""


class ExtractorError(GeotrackerError):
    """An extractor is not known, cannot be loaded or failed."""


class GoldError(GeotrackerError):
    """A file of gold rows is not in the codebook's format."""


class LayerError(GeotrackerError):
    """A layer file is not as the map needs it."""


class TableError(GeotrackerError):
    """A table does not have its declared columns, types or CRS."""


class StoreError(GeotrackerError):
    """A store file is damaged or cannot be written."""


class ControlError(GeotrackerError):
    """A file of control polygons cannot be read, dated or placed, or a day of control is not there."""


class CorrectionError(GeotrackerError):
    """A corrections file or a filled-in sheet is not as it should be."""


class SourceError(GeotrackerError):
    """A sources file is not as it should be."""


class ImportMapError(GeotrackerError):
    """An event list of others cannot be read by its file in data/imports, or that file is not as it should be."""


class WorkspaceError(GeotrackerError):
    """A folder is no workspace, or cannot be made one."""


class ExportError(GeotrackerError):
    """An export cannot be written."""


class RightsError(GeotrackerError):
    """Nothing of what is asked for may be published, as far as data/sources.toml says."""


class PublishError(GeotrackerError):
    """A database that cannot be published to: it does not answer, lacks something, or broke off."""


class ClusterError(GeotrackerError):
    """A cluster does not answer, is not fit for the work, or broke off."""


class FetchError(GeotrackerError):
    """A download failed or was refused."""


class LockedError(GeotrackerError):
    """Another run holds the workspace."""

    exit_code = 3


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " (did you mean 'x'?)" for the known word closest to `word`, or an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""
