"""Tests of how the page's files become one page."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from geotracker.draw import bundle


def test_every_module_is_in_the_script_once() -> None:
    """No module of web/ is forgotten or repeated, and none is left with an import."""
    script = bundle.script()
    names = [file.stem for file in (Path(bundle.__file__).parent / "web").glob("*.js")]
    for name in names:
        assert script.count(f"const ${name.replace('-', '_')} = (() => {{") == 1, name
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


def test_the_modules_of_control_are_in_the_script_of_a_page_that_has_any() -> None:
    """Each once, beside all others; a page without control does not carry them."""
    script = bundle.script(control=True)
    for file in (Path(bundle.__file__).parent / "web" / "control").glob("*.js"):
        name = f"const $control_{file.stem.replace('-', '_')} = (() => {{"
        assert script.count(name) == 1, name
        assert name not in bundle.script()
    assert script.count("const $geotracker = (() => {") == 1
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


def test_the_script_cannot_end_its_own_element() -> None:
    """Neither the page's script nor Leaflet's holds the end of a script element."""
    assert "</script" not in bundle.script().lower()
    assert "</script" not in bundle.leaflet()[0].lower()


def test_leaflet_asks_for_no_file_beside_it() -> None:
    """Leaflet's pictures and its source map, which would be requests, are taken out."""
    code, rules = bundle.leaflet()
    assert 'version="1.9.4"' in code
    assert "sourceMappingURL" not in code
    assert "url(images" not in rules


def test_leaflet_starts_without_an_exception_and_is_parsed_once() -> None:
    """What browsers without Internet Explorer's namespaces threw is not tried, and the whole stands in brackets."""
    code, _ = bundle.leaflet()
    assert code.count("if(document.namespaces)try{return document.namespaces.add(") == 1
    assert code.count("(this,(function(t){") == 1
    assert code.rstrip().endswith("}));")


def test_the_policy_names_every_script_and_style_by_hash() -> None:
    """Scripts of data need no hash; all else of the page has one, and nothing else may run."""
    html = '<style>a{}</style><script>f()</script><script type="application/json">{}</script>'
    policy = bundle.policy(html, "https://tiles.example")
    digest = base64.b64encode(hashlib.sha256(b"f()").digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert policy.count("sha256") == 2
