"""From Segment to Amplitude: the requests that the servers make of a message, and Amplitude's answers.

The rules are those of the simulation (`model.segment.servers`, `model.destinations.server`). Requests go to the backend
in the same process, within the transaction in which the message is kept. One that Amplitude does not answer, or asks to
send again, waits with all that follow it (`model.amplitude.http_api`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import msgspec

from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.outcomes import Arrival, carry_out
from simulator.backend.ingestion.project import Backend
from simulator.documentation.rules import Because
from simulator.errors import StoreError
from simulator.model.amplitude.http_api import TIMEOUT, asks_for_patience
from simulator.model.calls import Message
from simulator.model.clock import Clock
from simulator.model.commands import Warn
from simulator.model.dialects import Dialect
from simulator.model.segment.servers import SegmentServers
from simulator.ports.segment.journal import Delivery, Forwarding
from simulator.ports.segment.sources import Source
from simulator.values import Value
from simulator.wire.requests import Answer, Request

MOST_WAITING: Final = 10_000
"""The most requests that may wait for Amplitude; with more, Segment's servers take nothing either."""

_NOTHING_MADE: Final[Mapping[str, str]] = {
    "page": "none of the settings Track … Pages makes an event of it (rule page.off-by-default)",
    "screen": "none of the settings Track … Pages makes an event of it (rule page.off-by-default)",
    "alias": "the setting Enable Alias is off (rule alias.off-by-default)",
}
"""The reason why nothing is made of a call that the servers may forward."""

FORGOTTEN: Final = 0
"""The number of a message that was kept, and forgotten since."""

Late = Callable[[int, Delivery], None]
"""Takes a delivery that came after its message, of this number, was kept."""


class _Awaited(NamedTuple):
    """A request that has not been answered for good."""

    #: The number of its message; `None` while the message is being kept.
    number: int | None
    because: Because


class Forwarder:
    """Forwards the messages of one source to one project.

    `observe` is called with each request that reached the project; `late` with each delivery of a message later.
    """

    def __init__(
        self,
        source: Source,
        project: Backend,
        *,
        dialect: Dialect,
        ingestion: Ingestion,
        clock: Clock,
        observe: Callable[[Arrival], None],
        late: Late,
    ) -> None:
        self._source = source
        self._project = project
        self._ingestion = ingestion
        self._observe = observe
        self._late = late
        self._awaited: deque[_Awaited] = deque()
        #: The deliveries so far of the message that is being forwarded.
        self._made: list[Delivery] = []
        self._servers = SegmentServers(
            dialect.server(source.settings, source=source.platform), clock=clock, wire=self._carry, mode=source.mode
        )

    @property
    def full(self) -> bool:
        """Whether no more requests may wait."""
        return len(self._awaited) >= MOST_WAITING

    def forward(self, message: Message, *, number: int | None = None, done: int = 0) -> Forwarding:
        """Send Amplitude the requests that a message makes; return their outcome.

        `number` is that of a message that was kept earlier, and `done` how many of its requests were answered then.
        """
        servers = self._servers
        # Rule segment.message.destinations.
        nowhere = servers.held_back(message)
        commands = servers.map(message)
        warnings = tuple(command.text for command in commands if isinstance(command, Warn))
        requests = [command for command in commands if not isinstance(command, Warn)][done:]
        if not requests:
            kind = message.call.method
            return Forwarding(nowhere=nowhere or _NOTHING_MADE.get(kind, "nothing is made of it"), warnings=warnings)
        before = len(self._awaited)
        self._made = []
        for command in requests:
            self._awaited.append(_Awaited(number, command.because))
            servers.perform(command)
        for kept in (servers.commands, servers.events, servers.warnings):
            kept.clear()
        return Forwarding(deliveries=tuple(self._made), waiting=len(self._awaited) - before, warnings=warnings)

    def numbered(self, number: int) -> None:
        """Give the waiting requests of a new message the number under which it was kept."""
        self._awaited = deque(one._replace(number=number) if one.number is None else one for one in self._awaited)

    def forget_numbers(self) -> None:
        """Drop the outcomes of waiting requests from now on: their messages have been forgotten."""
        self._awaited = deque(one._replace(number=FORGOTTEN) for one in self._awaited)

    def _carry(self, request: Request) -> Answer:
        """Carry a request to the project, as the wire of Segment's servers."""
        decision = self._ingestion.decide(request, self._project)
        try:
            [arrival] = carry_out([decision])
        except StoreError as error:
            return Answer(503, str(error))
        self._observe(arrival)
        answer = decision.answer
        if asks_for_patience(answer) or answer.delay > TIMEOUT:
            return answer
        try:
            self._note(_delivery(request, arrival, self._awaited[0].because))
        except StoreError as error:
            # Sent again, it counts once, and is noted then.
            return Answer(503, str(error))
        self._awaited.popleft()
        return answer

    def _note(self, made: Delivery) -> None:
        """Note the outcome of the request that has waited longest."""
        number = self._awaited[0].number
        if number is None:
            self._made.append(made)
        elif number != FORGOTTEN:
            self._late(number, made)


def _delivery(request: Request, arrival: Arrival, because: Because) -> Delivery:
    upload = arrival.upload
    new, kept = arrival.taken
    return Delivery(
        path=request.path,
        sent=_sent(request),
        because=because,
        status=upload.status,
        answer=upload.answer,
        outcome="refused" if upload.reason else "sent before" if new and not kept else "taken",
        reason=upload.reason,
        user=kept[0].user if kept else None,
        revenue=kept[0].revenue if kept else 0.0,
    )


def _sent(request: Request) -> Value:
    """Return what a request carries, as JSON."""
    if request.json:
        return msgspec.json.decode(request.json)
    return next((msgspec.json.decode(text) for name, text in request.fields.items() if name != "api_key"), None)
