"""How httpx gets its connections here: to addresses that were checked, and cut off when the time is over."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from geotracker.errors import FetchError
from geotracker.fetch import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LOST = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError)


class Deadline:
    """When the answer to one request must have come whole, however slowly its bytes drip."""

    def __init__(self) -> None:
        """Start with no time at all: `start` gives it."""
        self._end = 0.0

    def start(self, seconds: float) -> None:
        """Give so many seconds from now on."""
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Return the shorter of the time that is left and `timeout`; httpcore.ReadTimeout where none is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            message = "the time allowed for it is over"
            raise httpcore.ReadTimeout(message)
        return left if timeout is None else min(left, timeout)


class _Line(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Line(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Lines(httpcore.NetworkBackend):
    def __init__(self, allowed: Callable[[str, int], list[str]], deadline: Deadline) -> None:
        self._allowed, self._deadline, self._inner = allowed, deadline, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        lost: Exception | None = None
        for address in self._allowed(host, port):
            left = self._deadline.left(timeout)
            try:
                line = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as fault:
                lost = fault
                continue
            return _Line(line, self._deadline)
        raise lost or httpcore.ConnectError(host)


class _Body(httpx.SyncByteStream):
    def __init__(self, url: str, inner: Iterable[bytes]) -> None:
        self._url, self._inner = url, inner

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._inner
        except _LOST as fault:
            raise _told(self._url, fault) from fault

    def close(self) -> None:
        close = getattr(self._inner, "close", None)
        if close is not None:
            close()


class Transport(httpx.BaseTransport):
    """Carries httpx's requests: TLS verified against the host's name, each on a connection of its own."""

    def __init__(self, *, private: bool, deadline: Deadline, ask: addresses.Lookup = addresses.lookup) -> None:
        """Let requests go to private addresses only with `private`; `ask` looks up a host's addresses."""
        self._lines = _Lines(lambda host, port: addresses.allowed(host, port, private=private, ask=ask), deadline)
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def _pool(self, scheme: str) -> httpcore.ConnectionPool:
        """Return the connections of a scheme: the authorities' certificates are read where they are needed first."""
        if scheme not in self._pools:
            context = httpx.create_ssl_context() if scheme == "https" else None
            self._pools[scheme] = httpcore.ConnectionPool(
                ssl_context=context, max_keepalive_connections=0, network_backend=self._lines
            )
        return self._pools[scheme]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; httpx.TransportError where the connection is lost, FetchError where it must not be made."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = self._pool(url.scheme).handle_request(asked)
        except _LOST as fault:
            raise _told(str(url), fault) from fault
        stream = _Body(str(url), answer.stream)  # type: ignore[arg-type]  # of a pool that is not async, so it can be iterated
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)

    def close(self) -> None:
        """Close what is open."""
        for pool in self._pools.values():
            pool.close()


def _told(url: str, fault: Exception) -> Exception:
    """Return the fault as those who fetch know it: a certificate that does not fit will not fit a moment later."""
    cause = fault.__cause__ or fault.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchError(f"{url}: its certificate is not valid: {cause.verify_message}")
    return httpx.TransportError(f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__)
