"""Moments: the effects of one step of a scenario on one client."""

from __future__ import annotations

import msgspec

from simulator.backend.ingestion.project import identity_of
from simulator.backend.keeping.entities import Upload
from simulator.backend.reading.view import View
from simulator.conformance.judging.evidence import Crashed, Refusal
from simulator.conformance.judging.matching import Difference
from simulator.documentation.rules import Because
from simulator.model.calls import Message
from simulator.model.commands import Command
from simulator.values import JSONObject


class PlayedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a client logged."""

    #: From 1, in the order in which the track's events were logged.
    number: int
    #: The step that caused it, from 1.
    step: int
    #: The time at which it was logged, in milliseconds since 1970. Its own timestamp may be another.
    at: int
    #: The name of its source: `ios app`.
    source: str
    event: JSONObject
    because: Because
    #: The revenue that Amplitude counts for it.
    revenue: float
    #: `uuid` or `insert_id` with its device id, by which Amplitude knows it.
    identity: str

    @property
    def name(self) -> str:
        """Its event type."""
        return str(self.event["event_type"])


class Moment(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The effects of one step on one client."""

    #: From 1.
    step: int
    #: The clock before and after it, in milliseconds since 1970.
    began: int
    ended: int
    #: The events that it caused, in their order.
    events: tuple[PlayedEvent, ...] = ()
    #: The requests that came in during it, of whatever events.
    uploads: tuple[Upload, ...] = ()
    #: Lines that the integrations logged.
    warnings: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    crashes: tuple[Crashed, ...] = ()
    #: The differences because of which a Then step fails; empty if it holds, `None` for a step that expects nothing.
    differences: tuple[Difference, ...] | None = None
    #: The calls on Amplitude's SDKs and HTTP API.
    commands: tuple[Command, ...] = ()
    #: The messages that Segment's libraries made of the calls.
    messages: tuple[Message, ...] = ()
    #: Whether the app runs, and is in the foreground, after it; a server always is.
    running: bool = True
    in_foreground: bool = True


class Shown(msgspec.Struct, frozen=True):
    """Amplitude's view after a step once everything has been uploaded, and the events that still could not be."""

    view: View
    #: Identities of events in the queues of apps; `None` if an app that does not run may have any.
    queued: frozenset[str] | None
    #: The user and the counted revenue of each event, by its identity.
    counted: dict[str, tuple[int, float]]


def counted(view: View) -> dict[str, tuple[int, float]]:
    """Return the user and the counted revenue of each event, by its identity."""
    return {
        identity_of(event) or "": (event["amplitude"]["user"], event["amplitude"]["revenue"]) for event in view.events
    }
