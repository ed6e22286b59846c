"""What goes wrong on purpose: the backend can be told to misbehave, for all requests or for some."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec

from simulator.errors import UsageError

MOST_FAULTS: Final = 100
"""How many faults a project can have at a time."""

LARGEST: Final = 10**12 - 1
"""The largest number that a fault may say, which is more than any run needs; the wire tells of a delay in 12 digits."""


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

    def check(self) -> None:
        """Raise `UsageError` if this is no fault, or an impossible one."""
        said = sum((self.status is not None or self.body is not None, bool(self.delay), self.cut, self.lose))
        if said != 1:
            raise UsageError("a fault says one of: status and/or body, delay, cut, lose")
        if self.status is not None and not 200 <= self.status <= 599:
            raise UsageError(f"a fault's status is an HTTP status from 200 to 599, not {self.status}")
        if self.delay < 0 or self.more_than < 0 or (self.times is not None and self.times < 1):
            raise UsageError("a fault's delay and more_than are 0 or more, its times 1 or more")
        if max(self.delay, self.more_than, self.times or 0) > LARGEST:
            raise UsageError(f"a fault's delay, more_than and times are {LARGEST} at most")


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
