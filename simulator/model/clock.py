"""Virtual time: the only clock that the simulator reads."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from simulator.errors import DeviceError
from simulator.values import LATEST, describe, milliseconds

EPOCH: Final = milliseconds(datetime(2018, 9, 18, 12, 0, tzinfo=UTC))
"""The default start of a clock: noon on the documentation's date, in milliseconds since 1970."""


class Timer(msgspec.Struct, order=True):
    """Something to be done at a set time; `cancel` it when its process ends."""

    at: int
    #: No two timers of a clock have the same.
    order: int
    action: Callable[[], None] | None

    def cancel(self) -> None:
        """Forget the action; the time passes without it."""
        self.action = None


class Clock:
    """Milliseconds since 1970 that move only in `advance`; timers fire on the way, in order."""

    def __init__(self, now: int = EPOCH) -> None:
        self.now = now
        self._timers: list[Timer] = []
        self._order = 0

    def call_in(self, delay: int, action: Callable[[], None]) -> Timer:
        """Arm a timer that fires `delay` milliseconds from now."""
        self._order += 1
        timer = Timer(self.now + delay, self._order, action)
        heapq.heappush(self._timers, timer)
        return timer

    def fire_due(self) -> None:
        """Fire the timers that are due at this moment."""
        if self._timers and self._timers[0].at <= self.now:
            self._fire(self.now)

    def advance(self, duration: int) -> int:
        """Let `duration` milliseconds pass, fire the timers that fall due, and return the new time."""
        if not isinstance(duration, int):
            raise DeviceError(f"a duration is a whole number of milliseconds, not {describe(duration)}")
        if duration < 0:
            raise DeviceError(f"time can't run backwards by {-duration} ms; give a duration of 0 or more")
        until = self.now + duration
        if until > LATEST:
            raise DeviceError("time can't go past the year 9999; give a shorter duration")
        self._fire(until)
        return until

    def _fire(self, until: int) -> None:
        """Move to a moment, firing the timers that are due until then."""
        while self._timers and self._timers[0].at <= until:
            timer = heapq.heappop(self._timers)
            # An action may know its timer: let go, so that neither waits for the garbage collector.
            action, timer.action = timer.action, None
            if action is not None:
                self.now = timer.at
                action()
        self.now = until
