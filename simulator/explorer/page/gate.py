"""The gate: Host and Origin are checked on HTTP and on the socket, and the page may load nothing from elsewhere."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.backend.http.access import Access
from simulator.errors import quoted

# Vue compiles templates and NiceGUI runs the server's code in the page, so scripts can't be forbidden to do either; but
# nothing comes from, or goes to, any other machine.
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
_HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_FORBIDDEN: Final = 1008


class Gate:
    """Passes on requests from this server's own pages, over HTTP and over the socket, and refuses the rest."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request or one socket, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "http":
            status, reason = refusal
            await PlainTextResponse(reason, status)(scope, receive, _with_headers(send))
        else:
            await send({"type": "websocket.close", "code": _FORBIDDEN, "reason": refusal[1][:120]})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        named: dict[bytes, list[str]] = {b"host": [], b"origin": []}
        for name, value in scope["headers"]:
            if name in named:
                named[name].append(value.decode("latin-1"))
        hosts, origins = named[b"host"], named[b"origin"]
        if len(hosts) != 1 or not self._access.host(hosts[0]):
            name = quoted(hosts[0]) if hosts else "no name at all"
            return 421, f"this server answers to the names of loopback, not to {name}; see --allow-host"
        # Only its own pages: another program's page on loopback has no business here either.
        if any(origin.lower().partition("://")[2] != hosts[0].lower() for origin in origins):
            return 403, f"pages from the origin {quoted(origins[0])} may not use this server"
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_HEADERS]
        await send(message)

    return sending
