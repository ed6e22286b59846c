"""segment-analytics-python against the stand-in: it behaves as its documentation says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from segment.analytics.client import Client

from simulator.documentation import settings
from simulator.ports.segment.asking import Segment, stand_ins
from simulator.ports.segment.sources import made_source
from tests.ports.segment.journeys import SETTINGS, check_journey


@pytest.fixture(scope="module")
def running() -> Iterator[Segment]:
    with stand_ins(made_source(settings=settings.parse(SETTINGS))) as segment:
        yield segment


@contextmanager
def client(segment: Segment, **options: Any) -> Iterator[Client]:
    """Make a client that is flushed at the end of the context, and whose errors fail the test."""
    errors: list[object] = []
    made = Client(
        segment.write_key,
        host=segment.url,
        on_error=lambda error, _: errors.append(error),
        upload_interval=0.1,
        **options,
    )
    yield made
    made.shutdown()
    assert errors == []


def journey(analytics: Client) -> None:
    analytics.identify("jane", {"plan": "Pro"})
    analytics.track("jane", "Song Played", {"title": "Élan ♫"})
    analytics.track("jane", "Subscribed", {"revenue": 12.5, "productId": "pro"})
    analytics.group("jane", "acme", {"name": "Acme"})
    analytics.page("jane", None, "Pricing")
    analytics.alias("visitor", "jane")


@pytest.mark.parametrize("gzip", [False, True], ids=["plain", "gzip"])
def test_a_journey_arrives(gzip: bool) -> None:
    with stand_ins(made_source(settings=settings.parse(SETTINGS))) as segment:
        with client(segment, gzip=gzip) as analytics:
            journey(analytics)
        check_journey(segment, library="analytics-python")


def test_one_at_a_time_without_a_queue(running: Segment) -> None:
    analytics = Client(running.write_key, host=running.url, sync_mode=True)
    analytics.track("sync", "Synchronous")
    assert running.wait_for(user="sync", timeout=0)["event"] == "Synchronous"
    # Finding python-shutdown: there is no queue to shut down.
    with pytest.raises(TypeError):
        analytics.shutdown()


@pytest.mark.parametrize(
    "fault", [{"status": 500}, {"status": 429}, {"cut": True}, {"lose": True}], ids=["500", "429", "cut", "lost answer"]
)
def test_what_fails_once_is_there_once(running: Segment, fault: dict[str, Any]) -> None:
    user = f"after {fault}"
    running.fault(**fault, times=1)
    with client(running, upload_size=100) as analytics:
        for number in range(10):
            analytics.track(user, "Song Played", {"number": number})
    running.wait_for(user=user, count=10)
    arrived = [one["properties"]["number"] for one in running.received if one["userId"] == user]
    assert arrived == list(range(10))
    events = [one for one in running.amplitude.events if one["user_id"] == user]
    assert len(events) == 10


def test_what_amplitude_refuses_for_a_while_is_there_once_it_does_not(running: Segment) -> None:
    running.amplitude.fault(status=503, times=1)
    with client(running) as analytics:
        analytics.track("patient", "Song Played")
    running.amplitude.wait_for("Song Played", user="patient")
    [kept] = [one for one in running.kept if one.message["userId"] == "patient"]
    assert [one.outcome for one in kept.forwarding.deliveries] == ["taken"]
    assert kept.forwarding.waiting == 0
