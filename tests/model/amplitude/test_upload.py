"""Uploads of the SDKs: when, how much and in which order (sdk-facts, section 5)."""

from __future__ import annotations

import pytest

from simulator.documentation.platforms import Platform
from simulator.model.commands import UploadEvents
from simulator.wire.requests import Answer
from tests.support.sdk import CLIENTS, MINUTE, MOBILE, SECOND, SUCCESS, Bench, filled, launched, log


def test_web_sends_every_event_at_once() -> None:
    bench = launched("web")
    log(bench, 3)
    bench.identify()
    assert bench.sizes == [1, 1, 1, 1]


@pytest.mark.parametrize("platform", MOBILE)
def test_mobile_uploads_at_each_multiple_of_30(platform: Platform) -> None:
    bench = launched(platform)
    log(bench, 29)
    assert bench.sizes == []
    log(bench, 1)
    assert bench.sizes == [30]
    log(bench, 29)
    assert bench.sizes == [30]
    bench.identify()
    assert bench.sizes == [30, 30]


@pytest.mark.parametrize("platform", MOBILE)
def test_events_and_identifies_count_together(platform: Platform) -> None:
    bench = launched(platform)
    log(bench, 20)
    for _ in range(10):
        assert bench.sizes == []
        bench.identify()
    assert bench.sizes == [30]


@pytest.mark.parametrize("platform", MOBILE)
def test_a_backlog_counts_too(platform: Platform) -> None:
    bench = filled(platform, 31)
    log(bench, 28)
    assert bench.sizes == []
    log(bench, 1)
    assert sum(bench.sizes) == (60 if platform == "ios" else 50)


@pytest.mark.parametrize("platform", MOBILE)
def test_the_timer_runs_30_seconds_from_the_first_event_and_once(platform: Platform) -> None:
    bench = launched(platform)
    log(bench, 1)
    bench.clock.advance(20 * SECOND)
    log(bench, 1)
    bench.clock.advance(10 * SECOND - 1)
    assert bench.sizes == []
    bench.clock.advance(1)
    assert bench.sizes == [2]
    bench.clock.advance(10 * MINUTE)
    assert bench.sizes == [2]
    log(bench, 1)
    bench.clock.advance(30 * SECOND)
    assert bench.sizes == [2, 1]


@pytest.mark.parametrize("platform", MOBILE)
def test_an_event_arms_no_second_timer(platform: Platform) -> None:
    bench = launched(platform)
    log(bench, 1)
    bench.clock.advance(20 * SECOND)
    log(bench, 1)
    bench.clock.advance(10 * SECOND)
    log(bench, 1)
    bench.clock.advance(30 * SECOND - 1)
    assert bench.sizes == [2]
    bench.clock.advance(1)
    assert bench.sizes == [2, 1]


@pytest.mark.parametrize("platform", MOBILE)
def test_the_timer_ends_with_the_process(platform: Platform) -> None:
    bench = launched(platform)
    log(bench, 1)
    bench.restart()
    bench.mobile.launch()
    bench.clock.advance(10 * MINUTE)
    # Neither the start nor the launch uploads, and only an event arms the timer.
    assert bench.sizes == []
    log(bench, 1)
    bench.clock.advance(30 * SECOND)
    assert bench.sizes == [2]


def test_web_sends_what_an_earlier_page_left() -> None:
    bench = filled("web", 3)
    assert bench.sizes == []
    bench.restart()
    assert bench.sizes == [3]


@pytest.mark.parametrize(
    ("platform", "waiting", "sizes"),
    [
        ("web", 100, [100]),
        ("web", 101, [100, 1]),
        ("web", 250, [100, 100, 50]),
        ("ios", 100, [100]),
        ("ios", 130, [100]),
        ("ios", 131, [100, 31]),
        # The second request takes all that is left.
        ("ios", 400, [100, 300]),
        ("android", 50, [50]),
        ("android", 80, [50]),
        ("android", 81, [50, 31]),
        ("android", 170, [50, 50, 50]),
    ],
)
def test_batches_and_when_the_next_one_follows_at_once(platform: Platform, waiting: int, sizes: list[int]) -> None:
    bench = filled(platform, waiting)
    bench.perform(UploadEvents())
    assert bench.sizes == sizes
    assert bench.waiting == waiting - sum(sizes)


@pytest.mark.parametrize(("platform", "sizes"), [("ios", [100]), ("android", [50, 50, 50])])
def test_left_over_identifies_cause_another_request_on_android_alone(platform: Platform, sizes: list[int]) -> None:
    bench = filled(platform, 0, identifies=170)
    bench.perform(UploadEvents())
    assert bench.sizes == sizes


def test_ios_sends_everything_when_it_goes_to_the_background() -> None:
    bench = filled("ios", 250, identifies=50)
    bench.mobile.background()
    assert bench.sizes == [300]


def test_android_sends_batches_when_it_goes_to_the_background() -> None:
    bench = filled("android", 120)
    bench.mobile.background()
    assert bench.sizes == [50, 50]


@pytest.mark.parametrize(("platform", "sizes"), [("ios", [3]), ("android", [])])
def test_only_ios_uploads_when_it_comes_to_the_foreground(platform: Platform, sizes: list[int]) -> None:
    bench = filled(platform, 3)
    bench.device.online = False
    bench.mobile.background()
    bench.settle()
    bench.device.online = True
    bench.mobile.foreground()
    assert bench.sizes == sizes


def test_android_without_foreground_tracking_does_not_see_the_background() -> None:
    bench = Bench("android")
    log(bench, 3)
    bench.mobile.background()
    assert bench.sizes == []


@pytest.mark.parametrize("platform", CLIENTS)
def test_offline_the_queue_is_kept_over_restarts(platform: Platform) -> None:
    bench = launched(platform, online=False)
    log(bench, 40)
    bench.perform(UploadEvents())
    bench.clock.advance(10 * MINUTE)
    bench.restart()
    assert bench.sizes == []
    assert bench.waiting == 40
    bench.device.online = True
    bench.perform(UploadEvents())
    assert bench.sizes == [40]
    assert bench.waiting == 0


@pytest.mark.parametrize("platform", CLIENTS)
def test_what_amplitude_does_not_take_is_kept_and_sent_again(platform: Platform) -> None:
    bench = launched(platform)
    bench.answer = Answer(500, "internal_error")
    log(bench, 1)
    bench.perform(UploadEvents())
    assert bench.waiting == 1
    before = len(bench.batches)
    bench.answer = SUCCESS
    bench.perform(UploadEvents(), UploadEvents())
    # It is the same event, and once it has been taken it is not sent again.
    assert bench.batches[before:] == [bench.batches[0]]
    assert bench.waiting == 0


@pytest.mark.parametrize("platform", MOBILE)
def test_on_mobile_the_1001st_event_drops_the_oldest_20(platform: Platform) -> None:
    bench = filled(platform, 1000)
    store = bench.client.store
    assert len(store.events) == 1000
    bench.device.online = False
    bench.log("one more")
    assert len(store.events) == 981
    assert store.events[0].to_json()["event_type"] == "event 20"
    assert store.events[-1].to_json()["event_type"] == "one more"
    for _ in range(19):
        bench.log()
    assert len(store.events) == 1000


def test_on_web_only_the_excess_is_dropped() -> None:
    bench = filled("web", 1000)
    store = bench.client.store
    bench.device.online = False
    bench.log("one more")
    assert len(store.events) == 1000
    assert store.events[0].to_json()["event_type"] == "event 1"
    assert store.events[-1].to_json()["event_type"] == "one more"


@pytest.mark.parametrize("platform", CLIENTS)
def test_each_queue_has_a_cap_of_its_own(platform: Platform) -> None:
    bench = filled(platform, 1000, identifies=1000)
    assert bench.waiting == 2000
    bench.device.online = False
    bench.identify()
    assert len(bench.client.store.events) == 1000
    assert len(bench.client.store.identifies) == (1000 if platform == "web" else 981)


@pytest.mark.parametrize("platform", CLIENTS)
def test_both_queues_are_merged_by_sequence_number(platform: Platform) -> None:
    bench = launched(platform, online=False)
    for number in range(10):
        bench.log()
        if number % 3 == 0:
            bench.identify()
    bench.device.online = True
    bench.perform(UploadEvents())
    [batch] = bench.batches
    assert [event["sequence_number"] for event in batch] == list(range(1, 15))
    assert batch == bench.events


def test_a_batch_takes_the_oldest_of_both_queues() -> None:
    bench = launched("android", online=False)
    for _ in range(45):
        bench.identify()
    log(bench, 45)
    bench.device.online = True
    bench.perform(UploadEvents())
    assert [[event["sequence_number"] for event in batch] for batch in bench.batches] == [
        list(range(1, 51)),
        list(range(51, 91)),
    ]


@pytest.mark.parametrize("platform", CLIENTS)
def test_with_nothing_queued_nothing_is_sent(platform: Platform) -> None:
    bench = launched(platform)
    bench.perform(UploadEvents())
    if platform != "web":
        bench.mobile.background()
        bench.mobile.foreground()
    assert bench.sizes == []
