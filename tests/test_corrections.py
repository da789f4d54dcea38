"""Corrections: read strictly, written without touching what else stands in the file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geotracker import corrections
from geotracker.corrections import Correction
from geotracker.errors import CorrectionError

if TYPE_CHECKING:
    from pathlib import Path

EDIT = Correction(event="m1", action="edit", reason="the other one", lat=49.7, lon=37.6, by="N. K.")
DROP = Correction(event="m2", action="drop", reason="a novel", at=date(2025, 1, 21))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a corrections file would lie."""
    return tmp_path / "corrections.toml"


def test_what_is_written_is_read(path: Path) -> None:
    """Every key of every action; no file is no correction."""
    every = [
        EDIT,
        DROP,
        Correction(event="m3", action="merge", reason='one "thing" \\ \n two lines \x7f', into="m1"),
        Correction(event="m4", action="split", reason="two", mentions=("m5", "m6")),
        Correction(event="m7", action="edit", reason="r", start=date(2025, 1, 2), end=date(2025, 1, 3), disputed=False),
        Correction(event="m8", action="ok", reason="read"),
    ]
    assert corrections.load(path) == []
    assert corrections.write(path, every)
    assert corrections.load(path) == every
    assert not corrections.write(path, every)


def test_what_a_hand_wrote_stays(path: Path) -> None:
    """Comments and the other corrections are as they were; the one of the same event is replaced whole."""
    path.write_text(
        '# mine\n[[correction]]\nevent = "m1" # why\naction = "drop"\nreason = "x"\n\n'
        '[[correction]]\nevent="m9"\naction="ok"\nreason="y"\n'
    )
    corrections.write(path, [EDIT])
    text = path.read_text()
    assert text.startswith("# mine\n")
    assert "# why" in text
    assert 'event="m9"' in text
    assert corrections.load(path)[0] == EDIT


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[corection]]\n", "did you mean 'correction'"),
        ("correction = 1\n", r"\[\[correction\]\]"),
        ("[[correction]\n", "as TOML"),
        ('[[correction]]\naction = "drop"\nreason = "x"\n', "correction 1: the key 'event' is missing"),
        ('[[correction]]\nevent = "m1"\naction = "drop"\n', "event 'm1'.*'reason' is missing"),
        ('[[correction]]\nevent = "m1"\naction = "drop"\nreason = ""\n', "'reason' is missing or empty"),
        ('[[correction]]\nevent = "m1"\naction = "dorp"\nreason = "x"\n', "did you mean 'drop'"),
        ('[[correction]]\nevent = "m1"\naction = "drop"\nreason = "x"\nlat = 1\n', "'lat' has no place"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nplaec = "y"\n', "did you mean 'place'"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\n', "none of the keys"),
        ('[[correction]]\nevent = "m1"\naction = "place"\nreason = "x"\nplace = "y"\n', "lat and lon are not given"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nlat = 91\nlon = 1\n', "between -90 and 90"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nlat = nan\nlon = 1\n', "lat is nan"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nlat = 1\n', "only given together"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nstart = "soon"\n', "not a day"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nend = 2025-01-01\n', "without start"),
        (
            '[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nstart = 2025-01-02\nend = 2025-01-01\n',
            "before start",
        ),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\nevidence = "claim"\n', "did you mean 'claimed'"),
        ('[[correction]]\nevent = "m1"\naction = "split"\nreason = "x"\nmentions = "m2"\n', "not a list of ids"),
        ('[[correction]]\nevent = "m1"\naction = "edit"\nreason = "x"\ndisputed = "no"\n', "not true or false"),
        ('[[correction]]\nevent = "m1"\nactoin = "drop"\nreason = "x"\n', "'actoin' is not known.*mean 'action'"),
        ('[[correction]]\nevent = "m1"\naction = "merge"\nreason = "x"\ninto = "m1"\n', "'m1', the event itself"),
        ('[[correction]]\nevent = "m1"\naction = "ok"\nreason = "x"\n' * 2, "corrected twice"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(path: Path, text: str, named: str) -> None:
    """The file, the correction and the key, in one line."""
    path.write_text(text)
    with pytest.raises(CorrectionError, match=named) as refused:
        corrections.load(path)
    assert str(path) in str(refused.value)


def test_a_second_look_adds_to_the_first() -> None:
    """New values win, old ones stay, and "ok" confirms what was corrected."""
    again = Correction(event="e1", action="edit", reason="date too", start=date(2025, 1, 2))
    both = corrections.over(EDIT, again)
    assert (both.event, both.lat, both.start, both.reason) == ("m1", 49.7, date(2025, 1, 2), "date too")
    assert corrections.over(EDIT, Correction(event="e1", action="ok", reason="read")) == EDIT
    assert corrections.over(EDIT, DROP) == Correction(event="m1", action="drop", reason="a novel", at=date(2025, 1, 21))


def test_what_matches_nothing_is_named() -> None:
    """An unknown id, a merge across too long a time, a split that parts nothing."""
    events = {"m1": "m1", "m2": "m1", "m3": "m3"}
    assert corrections.unmatched([EDIT], events) == []
    assert "'m9'" in corrections.unmatched([Correction(event="m9", action="drop", reason="x")], events)[0]
    far = Correction(event="m1", action="merge", reason="x", into="m3")
    whole = Correction(event="m1", action="split", reason="x", mentions=("m2",))
    assert len(corrections.unmatched([far, whole], events)) == 2
    assert corrections.unmatched([far, whole], {"m1": "m1", "m2": "m2", "m3": "m1"}) == []


def test_a_day_after_its_report_is_named() -> None:
    """An event cannot begin after the report that tells of it."""
    late = Correction(event="m1", action="edit", reason="x", start=date(2025, 1, 21))
    told = {"m1": "2025-01-20"}
    (line,) = corrections.unmatched([late], {"m1": "m1"}, told_on=told)
    assert "start is 2025-01-21, after the report of 2025-01-20" in line
    assert corrections.unmatched([late], {"m1": "m1"}, told_on={"m1": "2025-01-21"}) == []
