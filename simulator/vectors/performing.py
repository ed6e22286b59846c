"""The vector of one case: the harness performs it on the reference and records its messages and what the port makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby
from typing import Final, Literal

import msgspec
from msgspec import UNSET

from simulator.backend import Backend, wire_of
from simulator.conformance.judging.expectations import Expectation, ExpectDeviceId
from simulator.conformance.language import actions
from simulator.conformance.language.cases import Case, CaseStep
from simulator.conformance.running.runner import Performance
from simulator.conformance.subject import PortInfo
from simulator.documentation.platforms import PLATFORMS
from simulator.documentation.rules import Because
from simulator.errors import UsageError
from simulator.model.clock import EPOCH
from simulator.model.commands import Command, Warn
from simulator.model.dialects import DialectName
from simulator.model.sources import App, ServerSource
from simulator.ports.connections.replies import read_reply
from simulator.ports.protocol import messages, serving
from simulator.ports.protocol.capabilities import CAPABILITIES, LEVELS, needs
from simulator.ports.protocol.messages import PROTOCOL, Reply, Request, Welcome
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target.port_target import PortTarget
from simulator.values import JSONObject, Value
from simulator.vectors.form import Made, MadeCommand, MadeEvent, Sent, Step, Vector
from simulator.vectors.markers import Names, expected, marked_expectation, marked_fields
from simulator.vectors.repeats import folded
from simulator.wire.events import LoggedEvent

BEGINS: Final = EPOCH
"""The start of every case, in milliseconds since 1970."""
AMPLITUDE: Final = "https://api.amplitude.com"
"""The SDKs' default address for uploads; a test puts its own address here."""

_EVERYTHING: Final = Welcome(
    protocol=PROTOCOL,
    port=PortInfo(name="the reference", version=""),
    platforms=PLATFORMS,
    levels=LEVELS,
    capabilities=tuple(CAPABILITIES),
)

_FIXED_ROLES: Final = ("anonymous id", "vendor id", "advertising id")
"""The roles that may have a value from the start: the ids of devices, and of a server's visitor."""


class ReferenceWithBackend(ReferenceAdapter):
    """The reference behind the protocol, whose apps upload to a backend in this process."""

    def __init__(self, backend: Backend, dialect: DialectName) -> None:
        wire = wire_of(backend)
        super().__init__(level="wire", reading=dialect, wire_to=lambda endpoint: wire)

    @property
    def sources(self) -> Mapping[str, App | ServerSource]:
        """The apps and servers of the open scenario; none if it could not be opened."""
        return self._reference.sources if self._reference else {}

    @property
    def now(self) -> int:
        """The current time, in milliseconds since 1970."""
        return self._reference.simulation.clock.now if self._reference else BEGINS


class _Connection:
    """An adapter in this process, which records its messages and whether it refused them."""

    def __init__(self, adapter: ReferenceWithBackend) -> None:
        self._adapter = adapter
        self.said: list[tuple[Request, bool]] = []

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """Return the adapter's reply, as it would arrive over a connection."""
        del timeout
        made = serving.reply(self._adapter, request)  # type: ignore[arg-type]  # the harness makes no others
        reply = read_reply(msgspec.json.encode(made), request)
        self.said.append((request, reply.threw is not UNSET))
        return reply

    def notify(self, request: Request) -> None:
        """Do nothing: the only message without a reply is bye."""

    def close(self) -> None:
        """Do nothing."""

    def stderr_tail(self) -> str:
        """Return nothing: there is no process."""
        return ""


def vector_of(case: Case, dialect: DialectName) -> Vector:
    """Perform a case on the reference and return its vector; raise `UsageError` if the reference does not conform."""
    backend = Backend()
    adapter = ReferenceWithBackend(backend, dialect)
    connection = _Connection(adapter)
    target = PortTarget(connection, _EVERYTHING, case=case.id, backend=backend, endpoint=AMPLITUDE)
    performance = Performance(target)
    steps: list[Step] = []
    texts: dict[str, str] = {}
    for one in case.steps:
        before = len(connection.said)
        if performance.step(one.step, one.line):
            raise _not_conforming(case, dialect)
        if isinstance(one.step, actions.AddSource):
            texts[str(one.step.app)] = one.text
        steps += _steps_of(one, connection.said[before:], texts)
    if performance.unexpected_refusals() or performance.unexpected_crashes():
        raise _not_conforming(case, dialect)
    seen = performance.roles.values()
    given = set(_given(steps))
    fixed = {role: value for role in _FIXED_ROLES if isinstance(value := seen.get(role), str) and value in given}
    given -= set(_device_ids(steps))
    names = Names(seen, fixed=fixed, given=given, begins=BEGINS, ends=adapter.now)
    return Vector(
        id=case.id,
        scenario=case.scenario,
        line=case.line,
        rules=case.proves,
        adjudicated="adjudicated" in case.tags,
        divergences=case.divergences,
        dialects=case.dialects,
        platforms=case.platforms,
        needs=needs(case),
        roles=fixed,
        steps=_numbered(steps),
        made=_made(adapter.sources.values(), names),
    )


def _not_conforming(case: Case, dialect: DialectName) -> UsageError:
    return UsageError(
        f"the reference does not conform to {case.id} in {dialect}, so there is no vector of it; "
        f"`devicemode conform --case '{case.id}' --dialect {dialect}` shows why"
    )


def _steps_of(one: CaseStep, said: Sequence[tuple[Request, bool]], texts: dict[str, str]) -> Iterator[Step]:
    """Return the vector's steps for a step of a feature; `texts` are those in which apps were declared, in order."""
    action = one.step
    drains = [request for request, _ in said if isinstance(request, messages.Drain)]
    for (kind, refused), alike in groupby(said, key=lambda pair: (type(pair[0]), pair[1])):
        requests = [request for request, _ in alike]
        if isinstance(action, actions.MakeCall) and kind is messages.Call:
            yield _call(requests, one, action, refused=refused)
        elif kind is not messages.Drain:
            yield from (_step(request, one, texts, refused=refused) for request in requests)
    if isinstance(action, actions.SetFault):
        yield Step(text=one.text, fault=action.fault, app=UNSET if action.app is None else action.app)
    if isinstance(action, actions.SetAccounts):
        yield Step(text=one.text, accounts=action.accounts)
    if isinstance(action, Expectation):
        # Uploading what is queued includes waiting until everything is idle.
        chosen = [drain for drain in drains if drain.flush] or drains[:1]
        yield from (Step(text=one.text, send=drain) for drain in chosen)
        if isinstance(action, ExpectDeviceId) and action.app is None:
            action = msgspec.structs.replace(action, app=next(reversed(texts)))
        yield Step(text=one.text, expect=marked_expectation(action))


def _step(request: Request, one: CaseStep, texts: dict[str, str], *, refused: bool) -> Step:
    """Return the step of a message; an app is opened when it is needed, but its text is that of its declaration."""
    text = one.text
    if isinstance(request, messages.Open):
        text = texts[request.app]
        if request.platform == "server":
            request = msgspec.structs.replace(request, device={})
    return Step(text=text, send=_sent(request), refused=refused)


def _call(requests: Sequence[Request], one: CaseStep, action: actions.MakeCall, *, refused: bool) -> Step:
    """Return the step of identical calls, with roles where the harness has put values."""
    call = msgspec.convert(requests[0], messages.Call)
    args = call.args | marked_fields(action.fields, expected)
    send = msgspec.structs.replace(call, args=args)
    return Step(text=one.text, send=send, times=len(requests), refused=refused)


def _sent(request: Request) -> Sent:
    """Return a message in the form that a step has."""
    sent: Sent = msgspec.convert(request, Sent)
    return sent


def _numbered(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps with their messages numbered from 1."""
    numbers = count(1)
    return tuple(
        msgspec.structs.replace(step, send=msgspec.structs.replace(step.send, id=next(numbers)))
        if isinstance(step.send, msgspec.Struct)
        else step
        for step in steps
    )


def _given(steps: Sequence[Step]) -> Iterator[Value]:
    """Return every string and whole number in the steps, and the parts of addresses."""
    for step in steps:
        send = step.send
        for part in ("settings", "device", "args", "attributes", "url"):
            yield from _leaves(getattr(send, part, None))


def _leaves(value: Value) -> Iterator[Value]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
        # A device id may be in the address of a page.
        yield from (part for piece in value.split("&") for part in piece.split("="))
    elif isinstance(value, int):
        yield value


def _device_ids(steps: Sequence[Step]) -> Iterator[Value]:
    """Return the ids in the descriptions of devices; events have roles in their place."""
    for step in steps:
        for part in ("device", "attributes"):
            described = getattr(step.send, part, {})
            yield from (described[name] for name in ("vendorId", "advertisingId") if name in described)


def _made(sources: Iterable[App | ServerSource], names: Names) -> tuple[Made, ...]:
    """Return everything that the reference has made, for each source."""
    found = [(source, *part) for source in sources for part in _parts(source)]
    for source, _, commands, events in found:
        for message in source.messages:
            names.learn("anonymous id", message.anonymous_id)
        for made, _ in (*commands, *events):
            names.learn_from(made)
    return tuple(
        Made(
            app=source.name,
            by=by,
            commands=tuple(
                MadeCommand(because=because, command=made, times=times)
                for made, because, times in folded((names.written(made), because) for made, because in commands)
            ),
            events=tuple(
                MadeEvent(because=because, event=made, times=times)
                for made, because, times in folded((names.written(made), because) for made, because in events)
            ),
        )
        for source, by, commands, events in found
    )


_MadeList = list[tuple[JSONObject, Because]]


def _parts(source: App | ServerSource) -> Iterator[tuple[Literal["sdk", "segment-servers"], _MadeList, _MadeList]]:
    """Return the part of the SDK in a source, and that of Segment's servers behind it, if they take part."""
    if isinstance(source, App) and source.mode == "device":
        yield "sdk", _commands(source.commands), _events(source.events)
    servers = source.segment
    if isinstance(source, ServerSource) or source.mode == "cloud" or servers.commands:
        yield "segment-servers", _commands(servers.commands), _events(servers.events)


def _commands(commands: Iterable[Command]) -> _MadeList:
    """Return commands as JSON, and the rules that made them; a warning is not for Amplitude."""
    made = [(msgspec.to_builtins(one), one.because) for one in commands if not isinstance(one, Warn)]
    for plain, _ in made:
        plain.pop("because")
    return made


def _events(logged: Iterable[LoggedEvent]) -> _MadeList:
    return [(one.to_json(), one.because) for one in logged]
