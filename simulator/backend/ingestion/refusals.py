"""Refusals: the error that carries the answer, and the limits of what one request may hold."""

from __future__ import annotations

import msgspec

from simulator.wire.requests import Answer


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of what one request may hold."""

    #: Bytes of a request's body, where Amplitude documents no limit of the endpoint's own.
    body: int = 4 * 1024 * 1024
    #: Bytes of any request's body, whatever Amplitude documents.
    most_body: int = 20 * 1024 * 1024
    #: Whether the events per second of a user or a device are limited, as the current API documents.
    rates: bool = True
    #: Events, identifications or mappings.
    items: int = 5000
    #: The deepest nesting of objects and lists in an event.
    depth: int = 100
    #: Characters of an event type and of each id. An SDK sends a refused event again and again, and with it everything
    #: that it has queued: no app should come near this.
    text: int = 65_536


class RefusedError(Exception):
    """A refusal of a request, with its answer, and the reason to record."""

    def __init__(self, status: int, body: str, reason: str = "") -> None:
        super().__init__(reason or body)
        self.answer = Answer(status, body)
        self.reason = reason or body
