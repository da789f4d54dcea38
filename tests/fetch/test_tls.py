"""Certificates are verified against the host's name, though the connection goes to an address."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from geotracker.errors import FetchError
from geotracker.fetch import bodies
from geotracker.fetch.door import Answer, Door
from geotracker.fetch.manners import Grounds, host_of
from tests.loopback import send, serving
from tests.publisher import HURRIED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Return an authority that is trusted for the time of the test."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


@contextmanager
def secure(certificate: trustme.LeafCert) -> Iterator[str]:
    """Serve a page over TLS and yield its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with serving(lambda handler, _: send(handler, 200, b"A line.", Content_Type="text/plain"), context) as asked:
        yield f"{asked.url.replace('http://127.0.0.1', 'https://reports.example')}/a"


def get(folder: Path, url: str) -> Answer:
    """Return what the door brings from a host whose name leads to loopback."""
    with Door(folder / "cache", "me@example.org", HURRIED, ask=lambda *_: ["127.0.0.1"]) as door:
        return door.get(url, bodies.REPORT, Grounds(frozenset({host_of(url)}), private=True))


def test_a_certificate_for_the_name_is_accepted(tmp_path: Path, authority: trustme.CA) -> None:
    """The name is what counts, not the address."""
    with secure(authority.issue_cert("reports.example")) as url:
        assert get(tmp_path, url).body == b"A line."


def test_a_certificate_for_another_name_is_refused(tmp_path: Path, authority: trustme.CA) -> None:
    """At once: it will be no better a moment later."""
    with (
        secure(authority.issue_cert("elsewhere.example", "127.0.0.1")) as url,
        pytest.raises(FetchError, match=r"certificate is not valid: Hostname mismatch") as fault,
    ):
        get(tmp_path, url)
    assert "tried" not in str(fault.value)


def test_a_certificate_of_nobody_known_is_refused(tmp_path: Path) -> None:
    """One that its owner has signed himself, or an authority that is not trusted."""
    with (
        secure(trustme.CA().issue_cert("reports.example")) as url,
        pytest.raises(FetchError, match=r"certificate is not valid: unable to get local issuer|self.signed"),
    ):
        get(tmp_path, url)


def test_a_certificate_that_has_run_out_is_refused(tmp_path: Path, authority: trustme.CA) -> None:
    """The reason is named."""
    past = datetime.now(UTC) - timedelta(days=1)
    with (
        secure(authority.issue_cert("reports.example", not_after=past)) as url,
        pytest.raises(FetchError, match="certificate has expired"),
    ):
        get(tmp_path, url)
