"""Map tips in QGIS: what a reader sees when the pointer rests on a row. Whatever a report says is only text there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotracker.draw import vocabulary
from geotracker.draw.qgisxml import column, quoted

if TYPE_CHECKING:
    from geotracker.draw.layers import Layer

_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;"))
_SAID = frozenset(("start", "end", "evidence", "excerpt", "kind", "actor"))


def event(layer: Layer) -> str:
    """Return the card of an event: what, where, when, how it is known, the words of the report and where it is."""
    facts = "".join(_fact(name) for name in layer.popup.columns if name not in _SAID)
    link, report = column(layer.popup.link), safe("'Report of ' || \"report_date\"")
    return _card(
        f"<b>[% {safe(_title(layer.popup.title))} %]</b>",
        f"[% {safe(_deed())} %]",
        f"[% {safe(window())} %]",
        f"<i>[% {safe(_spoken('evidence'))} %]</i>{facts}"
        f"<blockquote>[% {safe(column('excerpt'))} %]</blockquote>"
        f"[% if({link} ~ '^https?://', '<a href=\"' || {safe(link)} || '\">' || {report} || '</a>', {report}) %]",
    )


def footprint() -> str:
    """Return the card of a footprint: whose place it shows, when, and how sure the place is."""
    return _card(
        f"<b>[% {safe(column('place'))} %]</b>",
        f"[% {safe(_deed())} %]",
        f"[% {safe(_spoken('form'))} %]",
        f"[% {safe(_spoken('geo_precision'))} %]",
    )


def control() -> str:
    """Return the card of ground under control: category, day, source, area."""
    return _card(
        f"<b>[% {safe(_spoken('category'))} %]</b>",
        f"[% {_day('day')} %], [% {safe(column('source'))} %]",
        '[% format_number("area_km2", 0) %] km²',
    )


def change() -> str:
    """Return the card of ground that changed hands: what, where, between which days, area."""
    return _card(
        f"<b>[% {safe(_spoken('change'))} %]</b> [% {safe(column('admin1'))} %]",
        f"[% {_day('from_day')} %] – [% {_day('day')} %], [% {safe(column('source'))} %]",
        '[% format_number("area_km2", 1) %] km²',
    )


def front() -> str:
    """Return the card of a front line: day, source, length."""
    return _card(
        "<b>Front line</b>",
        f"[% {_day('day')} %], [% {safe(column('source'))} %]",
        '[% format_number("length_km", 0) %] km',
    )


def safe(expression: str) -> str:
    """Return the expression with what HTML would obey taken out of its value; nothing where that is null."""
    for sign, instead in _ESCAPES:
        expression = f"replace({expression}, {quoted(sign)}, {quoted(instead)})"
    return f"coalesce({expression}, '')"


def window() -> str:
    """Return the expression of an event's days: a day of reporting is never shown as the day of the event."""
    days = f'if("start" = "end", {_day("end")}, {_day("start")} || \' – \' || {_day("end")})'
    return (
        f"CASE WHEN \"time_precision\" = 'recent' THEN 'Reported ' || {days} || ', date of event unknown' "
        f"WHEN \"time_precision\" = 'night' THEN 'Night of ' || {days} ELSE {days} END"
    )


def _card(*lines: str) -> str:
    return f"<div style='max-width: 30em'>{'<br>'.join(lines)}</div>"


def _title(template: str) -> str:
    """Return the expression of a popup's title: no part empty, none with a comma too many."""
    parts = [part for part in re.split(r"(\{\w+\})", template) if part]
    said = " || ".join(f"coalesce({column(part[1:-1])}, '')" if part[0] == "{" else quoted(part) for part in parts)
    return f"regexp_replace(regexp_replace({said}, '(, )+', ', '), '^, |, $', '')"


def _fact(name: str) -> str:
    label = quoted(f"<br>{vocabulary.alias(name)}: ")
    return (
        f"[% if(coalesce(to_string({column(name)}), '') = '', '', {label} || {safe(f'to_string({column(name)})')}) %]"
    )


def _spoken(name: str) -> str:
    """Return the expression that gives the codebook's words for a column's code."""
    codes = vocabulary.VALUES[name].items()
    cases = " ".join(f"WHEN {column(name)} = {quoted(code)} THEN {quoted(said)}" for code, said in codes)
    return f"CASE {cases} ELSE {column(name)} END"


def _deed() -> str:
    side = "if(\"actor\" IN ('', 'unknown'), 'unknown side', title(\"actor\"))"
    return f"{_spoken('kind')} || ' by ' || {side}"


def _day(name: str) -> str:
    return f"format_date({column(name)}, 'd MMMM yyyy', 'en')"
