"""Where things lie: the data that travels in the package, and the folders of a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent


def package_path(*parts: str) -> Path:
    """Return the path of a file or folder below the package's own `data/` and `layers/`.

    In an installed package they lie in `geotracker/_package/`, in a checkout at its root.
    """
    installed = _PACKAGE / "_package"
    return (installed if installed.is_dir() else _PACKAGE.parent).joinpath(*parts)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one workspace, all below `root`."""

    root: Path

    @property
    def data(self) -> Path:
        """What goes in: reports, control polygons, the user's own files."""
        return self.root / "data"

    @property
    def reports(self) -> Path:
        """The inbox, and the kept originals as REPORT_ID.ext."""
        return self.data / "reports"

    @property
    def store(self) -> Path:
        """The GeoParquet dataset."""
        return self.data / "store"

    @property
    def layers(self) -> Path:
        """Layer files of the map."""
        return self.root / "layers"

    @property
    def maps(self) -> Path:
        """What is written."""
        return self.root / "maps"
