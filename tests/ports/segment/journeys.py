"""The journey that every client library makes, and its expected outcome."""

from __future__ import annotations

from typing import Final

from simulator.ports.segment.asking import Segment
from simulator.values import JSONObject

SETTINGS: Final = {"Track All Pages": True, "Enable Alias": True}
"""The settings of the destination with which every call of the journey has an effect."""

CALLS: Final = ["identify", "track Song Played", "track Subscribed", "group acme", "page Pricing", "alias"]
EVENTS: Final = ["$identify", "Song Played", "Subscribed", "$identify", "Loaded a Page"]
"""The events that Amplitude has of it; the mapping that alias makes is not an event."""


def check_journey(segment: Segment, *, library: str) -> tuple[JSONObject, ...]:
    """Check that the whole journey arrived, each call once, with all that the library's documentation promises."""
    segment.wait_for(type="alias")
    kept = segment.kept
    assert [one.name for one in kept] == CALLS
    assert {one.library.rpartition(" ")[0] for one in kept} == {library}
    assert segment.rejections == ()
    messages = segment.received
    assert len({message["messageId"] for message in messages}) == len(CALLS)
    assert [message["userId"] for message in messages] == ["jane"] * len(CALLS)
    by_name = dict(zip(CALLS, messages, strict=True))
    assert by_name["identify"]["traits"] == {"plan": "Pro"}
    assert by_name["track Song Played"]["properties"] == {"title": "Élan ♫"}
    assert by_name["group acme"]["traits"] == {"name": "Acme"}
    assert by_name["alias"]["previousId"] == "visitor"
    assert all(message["timestamp"] <= message["receivedAt"] for message in messages)
    check_amplitude(segment)
    return messages


def check_amplitude(segment: Segment) -> None:
    """Check the journey's outcome at Amplitude."""
    amplitude = segment.amplitude
    assert [event["event_type"] for event in amplitude.events] == EVENTS
    jane = amplitude.users["jane"]
    assert jane.properties["plan"] == "Pro"
    assert jane.revenue == 12.5
    assert jane.groups == {"[Segment] Group": ["acme"]}
    assert [event["insert_id"] for event in amplitude.events if event["event_type"] == "Subscribed"] == [
        message["messageId"] for message in segment.received if message.get("event") == "Subscribed"
    ]
    assert amplitude.rejections == ()
