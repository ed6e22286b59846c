"""An adapter in Python: reads messages, calls a method for each, and writes the replies.

Subclass `Adapter` and end with `serve(MyAdapter())`.
"""

from __future__ import annotations

import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import IO, Any

import msgspec

from simulator.conformance.reading import UNREADABLE
from simulator.errors import LINES, printable, readable
from simulator.ports.protocol import messages
from simulator.ports.protocol.messages import (
    AnyRequest,
    Drained,
    Problem,
    Reply,
    Skip,
    Threw,
    Welcome,
)


class ThrewError(Exception):
    """Raise it when the port refuses a call: that's a result, not a failure of the adapter."""


class SkippedError(Exception):
    """Raise it from `open` for a scenario that the port can't do; `issue` is the address where that is tracked."""

    def __init__(self, reason: str, issue: str = "") -> None:
        super().__init__(reason)
        self.issue = issue


class Adapter(ABC):
    """The methods that a port's author fills in. One with a default is called only if its capability is claimed."""

    @abstractmethod
    def hello(self) -> Welcome:
        """Return what the port is and can do."""

    @abstractmethod
    def open(self, request: messages.Open) -> None:
        """Begin a scenario, or add another app to it."""

    @abstractmethod
    def call(self, request: messages.Call) -> None:
        """Call a method of Segment's library."""

    @abstractmethod
    def drain(self, request: messages.Drain) -> Drained:
        """Wait until every app is idle, and return what was seen."""

    @abstractmethod
    def close(self) -> None:
        """End the scenario and forget everything about it."""

    def call_sdk(self, request: messages.CallSDK) -> None:
        """Call a method of Amplitude's SDK."""
        raise NotImplementedError

    def advance(self, request: messages.Advance) -> None:
        """Let time pass."""
        raise NotImplementedError

    def lifecycle(self, request: messages.LifecycleChange) -> None:
        """Take the app through a change of its lifecycle."""
        raise NotImplementedError

    def device(self, request: messages.DeviceChange) -> None:
        """Change what the app reads off its device."""
        raise NotImplementedError

    def page(self, request: messages.Page) -> None:
        """Load another page."""
        raise NotImplementedError

    def load_sdk(self, request: messages.LoadSDK) -> None:
        """Let the Amplitude SDK arrive."""
        raise NotImplementedError

    def deliver_settings(self, request: messages.DeliverSettings) -> None:
        """Let Segment's settings arrive."""
        raise NotImplementedError


_METHODS: dict[type[Any], Callable[[Adapter, Any], Any]] = {
    messages.Hello: lambda adapter, request: adapter.hello(),
    messages.Open: lambda adapter, request: adapter.open(request),
    messages.Call: lambda adapter, request: adapter.call(request),
    messages.CallSDK: lambda adapter, request: adapter.call_sdk(request),
    messages.Advance: lambda adapter, request: adapter.advance(request),
    messages.LifecycleChange: lambda adapter, request: adapter.lifecycle(request),
    messages.DeviceChange: lambda adapter, request: adapter.device(request),
    messages.Page: lambda adapter, request: adapter.page(request),
    messages.LoadSDK: lambda adapter, request: adapter.load_sdk(request),
    messages.DeliverSettings: lambda adapter, request: adapter.deliver_settings(request),
    messages.Drain: lambda adapter, request: adapter.drain(request),
    messages.Close: lambda adapter, request: adapter.close(),
}


def reply(adapter: Adapter, request: AnyRequest) -> Reply:
    """Return the reply to one message."""
    try:
        result = _METHODS[type(request)](adapter, request)
    except ThrewError as threw:
        return Reply(id=request.id, threw=Threw(message=str(threw)))
    except SkippedError as skipped:
        return Reply(id=request.id, skip=Skip(reason=str(skipped), issue=skipped.issue))
    except NotImplementedError:
        message = f"the adapter does not know the message {messages.name_of(request)}"
        return Reply(id=request.id, error=Problem(message=message))
    except Exception as error:  # noqa: BLE001 — whatever goes wrong in the adapter is reported to the harness
        return Reply(id=request.id, error=Problem(message=_written(error), trace=_trace()))
    return Reply(id=request.id, ok={} if result is None else result)


def serve(adapter: Adapter, source: IO[bytes] | None = None, sink: IO[bytes] | None = None) -> None:
    """Answer messages line by line until `bye` or the end of the input."""
    source, sink = source or sys.stdin.buffer, sink or sys.stdout.buffer
    decoder: msgspec.json.Decoder[AnyRequest] = msgspec.json.Decoder(AnyRequest)
    encoder = msgspec.json.Encoder()
    for line in source:
        try:
            request = decoder.decode(line)
        except UNREADABLE as error:
            answer = Reply(id=_id_of(line), error=Problem(message=f"the message can't be read: {readable(error)}"))
        else:
            if isinstance(request, messages.Bye):
                return
            answer = reply(adapter, request)
        try:
            written = encoder.encode(answer)
        except Exception as error:  # noqa: BLE001 — an adapter may return anything
            message = f"the reply can't be written as JSON: {readable(error)}"
            written = encoder.encode(Reply(id=answer.id, error=Problem(message=message)))
        try:
            sink.write(written + b"\n")
            sink.flush()
        except OSError:
            # The harness has gone.
            return


def _id_of(line: bytes) -> int:
    try:
        return msgspec.json.decode(line, type=messages.AnyID).id
    except UNREADABLE:
        return 0


def _written(error: Exception) -> str:
    return f"{type(error).__name__}: {readable(error)}"


def _trace() -> str:
    return printable(traceback.format_exc(limit=-8), keep=LINES)
