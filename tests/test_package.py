"""What travels in the wheel."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("data", "geotracker", "layers", "maps", "LICENSE", "README.md", "pyproject.toml")
OWN = ("data/reports/mine.txt", "data/store/mentions/a.parquet", "data/control/day.geojson", "maps/index.html")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names in a wheel built from this checkout, in which a user has put files of their own."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, checkout / name)
    for name in OWN:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("mine")
    built = next(WheelBuilder(str(checkout)).build(directory=str(checkout / "dist"), versions=["standard"]))
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["data/base", "data/gazetteer", "data/lexicon", "data/regions", "layers"])
def test_wheel_holds_every_file_of(wheel: set[str], folder: str) -> None:
    """What an installed geotracker reads travels with it."""
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert files
    assert {f"geotracker/_package/{name}" for name in files} <= wheel


def test_wheel_holds_the_samples(wheel: set[str]) -> None:
    """The sample reports, which `init` copies, travel too."""
    samples = {path.name for path in (ROOT / "data" / "reports").glob("*sample*")}
    assert samples
    assert {f"geotracker/_package/data/reports/{name}" for name in samples} <= wheel


def test_wheel_holds_nothing_of_its_builder(wheel: set[str]) -> None:
    """What a user has put into the checkout stays there."""
    assert not [name for name in wheel for own in OWN if name.endswith(own)]
