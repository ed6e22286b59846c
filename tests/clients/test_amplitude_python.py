"""Amplitude's SDK for Python, `amplitude-analytics`: a journey, and each event once whatever the server answers."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import pytest
from amplitude import Amplitude, BaseEvent, Config, EventOptions, Identify, Revenue

from simulator.backend import Fault
from tests.clients.stand import KEY, stand

WHOLE: Final = 10_000
SAMPLE: Final = 1_000
LISTENERS: Final = 50
QUIET: Final = 4
"""The number of times in a row that nothing may be left to send until the SDK counts as done."""

FAULTS: Final = (
    Fault(status=500, times=5),
    Fault(cut=True, times=3),
    Fault(lose=True, times=3),
    Fault(status=503, times=2),
    Fault(status=413, more_than=50, times=3),
    Fault(limit="throttled", device_id="device-3", times=4),
    Fault(limit="throttled", user_id="listener-7", times=4),
)


def client(url: str, **options: Any) -> Amplitude:
    """Return a client that sends to an address, with its defaults otherwise."""
    return Amplitude(KEY, Config(server_url=url, **options))


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch"])
def test_a_journey(path: str) -> None:
    with stand() as backend:
        sdk = client(f"{backend.url}{path}")
        options = EventOptions(user_id="anna-smith", device_id="device-1")
        sdk.identify(Identify().set("plan", "Pro").set_once("since", 2026).add("played", 2), options)
        sdk.identify(Identify().append("songs", "Solaris"), options)
        sdk.identify(Identify().pre_insert("songs", "Moon"), options)
        sdk.track(
            BaseEvent(
                "Song Played",
                user_id="anna-smith",
                device_id="device-1",
                session_id=1537272000000,
                event_properties={"title": "Solaris"},
            )
        )
        sdk.revenue(Revenue(price=3.5, quantity=3, product_id="song-1", revenue_type="purchase"), options)
        sdk.set_group("company", ["ACME", "Initech"], options)
        sdk.group_identify("company", "ACME", Identify().set("seats", 3))
        sdk.shutdown()
        assert backend.names == [
            "$identify",
            "$identify",
            "$identify",
            "Song Played",
            "revenue_amount",
            "$identify",
            "$groupidentify",
        ]
        user = backend.user("anna-smith")
        assert user.device_ids == ["device-1"]
        assert user.properties == {
            "plan": "Pro",
            "since": 2026,
            "played": 2,
            "songs": ["Moon", "Solaris"],
            "company": ["ACME", "Initech"],
        }
        assert user.groups == {"company": ["ACME", "Initech"]}
        assert user.revenue == 10.5
        assert backend.group("company", "ACME") == {"seats": 3}
        [played] = [received for received in backend.project.received if received.event["event_type"] == "Song Played"]
        assert played.session_id == 1537272000000
        assert played.sender == "amplitude-python"
        assert abs(played.event["time"] - played.time) < 60_000


def test_a_short_id_is_given_up_and_the_rest_is_sent_again() -> None:
    with stand() as backend:
        told: Counter[tuple[str, int]] = Counter()
        sdk = client(
            f"{backend.url}/2/httpapi", callback=lambda event, code, message: told.update([(event.user_id, code)])
        )
        for user_id in ("anna-smith", "anna", "joan-baker"):
            sdk.track(BaseEvent("Song Played", user_id=user_id))
        settle(sdk)
        sdk.shutdown()
        assert told == {("anna-smith", 200): 1, ("anna", 400): 1, ("joan-baker", 200): 1}
        assert sorted(event["user_id"] for event in backend.events) == ["anna-smith", "joan-baker"]


class Shop:
    """An app that remembers the events that it has tracked until they are reported as taken."""

    def __init__(self, url: str) -> None:
        self.waiting: dict[str, int] = {}
        self.told: Counter[int] = Counter()
        self.sdk = client(url, callback=self._told, flush_interval_millis=100)

    def _told(self, event: BaseEvent, code: int, message: str) -> None:
        del message
        self.told[code] += 1
        if code == 200:
            self.waiting.pop(event.insert_id, None)

    def track(self, numbers: Iterable[int]) -> None:
        """Track events by number; one that is tracked again has the same insert_id."""
        for number in numbers:
            listener = number % LISTENERS
            insert_id = f"play-{number}"
            self.waiting[insert_id] = number
            self.sdk.track(
                BaseEvent(
                    "Song Bought",
                    user_id=f"listener-{listener}",
                    device_id=f"device-{listener}",
                    insert_id=insert_id,
                    event_properties={"$price": 1},
                )
            )
        settle(self.sdk)


def settle(sdk: Amplitude) -> None:
    """Have a client send everything that is queued, without waiting, until nothing is left."""
    quiet = 0
    while quiet < QUIET:
        sending = [future for future in sdk.flush() if future is not None]
        quiet = 0 if sending else quiet + 1
        for future in sending:
            # An interrupted request raises an error here, which is for the app to handle.
            future.exception()
        time.sleep(0.05)


def test_each_event_once(capsys: pytest.CaptureFixture[str]) -> None:
    exactly_once(int(os.environ.get("DEVICEMODE_RETRIED", SAMPLE)), capsys)


@pytest.mark.exhaustive
def test_each_of_all_events_once(capsys: pytest.CaptureFixture[str]) -> None:
    exactly_once(WHOLE, capsys)


def exactly_once(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Track events while the server throttles, refuses, fails, and interrupts; in the end each counts once.

    The SDK itself repeats answered requests, and those without a connection. One that is interrupted before or within
    the answer it neither repeats nor reports (docs/amplitude-clients.md): an app that wants such events tracks
    unreported ones once more, with the same insert_id.
    """
    with stand() as backend:
        for fault in FAULTS:
            backend.project.faults.set(fault)
        shop = Shop(f"{backend.url}/2/httpapi")
        shop.track(range(count))
        untold = list(shop.waiting.values())
        broken_off = sum(upload.events for upload in backend.project.uploads if not upload.status)
        assert len(untold) == broken_off
        missing = count - len(backend.events)
        shop.track(untold)
        shop.sdk.shutdown()
        assert not shop.waiting
        assert {429, 500, 503, 0, 200} <= set(backend.answers)
        counted = Counter(event["insert_id"] for event in backend.events)
        assert len(counted) == count
        assert set(counted.values()) == {1}
        assert sum(user.revenue for user in backend.project.users.all()) == count
        answers = dict(sorted(Counter(backend.answers).items()))
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{count:,} events by amplitude-analytics, each exactly once, with revenue;\n"
            f"answers by status {answers};\n{broken_off:,} of them were in requests that were interrupted, of which {missing:,} had not been taken"
        )
