"""Tests of the online geocoder, against a stub on loopback that behaves like a Nominatim, badly too."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from geotracker import workspace
from geotracker.cli import main
from geotracker.errors import FetchError, GazetteerError
from geotracker.fetch import geocoding
from geotracker.geo import gazetteer
from geotracker.geo.online import Geocoder
from tests.loopback import send, serving

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

KNOWN = gazetteer.load()
NEAR_BAKHMUT = {
    "name": "Kvadrativka",
    "display_name": "Kvadrativka, Bakhmut Raion",
    "lat": "48.60",
    "lon": "38.05",
    "class": "place",
    "type": "village",
}
IN_SAMARA = NEAR_BAKHMUT | {"lat": "53.2", "lon": "50.2"}


def answering(*answers: dict[str, Any]) -> Any:
    """Return a server's behaviour: those answers to every question."""
    return lambda handler, _: send(handler, 200, json.dumps(answers).encode(), Content_Type="application/json")


def asker(url: str, folder: Path, **how: Any) -> Geocoder:
    """Return a geocoder that asks the stub, in a hurry."""
    return Geocoder(geocoding.geocoder(url, pause=0.01, **how), folder / "online.json", KNOWN)


def test_an_answer_in_the_region_named_is_taken(tmp_path: Path) -> None:
    """It is sure, says where it is from, and the server is told who asks for what."""
    with serving(answering(NEAR_BAKHMUT)) as asked:
        place = asker(asked.url, tmp_path).place("Kvadrativka", ["Donetsk Oblast"])
    assert (place.lat, place.lon, place.admin1_code, place.confidence) == (48.60, 38.05, "UA-14", "sure")
    assert "OpenStreetMap" in place.reason
    path, headers = asked.requests[0]
    assert "q=Kvadrativka" in path
    assert headers["User-Agent"].startswith("geotracker")


@pytest.mark.parametrize("areas", [["Donetsk Oblast"], ["Ukraine"]])
def test_an_answer_elsewhere_is_not_taken(tmp_path: Path, areas: list[str]) -> None:
    """A namesake in the wrong region or country stays a candidate and gives no point."""
    with serving(answering(IN_SAMARA)) as asked:
        place = asker(asked.url, tmp_path).place("Kvadrativka", areas)
    assert place.lat is None
    assert "1 elsewhere than in" in place.reason
    assert [one.admin1_code for one in place.candidates] == ["RU-SAM"]


def test_several_answers_are_a_guess_that_reaches_to_all(tmp_path: Path) -> None:
    """Where nothing says which, the footprint covers both."""
    with serving(answering(NEAR_BAKHMUT, IN_SAMARA)) as asked:
        place = asker(asked.url, tmp_path).place("Kvadrativka")
    assert place.confidence == "guess"
    assert place.radius_m is not None
    assert place.radius_m > 900_000


@pytest.mark.parametrize("answers", [[], [NEAR_BAKHMUT | {"class": "shop"}]], ids=["empty", "a shop"])
def test_what_is_no_settlement_gives_no_point(tmp_path: Path, answers: list[dict[str, Any]]) -> None:
    """An empty or a useless answer leaves the name unplaced, with the reason."""
    with serving(answering(*answers)) as asked:
        place = asker(asked.url, tmp_path).place("Kvadrativka", ["Donetsk Oblast"])
    assert place.lat is None
    assert place.reason == "the online geocoder knows no such place"


def test_a_question_is_asked_once_for_good(tmp_path: Path) -> None:
    """Another run reads the file, an empty answer included."""
    with serving(answering()) as asked:
        for _ in range(3):
            asker(asked.url, tmp_path).place("Kvadrativka", ["Donetsk Oblast"])
    assert len(asked.requests) == 1


def test_too_many_requests_are_tried_again(tmp_path: Path) -> None:
    """After 429 and 503 the third answer counts."""

    def answer(handler: BaseHTTPRequestHandler, before: int) -> None:
        if before < 2:
            return send(handler, (429, 503)[before])
        return send(handler, 200, json.dumps([NEAR_BAKHMUT]).encode())

    with serving(answer) as asked:
        place = asker(asked.url, tmp_path).place("Kvadrativka", ["Donetsk Oblast"])
    assert place.lat == 48.60
    assert len(asked.requests) == 3


@pytest.mark.parametrize("status", [429, 503, 403])
def test_a_server_that_refuses_is_one_line(tmp_path: Path, status: int) -> None:
    """Nothing is kept, so that a later run asks again."""
    with (
        serving(lambda handler, _: send(handler, status)) as asked,
        pytest.raises(FetchError, match=r"the geocoder does not answer for 'Kvadrativka' .*; try later") as caught,
    ):
        asker(asked.url, tmp_path).place("Kvadrativka")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "online.json").exists()


def test_a_server_that_never_answers_is_left(tmp_path: Path) -> None:
    """After the seconds allowed the fault says so."""
    over = threading.Event()
    with serving(lambda *_: over.wait(10) and None) as asked:
        with pytest.raises(FetchError, match="GeocoderTimedOut"):
            asker(asked.url, tmp_path, seconds=0.05).place("Kvadrativka")
        over.set()


@pytest.mark.parametrize(
    "body", [b"<html>", b"[1]", b'[{"lat": "north", "lon": "1", "display_name": "x"}]', b"[[]]", b'[{"name": "x"}]']
)
def test_an_answer_that_is_no_nominatims_is_one_line(tmp_path: Path, body: bytes) -> None:
    """A page of a portal in between is no answer, nor is a list of other things."""
    with (
        serving(lambda handler, _: send(handler, 200, body)) as asked,
        pytest.raises(FetchError, match="does not answer"),
    ):
        asker(asked.url, tmp_path).place("Kvadrativka")


def test_a_damaged_file_of_answers_is_named(tmp_path: Path) -> None:
    """It is not thrown away silently: it may hold a day's asking."""
    (tmp_path / "online.json").write_text("{", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"online\.json: the answers kept are damaged"):
        asker("http://127.0.0.1:9", tmp_path).place("Kvadrativka")


@pytest.mark.parametrize("name", ["", "😀", "x" * 10_000])
def test_what_is_no_name_is_not_asked(tmp_path: Path, name: str) -> None:
    """Emoji and ten thousand letters never leave the machine."""
    with serving(answering()) as asked:
        assert asker(asked.url, tmp_path).place(name).lat is None
    assert asked.requests == []


def test_requests_are_a_second_apart() -> None:
    """The pause that the policy asks for is the one that is used unless told otherwise."""
    assert geocoding.PAUSE_S == 1.0


def test_place_asks_only_when_told(tmp_path: Path) -> None:
    """`place` stays offline; `place --online` shows the answer and keeps it in the workspace."""
    root = tmp_path / "ws"
    workspace.create(root)
    runner = CliRunner()
    with serving(answering(NEAR_BAKHMUT)) as asked:
        offline = runner.invoke(main, ["-w", str(root), "place", "Kvadrativka", "--region", "Donetsk Oblast"])
        assert asked.requests == []
        words = ["place", "Kvadrativka", "--region", "Donetsk Oblast", "--online", "--server", asked.url]
        online = runner.invoke(main, ["-w", str(root), *words])
    assert "unplaced" in offline.output
    assert "48.60000, 38.05000" in online.output, online.output
    assert (root / "data/online.json").exists()
