"""An endpoint: how a request is opened and read, what it may hold, how a refusal is worded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec

from simulator.backend.ingestion.editions import OF_2018, Edition
from simulator.backend.ingestion.events import Event
from simulator.backend.ingestion.faults import Fault
from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.backend.keeping.entities import UsermapRequest
from simulator.wire import requests as wire
from simulator.wire.requests import Answer, Request


class Intake(msgspec.Struct, kw_only=True):
    """The content of a request that was read and is valid."""

    events: Sequence[Event] = ()
    #: The JSON of each event, on one line.
    written: Sequence[bytes] = ()
    #: How the events are understood.
    edition: Edition = OF_2018
    mappings: list[UsermapRequest] = []
    deletions: list[str] = []
    sender: str
    version: int | None = None
    upload_time: int | None = None
    answer: str = wire.ACCEPTED

    @property
    def count(self) -> int:
        """The number of items it holds."""
        return len(self.events) + len(self.mappings) + len(self.deletions)


class Opened(NamedTuple):
    """A request whose API key is known."""

    key: str
    #: Reads the rest within limits, at a time in milliseconds since 1970; raises `RefusedError` if it is not valid.
    read: Callable[[Limits, int], Intake]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint's answers to what it does not take."""

    refusal: Callable[[RefusedError], Answer]
    #: The answer to a request with these events of which a fault lets nothing be taken.
    fault: Callable[[Fault, Sequence[Event]], Answer]


PLAIN: Final = Wording(refusal=lambda refused: refused.answer, fault=lambda fault, events: fault.answer)
"""The status and one word or sentence, as the endpoints of 2018 have it."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One of Amplitude's endpoints."""

    #: Finds the API key of a request, or raises `RefusedError`.
    open: Callable[[Request], Opened]
    wording: Wording = PLAIN
    #: Whether its requests have a JSON body in place of a form.
    takes_json: bool = False
    #: Whether a body may be compressed.
    takes_gzip: bool = False
    #: Whether a form may be the query of a GET.
    takes_get: bool = False
    #: Bytes that a body may have; `None` leaves it to the limits of the server.
    most_bytes: int | None = None
    #: Events per second that a user or a device may send; `None` for any number.
    per_second: int | None = None

    def limit(self, limits: Limits) -> int:
        """Return the most bytes that a body may have."""
        return limits.body if self.most_bytes is None else min(self.most_bytes, limits.most_body)
