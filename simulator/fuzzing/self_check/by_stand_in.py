"""By Segment's stand-in: what libraries send to Segment is posted to it, and it forwards to Amplitude."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.in_memory import MemoryStores
from simulator.backend.reading.live import Feed
from simulator.conformance.language.actions import Action, DeleteUserData, MakeCall, SetFault
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import SEED, performed
from simulator.fuzzing.self_check import in_memory
from simulator.fuzzing.self_check.elsewhere import Elsewhere
from simulator.fuzzing.self_check.room import Room
from simulator.model.calls import Message
from simulator.model.clock import EPOCH, Clock
from simulator.model.dialects import Dialect
from simulator.model.segment.servers import SegmentServers
from simulator.model.sources import App, ServerSource
from simulator.ports.segment.requests import read
from simulator.ports.segment.sources import Source, Sources
from simulator.ports.segment.stand_in import Posted, SegmentStandIn
from simulator.wire.requests import NO_ANSWER

RUN: Final = "journey"


class Posting(SegmentServers):
    """Passes each message on to the stand-in, as the JSON that a library writes, and makes nothing of it."""

    def __init__(self, source: App | ServerSource, stand_in: SegmentStandIn, clock: Clock) -> None:
        mode = source.mode if isinstance(source, App) else "cloud"
        super().__init__(source.segment.destination, clock=clock, wire=lambda request: NO_ANSWER, mode=mode)
        self._stand_in = stand_in
        stand_in.sources.put(
            Source(
                name=source.name,
                write_key=source.name,
                platform=source.platform,
                mode=mode,
                settings=source.settings_at_segment if isinstance(source, App) else source.settings,
            )
        )
        self._write_key = source.name

    def receive(self, message: Message) -> None:
        """Post a message."""
        self.messages.append(message)
        path = f"/v1/{message.call.method}"
        body = msgspec.json.encode(message.to_json() | {"writeKey": self._write_key})
        self._stand_in.take(Posted(path=path, run=RUN, envelope=read(path, body)))


@contextmanager
def by_stand_in(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey whose messages go to Segment's stand-in, beside Amplitude."""
    del room
    stores = MemoryStores()
    projects = Projects(stores)
    reference = Reference(dialect=reading, seed=SEED, project=Elsewhere(projects.open(f"run-{RUN}")))
    clock = reference.simulation.clock
    stand_in = SegmentStandIn(
        Sources(()),
        stores=stores,
        projects=projects,
        dialect=reading,
        clock=Clock(EPOCH),
        now=lambda: clock.now,
        feed=Feed(started=EPOCH),
    )

    def posting(reference: Reference) -> Reference:
        for source in reference.sources.values():
            if not isinstance(source.segment, Posting):
                source.segment = Posting(source, stand_in, clock)
        return reference

    yield performed(reference, journey, posting)


def fits(journey: Journey) -> bool:
    """Tell whether a stand-in can do as Segment's servers do in a simulation.

    It waits for Amplitude in its own time, has no key to delete users with, and takes no event without a name
    (rule segment.message.event), which some releases of the libraries pass on.
    """
    return in_memory.sets_up(journey) and not any(map(_is_beyond, journey.actions))


def _is_beyond(action: Action) -> bool:
    nameless = isinstance(action, MakeCall) and action.method == "track" and not action.fields.get("event")
    return nameless or isinstance(action, SetFault | DeleteUserData)
