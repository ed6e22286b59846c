"""Requests over HTTP, by httpx: to the backend's server, or to whatever a test puts in its place."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import Final
from urllib.parse import urlencode

import httpx

from simulator.wire.requests import NO_ANSWER, Answer, Request, Wire

TIME_HEADER: Final = "X-Devicemode-Time"
"""Milliseconds since 1970 on the sender's clock: a delay is reported to such a sender, which need not wait for it."""
DELAY_HEADER: Final = "X-Devicemode-Delay"
"""Milliseconds of the sender's clock that the answer takes."""

LAST_PORT: Final = 65_535
"""The last port of an address."""

LONGEST_ANSWER: Final = 64 * 1024
"""The most bytes of an answer's body that are read; Amplitude's answers are one word."""

PATIENCE: Final = 30.0
"""Seconds of the machine's clock until a request is given up, however slowly its answer arrives."""

_FORM: Final = "application/x-www-form-urlencoded; charset=UTF-8"
_JSON: Final = "application/json"


class HTTPWire:
    """A wire over HTTP.

    `base_url` may have a path, below which Amplitude's endpoints are. It can use any httpx transport, which then
    belongs to this wire and is closed with it.
    """

    def __init__(self, base_url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self._base = base_url.rstrip("/")
        # Not the machine's proxy and credentials: requests go to the given address. Certificates take long to load, and
        # a loopback server needs none.
        self._client = httpx.Client(
            transport=transport, timeout=PATIENCE, trust_env=False, verify=self._base.startswith("https:")
        )

    def __call__(self, request: Request) -> Answer:
        """Post a request; an incomplete answer counts as none."""
        return self._post(self._base, request)

    def under(self, path: str) -> Wire:
        """Return a wire for everything below a path, over the same connections."""
        return partial(self._post, self._base + path)

    def _post(self, base: str, request: Request) -> Answer:
        deadline = monotonic() + PATIENCE
        try:
            with self._client.stream(
                "POST",
                base + request.path,
                content=_content(request),
                headers=_headers(request),
                auth=request.auth,
            ) as response:
                body = _body(response, deadline)
        except httpx.TransportError:
            return NO_ANSWER
        if body is None:
            return NO_ANSWER
        return Answer(response.status_code, body.decode("utf-8", "replace"), _delay(response))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _content(request: Request) -> bytes:
    return request.json or urlencode(request.fields).encode()


def _headers(request: Request) -> dict[str, str]:
    headers = {"Content-Type": _FORM if request.fields else _JSON}
    if request.encoding:
        headers["Content-Encoding"] = request.encoding
    if request.ip:
        headers["X-Forwarded-For"] = request.ip
    if request.time is not None:
        headers[TIME_HEADER] = str(request.time)
    return headers


def _body(response: httpx.Response, deadline: float) -> bytes | None:
    """Read an answer's body, or its beginning if it is endless; `None` if it does not arrive in time."""
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) >= LONGEST_ANSWER:
            break
        if monotonic() > deadline:
            return None
    return body[:LONGEST_ANSWER]


def _delay(response: httpx.Response) -> int:
    milliseconds = response.headers.get(DELAY_HEADER, "")
    return int(milliseconds) if milliseconds.isascii() and milliseconds.isdigit() and len(milliseconds) <= 12 else 0
