"""What is said to an adapter in one scenario, and what it answers.

An adapter that says `pipelining` is told one thing after the other; what it answers is heard when it matters.
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
from simulator.ports.connections.connection import Connection, ReportedError, StdioConnection, result_of
from simulator.ports.protocol.messages import REPLIES, Close, Open, Reply, Request, Skip
from simulator.values import JSONObject

Answered = Callable[[Any], None]
"""Takes what the `ok` of a reply holds."""


class SkipError(Exception):
    """The port says that it can't do a scenario."""

    def __init__(self, skip: Skip) -> None:
        super().__init__(skip.reason)
        self.skip = skip


class _Said(NamedTuple):
    """What has been said and not been heard of."""

    request: Request
    #: Whom to tell that it was refused; without, that is raised.
    refused: Refused | None
    answered: Answered | None


def _as_json(one: Request | Reply) -> Any:
    """Return a message as JSON has it; as text, if that can't be read."""
    text = msgspec.json.encode(one)
    try:
        return msgspec.json.decode(text)
    except UNREADABLE:
        return text.decode(errors="backslashreplace")


class Conversation:
    """One scenario's messages. `timeout` is in seconds, for each of them."""

    def __init__(self, connection: Connection, *, pipelining: bool, timeout: float) -> None:
        self._connection = connection
        self._pipeline: Final = connection if pipelining and isinstance(connection, StdioConnection) else None
        self._timeout = timeout
        self._message_id = 1
        self._unheard: deque[_Said] = deque()
        self._heard: list[tuple[str, Request | Reply]] = []

    @property
    def pipelined(self) -> bool:
        """Tell whether there may be more to say before all that was said has been answered."""
        return self._pipeline is not None

    @property
    def transcript(self) -> list[JSONObject]:
        """All that was said, each with its answer behind it, whenever that came."""
        unheard = [("sent", said.request) for said in self._unheard]
        return [{direction: _as_json(one)} for direction, one in (*self._heard, *unheard)]

    def next_id(self) -> int:
        """Return the id of the next message."""
        self._message_id += 1
        return self._message_id

    def say(self, request: Request, *, refused: Refused | None = None, answered: Answered | None = None) -> None:
        """Say something, of which `hear` hears."""
        self._unheard.append(_Said(request, refused, answered))
        if self._pipeline is not None:
            self._pipeline.send(request, timeout=self._timeout)

    def send(self) -> None:
        """Put on its way what has been said."""
        if self._pipeline is not None:
            self._pipeline.flush(timeout=self._timeout)

    def hear(self) -> None:
        """Take the answers to all that has been said.

        Raises `AdapterError` if the adapter fails, `SkipError` if it skips the scenario, and `PortError` if the port
        refuses something and nobody is to be told of it.
        """
        skip: Skip | None = None
        told: Refused | None = None
        while self._unheard:
            said = self._unheard.popleft()
            request = said.request
            # What was said behind an open that is skipped, or in one step with what is refused, is not done.
            void = skip is not None or (told is not None and said.refused is told)
            reply = self._answer(request, void=void)
            if void or reply is None:
                continue
            if type(request) in REPLIES:
                result = result_of(reply, request)
                if said.answered is not None:
                    said.answered(result)
            elif isinstance(request, Open) and reply.skip is not UNSET:
                skip = reply.skip
            elif reply.threw is not UNSET and not isinstance(request, Close):
                if said.refused is None:
                    raise PortError(reply.threw.message)
                told = said.refused
                told(reply.threw.message)
        if skip is not None:
            raise SkipError(skip)

    def _answer(self, request: Request, *, void: bool) -> Reply | None:
        """Return the answer to what was said; none if that was void, and the adapter made nothing of it."""
        self._heard.append(("sent", request))
        try:
            if self._pipeline is not None:
                reply = self._pipeline.receive(request, timeout=self._timeout)
            else:
                reply = self._connection.ask(request, timeout=self._timeout)
        except ReportedError:
            if void:
                return None
            raise
        self._heard.append(("received", reply))
        return reply
