"""An adapter that is an HTTP server: each message is POSTed to its address."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Iterable
from math import inf
from time import monotonic
from typing import Any, Final
from urllib.parse import unquote

import httpcore
import httpx
import msgspec

from simulator.errors import AdapterError, readable
from simulator.ports.connections.deadlines import allowed, late
from simulator.ports.connections.replies import LONGEST_REPLY, read_reply, shown
from simulator.ports.protocol.messages import Close, Open, Reply, Request

_CHUNK: Final = 16 * 1024
"""Bytes that are written before the deadline is checked again."""


class HTTPConnection:
    """An adapter at an address.

    The server outlives the connection, so `close` ends a scenario that was abandoned halfway. Raises `AdapterError`
    if the address is not valid.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            request = httpx.Request("POST", url, headers={"Content-Type": "application/json"})
            self._address = httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            )
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise self._unusable(error, fatal=True) from None
        self._headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
        if request.url.userinfo:
            credentials = b64encode(unquote(request.url.userinfo.decode()).encode())
            self._headers.append((b"Authorization", b"Basic " + credentials))
        self._network = _Network()
        secure = httpx.create_ssl_context(trust_env=False) if request.url.scheme == "https" else None
        self._pool = httpcore.ConnectionPool(ssl_context=secure, max_connections=1, network_backend=self._network)
        self._open_message = 0

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """POST a message and read the reply; `timeout` is in seconds, for the whole exchange."""
        if isinstance(request, Open):
            self._open_message = request.id
        reply = read_reply(self._post(request, timeout), request)
        if isinstance(request, Close):
            self._open_message = 0
        return reply

    def notify(self, request: Request) -> None:
        """POST a message and ignore the reply."""
        try:
            self._post(request, 2)
        except AdapterError:
            # It was asked to end, itself or a scenario; it may well do so before it replies.
            return

    def close(self) -> None:
        """Close the connection, and the scenario if one is open; the server is not ours to stop."""
        if self._open_message:
            self.notify(Close(id=self._open_message))
        self._pool.close()

    def stderr_tail(self) -> str:
        """Return nothing: the server's standard error is elsewhere."""
        return ""

    def _post(self, request: Request, timeout: float) -> bytes:
        content = msgspec.json.encode(request)
        seconds = allowed(request, timeout)
        self._network.deadline = monotonic() + seconds
        headers = [*self._headers, (b"Content-Length", str(len(content)).encode())]
        body = bytearray()
        begun = False
        try:
            with self._pool.stream("POST", self._address, headers=headers, content=content) as response:
                begun = True
                for chunk in response.iter_stream():
                    body += chunk
                    if len(body) > LONGEST_REPLY:
                        raise AdapterError(f"a reply has more than {LONGEST_REPLY >> 20} MiB")
        except httpcore.ConnectError as error:
            raise AdapterError(f"there is no adapter at {self._url}: {readable(error)}", fatal=True) from None
        except httpcore.TimeoutException:
            raise late(request, seconds, "; a part of it arrived" if begun else "; nothing arrived") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, UnicodeError) as error:
            raise self._unusable(error) from None
        if response.status >= 400:
            raise AdapterError(f"the adapter answers {response.status}: {shown(bytes(body))}")
        return bytes(body)

    def _unusable(self, error: Exception, *, fatal: bool = False) -> AdapterError:
        return AdapterError(f"the adapter at {readable(self._url)} can't be asked: {readable(error)}", fatal=fatal)


class _Network(httpcore.NetworkBackend):
    """Sockets with one deadline for all waits, however often a little data arrives."""

    def __init__(self) -> None:
        self._real = httpcore.SyncBackend()
        self.deadline = inf

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        del timeout
        return _Stream(self._real.connect_tcp(host, port, self.left(), local_address, socket_options), self)

    def left(self) -> float:
        """Return the seconds that are left; raise `httpcore.ReadTimeout` if there are none."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


class _Stream(httpcore.NetworkStream):
    """One socket of such a network."""

    def __init__(self, real: httpcore.NetworkStream, network: _Network) -> None:
        self._real = real
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has arrived, or wait for it."""
        del timeout
        return self._real.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write."""
        del timeout
        for at in range(0, len(buffer), _CHUNK):
            self._real.write(buffer[at : at + _CHUNK], self._network.left())

    def close(self) -> None:
        """Close it."""
        self._real.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Start TLS."""
        del timeout
        return _Stream(self._real.start_tls(ssl_context, server_hostname, self._network.left()), self._network)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks for of the real socket."""
        return self._real.get_extra_info(info)
