"""All that a journey shows, for two sides that have to agree in every point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from simulator.backend.ingestion.project import identity_of
from simulator.backend.reading.view import View
from simulator.conformance.judging.evidence import Refusal
from simulator.conformance.language.actions import AddSource
from simulator.conformance.running.runner import Performance, Target
from simulator.errors import DeviceError
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import Played
from simulator.values import JSONObject, Value

HERE: Final = "127.0.0.1"
"""Where Segment's servers send from over a socket; in the process they have no address."""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a journey two sides can both show."""

    #: Ids and digests word for word; otherwise as roles, `<id 1>`.
    ids: bool = True
    #: The rules behind events.
    because: bool = True
    uploads: bool = True
    #: The calls on Amplitude's SDKs and HTTP API, and what integrations log of them.
    commands: bool = True


def shown(journey: Journey, performance: Performance, detail: Detail) -> Played:
    """Return all that can be seen of a journey once everything is uploaded.

    Each entry has an `event_type`, in brackets if it is no event.
    """
    target = performance.target
    entries = (
        *_received(target.view(), target, detail),
        *_done(journey, target, detail),
        *_refused(performance.refusals),
    )
    text = msgspec.json.encode(entries).decode()
    return Played(seen=text if detail.ids else with_roles(text))


def _received(view: View, target: Target, detail: Detail) -> Iterator[JSONObject]:
    if detail.because:
        because = target.rules_behind_events()
        yield from ({**event, "because": because.get(identity_of(event) or "")} for event in view.events)
    else:
        yield from view.events
    yield from _each("(user)", view.users)
    yield from _each("(group)", view.groups)
    yield from _each("(usermap)", view.usermap_requests)
    yield from _each("(global user)", view.cross_project.items())
    if detail.uploads:
        for one in view.uploads:
            upload = msgspec.structs.replace(one, ip="") if one.ip == HERE else one
            yield {"event_type": "(upload)", "is": upload}


def _done(journey: Journey, target: Target, detail: Detail) -> Iterator[JSONObject]:
    yield from _each("(message)", target.messages())
    if detail.commands:
        yield from _each("(command)", target.commands())
        yield from _each("(warning)", target.warnings())
    yield from _each("(crash)", target.crashes())
    for action in journey.actions:
        if isinstance(action, AddSource) and action.platform != "server":
            try:
                yield {"event_type": "(device id)", "is": target.device_id(str(action.app))}
            except DeviceError:
                # An app that was refused is not there.
                continue


def _refused(refusals: Iterable[Refusal]) -> Iterator[JSONObject]:
    for one in refusals:
        yield {"event_type": "(refused)", "step": one.line, "says": one.says}


def _each(name: str, found: Iterable[Value]) -> Iterator[JSONObject]:
    return ({"event_type": name, "is": one} for one in found)


_ID: Final = re.compile(
    r"(ajs-[0-9a-f]{32}|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89abAB][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}"
    r"|[0-9a-f]{40}|[0-9a-f]{32})(R?)(?=/|$)"
)
"""An id that is made at run time, as Android marks some, or the digest of a request, which has such ids in it."""
_LENGTH: Final = 36
"""Characters of a uuid."""
_LENGTHS: Final = frozenset((32, 40, _LENGTH, _LENGTH + 1))


def with_roles(text: str) -> str:
    """Return JSON with each id in it as its role, numbered as they come.

    An id is a text, or stands before the slash of one.
    """
    roles: dict[str, str] = {}
    parts = text.split('"')
    for place, part in enumerate(parts):
        if (len(part) in _LENGTHS or part[_LENGTH : _LENGTH + 1] == "/") and (found := _ID.match(part)):
            role = roles.setdefault(found[1], f"<id {len(roles) + 1}>")
            parts[place] = f"{role}{found[2]}{part[found.end() :]}"
    return '"'.join(parts)
