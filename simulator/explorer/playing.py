"""Playing: a script on clients, step by step, with everything that each step caused.

A play is deterministic and remembers: the same script on the same client is never played twice, a script that goes on
where another one ended costs the new steps alone, and a step backwards costs nothing.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.backend.keeping.entities import Upload
from simulator.backend.reading.view import View
from simulator.conformance.judging.evidence import Crashed, Refusal
from simulator.conformance.judging.matching import Difference
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.explorer.clients import Client
from simulator.explorer.document import Script
from simulator.explorer.drafts import Draft
from simulator.values import JSONObject

Arrival = Literal["arrived", "waits", "lost"]
"""Whether Amplitude has an event: `waits` in a queue, `lost` if it is in none any more."""


class PlayedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a client logged."""

    #: From 1, in the order in which the track's events were logged.
    number: int
    #: The step that caused it, from 1; 0 for what comes after the last step.
    step: int
    #: When it was logged, in milliseconds since 1970. Its own timestamp may be another.
    at: int
    #: The name of its source: `ios app`.
    source: str
    event: JSONObject
    because: Because
    #: What Amplitude counts as revenue in it.
    revenue: float
    #: `uuid` or `insert_id` with its device id, by which Amplitude knows it.
    identity: str


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What one step caused on one client."""

    #: From 1.
    step: int
    #: The clock before and after it, in milliseconds since 1970.
    began: int
    ended: int
    #: The events that it caused, in their order.
    events: tuple[PlayedEvent, ...]
    #: The requests that came in during it, of whatever events.
    uploads: tuple[Upload, ...]
    #: What the integrations logged.
    warnings: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    crashes: tuple[Crashed, ...]
    #: Where a Then step does not hold; empty where it does, `None` for a step that expects nothing.
    differences: tuple[Difference, ...] | None
    #: Calls on Amplitude's SDKs and HTTP API, with `because`.
    commands: tuple[JSONObject, ...]
    #: What Segment's libraries made of the calls.
    messages: tuple[JSONObject, ...]


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """One client's part of a play: a column and a lane."""

    client: Client
    #: What stands above the column: `iOS as shipped`, or a source's own name where several share an Amplitude.
    title: str
    platform: Platform
    #: Where a scenario names several sources: the one that this track is about; else empty, and it is about all.
    source: str
    moments: tuple[Moment, ...]

    def events(self, step: int | None = None) -> tuple[PlayedEvent, ...]:
        """Return the events up to and with a step; all by default."""
        raise NotImplementedError

    def event(self, number: int) -> PlayedEvent:
        """Return an event by its number; raises `LookupError` if there is none."""
        raise NotImplementedError


class Play(msgspec.Struct, frozen=True, kw_only=True):
    """A script on its clients, to its first mistake or its end."""

    draft: Draft
    script: Script
    tracks: tuple[Track, ...]
    #: Whether all tracks share one Amplitude, as they do in a scenario that names several sources.
    shared: bool
    #: How many steps were played.
    steps: int

    def track(self, client: str) -> Track:
        """Return a track by the key of its client; raises `LookupError` if there is none."""
        raise NotImplementedError

    def clock(self, step: int) -> int:
        """Return the time after a step, 0 for the start, in milliseconds since 1970."""
        raise NotImplementedError


class Player:
    """Plays drafts and remembers. One for each page, or one for all: it is safe to use from several threads."""

    def __init__(self, *, remember: int = 64) -> None:
        """Remember that many performances of a script on a client, the latest used."""
        raise NotImplementedError

    def play(self, draft: Draft) -> Play | None:
        """Play the scenario that the draft looks at; `None` if the text has none."""
        raise NotImplementedError

    def view(self, play: Play, track: Track, step: int | None = None) -> View:
        """Return what Amplitude shows after a step, once everything that is queued has been uploaded."""
        raise NotImplementedError

    def arrival(self, play: Play, track: Track, event: PlayedEvent, step: int | None = None) -> Arrival:
        """Tell whether Amplitude has an event after a step, without any help."""
        raise NotImplementedError
