"""Access to the server: which host names it answers to, and scripts of which origins may send to it.

Every page that is open in the machine's browser can reach a server on loopback. Scripts of other origins are refused by
their `Origin`; a page whose own name resolves to this machine's address (DNS rebinding) is refused by its `Host`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

import msgspec
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.backend.http.responses import sentence
from simulator.errors import UsageError, quoted
from simulator.wire.transport import DELAY_HEADER, LAST_PORT, TIME_HEADER

_log: Final = logging.getLogger(__name__)

_NAME: Final = r"[^][:/?#@\s]+"
_HOST: Final = re.compile(rf"(\[[0-9a-f:.]+\]|{_NAME})(?::[0-9]{{1,5}})?")
_ORIGIN: Final = re.compile(rf"https?://{_HOST.pattern}")

_REMEMBERED: Final = 64
"""The number of names and addresses whose check is cached: requests repeat the same few."""

_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"vary", b"Origin"),
)
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    # Segment's libraries add X-Retry-Count to a request that they send again.
    "Access-Control-Allow-Headers": f"Content-Type, Content-Encoding, Authorization, X-Retry-Count, {TIME_HEADER}",
    "Access-Control-Max-Age": "600",
    # Chromium asks for it when a page at a public address sends to a private one.
    "Access-Control-Allow-Private-Network": "true",
}


class Access(msgspec.Struct, frozen=True):
    """The host names and origins that are allowed besides those of loopback, in lower case."""

    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()

    @classmethod
    def to(cls, *, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> Access:
        """Return the access that allows these; raise `UsageError` if one is not a host name or not an origin."""
        return cls(frozenset(map(_checked_host, hosts)), frozenset(map(_checked_origin, origins)))

    def host(self, header: str) -> bool:
        """Tell whether the server answers to the value of a request's `Host` header."""
        found = _HOST.fullmatch(header.lower())
        return found is not None and (is_loopback(found[1]) or _bare(found[1]) in self.hosts)

    def origin(self, header: str) -> bool:
        """Tell whether scripts of an origin may send."""
        origin = header.lower()
        found = _ORIGIN.fullmatch(origin)
        return origin in self.origins or (found is not None and is_loopback(found[1]))


@lru_cache(_REMEMBERED)
def is_loopback(host: str) -> bool:
    """Tell whether a host name or an address, in lower case, means this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(_bare(host))
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class Gate:
    """Passes on the requests that `access` allows, answers preflights, and turns uncaught errors into a 500.

    `refused` is called with each request that is not passed on: its scope, the status and the reason.
    """

    def __init__(self, app: ASGIApp, *, access: Access, refused: Callable[[Scope, int, str], None]) -> None:
        self._app = app
        self._access = access
        self._is_host = lru_cache(_REMEMBERED)(access.host)
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request, or refuse it."""
        if scope["type"] != "http":
            return
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        origin = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), None)
        status, reason = self._refusal(hosts, origin)
        answering = _Answering(send, None if reason else origin)
        if reason:
            self._refused(scope, status, reason)
            await sentence(scope["path"], status, reason)(scope, receive, answering)
        elif scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, answering)
        else:
            await self._pass(scope, receive, answering)

    def _refusal(self, hosts: list[bytes], origin: str | None) -> tuple[int, str]:
        """Return the status and the reason for a request that is refused; an empty reason for one that is not."""
        if len(hosts) != 1 or not self._is_host(hosts[0].decode("latin-1")):
            name = quoted(hosts[0].decode("latin-1")) if hosts else "no name at all"
            return 421, f"this server answers to the names of loopback, not to {name}; see --allow-host"
        if origin is not None and not self._access.origin(origin):
            return 403, f"pages from the origin {quoted(origin)} may not send here; see --allow-origin"
        return 200, ""

    async def _pass(self, scope: Scope, receive: Receive, answering: _Answering) -> None:
        try:
            await self._app(scope, receive, answering)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets a sentence and the server goes on.
            _log.error("%s %s: %s: %s", scope["method"], scope["path"], type(error).__name__, error)
            _log.debug("the traceback", exc_info=error)
            if not answering.started:
                answer = sentence(scope["path"], 500, "the server failed; this is a bug in devicemode")
                await answer(scope, receive, answering)


class _Answering:
    """Sends an answer with the headers that all answers have."""

    def __init__(self, send: Send, origin: str | None) -> None:
        self._send = send
        self._origin = origin
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            own = {name for name, _ in message["headers"]}
            headers = [*message["headers"], *(one for one in _HEADERS if one[0] not in own)]
            if self._origin is not None:
                headers.append((b"access-control-allow-origin", self._origin.encode("latin-1")))
                headers.append((b"access-control-expose-headers", DELAY_HEADER.encode("ascii")))
            message["headers"] = headers
        await self._send(message)


def _checked_host(name: str) -> str:
    host = _bare(name.lower())
    try:
        return str(ip_address(host))
    except ValueError:
        if re.fullmatch(_NAME, host):
            return host
    raise UsageError(f"an allowed host is a name or an address without a port, not {quoted(name)}")


def _checked_origin(origin: str) -> str:
    lower = origin.lower().removesuffix("/")
    # Browsers leave out the scheme's default port.
    lower = lower.removesuffix(":80" if lower.startswith("http:") else ":443")
    found = _ORIGIN.fullmatch(lower)
    _, _, port = lower.rpartition(":")
    if lower != "null" and (found is None or (port.isdigit() and int(port) > LAST_PORT)):
        raise UsageError(
            f"an allowed origin is like https://shop.example or http://192.168.1.7:3000, or null, not {quoted(origin)}"
        )
    return lower


def _bare(host: str) -> str:
    return host.removeprefix("[").removesuffix("]")
