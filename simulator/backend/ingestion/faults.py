"""What goes wrong on purpose: the backend can be told to misbehave, for all requests or for some."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from simulator.errors import UsageError
from simulator.wire import requests as wire
from simulator.wire.requests import Answer

MOST_FAULTS: Final = 100
"""How many faults a project can have at a time."""

LONGEST_DELAY: Final = 24 * 60 * 60 * 1000
"""Milliseconds that an answer may take: a day. A client that has no clock of its own is made to wait for it."""
MOST_COUNTED: Final = 1_000_000
"""The largest number of requests, or of events in one, that a fault may say; no queue holds as many."""
LONGEST_TEXT: Final = 65_536
"""Characters that a fault's body and device id may have; what a client looks at of an answer is no longer."""
BODILESS: Final = (204, 205, 304)
"""The statuses from 200 on whose answers have no body."""
_USUAL_BODIES: Final[Mapping[int, str]] = dict.fromkeys(BODILESS, "") | {
    200: "ok?",
    400: "bad_request",
    413: "payload_too_large",
    429: "too_many_requests",
    500: "internal_error",
    502: "bad_gateway",
    503: "service_unavailable",
    504: "gateway_timeout",
}
"""What is answered with a status if a fault names no body; `error` with any other."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One way to misbehave, and when."""

    #: Take nothing, and answer with this status; 200 needs a `body` to be a fault.
    status: int | None = None
    #: Take nothing, and answer with this body.
    body: str | None = None
    #: Take what comes, and answer after so many milliseconds.
    delay: int = 0
    #: Take nothing, and break the connection off in the middle of the answer.
    cut: bool = False
    #: Take what comes, and break the connection off before the answer.
    lose: bool = False
    #: Only requests with more events than this.
    more_than: int = 0
    #: Only requests to this path.
    path: str | None = None
    #: Only requests with an event of this device.
    device_id: str | None = None
    #: For so many requests; `None` until told otherwise.
    times: int | None = None

    @property
    def takes_nothing(self) -> bool:
        """Whether what comes with the request is not accepted."""
        return self.status is not None or self.body is not None or self.cut

    @property
    def answer(self) -> Answer:
        """What a request gets of which nothing is taken."""
        if self.cut:
            return wire.NO_ANSWER
        status = wire.OK if self.status is None else self.status
        return Answer(status, _USUAL_BODIES.get(status, "error") if self.body is None else self.body)

    def check(self) -> None:
        """Raise `UsageError` if this is no fault, or an impossible one."""
        said = sum((self.status is not None or self.body is not None, bool(self.delay), self.cut, self.lose))
        if said != 1:
            raise UsageError("a fault says one of: status and/or body, delay, cut, lose")
        if self.status is not None and not 200 <= self.status <= 599:
            raise UsageError(f"a fault's status is an HTTP status from 200 to 599, not {self.status}")
        if self.status in BODILESS and self.body:
            raise UsageError(f"an answer with the status {self.status} has no body")
        if not 0 <= self.delay <= LONGEST_DELAY:
            raise UsageError(f"a fault's delay is from 0 to {LONGEST_DELAY} milliseconds, a day, not {self.delay}")
        if not 0 <= self.more_than <= MOST_COUNTED:
            raise UsageError(f"a fault's more_than is from 0 to {MOST_COUNTED} events, not {self.more_than}")
        if self.times is not None and not 1 <= self.times <= MOST_COUNTED:
            raise UsageError(f"a fault's times are from 1 to {MOST_COUNTED}, not {self.times}")
        for name, text in (("body", self.body), ("path", self.path), ("device_id", self.device_id)):
            if text is not None and len(text) > LONGEST_TEXT:
                raise UsageError(f"a fault's {name} has {len(text)} characters; {LONGEST_TEXT} are the most")


class Faults:
    """The faults of one project. The one that was set last and fits a request counts."""

    def __init__(self) -> None:
        self._active: list[tuple[Fault, int | None]] = []

    def set(self, fault: Fault) -> None:
        """Misbehave in one more way; raise `UsageError` for what is no fault, or one too many."""
        fault.check()
        if self.full:
            raise UsageError(f"a project has {MOST_FAULTS} faults at most; clear some first")
        self._active.append((fault, fault.times))

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._active)

    @property
    def full(self) -> bool:
        """Whether there are as many as there can be."""
        return len(self._active) >= MOST_FAULTS

    def clear(self) -> None:
        """Behave."""
        self._active.clear()

    def all(self) -> tuple[Fault, ...]:
        """Return the faults that are left, each with the number of requests that it is still for."""
        return tuple(msgspec.structs.replace(fault, times=left) for fault, left in self._active)

    def next(self, *, path: str, events: int, device_ids: Collection[str]) -> Fault | None:
        """Return the fault that a request meets, and count it."""
        for index in range(len(self._active) - 1, -1, -1):
            fault, left = self._active[index]
            if (
                events >= fault.more_than + (1 if fault.more_than else 0)
                and fault.path in (None, path)
                and (fault.device_id is None or fault.device_id in device_ids)
            ):
                if left == 1:
                    del self._active[index]
                elif left is not None:
                    self._active[index] = (fault, left - 1)
                return fault
        return None
