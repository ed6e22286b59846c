"""Deadlines for an adapter's replies, and the sentence about one that is late."""

from __future__ import annotations

from time import monotonic
from typing import Final

from simulator.errors import AdapterError, readable
from simulator.ports.protocol.messages import Advance, Call, CallSDK, LifecycleChange, Request, name_of

_TWO_HOURS: Final = 2 * 60 * 60 * 1000
_SLOWEST_SHOWN: Final = 3
_SHORTEST_SHOWN: Final = 0.05
"""Seconds after which a reply counts as slow and is named."""
_MORE_TIME: Final = 6
"""The factor by which to raise the time-out, in the advice."""
_SPANS: Final = (("day", 24 * 60 * 60 * 1000), ("hour", 60 * 60 * 1000), ("minute", 60 * 1000), ("second", 1000))


class LateReplyError(AdapterError):
    """A reply that did not come in time."""

    def __init__(self, message: str, request: Request) -> None:
        super().__init__(message)
        self.request = request


def allowed(request: Request, timeout: float) -> float:
    """Return how many seconds a reply may take where most may take `timeout`.

    An SDK may have something to do in each hour that a step lets pass: for every two hours there is as much time again.
    """
    return timeout * (1 + request.ms // _TWO_HOURS) if isinstance(request, Advance) else timeout


def late(request: Request, seconds: float, begun: str) -> LateReplyError:
    """Return the error of a reply that is not complete after `seconds`; `begun` says how much of it has arrived."""
    return LateReplyError(f"no reply to {described(request)} within {seconds:g} s{begun}", request)


class Waits:
    """The waits for the replies of one scenario; `timeout` is in seconds, for most of them."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._took: list[tuple[Request, float]] = []
        self._begun = 0.0

    def begin(self) -> None:
        """Begin to wait for a reply."""
        self._begun = monotonic()

    def end(self, request: Request) -> None:
        """Record how long the reply to a message took."""
        self._took.append((request, monotonic() - self._begun))

    def explained(self, error: LateReplyError) -> LateReplyError:
        """Return the error, extended by the slowest replies before it and by advice."""
        return LateReplyError(f"{error}; {self._before()}; {_advice(error.request, self._timeout)}", error.request)

    def _before(self) -> str:
        slow = [(request, took) for request, took in self._took if took >= _SHORTEST_SHOWN]
        slowest = sorted(slow, key=lambda one: -one[1])[:_SLOWEST_SHOWN]
        if slowest:
            shown = ", ".join(f"{described(request)} {took:.1f} s" for request, took in slowest)
            return f"the slowest of those before it: {shown}"
        return "those before it were answered at once" if self._took else "it is the first of its scenario"


def _advice(request: Request, timeout: float) -> str:
    longer = f"--timeout {timeout * _MORE_TIME:g}"
    if isinstance(request, Advance) and request.ms >= _TWO_HOURS:
        return (
            "an SDK that polls need not do so each time while days pass (“An SDK that polls” in the adapter protocol); "
            f"one that is only slow gets more time by {longer}"
        )
    return f"if the SDK is only slow, {longer} gives it more time"


def described(request: Request) -> str:
    """Describe a message for people, unlike any other of its kind: `message 7, call track`."""
    return f"message {request.id}, {name_of(request)}{_detail(request)}"


def _detail(request: Request) -> str:
    match request:
        case Call() | CallSDK():
            return f" {readable(request.method)}"
        case LifecycleChange():
            return f" {request.event}"
        case Advance():
            return f" by {_span(request.ms)}"
    return ""


def _span(milliseconds: int) -> str:
    for unit, length in _SPANS:
        if milliseconds >= length and milliseconds % length == 0:
            count = milliseconds // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{milliseconds} ms"
