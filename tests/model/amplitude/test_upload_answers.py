"""The effect of each answer on the queues and the batches (sdk-facts, sections 5, 5.1 and 5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
import pytest

from simulator.documentation.platforms import Platform
from simulator.model.amplitude.ios import IOSClient
from simulator.model.clock import EPOCH
from simulator.model.commands import Initialize, SetOptOut, SetUserId, UploadEvents
from simulator.values import JSONObject
from simulator.wire.requests import NO_ANSWER, TOO_LARGE, Answer
from tests.support.md5 import md5
from tests.support.sdk import API_KEY, CLIENTS, MINUTE, MOBILE, SECOND, SUCCESS, Bench, filled, launched, log

HOUR: Final = 60 * MINUTE
LARGE: Final = Answer(TOO_LARGE, "payload_too_large")
FAILURE: Final = Answer(500, "internal_error")
UPLOAD: Final = UploadEvents()


def answered(platform: Platform, events: int, answers: Sequence[Answer], identifies: int = 0) -> Bench:
    """Fill the queues and start one upload, which gets these answers, and then success."""
    bench = filled(platform, events, identifies)
    bench.answers.extend(answers)
    bench.perform(UPLOAD)
    return bench


def names(events: Sequence[JSONObject]) -> list[str]:
    return [event["event_type"].removeprefix("event ") for event in events]


def left(bench: Bench) -> list[str]:
    """Name the events that wait, then `$identify` for each identify that does."""
    store = bench.client.store
    return names([logged.to_json() for logged in (*store.events, *store.identifies)])


# Success, and failures, which leave the queues unchanged.

_FAILURES: Final = [
    Answer(200, ""),
    Answer(200, "Success"),
    Answer(200, "success\n"),
    Answer(200, "ok?"),
    Answer(200, '{"code":200}'),
    Answer(200, "invalid_api_key"),
    Answer(200, "bad_checksum"),
    Answer(200, "request_db_write_failed"),
    Answer(204, ""),
    Answer(302, "moved"),
    Answer(400, "bad_request"),
    Answer(401, "unauthorized"),
    Answer(403, "forbidden"),
    Answer(404, "not_found"),
    Answer(412, "no"),
    Answer(414, "no"),
    Answer(429, "too_many_requests"),
    Answer(500, "internal_error"),
    Answer(502, "bad_gateway"),
    Answer(503, "service_unavailable"),
    Answer(504, "gateway_timeout"),
    NO_ANSWER,
    Answer(0, "success"),
]


def check_kept(bench: Bench) -> None:
    """Check that five events, which have been sent once in vain, are kept."""
    assert bench.sizes == [5]
    assert left(bench) == ["0", "1", "2", "3", "4"]
    # Nothing is tried again by itself, however much time passes; the next upload sends the same events.
    bench.clock.advance(24 * HOUR)
    assert bench.sizes == [5]
    bench.perform(UPLOAD)
    assert bench.sizes == [5, 5]
    assert bench.batches[1] == bench.batches[0]
    assert left(bench) == []


@pytest.mark.parametrize("answer", _FAILURES, ids=str)
@pytest.mark.parametrize("platform", CLIENTS)
def test_a_failure_keeps_the_events_for_the_next_upload(platform: Platform, answer: Answer) -> None:
    check_kept(answered(platform, 5, [answer]))


@pytest.mark.parametrize("status", [201, 202, 299, 400, 429, 500, 503])
@pytest.mark.parametrize("platform", CLIENTS)
def test_only_android_takes_the_word_success_whatever_the_status(platform: Platform, status: int) -> None:
    bench = answered(platform, 5, [Answer(status, "success")])
    if platform == "android":
        assert bench.sizes == [5]
        assert left(bench) == []
    else:
        check_kept(bench)


@pytest.mark.parametrize("platform", CLIENTS)
def test_what_was_accepted_is_not_sent_again(platform: Platform) -> None:
    bench = answered(platform, 5, [SUCCESS])
    bench.perform(UPLOAD)
    bench.clock.advance(HOUR)
    assert bench.sizes == [5]


@pytest.mark.parametrize("platform", CLIENTS)
def test_failures_in_a_row_are_no_reason_to_wait_longer(platform: Platform) -> None:
    bench = filled(platform, 5)
    bench.answers.extend([FAILURE, Answer(429, "too_many_requests"), NO_ANSWER, FAILURE])
    bench.perform(*[UPLOAD] * 4)
    assert bench.sizes == [5, 5, 5, 5]
    bench.perform(UPLOAD)
    assert left(bench) == []


@pytest.mark.parametrize("platform", MOBILE)
def test_after_a_failure_the_timer_of_the_next_event_uploads_both(platform: Platform) -> None:
    bench = launched(platform)
    bench.answers.append(FAILURE)
    log(bench, 1)
    bench.clock.advance(30 * SECOND)
    assert bench.sizes == [1]
    log(bench, 1)
    bench.clock.advance(30 * SECOND)
    assert bench.sizes == [1, 2]


def test_after_a_failure_the_next_event_on_the_web_uploads_both() -> None:
    bench = launched("web")
    bench.answers.append(FAILURE)
    log(bench, 1)
    bench.clock.advance(HOUR)
    log(bench, 1)
    assert bench.sizes == [1, 2]


# A request that was too large.


@pytest.mark.parametrize(
    ("platform", "events", "identifies", "answers", "sizes", "kept"),
    [
        # The web halves what was sent, goes on in halves, and stops when nothing is left.
        ("web", 8, 0, [LARGE], [8, 4, 4], []),
        ("web", 7, 0, [LARGE, LARGE], [7, 4, 2, 2, 2, 1], []),
        ("web", 250, 0, [LARGE], [100, 50, 50, 50, 50, 50], []),
        # One event is dropped once a batch is one event, not when one event is all that there is.
        ("web", 1, 0, [LARGE], [1, 1], []),
        ("web", 1, 0, [LARGE, FAILURE], [1, 1], ["0"]),
        ("web", 1, 0, [LARGE, LARGE, FAILURE], [1, 1], []),
        ("web", 3, 0, [LARGE, LARGE, LARGE, FAILURE], [3, 2, 1, 1], ["1", "2"]),
        ("web", 0, 3, [LARGE, LARGE, LARGE, FAILURE], [3, 2, 1, 1], ["$identify"] * 2),
        ("web", 3, 0, [LARGE] * 9, [3, 2, 1, 1, 1], []),
        # iOS halves too, but the rest after a success waits if it is not above the threshold.
        ("ios", 8, 0, [LARGE], [8, 4], ["4", "5", "6", "7"]),
        ("ios", 7, 0, [LARGE, LARGE], [7, 4, 2], ["2", "3", "4", "5", "6"]),
        ("ios", 130, 0, [LARGE], [100, 50, 50], [str(number) for number in range(100, 130)]),
        # The first 413 to a request of one event drops it.
        ("ios", 1, 0, [LARGE], [1], []),
        ("ios", 3, 0, [LARGE, LARGE, LARGE, FAILURE], [3, 2, 1, 1], ["1", "2"]),
        ("ios", 0, 3, [LARGE, LARGE, LARGE, FAILURE], [3, 2, 1, 1], ["$identify"] * 2),
        ("ios", 3, 0, [LARGE] * 9, [3, 2, 1, 1, 1], []),
        # Android halves the number of events that wait, or the size before, whichever is less.
        ("android", 8, 0, [LARGE], [8, 4], ["4", "5", "6", "7"]),
        ("android", 120, 0, [LARGE], [50, 25, 25, 25, 25], [str(number) for number in range(100, 120)]),
        # An event is dropped only after batches have shrunk to one.
        ("android", 1, 0, [LARGE], [1, 1], []),
        ("android", 1, 0, [LARGE, FAILURE], [1, 1], ["0"]),
        ("android", 1, 0, [LARGE, LARGE], [1, 1], []),
        ("android", 3, 0, [LARGE, LARGE, LARGE, FAILURE], [3, 2, 1, 1], ["1", "2"]),
        ("android", 3, 0, [LARGE] * 9, [3, 2, 1, 1, 1], []),
        # Identifies don't count there: two events and eight identifies are halved to one, identifies alone to none.
        ("android", 2, 8, [LARGE, FAILURE], [10, 1], ["0", "1", *["$identify"] * 8]),
        ("android", 0, 4, [LARGE], [4], ["$identify"] * 4),
        ("android", 1, 2, [LARGE, LARGE], [3, 1], ["$identify"] * 2),
    ],
)
def test_too_large(
    platform: Platform, events: int, identifies: int, answers: list[Answer], sizes: list[int], kept: list[str]
) -> None:
    bench = answered(platform, events, answers, identifies)
    assert bench.sizes == sizes
    assert left(bench) == kept
    # Events that were neither kept nor dropped have arrived, in order; the dropped ones are the oldest.
    arrived = names([event for batch in bench.batches[len(answers) :] for event in batch])
    logged = names(bench.events)
    assert arrived + kept == logged[len(logged) - len(arrived + kept) :]


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_word_success_wins_over_a_413_on_android_alone(platform: Platform) -> None:
    bench = answered(platform, 4, [Answer(TOO_LARGE, "success"), FAILURE])
    assert bench.sizes == ([4] if platform == "android" else [4, 2])
    assert len(left(bench)) == (0 if platform == "android" else 4)


@pytest.mark.parametrize("word", ["invalid_api_key", "bad_checksum", "request_db_write_failed"])
@pytest.mark.parametrize("platform", CLIENTS)
def test_a_refusal_by_name_wins_over_a_413_on_android_alone(platform: Platform, word: str) -> None:
    bench = answered(platform, 4, [Answer(TOO_LARGE, word), FAILURE])
    assert bench.sizes == ([4] if platform == "android" else [4, 2])
    assert len(left(bench)) == 4


def test_on_the_web_batches_stay_small_until_the_next_page_load() -> None:
    bench = answered("web", 7, [LARGE, LARGE])
    bench.device.online = False
    log(bench, 7)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes[6:] == [2, 2, 2, 1]
    bench.device.online = False
    log(bench, 7)
    bench.device.online = True
    bench.restart()
    assert bench.sizes[10:] == [7]


def test_on_ios_batches_stay_small_in_the_foreground() -> None:
    bench = answered("ios", 8, [LARGE])
    bench.perform(UPLOAD)
    log(bench, 5)
    bench.mobile.foreground()
    bench.clock.advance(30 * SECOND)
    assert bench.sizes == [8, 4, 4, 4, 1]


def test_on_ios_batches_stay_small_when_the_one_in_the_background_is_too_large_itself() -> None:
    bench = filled("ios", 300)
    bench.answers.append(LARGE)
    bench.mobile.background()
    # It held everything, and what counts is the size that a batch would have had.
    assert bench.sizes == [300, 50, 50, 50, 50, 50, 50]
    bench.device.online = False
    log(bench, 60)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes[7:] == [50]


def test_on_ios_a_success_that_ends_in_the_background_restores_the_batches() -> None:
    bench = answered("ios", 120, [LARGE, FAILURE])
    assert bench.sizes == [100, 50]
    bench.mobile.background()
    assert bench.sizes == [100, 50, 120]
    bench.mobile.foreground()
    bench.device.online = False
    log(bench, 120)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes == [100, 50, 120, 100]


@pytest.mark.parametrize("answer", [FAILURE, NO_ANSWER], ids=str)
def test_on_ios_a_failure_in_the_background_ends_the_time_that_the_system_grants(answer: Answer) -> None:
    bench = answered("ios", 20, [LARGE, FAILURE])
    bench.answers.append(answer)
    bench.mobile.background()
    assert bench.sizes == [20, 10, 20]
    # So the next upload does not restore the batches, though the app is still in the background.
    bench.perform(UPLOAD, UPLOAD)
    bench.device.online = False
    log(bench, 20)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes == [20, 10, 20, 10, 10, 10]


def test_on_ios_an_upload_that_ends_in_the_foreground_again_restores_nothing() -> None:
    bench = answered("ios", 8, [LARGE, FAILURE])
    bench.answers.append(msgspec.structs.replace(SUCCESS, delay=5 * SECOND))
    bench.mobile.background()
    bench.clock.advance(SECOND)
    bench.mobile.foreground()
    bench.clock.advance(4 * SECOND)
    assert left(bench) == []
    bench.device.online = False
    log(bench, 8)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes == [8, 4, 8, 4]


def test_on_android_a_trigger_sends_a_full_batch_even_while_batches_are_small() -> None:
    bench = answered("android", 120, [LARGE, FAILURE])
    assert bench.sizes == [50, 25]
    bench.answers.extend([LARGE, FAILURE])
    bench.perform(UPLOAD)
    # The halving goes on from the small size.
    assert bench.sizes == [50, 25, 50, 13]
    bench.perform(UPLOAD)
    # A success with enough left goes on in small batches, until there is not: then they are full again.
    assert bench.sizes[4:] == [50, 13, 13, 13, 13]
    assert len(left(bench)) == 18
    bench.device.online = False
    log(bench, 70)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes[9:] == [50, 38]


def test_on_android_the_last_of_a_full_batch_is_dropped_whichever_was_too_large() -> None:
    bench = answered("android", 3, [LARGE, LARGE, FAILURE], identifies=2)
    assert bench.sizes == [5, 2, 1]
    bench.answers.append(LARGE)
    bench.perform(UPLOAD)
    # The last event and the last identify went; the first event arrived in the request of one that followed.
    assert bench.sizes == [5, 2, 1, 5, 1]
    assert names(bench.batches[-1]) == ["0"]
    assert left(bench) == ["1", "$identify"]


def test_on_android_identifies_alone_are_sent_in_full_again_and_never_dropped() -> None:
    bench = answered("android", 0, [LARGE], identifies=4)
    bench.answers.extend([LARGE] * 5)
    bench.perform(*[UPLOAD] * 5)
    assert bench.sizes == [4] * 6
    bench.perform(UPLOAD)
    assert left(bench) == []


def test_on_android_a_batch_of_none_stops_what_would_follow_a_success() -> None:
    bench = answered("android", 0, [LARGE], identifies=81)
    bench.perform(UPLOAD)
    assert bench.sizes == [50, 50]
    assert len(left(bench)) == 31
    bench.perform(UPLOAD)
    # Nothing was left after that, so batches are full again.
    bench.device.online = False
    log(bench, 90)
    bench.device.online = True
    bench.perform(UPLOAD)
    assert bench.sizes == [50, 50, 31, 50, 40]


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_small_size_ends_with_the_process(platform: Platform) -> None:
    bench = answered(platform, 45, [LARGE, LARGE, FAILURE])
    assert bench.sizes == [45, 23, 12]
    bench.restart()
    bench.perform(UPLOAD)
    assert bench.sizes[3:] == [45]


# Answers that take their time.


def slow(delay: int, answer: Answer = SUCCESS) -> Answer:
    """Let an answer take a number of milliseconds."""
    return msgspec.structs.replace(answer, delay=delay)


@pytest.mark.parametrize(
    ("platform", "delay", "comes"),
    [
        ("web", 1, True),
        ("web", 10 * MINUTE, True),
        ("web", 24 * HOUR, True),
        ("ios", 60 * SECOND, True),
        ("ios", 60 * SECOND + 1, False),
        ("ios", 24 * HOUR, False),
        ("android", 10 * SECOND, True),
        ("android", 10 * SECOND + 1, False),
        ("android", 24 * HOUR, False),
    ],
)
def test_how_long_an_answer_is_waited_for(platform: Platform, delay: int, comes: bool) -> None:
    bench = answered(platform, 5, [slow(delay)])
    timeout = {"web": delay, "ios": MINUTE, "android": 10 * SECOND}[platform]
    bench.clock.advance(min(delay, timeout) - 1)
    # Until then it is under way: nothing else is sent.
    bench.perform(UPLOAD)
    assert bench.sizes == [5]
    assert bench.waiting == 5
    bench.clock.advance(1)
    assert bench.waiting == (0 if comes else 5)
    bench.perform(UPLOAD)
    assert bench.sizes == ([5] if comes else [5, 5])
    # If the abandoned answer still comes, it is ignored.
    bench.clock.advance(48 * HOUR)
    assert bench.sizes == ([5] if comes else [5, 5])
    assert bench.waiting == 0


@pytest.mark.parametrize("answer", [FAILURE, Answer(200, "bad_checksum"), NO_ANSWER], ids=str)
@pytest.mark.parametrize("platform", CLIENTS)
def test_a_failure_that_comes_late_keeps_the_events(platform: Platform, answer: Answer) -> None:
    bench = answered(platform, 5, [slow(SECOND, answer)])
    bench.clock.advance(SECOND)
    check_kept(bench)


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_413_that_comes_late_sends_the_half_when_it_comes(platform: Platform) -> None:
    bench = answered(platform, 8, [slow(3 * SECOND, LARGE), slow(2 * SECOND)])
    assert bench.sizes == [8]
    bench.clock.advance(3 * SECOND)
    assert bench.sizes == [8, 4]
    assert bench.waiting == 8
    bench.clock.advance(2 * SECOND)
    assert bench.sizes == ([8, 4, 4] if platform == "web" else [8, 4])


@pytest.mark.parametrize("platform", MOBILE)
def test_a_trigger_that_comes_meanwhile_is_not_made_up_for(platform: Platform) -> None:
    bench = launched(platform)
    bench.answers.append(slow(5 * SECOND))
    log(bench, 30)
    bench.perform(UPLOAD)
    log(bench, 30)
    bench.mobile.background()
    bench.mobile.foreground()
    assert bench.sizes == [30]
    bench.clock.advance(5 * SECOND)
    # The thirty that came meanwhile are still there: the answer was about the others.
    assert left(bench) == [str(number) for number in range(30)]
    bench.clock.advance(25 * SECOND)
    assert bench.sizes == [30, 30]


@pytest.mark.parametrize("platform", MOBILE)
def test_a_timer_that_fires_meanwhile_is_spent(platform: Platform) -> None:
    bench = launched(platform)
    bench.answers.append(slow(9 * SECOND))
    log(bench, 1)
    bench.clock.advance(25 * SECOND)
    bench.perform(UPLOAD)
    log(bench, 1)
    bench.clock.advance(HOUR)
    assert bench.sizes == [1]
    assert bench.waiting == 1
    log(bench, 1)
    bench.clock.advance(30 * SECOND)
    assert bench.sizes == [1, 2]


def test_on_the_web_events_that_come_meanwhile_follow_together() -> None:
    bench = launched("web")
    bench.answers.append(slow(5 * SECOND))
    log(bench, 4)
    assert bench.sizes == [1]
    bench.clock.advance(5 * SECOND)
    assert bench.sizes == [1, 3]
    assert [names(batch) for batch in bench.batches] == [["0"], ["1", "2", "3"]]


def test_on_the_web_nothing_follows_a_failure() -> None:
    bench = launched("web")
    bench.answers.append(slow(5 * SECOND, FAILURE))
    log(bench, 4)
    bench.clock.advance(HOUR)
    assert bench.sizes == [1]
    log(bench, 1)
    assert bench.sizes == [1, 5]


@pytest.mark.parametrize("platform", CLIENTS)
def test_what_overflows_meanwhile_is_not_removed_twice(platform: Platform) -> None:
    bench = answered(platform, 1000, [slow(5 * SECOND), FAILURE])
    bench.log("one more")
    bench.clock.advance(5 * SECOND)
    # The accepted events are gone, including those that made room; nothing else is.
    sent = {"web": 100, "ios": 100, "android": 50}[platform]
    assert left(bench) == [*map(str, range(sent, 1000)), "one more"]


@pytest.mark.parametrize("platform", CLIENTS)
def test_an_answer_that_the_process_does_not_live_to_see_is_lost(platform: Platform) -> None:
    bench = answered(platform, 5, [slow(5 * SECOND)])
    bench.answer = FAILURE
    bench.restart()
    bench.clock.advance(HOUR)
    bench.answer = SUCCESS
    assert bench.waiting == 5
    before = len(bench.sizes)
    bench.perform(UPLOAD)
    assert bench.batches[before:] == [bench.batches[0]]
    assert bench.waiting == 0


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_dead_process_neither_waits_nor_sends(platform: Platform) -> None:
    bench = answered(platform, 45, [slow(5 * SECOND, LARGE)])
    bench.client.stop()
    bench.clock.advance(HOUR)
    assert bench.sizes == [45]
    assert bench.waiting == 45


# Opting out, and commands before the start.


@pytest.mark.parametrize("platform", CLIENTS)
def test_after_an_opt_out_nothing_is_uploaded_by_any_trigger(platform: Platform) -> None:
    bench = filled(platform, 29)
    bench.device.online = False
    log(bench, 1)
    bench.device.online = True
    bench.perform(SetOptOut(opt_out=True), UPLOAD)
    log(bench, 60)
    if platform != "web":
        bench.mobile.background()
        bench.mobile.foreground()
    bench.clock.advance(HOUR)
    bench.restart()
    bench.clock.advance(HOUR)
    assert bench.sizes == []
    assert bench.waiting == 30
    bench.perform(SetOptOut(opt_out=False), UPLOAD)
    assert bench.sizes == [30]


@pytest.mark.parametrize("platform", CLIENTS)
def test_an_opt_out_meanwhile_ends_what_would_follow(platform: Platform) -> None:
    bench = answered(platform, 150, [slow(5 * SECOND)])
    bench.perform(SetOptOut(opt_out=True))
    bench.clock.advance(5 * SECOND)
    assert len(bench.sizes) == 1
    assert bench.waiting == 150 - bench.sizes[0]


def test_nothing_is_uploaded_before_the_sdk_has_its_key() -> None:
    bench = filled("ios", 5)
    bench.restart(SetUserId(user_id="derek"))
    bench.mobile.foreground()
    bench.mobile.background()
    assert bench.sizes == []
    assert isinstance(bench.client, IOSClient)
    bench.perform(Initialize(api_key=API_KEY))
    bench.mobile.foreground()
    assert bench.sizes == [5]


# The request itself.

_ORDER: Final = {
    "web": ["client", "e", "v", "upload_time", "checksum"],
    "ios": ["v", "client", "e", "upload_time", "checksum"],
    "android": ["v", "client", "e", "upload_time", "checksum"],
}


@pytest.mark.parametrize(("platform", "version"), [("web", "2"), ("ios", "3"), ("android", "2")])
def test_the_form(platform: Platform, version: str) -> None:
    bench = launched(platform, online=False)
    bench.log("Vidéo ▶ 𝄞", title='“a&b=c%20" +')
    bench.identify()
    bench.clock.advance(7 * MINUTE + 1)
    bench.device.online = True
    bench.device.change(ip="198.51.100.7")
    bench.perform(UPLOAD)
    [request] = bench.requests
    assert request.path == "/"
    assert list(request.fields) == _ORDER[platform]
    fields = request.fields
    now = str(EPOCH + 7 * MINUTE + 1)
    assert (fields["v"], fields["client"], fields["upload_time"]) == (version, API_KEY, now)
    assert msgspec.json.decode(fields["e"]) == bench.events
    assert fields["checksum"] == md5(f"{version}{API_KEY}{fields['e']}{now}".encode())
    assert (request.ip, request.time, request.json, request.auth) == ("198.51.100.7", int(now), b"", None)


@pytest.mark.parametrize("platform", CLIENTS)
def test_what_is_sent_again_is_the_same_at_another_time(platform: Platform) -> None:
    bench = answered(platform, 5, [NO_ANSWER])
    bench.perform(SetUserId(user_id="derek"))
    bench.clock.advance(MINUTE)
    bench.perform(UPLOAD)
    first, second = bench.requests
    assert second.fields["e"] == first.fields["e"]
    assert int(second.fields["upload_time"]) == int(first.fields["upload_time"]) + MINUTE
    assert second.fields["checksum"] != first.fields["checksum"]


# amplitude-js with batchEvents, which Segment's later integrations can turn on.

BATCHING: Final = Initialize(
    api_key=API_KEY, batch_events=True, event_upload_threshold=4, event_upload_period_millis=5000
)


def test_batching_waits_for_the_threshold_or_the_period() -> None:
    bench = Bench("web", BATCHING)
    log(bench, 3)
    assert bench.sizes == []
    bench.clock.advance(5 * SECOND - 1)
    assert bench.sizes == []
    bench.clock.advance(1)
    assert bench.sizes == [3]
    log(bench, 4)
    assert bench.sizes == [3, 4]


def test_batching_does_not_wait_for_a_multiple() -> None:
    bench = Bench("web", BATCHING)
    bench.answers.extend([FAILURE] * 2)
    log(bench, 6)
    assert bench.sizes == [4, 5, 6]


def test_batching_counts_what_an_earlier_page_left() -> None:
    bench = Bench("web", BATCHING)
    log(bench, 3)
    bench.restart(BATCHING)
    assert bench.sizes == []
    bench.clock.advance(5 * SECOND)
    assert bench.sizes == [3]
    bench.device.online = False
    log(bench, 4)
    bench.device.online = True
    bench.restart(BATCHING)
    assert bench.sizes == [3, 4]


def test_batching_lets_the_rest_wait_after_a_success() -> None:
    bench = Bench("web", BATCHING)
    bench.answers.append(slow(7 * SECOND))
    log(bench, 4)
    log(bench, 3)
    # The timer of the three fires while the request is under way, for nothing.
    bench.clock.advance(7 * SECOND)
    assert bench.sizes == [4]
    bench.clock.advance(5 * SECOND)
    assert bench.sizes == [4, 3]


def test_batching_goes_on_while_there_are_enough() -> None:
    bench = Bench("web", BATCHING)
    bench.answers.append(slow(SECOND))
    log(bench, 8)
    bench.clock.advance(SECOND)
    assert bench.sizes == [4, 4]
