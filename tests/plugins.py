"""An extractor of somebody else's, installed as a package with an entry point into a folder on the path."""

from __future__ import annotations

import importlib
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

# Reads one thing: each sentence with the word "bridge" is a strike of unknown side on the place that it begins with.
BRIDGES = """
from dataclasses import replace

from geotracker.records import Mention, PlaceName


def extract(report):
    return [
        Mention(
            mention_id="",
            report_id=report.report_id,
            kind="strike",
            actor="unknown",
            place=PlaceName(sentence.text.split()[0].strip(",.")),
            start=report.date,
            end=report.date,
            time_precision="day",
            geo_precision=2,
            evidence="reported",
            sentence=sentence.text,
            start_char=sentence.start,
            end_char=sentence.start + len(" ".join(sentence.text.split(" ")[:25])),
            facility="bridge",
            rules=("bridge",),
        )
        for sentence in report.sentences
        if "bridge" in sentence.text
    ]
"""


def install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, source: str = BRIDGES, *, name: str = "bridges", version: str = "0.3"
) -> None:
    """Install a package of the name with `source` as its code; its function `extract` is the extractor of that name."""
    module = f"{name}_of_tests"
    info = folder / f"{module}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"[geotracker.extractors]\n{name} = {module}:extract\n")
    (folder / f"{module}.py").write_text(textwrap.dedent(source))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, module, raising=False)
    importlib.invalidate_caches()
