"""Tests of layer files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geotracker.draw import layers
from geotracker.errors import LayerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geotracker.draw.layers import Layer


def test_shipped_layers_never_add_claimed_to_assessed_advances(shipped: list[Layer]) -> None:
    """Assessed and claimed advances are two layers; the claimed one is hollow and off at first."""
    by_id = {layer.layer_id: layer for layer in shipped}
    assessed, claimed = by_id["advances_assessed"], by_id["advances_claimed"]
    assert assessed.only["evidence"] == ("observed", "acknowledged")
    assert claimed.only["evidence"] == ("reported", "claimed")
    assert (assessed.show, assessed.style.fill) == (True, "evidence")
    assert (claimed.show, claimed.style.fill) == (False, "hollow")
    assert claimed.title == "Claimed or unattributed advances"


def test_shipped_layers_have_a_shape_a_kind(shipped: list[Layer]) -> None:
    """No two kinds share a shape, so that shape alone says what."""
    shape_of = {layer.only["kind"][0]: layer.style.shape for layer in shipped}
    assert set(shape_of) == {"strike", "advance", "attack", "withdrawal"}
    assert len(set(shape_of.values())) == len(shape_of)


def test_layers_come_in_their_order(shipped: list[Layer]) -> None:
    """The legend follows `order`."""
    assert [layer.layer_id for layer in shipped][:3] == ["strikes", "advances_assessed", "advances_claimed"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title = ", "titel = ", "unknown key titel (did you mean 'title'?)"),
        ("shape = ", "shpae = ", "unknown key style.shpae (did you mean 'shape'?)"),
        ('"circle"', '"circel"', "style.shape is 'circel'"),
        ('"circle"', '"circel"', "(did you mean 'circle'?)"),
        ("#0057b7", "blue", "style.colors.ukraine is 'blue'"),
        ("#0057b7", "#0057b7;}", "style.colors.ukraine is '#0057b7;}'"),
        ('"strike"', '"strikes"', "only.kind is 'strikes'"),
        ("kind = [", "kynd = [", "only is 'kynd', which should be a column of table events (did you mean 'kind'?)"),
        ('"events"', '"event"', "table is 'event'"),
        ('["start", "end"]', '["start", "place"]', "time is 'place'"),
        ('["start", "end"]', '["start"]', "two columns"),
        ("size  = 6", "size  = true", "style.size is True"),
        ("size  = 6", "size  = 600", "a number from 2 to 30"),
        ("{place}", "{plaice}", "popup.title is 'plaice'"),
        ("report_url", "report_uri", "(did you mean 'report_url'?)"),
        ('color_by = "actor"', 'color_by = "actors"', "style.color_by is 'actors'"),
        ('table = "events"', "", "key table is missing"),
        ("[style]", "[style", "cannot be read as TOML"),
        ('title = "Strikes"', 'title = "Strikes"\nshow = "no"', "show is 'no', which should be true or false"),
    ],
)
def test_a_fault_names_file_key_value_and_remedy(
    layer_file: Callable[[str, str], Path], old: str, new: str, says: str
) -> None:
    """A wrong layer file is refused in one line that names the file, the key and what it should be."""
    file = layer_file(old, new)
    with pytest.raises(LayerError) as caught:
        layers.load(file.parent)
    message = str(caught.value)
    assert message.startswith(str(file))
    assert says in message
    assert "\n" not in message


def test_a_folder_without_layers_is_refused(tmp_path: Path) -> None:
    """No layer file means no map, and the message says where to get some."""
    with pytest.raises(LayerError, match="geotracker init"):
        layers.load(tmp_path)
