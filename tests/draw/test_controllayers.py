"""Tests of layer files of control of terrain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.draw import controllayers, layers
from geotracker.errors import LayerError
from geotracker.records import CATEGORIES
from geotracker.workspace import package_path

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_layer_has_every_category_and_assessed_first() -> None:
    """Nothing that the store may hold is left out; claimed ground is never what a map opens with."""
    (layer,) = controllayers.load(package_path("layers"))
    assert set(layer.categories) == set(CATEGORIES)
    assert layer.categories[0] == "assessed"
    assert layer.style.gained != layer.style.lost
    assert layer.show


def test_layers_of_events_leave_it_out() -> None:
    """Each loader reads its own files of the one folder."""
    assert "control" not in {layer.layer_id for layer in layers.load(package_path("layers"))}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title = ", "titel = ", "unknown key titel (did you mean 'title'?)"),
        ('"pre_2022"', '"pre_2024"', "only.category is 'pre_2024'"),
        ("category = [", "categories = [", "unknown key only.categories"),
        ('claimed = "#c98a3a"', 'claimd = "#c98a3a"', "unknown key style.colors.claimd (did you mean 'claimed'?)"),
        ('claimed = "#c98a3a", ', "", "key style.colors.claimed is missing"),
        ("gained = ", "gaind = ", "unknown key style.gaind (did you mean 'gained'?)"),
        ('gained = "#', 'gained = "', "style.gained is"),
        ('color_by = "category"', 'color_by = "source"', "style.color_by is 'source'"),
        ("order = 5", 'order = "5"', "order is '5'"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, old: str, new: str, says: str) -> None:
    """The file, the key and the nearest right one."""
    text = package_path("layers", "control.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "control.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LayerError) as refused:
        controllayers.load(tmp_path)
    assert says in str(refused.value)
    assert "control.toml" in str(refused.value)
