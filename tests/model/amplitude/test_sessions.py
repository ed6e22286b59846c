"""Sessions of the SDKs (sdk-facts, section 2)."""

from __future__ import annotations

import pytest

from simulator.documentation.platforms import Platform
from simulator.model.commands import (
    EnableForegroundTracking,
    RegenerateDeviceId,
    SetOptOut,
    SetUserId,
    TrackSessionEvents,
)
from tests.support.sdk import MINUTE, MOBILE, SECOND, START, Bench

LIMIT = 5 * MINUTE


def mobile(platform: Platform, *, session_events: bool = False, launched: bool = True) -> Bench:
    """Start a mobile SDK as the integration does."""
    tracking = (TrackSessionEvents(),) if session_events else ()
    foreground = (EnableForegroundTracking(),) if platform == "android" else ()
    bench = Bench(platform, *tracking, START, *foreground)
    if launched:
        bench.mobile.launch()
    return bench


def restart(bench: Bench, *, session_events: bool = False, launched: bool = True) -> None:
    tracking = (TrackSessionEvents(),) if session_events else ()
    foreground = (EnableForegroundTracking(),) if bench.device.platform == "android" else ()
    bench.restart(*tracking, START, *foreground)
    if launched:
        bench.mobile.launch()


def stamps(bench: Bench) -> list[tuple[str, int, int]]:
    """Return type, session and time of all events, in milliseconds since the bench was made."""
    begin = bench.logged[0].to_json()["timestamp"] if bench.logged else 0
    return [
        (
            one["event_type"],
            one["session_id"] if one["session_id"] < 0 else one["session_id"] - begin,
            one["timestamp"] - begin,
        )
        for one in bench.events
    ]


def sessions(bench: Bench) -> list[int]:
    return [event["session_id"] for event in bench.events]


@pytest.mark.parametrize("platform", MOBILE)
def test_the_id_is_the_start_in_milliseconds(platform: Platform) -> None:
    bench = mobile(platform)
    started = bench.clock.now
    bench.clock.advance(1234)
    bench.log()
    assert sessions(bench) == [started]
    assert bench.client.session_id == started


@pytest.mark.parametrize("platform", MOBILE)
@pytest.mark.parametrize(("gap", "continues"), [(0, True), (LIMIT - 1, True), (LIMIT, False), (LIMIT + 1, False)])
def test_a_gap_of_exactly_the_limit_begins_a_new_session(platform: Platform, gap: int, continues: bool) -> None:
    bench = mobile(platform)
    bench.log()
    bench.mobile.background()
    bench.clock.advance(gap)
    bench.log()
    first, second = sessions(bench)
    assert (first == second) is continues
    assert continues or second == bench.clock.now


@pytest.mark.parametrize("platform", MOBILE)
def test_in_the_foreground_a_session_never_ends(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    for _ in range(3):
        bench.clock.advance(24 * 60 * MINUTE)
        bench.log()
    assert len(set(sessions(bench))) == 1


@pytest.mark.parametrize("platform", MOBILE)
def test_going_to_the_background_extends_the_session(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    bench.clock.advance(LIMIT * 2)
    bench.mobile.background()
    bench.clock.advance(LIMIT - 1)
    bench.mobile.foreground()
    bench.log()
    assert len(set(sessions(bench))) == 1


@pytest.mark.parametrize("platform", MOBILE)
def test_coming_to_the_foreground_extends_the_session(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    for _ in range(3):
        bench.mobile.background()
        bench.clock.advance(LIMIT - 1)
        bench.mobile.foreground()
    bench.log()
    assert len(set(sessions(bench))) == 1


@pytest.mark.parametrize("platform", MOBILE)
def test_events_and_identifies_in_the_background_extend_the_session(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    bench.mobile.background()
    for _ in range(3):
        bench.clock.advance(LIMIT - 1)
        bench.identify()
        bench.clock.advance(LIMIT - 1)
        bench.log()
    assert len(set(sessions(bench))) == 1


@pytest.mark.parametrize("gap", [LIMIT, 30 * MINUTE - 1, 30 * MINUTE])
def test_android_without_foreground_tracking_waits_half_an_hour(gap: int) -> None:
    bench = Bench("android")
    bench.mobile.launch()
    bench.log()
    bench.clock.advance(gap)
    bench.log()
    first, second = sessions(bench)
    assert (first == second) is (gap < 30 * MINUTE)


def test_foreground_tracking_has_no_effect_before_initialize() -> None:
    bench = Bench("android", EnableForegroundTracking(), START)
    bench.mobile.launch()
    bench.log()
    bench.clock.advance(30 * MINUTE)
    bench.log()
    assert len(set(sessions(bench))) == 2


def test_ios_begins_a_session_at_the_launch() -> None:
    bench = mobile("ios")
    assert bench.client.session_id == bench.clock.now


@pytest.mark.parametrize("platform", MOBILE)
def test_in_the_background_the_first_event_begins_the_session(platform: Platform) -> None:
    bench = mobile(platform, launched=False)
    assert bench.client.session_id == -1
    bench.clock.advance(SECOND)
    bench.log()
    assert sessions(bench) == [bench.clock.now]


@pytest.mark.parametrize("platform", MOBILE)
@pytest.mark.parametrize(("gap", "continues"), [(LIMIT - 1, True), (LIMIT, False)])
@pytest.mark.parametrize("launched", [True, False])
def test_a_session_survives_the_process(platform: Platform, gap: int, continues: bool, launched: bool) -> None:
    bench = mobile(platform)
    bench.log()
    bench.clock.advance(gap)
    restart(bench, launched=launched)
    bench.log()
    first, second = sessions(bench)
    assert (first == second) is continues


@pytest.mark.parametrize("platform", MOBILE)
def test_a_restart_extends_the_session(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    for _ in range(3):
        bench.clock.advance(LIMIT - 1)
        restart(bench)
    bench.log()
    assert len(set(sessions(bench))) == 1


@pytest.mark.parametrize("platform", MOBILE)
def test_session_events_stand_at_the_roll_over_in_order(platform: Platform) -> None:
    bench = mobile(platform, session_events=True)
    bench.clock.advance(SECOND)
    bench.log("one")
    bench.clock.advance(SECOND)
    bench.mobile.background()
    bench.clock.advance(LIMIT)
    bench.log("two")
    second = 2 * SECOND + LIMIT
    assert stamps(bench) == [
        ("session_start", 0, 0),
        ("one", 0, SECOND),
        ("session_end", 0, 2 * SECOND),
        ("session_start", second, second),
        ("two", second, second),
    ]
    assert [event["sequence_number"] for event in bench.events] == [1, 2, 3, 4, 5]
    assert [event["event_id"] for event in bench.events] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("platform", MOBILE)
def test_a_session_event_says_so_in_its_api_properties_and_nothing_else(platform: Platform) -> None:
    bench = mobile(platform, session_events=True)
    bench.log()
    start, plain = bench.events
    assert start["api_properties"].pop("special") == "session_start"
    assert start["api_properties"] == plain["api_properties"]
    assert start["event_properties"] == start["user_properties"] == start["groups"] == {}


@pytest.mark.parametrize("platform", MOBILE)
def test_the_first_session_of_all_ends_none(platform: Platform) -> None:
    bench = mobile(platform, session_events=True)
    assert [event["event_type"] for event in bench.events] == ["session_start"]


@pytest.mark.parametrize("platform", MOBILE)
def test_a_session_of_an_earlier_process_is_ended_with_its_own_id(platform: Platform) -> None:
    bench = mobile(platform, session_events=True)
    bench.clock.advance(SECOND)
    bench.log()
    bench.clock.advance(LIMIT)
    restart(bench, session_events=True)
    later = SECOND + LIMIT
    assert stamps(bench)[2:] == [("session_end", 0, SECOND), ("session_start", later, later)]


@pytest.mark.parametrize("session_events", [False, True])
@pytest.mark.parametrize("platform", MOBILE)
def test_an_app_s_own_event_of_such_a_name_moves_no_session_while_the_sdk_logs_them(
    platform: Platform, session_events: bool
) -> None:
    bench = mobile(platform, session_events=session_events)
    first = bench.client.session_id
    bench.mobile.background()
    bench.clock.advance(5 * MINUTE)
    bench.log("session_start")
    assert (bench.last["session_id"] == first) is session_events
    assert len(bench.events) == (2 if session_events else 1)


@pytest.mark.parametrize("platform", MOBILE)
def test_session_events_carry_the_ids_of_their_moment(platform: Platform) -> None:
    bench = mobile(platform, session_events=True)
    old = bench.client.device_id
    bench.mobile.background()
    bench.perform(SetUserId(user_id="anna"), RegenerateDeviceId())
    bench.clock.advance(LIMIT)
    bench.log()
    ids = [(event["event_type"], event.get("user_id"), event["device_id"] == old) for event in bench.events]
    assert ids == [
        ("session_start", None, True),
        ("session_end", "anna", False),
        ("session_start", "anna", False),
        ("Song Played", "anna", False),
    ]


@pytest.mark.parametrize("platform", MOBILE)
def test_opted_out_no_session_events_are_logged_but_the_session_moves_on(platform: Platform) -> None:
    bench = mobile(platform, session_events=True)
    before = bench.client.session_id
    bench.perform(SetOptOut(opt_out=True))
    bench.mobile.background()
    bench.clock.advance(LIMIT)
    bench.mobile.foreground()
    bench.log()
    assert bench.client.session_id == before + LIMIT
    assert [event["event_type"] for event in bench.events] == ["session_start"]
    bench.perform(SetOptOut(opt_out=False))
    bench.log()
    assert bench.last["session_id"] == before + LIMIT


@pytest.mark.parametrize("platform", MOBILE)
def test_an_out_of_session_event_touches_no_session(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    bench.mobile.background()
    bench.clock.advance(LIMIT - 1)
    bench.log(out_of_session=True)
    bench.clock.advance(1)
    bench.log()
    first, outside, second = sessions(bench)
    assert outside == -1
    assert (first, second) == (bench.clock.now - LIMIT, bench.clock.now)
    assert [event["sequence_number"] for event in bench.events] == [1, 2, 3]
    assert [event["event_id"] for event in bench.events] == [1, 2, 3]


@pytest.mark.parametrize("platform", MOBILE)
def test_an_out_of_session_event_begins_no_session(platform: Platform) -> None:
    bench = mobile(platform, session_events=True, launched=False)
    bench.log(out_of_session=True)
    assert stamps(bench) == [("Song Played", -1, 0)]
    assert bench.client.session_id == -1
    assert bench.client.store.last_event_time == -1


@pytest.mark.parametrize("platform", MOBILE)
def test_ids_of_the_user_have_no_effect_on_the_session(platform: Platform) -> None:
    bench = mobile(platform)
    bench.log()
    bench.clock.advance(MINUTE)
    bench.perform(SetUserId(user_id="derek"), SetUserId(user_id=None), RegenerateDeviceId())
    bench.log()
    assert len(set(sessions(bench))) == 1


@pytest.mark.parametrize(("gap", "continues"), [(5 * MINUTE, True), (30 * MINUTE, True), (30 * MINUTE + 1, False)])
@pytest.mark.parametrize("reloaded", [False, True])
def test_a_web_session_ends_after_more_than_half_an_hour(gap: int, continues: bool, reloaded: bool) -> None:
    bench = Bench("web")
    bench.log()
    bench.clock.advance(gap)
    if reloaded:
        bench.restart()
    bench.log()
    first, second = sessions(bench)
    assert (first == second) is continues
    assert continues or second == bench.clock.now


def test_on_web_events_identifies_and_page_loads_extend_the_session() -> None:
    bench = Bench("web")
    bench.log()
    for _ in range(2):
        bench.clock.advance(30 * MINUTE)
        bench.identify()
        bench.clock.advance(30 * MINUTE)
        bench.log()
        bench.clock.advance(30 * MINUTE)
        bench.restart()
    assert len(set(sessions(bench))) == 1


def test_a_web_session_begins_with_the_page() -> None:
    bench = Bench("web")
    loaded = bench.clock.now
    bench.clock.advance(MINUTE)
    bench.log()
    assert sessions(bench) == [loaded]


def test_web_logs_no_session_events_and_knows_no_out_of_session_events() -> None:
    bench = Bench("web")
    bench.log(out_of_session=True)
    bench.clock.advance(31 * MINUTE)
    bench.log()
    assert [event["event_type"] for event in bench.events] == ["Song Played", "Song Played"]
    assert -1 not in sessions(bench)
    assert not bench.client.has(TrackSessionEvents())


def test_on_web_opting_out_freezes_the_session() -> None:
    bench = Bench("web")
    bench.log()
    bench.perform(SetOptOut(opt_out=True))
    bench.clock.advance(20 * MINUTE)
    bench.log()
    bench.perform(SetOptOut(opt_out=False))
    bench.clock.advance(20 * MINUTE)
    bench.log()
    assert len(set(sessions(bench))) == 2
