"""Renderers of QGIS: one symbol for all rows, or one for each value of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotracker.draw.qgisxml import node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geotracker.draw.qgisxml import Node

    Drawn = Callable[[str], Node]
    """What gives the symbol of a name."""
    Entry = tuple[str, str, Drawn]

_ABOUT = {"symbollevels": "0", "forceraster": "0", "enableorderby": "0", "referencescale": "-1"}


def single(drawn: Drawn) -> Node:
    """Return the renderer of one symbol; `drawn` gives the symbol of a name."""
    return node("renderer-v2", {"type": "singleSymbol", **_ABOUT}, node("symbols", None, drawn("0")))


def categories(by: str, values: Iterable[Entry]) -> Node:
    """Return the renderer with a symbol for each value of column `by`: value, label, what gives the symbol of a name.

    The empty value stands for all that have none of their own.
    """
    found, symbols = [], []
    for number, (value, label, drawn) in enumerate(values):
        about = {"value": value, "label": label, "symbol": number, "render": True, "type": "string"}
        found.append(node("category", about))
        symbols.append(drawn(str(number)))
    about = {"type": "categorizedSymbol", "attr": by, **_ABOUT}
    return node("renderer-v2", about, node("categories", None, *found), node("symbols", None, *symbols))


def rules(groups: Iterable[tuple[str, str, bool, Sequence[Entry]]]) -> Node:
    """Return the renderer of rules in groups: label, filter, whether it is on, and its rules with their symbols."""
    found: list[Node] = []
    symbols: list[Node] = []
    for label, chosen, shown, inner in groups:
        below = []
        for said, rest, drawn in inner:
            name = str(len(symbols))
            symbols.append(drawn(name))
            below.append(node("rule", {"key": f"rule-{name}", "label": said, "filter": rest, "symbol": name}))
        state = {} if shown else {"checkstate": "0"}
        found.append(node("rule", {"key": f"group-{len(found)}", "label": label, "filter": chosen, **state}, *below))
    drawn_by = node("rules", {"key": "all"}, *found)
    return node("renderer-v2", {"type": "RuleRenderer", **_ABOUT}, drawn_by, node("symbols", None, *symbols))
