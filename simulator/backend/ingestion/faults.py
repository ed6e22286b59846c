"""Faults: deliberate misbehaviour of the backend, for all requests or for some."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Literal

import msgspec

from simulator.errors import UsageError
from simulator.wire import requests as wire
from simulator.wire.requests import Answer

MOST_FAULTS: Final = 100
"""The most faults that a project may have at a time."""

LONGEST_DELAY: Final = 24 * 60 * 60 * 1000
"""Milliseconds that a fault may delay an answer: a day. A client without a simulated clock really waits."""
MOST_COUNTED: Final = 1_000_000
"""The largest number of requests, or of events in a request, that a fault may name; no queue holds more."""
LONGEST_TEXT: Final = 65_536
"""Characters that a fault's body, path and device id may have; clients read no more of an answer."""
BODILESS: Final = (204, 205, 304)
"""The statuses from 200 up whose answers have no body."""
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
"""The body for a status if a fault names none; `error` for any other."""
Limit = Literal["throttled", "daily_quota", "silenced"]
_LIMITED: Final[Mapping[Limit, int]] = {"throttled": 429, "daily_quota": 429, "silenced": 400}
"""The status for a user or a device that is over a limit."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One way to misbehave, and when."""

    #: Take nothing, and answer with this status; 200 needs a `body` to be a fault.
    status: int | None = None
    #: Take nothing, and answer with this body.
    body: str | None = None
    #: Take everything, and answer after this many milliseconds.
    delay: int = 0
    #: Take nothing, and close the connection in the middle of the answer.
    cut: bool = False
    #: Take everything, and close the connection before the answer.
    lose: bool = False
    #: Take nothing, and answer that users and devices send too much: those named below, or all in the request.
    limit: Limit | None = None
    #: Only requests with more events than this.
    more_than: int = 0
    #: Only requests to this path.
    path: str | None = None
    #: Only requests with an event of this device.
    device_id: str | None = None
    #: Only requests with an event of this user.
    user_id: str | None = None
    #: For this many requests; `None` until it is cleared.
    times: int | None = None

    @property
    def takes_nothing(self) -> bool:
        """Whether nothing in the request is accepted."""
        return self.status is not None or self.body is not None or self.cut or self.limit is not None

    @property
    def answer(self) -> Answer:
        """The answer to a request of which nothing is taken."""
        if self.cut:
            return wire.NO_ANSWER
        status = _LIMITED[self.limit] if self.limit else wire.OK if self.status is None else self.status
        return Answer(status, _USUAL_BODIES.get(status, "error") if self.body is None else self.body)

    def check(self) -> None:
        """Raise `UsageError` if this is not a fault, or an impossible one."""
        answers = self.status is not None or self.body is not None
        kinds = sum((answers, bool(self.delay), self.cut, self.lose, self.limit is not None))
        if kinds != 1:
            raise UsageError("a fault must have exactly one of these: status and/or body, delay, cut, lose, limit")
        if self.status is not None and not 200 <= self.status <= 599:
            raise UsageError(f"a fault's status must be an HTTP status from 200 to 599, not {self.status}")
        if self.status in BODILESS and self.body:
            raise UsageError(f"an answer with the status {self.status} has no body")
        if not 0 <= self.delay <= LONGEST_DELAY:
            raise UsageError(f"a fault's delay must be from 0 to {LONGEST_DELAY} milliseconds, a day, not {self.delay}")
        if not 0 <= self.more_than <= MOST_COUNTED:
            raise UsageError(f"a fault's more_than must be from 0 to {MOST_COUNTED} events, not {self.more_than}")
        if self.times is not None and not 1 <= self.times <= MOST_COUNTED:
            raise UsageError(f"a fault's times must be from 1 to {MOST_COUNTED}, not {self.times}")
        texts = {"body": self.body, "path": self.path, "device_id": self.device_id, "user_id": self.user_id}
        for name, text in texts.items():
            if text is not None and len(text) > LONGEST_TEXT:
                raise UsageError(f"a fault's {name} has {len(text)} characters; at most {LONGEST_TEXT} are allowed")


class Faults:
    """The faults of one project. Of those that fit a request, the one that was set last applies."""

    def __init__(self) -> None:
        self._active: list[tuple[Fault, int | None]] = []

    def set(self, fault: Fault) -> None:
        """Add a fault; raise `UsageError` if it is not a possible one, or there are too many."""
        fault.check()
        if self.full:
            raise UsageError(f"a project may have at most {MOST_FAULTS} faults; clear them first")
        self._active.append((fault, fault.times))

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._active)

    @property
    def full(self) -> bool:
        """Whether there are as many as there may be."""
        return len(self._active) >= MOST_FAULTS

    def clear(self) -> None:
        """Remove all faults."""
        self._active.clear()

    def all(self) -> tuple[Fault, ...]:
        """Return the faults that are left, each with the number of requests that it still applies to."""
        return tuple(msgspec.structs.replace(fault, times=left) for fault, left in self._active)

    def next(
        self, *, path: str, events: int, device_ids: Collection[str], user_ids: Collection[str] = ()
    ) -> Fault | None:
        """Return the fault that applies to a request, if any, and count the request."""
        for index in range(len(self._active) - 1, -1, -1):
            fault, left = self._active[index]
            if (
                events >= fault.more_than + (1 if fault.more_than else 0)
                and fault.path in (None, path)
                and (fault.device_id is None or fault.device_id in device_ids)
                and (fault.user_id is None or fault.user_id in user_ids)
            ):
                if left == 1:
                    del self._active[index]
                elif left is not None:
                    self._active[index] = (fault, left - 1)
                return fault
        return None
