"""A notice says whose a file is and who may see it."""

from __future__ import annotations

from datetime import date

from geotracker.notice import PLACES, PRIVATE, PUBLIC, Notice


def test_a_file_is_a_private_working_copy_unless_it_is_published() -> None:
    """Both name GeoNames, whose licence asks for it."""
    assert PRIVATE in Notice().text
    assert Notice().told["status"] == PRIVATE
    published = Notice(public=True)
    assert PUBLIC in published.text
    assert PRIVATE not in published.text
    assert PLACES in published.short


def test_a_notice_tells_what_it_knows_and_nothing_empty() -> None:
    """Day, reports and what was left out, in one line too."""
    notice = Notice(made=date(2025, 1, 20), reports=("2025-01-20-a",), left_out=("2 events held back",))
    assert notice.told["made"] == "2025-01-20"
    assert notice.told["reports"] == ["2025-01-20-a"]
    assert "left_out: 2 events held back. reports: 2025-01-20-a." in notice.text
    assert "\n" not in notice.text
    assert set(Notice().told) == {"title", "status", "attribution"}
