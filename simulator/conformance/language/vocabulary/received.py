"""Then: the events and requests that Amplitude receives."""

from __future__ import annotations

from typing import Final

from simulator.conformance.judging.expectations import (
    ExpectEventCount,
    ExpectEventLike,
    ExpectEvents,
    ExpectUploads,
    ExpectUsermap,
)
from simulator.conformance.language import columns
from simulator.conformance.language.arguments import JSON, rows
from simulator.conformance.language.phrases import Phrase

PHRASES: Final = (
    Phrase(
        "then",
        "Amplitude receives exactly these events",
        "All events so far, in order. Columns are dotted paths into the event; an empty cell means absent.",
        lambda events: ExpectEvents(rows=events),
        rows(*columns.EVENT),
    ),
    Phrase(
        "then",
        "Amplitude receives these events",
        "The same, but there may be other events in between.",
        lambda events: ExpectEvents(rows=events, exactly=False),
        rows(*columns.EVENT),
    ),
    Phrase(
        "then",
        "Amplitude receives no events",
        "Nothing at all arrives.",
        lambda: ExpectEvents(rows=()),
    ),
    Phrase(
        "then",
        "Amplitude has received {count} event(s) so far",
        "What the app has uploaded by itself: unlike all other Then steps, this one does not drain the queue first.",
        lambda count: ExpectEventCount(count=count),
    ),
    Phrase(
        "then",
        "Amplitude has received exactly these requests so far",
        "The requests so far, in order; this step does not drain the queue first.",
        lambda requests: ExpectUploads(rows=requests),
        rows(*columns.REQUEST),
    ),
    Phrase(
        "then",
        "Amplitude receives an event like",
        "One event has all of this JSON, and maybe more.",
        lambda event: ExpectEventLike(event=event),
        JSON,
    ),
    Phrase(
        "then",
        "the events are in these sessions",
        "All events but identifies, in order.",
        lambda events: ExpectEvents(rows=events, tracked_only=True),
        rows(*columns.EVENT),
    ),
    Phrase(
        "then",
        "Amplitude receives exactly these usermap requests",
        "All aliases so far, in order.",
        lambda requests: ExpectUsermap(rows=requests),
        rows(*columns.USERMAP),
    ),
    Phrase(
        "then",
        "Amplitude receives no usermap requests",
        "No alias gets through.",
        lambda: ExpectUsermap(rows=()),
    ),
)
