"""Through the reference's own adapter: in this process or another, by what it uploads or what it reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import msgspec

from simulator.backend import Backend, wire_of
from simulator.conformance.language.actions import AddSource, AnyAction, CallSDK, DeliverSettings, Lifecycle, LoadSDK
from simulator.conformance.running.runner import Performance
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import SEED, performed, sight_of
from simulator.fuzzing.self_check import in_memory
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.sides import Note
from simulator.model.dialects import Dialect
from simulator.ports.connections.in_process import InProcessConnection
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target.port_target import PortTarget

_NOWHERE: Final = "http://127.0.0.1:9/runs/journey"
"""The address that an adapter in this process is told to upload to, and doesn't."""
_PATIENCE: Final = 60
"""Seconds for each reply."""


@contextmanager
def _adapter(level: str, journey: Journey, reading: Dialect) -> Iterator[Performance]:
    backend = Backend()
    wire = wire_of(backend)
    adapter = ReferenceAdapter(level=level, reading=reading, wire_to=lambda address: wire)
    target = PortTarget(
        InProcessConnection(adapter), adapter.hello(), case=SEED, backend=backend, endpoint=_NOWHERE, reading=reading
    )
    yield performed(target, journey)
    target.close()


def by_its_uploads(journey: Journey, reading: Dialect, room: Room) -> AbstractContextManager[Performance]:
    """Play a journey through an adapter whose apps upload."""
    del room
    return _adapter("wire", journey, reading)


@contextmanager
def in_a_process_of_its_own(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey through an adapter in another process, which isn't waited for."""
    link = room.adapter(reading.name)
    backend, endpoint = room.uploads.project()
    try:
        target = PortTarget(
            link.connection(), link.welcome(), case=SEED, backend=backend, endpoint=endpoint, timeout=_PATIENCE
        )
        yield performed(target, journey)
        target.close()
    finally:
        room.uploads.forget(backend)


# What is reported is all that was made: of what an app keeps, nothing may stay there.


def to_the_end(journey: Journey, reading: Dialect, note: Note) -> Performance:
    """Play a journey on which everything is sent that can be, as usual."""
    return in_memory.usual(_to_the_end(journey), reading, note)


def by_its_reports(journey: Journey, reading: Dialect, room: Room) -> AbstractContextManager[Performance]:
    """Play a journey through an adapter that reports what it has made."""
    del room
    return _adapter("events", _to_the_end(journey), reading)


def can_be_reported(journey: Journey) -> bool:
    """Tell whether reports say all of a journey: what several sources send comes in no order."""
    sources = sum(isinstance(one, AddSource) for one in journey.actions)
    return sources == 1 and in_memory.sets_up(journey) and _OF_LEVEL_EVENTS.playable(journey.actions) == journey.actions


def _to_the_end(journey: Journey) -> Journey:
    return msgspec.structs.replace(journey, actions=(*journey.actions, *_ENDS[journey.platform]))


_LAUNCH: Final = Lifecycle(event="launch")
_OPT_IN: Final = CallSDK(method="setOptOut(false)")
_ENDS: Final[dict[str, tuple[AnyAction, ...]]] = {
    "web": (_LAUNCH, LoadSDK(), _OPT_IN),
    # The calls that waited for the settings may end the app.
    "ios": (_LAUNCH, DeliverSettings(), _LAUNCH, _OPT_IN),
    "android": (_LAUNCH, DeliverSettings(), _LAUNCH, _OPT_IN),
    "server": (),
}
_OF_LEVEL_EVENTS: Final = sight_of(ReferenceAdapter(level="events").hello())
