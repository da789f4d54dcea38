"""Who stands behind a URL, so that one channel cited twice counts once."""

from __future__ import annotations

import pytest

from geotracker.geo import origins


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://t.me/mod_russia/15931", "t.me/mod_russia"),
        ("https://t.me/s/Mod_Russia?before=3", "t.me/mod_russia"),
        ("telegram.me/mod_russia/1", "t.me/mod_russia"),
        ("https://twitter.com/Someone/status/1?s=20", "x.com/someone"),
        ("https://x.com/someone/status/2", "x.com/someone"),
        ("https://mobile.twitter.com/someone", "x.com/someone"),
        ("https://x.com/i/web/status/2", "x.com"),
        ("https://www.facebook.com/GeneralStaff.ua/posts/3", "facebook.com/generalstaff.ua"),
        ("https://m.facebook.com/permalink.php?story_fbid=1&id=77", "facebook.com/77"),
        ("https://www.facebook.com/watch/?v=1", "facebook.com"),
        ("https://vk.com/wall-123_45", "vk.com/-123"),
        ("https://vk.com/video-123_46", "vk.com/-123"),
        ("https://www.youtube.com/@Channel/videos", "youtube.com/channel"),
        ("https://www.youtube.com/watch?v=abc", "youtube.com"),
        ("https://youtu.be/abc", "youtube.com"),
        ("https://www.reuters.com/world/a", "reuters.com"),
        ("https://web.archive.org/web/2022/https://t.me/rybar/5", "t.me/rybar"),
        ("https://isw.pub/abc", "understandingwar.org"),
        ("http://[broken", "http://[broken"),
        ("https://t.me/", "t.me"),
        ("t.me/s/alta", "t.me/alta"),
        ("https://m.example.org/a", "example.org"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_origin(url: str, expected: str) -> None:
    """The account where a network has accounts, else the site; other names and copies of one are one."""
    assert origins.origin(url) == expected


@pytest.mark.parametrize(
    ("notes", "claimants", "expected"),
    [
        (["1 https://t.me/a/1", "2 https://t.me/a/2", "2 https://t.me/b/1", "3"], [], 2),
        (["1 https://twitter.com/a/1", "2 https://x.com/A/2"], ["MoD"], 1),
        (["1"], ["MoD", "governor", "MoD"], 2),
        ([], [], 1),
    ],
)
def test_count(notes: list[str], claimants: list[str], expected: int) -> None:
    """Where the notes give no URL, those whom the text names are counted."""
    assert origins.count(notes, claimants) == expected
