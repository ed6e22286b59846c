"""The messages to an adapter in one scenario, and its replies.

An adapter that says `pipelining` is sent one message after the other, and its replies are read when they matter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import UNSET

from simulator.conformance.reading import UNREADABLE
from simulator.conformance.running.runner import Refused
from simulator.errors import PortError
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.deadlines import LateReplyError, Waits
from simulator.ports.connections.replies import ReportedError, result_of
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol.messages import REPLIES, Close, Open, Reply, Request, Skip
from simulator.values import JSONObject

TakesResult = Callable[[Any], None]
"""Takes what the `ok` of a reply holds."""


class SkipError(Exception):
    """The port says that it can't do a scenario."""

    def __init__(self, skip: Skip) -> None:
        super().__init__(skip.reason)
        self.skip = skip


class _Unanswered(NamedTuple):
    """A message whose reply has not been read."""

    request: Request
    #: Called if it is refused; without it, the refusal is raised.
    refused: Refused | None
    takes_result: TakesResult | None


class Conversation:
    """One scenario's messages, numbered from 2: `hello` was the first. `timeout` is in seconds, for most replies."""

    def __init__(self, connection: Connection, *, pipelining: bool, timeout: float) -> None:
        self._connection = connection
        self._pipeline: Final = connection if pipelining and isinstance(connection, StdioConnection) else None
        self._timeout = timeout
        self._last_id = 1
        self._unanswered: deque[_Unanswered] = deque()
        self._exchanged: list[tuple[str, Request | Reply]] = []
        self._waits = Waits(timeout)

    @property
    def pipelined(self) -> bool:
        """Whether messages may be sent before the replies to earlier ones have been read."""
        return self._pipeline is not None

    @property
    def transcript(self) -> list[JSONObject]:
        """All messages sent, each followed by its reply, whenever that came."""
        unanswered = [("sent", one.request) for one in self._unanswered]
        return [{direction: as_json(one)} for direction, one in (*self._exchanged, *unanswered)]

    def send(
        self, request: Request, *, refused: Refused | None = None, takes_result: TakesResult | None = None
    ) -> None:
        """Number a message and send it; `receive` reads the reply, and calls `refused` or `takes_result`."""
        self._last_id += 1
        numbered = msgspec.structs.replace(request, id=self._last_id)
        self._unanswered.append(_Unanswered(numbered, refused, takes_result))
        if self._pipeline is not None:
            self._pipeline.send(numbered, timeout=self._timeout)

    def flush(self) -> None:
        """Write the messages that are kept to be written together."""
        if self._pipeline is not None:
            self._pipeline.flush(timeout=self._timeout)

    def receive(self) -> None:
        """Read the replies to all messages sent.

        Raises `AdapterError` if the adapter fails, `SkipError` if it skips the scenario, and `PortError` if the port
        refuses a message that was sent without `refused`.
        """
        skip: Skip | None = None
        told: Refused | None = None
        while self._unanswered:
            request, refused, takes_result = self._unanswered.popleft()
            # Messages after a skipped `open`, or after a refusal in the same step, have no effect.
            void = skip is not None or (told is not None and refused is told)
            reply = self._reply_to(request, void=void)
            if void or reply is None:
                continue
            if type(request) in REPLIES:
                result = result_of(reply, request)
                if takes_result is not None:
                    takes_result(result)
            elif isinstance(request, Open) and reply.skip is not UNSET:
                skip = reply.skip
            elif reply.threw is not UNSET and not isinstance(request, Close):
                if refused is None:
                    raise PortError(reply.threw.message)
                told = refused
                told(reply.threw.message)
        if skip is not None:
            raise SkipError(skip)

    def _reply_to(self, request: Request, *, void: bool) -> Reply | None:
        """Return the reply to a message; `None` if the message was void and the adapter reports an error for it."""
        self._exchanged.append(("sent", request))
        self._waits.begin()
        try:
            if self._pipeline is not None:
                reply = self._pipeline.receive(request, timeout=self._timeout)
            else:
                reply = self._connection.ask(request, timeout=self._timeout)
        except ReportedError:
            if void:
                return None
            raise
        except LateReplyError as error:
            raise self._waits.explained(error) from None
        self._waits.end(request)
        self._exchanged.append(("received", reply))
        return reply


def as_json(one: Request | Reply) -> Any:
    """Return a message as JSON has it; as text, if that can't be read."""
    text = msgspec.json.encode(one)
    try:
        return msgspec.json.decode(text)
    except UNREADABLE:
        return text.decode(errors="backslashreplace")
