"""The JSON of events (sdk-facts, sections 2.6 and 3.1 to 3.4)."""

from __future__ import annotations

import re
from typing import Final

import msgspec
import pytest

from simulator import Simulation
from simulator.documentation.platforms import Platform
from simulator.model.amplitude.http_api import HTTPAPIClient
from simulator.model.clock import EPOCH, Clock
from simulator.model.commands import (
    EnableForegroundTracking,
    GroupIdentify,
    HTTPEvent,
    LogEvent,
    LogRevenue,
    Operation,
    SetUserId,
)
from simulator.values import JSONObject
from simulator.wire.events import LoggedEvent
from tests.support.sdk import API_KEY, CLIENTS, MINUTE, MOBILE, SECOND, START, SUCCESS, Bench

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

PLAIN: Final[dict[str, JSONObject]] = {
    "web": {
        "user_id": None,
        "timestamp": EPOCH + SECOND,
        "event_id": 1,
        "session_id": EPOCH,
        "event_type": "Song Played",
        "version_name": None,
        "platform": "Web",
        "os_name": "Chrome",
        "os_version": "69",
        "device_model": "Mac",
        "language": "en-US",
        "api_properties": {},
        "event_properties": {"a": 1},
        "user_properties": {},
        "library": {"name": "amplitude-js", "version": "4.4.0"},
        "sequence_number": 1,
        "groups": {},
    },
    "ios": {
        "event_id": 1,
        "event_type": "Song Played",
        "timestamp": EPOCH + SECOND,
        "session_id": EPOCH,
        "sequence_number": 1,
        "platform": "iOS",
        "version_name": "1.0.0",
        "os_name": "ios",
        "os_version": "11.4.1",
        "device_model": "iPhone 7",
        "device_manufacturer": "Apple",
        "carrier": "T-Mobile",
        "country": "United States",
        "language": "English",
        "library": {"name": "amplitude-ios", "version": "4.3.1"},
        "event_properties": {"a": 1},
        "user_properties": {},
        "groups": {},
    },
    "android": {
        "event_type": "Song Played",
        "timestamp": EPOCH + SECOND,
        "user_id": None,
        "session_id": EPOCH,
        "sequence_number": 1,
        "version_name": "1.0.0",
        "os_name": "android",
        "os_version": "8.1.0",
        "device_brand": "google",
        "device_manufacturer": "Google",
        "device_model": "Pixel 2",
        "carrier": "T-Mobile",
        "country": "US",
        "language": "en",
        "platform": "Android",
        "library": {"name": "amplitude-android", "version": "2.19.1"},
        "event_properties": {"a": 1},
        "user_properties": {},
        "groups": {},
        "event_id": 1,
    },
}
"""A plain event without the fields that differ from device to device."""

DIFFERING: Final = {
    "web": {"device_id", "uuid", "user_agent"},
    "ios": {"device_id", "uuid", "api_properties"},
    "android": {"device_id", "uuid", "api_properties"},
}

ORDER: Final = {
    "web": "device_id user_id timestamp event_id session_id event_type version_name platform os_name os_version "
    "device_model language api_properties event_properties user_properties uuid library sequence_number "
    "groups user_agent",
    "android": "event_type timestamp user_id device_id session_id uuid sequence_number version_name os_name "
    "os_version device_brand device_manufacturer device_model carrier country language platform library "
    "api_properties event_properties user_properties groups event_id",
}


def launched(platform: Platform) -> Bench:
    foreground = (EnableForegroundTracking(),) if platform == "android" else ()
    bench = Bench(platform, START, *foreground)
    if platform != "web":
        bench.mobile.launch()
    return bench


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_plain_event(platform: Platform) -> None:
    bench = launched(platform)
    bench.clock.advance(SECOND)
    bench.log(a=1)
    event = bench.last
    assert {key: event[key] for key in event.keys() - DIFFERING[platform]} == PLAIN[platform]
    assert event.keys() == PLAIN[platform].keys() | DIFFERING[platform]
    assert event["device_id"] == bench.client.device_id


@pytest.mark.parametrize("platform", ["web", "android"])
def test_the_order_of_the_keys_on_the_wire(platform: Platform) -> None:
    bench = launched(platform)
    bench.log()
    written = msgspec.json.decode(msgspec.json.encode(bench.logged[-1].event))
    assert " ".join(written) == ORDER[platform]


@pytest.mark.parametrize("platform", CLIENTS)
def test_uuids_are_upper_case_on_ios_alone_and_never_repeat(platform: Platform) -> None:
    bench = launched(platform)
    for _ in range(50):
        bench.log()
    uuids = [event["uuid"] for event in bench.events]
    assert all(UUID.fullmatch(uuid.lower() if platform == "ios" else uuid) for uuid in uuids)
    assert platform != "ios" or all(uuid == uuid.upper() for uuid in uuids)
    assert len(set(uuids)) == 50


@pytest.mark.parametrize("platform", CLIENTS)
def test_without_a_user_ios_leaves_the_key_out_and_the_others_write_null(platform: Platform) -> None:
    bench = launched(platform)
    bench.log()
    bench.perform(SetUserId(user_id="derek"))
    bench.log()
    anonymous, known = bench.events
    assert ("user_id" in anonymous) is (platform != "ios")
    assert anonymous.get("user_id") is None
    assert known["user_id"] == "derek"


def test_ios_identifiers_stand_in_api_properties() -> None:
    bench = launched("ios")
    bench.log()
    ids = {"ios_idfa": bench.device.advertising_id, "ios_idfv": bench.device.vendor_id}
    assert bench.last["api_properties"] == ids
    bench = Bench("ios", device={"advertising_id": None, "vendor_id": None})
    bench.log()
    assert bench.last["api_properties"] == {}


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("play_services", [False, True])
def test_android_always_says_two_things_about_the_device(limited: bool, play_services: bool) -> None:
    bench = Bench("android", device={"limit_ad_tracking": limited, "play_services": play_services})
    bench.log()
    api = bench.last["api_properties"]
    # Play services report it (finding A8): without them tracking is never limited.
    assert (api["limit_ad_tracking"], api["gps_enabled"]) == (limited and play_services, play_services)
    assert api.get("androidADID") == (bench.device.advertising_id if play_services else None)


@pytest.mark.parametrize("platform", MOBILE)
def test_the_location_is_a_pair_of_numbers(platform: Platform) -> None:
    bench = Bench(platform, device={"location_permission": True, "place": [52.52, 13]})
    bench.log()
    assert bench.last["api_properties"]["location"] == {"lat": 52.52, "lng": 13.0}


def test_android_adds_no_location_to_identifies() -> None:
    bench = Bench("android", device={"location_permission": True})
    bench.identify()
    assert "location" not in bench.last["api_properties"]


@pytest.mark.parametrize(
    ("platform", "device", "expected"),
    [
        ("ios", {"app_version": None}, {"version_name": "(absent)"}),
        ("android", {"app_version": None}, {"version_name": None}),
        ("web", {"app_version": "2.0"}, {"version_name": None}),
        ("ios", {"carrier": ""}, {"carrier": "Unknown"}),
        ("android", {"carrier": ""}, {"carrier": ""}),
        ("ios", {"profile": "iPhone X"}, {"device_model": "iPhone10,3", "os_version": "12.0"}),
        ("ios", {"profile": "iOS Simulator"}, {"device_model": "Simulator"}),
        ("ios", {"locale": "de_DE"}, {"country": "Germany", "language": "German"}),
        ("android", {"locale": "de_DE"}, {"country": "DE", "language": "de"}),
        ("web", {"locale": "de_DE"}, {"language": "de-DE", "country": "(absent)"}),
        (
            "web",
            {"profile": "Firefox on Windows"},
            {"os_name": "Firefox", "os_version": "62", "device_model": "Windows", "device_manufacturer": "(absent)"},
        ),
        (
            "web",
            {"browser": "", "browser_version": "", "model": ""},
            {"os_name": None, "os_version": None, "device_model": None},
        ),
    ],
)
def test_what_the_device_is(platform: Platform, device: dict[str, object], expected: JSONObject) -> None:
    bench = Bench(platform, device=device)
    bench.log()
    assert {name: bench.last.get(name, "(absent)") for name in expected} == expected


@pytest.mark.parametrize("platform", CLIENTS)
def test_counters(platform: Platform) -> None:
    bench = launched(platform)
    bench.log()
    bench.identify()
    bench.log()
    bench.restart()
    bench.identify()
    found = [(event["event_type"], event["event_id"], event["sequence_number"]) for event in bench.events]
    # Events and identifies have an id each of their own; the sequence is shared and goes on after a restart.
    assert found == [("Song Played", 1, 1), ("$identify", 1, 2), ("Song Played", 2, 3), ("$identify", 2, 4)]


@pytest.mark.parametrize("platform", CLIENTS)
def test_an_event_that_is_named_like_an_identify_waits_among_them(platform: Platform) -> None:
    bench = launched(platform)
    bench.log()
    bench.log("$identify")
    bench.identify()
    assert [event["event_id"] for event in bench.events] == [1, 1, 2]
    assert bench.client.store.last_identify_id == 2


def test_android_writes_what_an_event_brings_before_what_the_device_is() -> None:
    bench = Bench("android", device={"location_permission": True})
    bench.perform(LogRevenue(product_id=None, quantity=1, price=2))
    names = ["special", "quantity", "price", "location", "androidADID", "limit_ad_tracking", "gps_enabled"]
    assert list(bench.last["api_properties"]) == names


@pytest.mark.parametrize(("platform", "count"), [("web", 0), ("ios", 1), ("android", 0)])
def test_an_event_without_a_type_is_accepted_on_ios_alone(platform: Platform, count: int) -> None:
    bench = launched(platform)
    bench.log("")
    assert len(bench.events) == count
    assert bench.client.store.sequence_number == count


@pytest.mark.parametrize("platform", CLIENTS)
def test_nothing_is_logged_before_the_start(platform: Platform) -> None:
    bench = Bench(platform, start=False)
    bench.log()
    bench.identify()
    assert bench.events == []
    assert bench.client.store.sequence_number == 0


@pytest.mark.parametrize("platform", CLIENTS)
def test_groups_are_for_the_one_event(platform: Platform) -> None:
    bench = launched(platform)
    bench.perform(LogEvent(event_type="one", groups={"sport": "tennis"}))
    bench.log("two")
    assert [event["groups"] for event in bench.events] == [{"sport": "tennis"}, {}]


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_group_identify_names_a_group_and_no_user_property(platform: Platform) -> None:
    bench = Bench(platform, device={"online": False})
    operations = (Operation("$set", "plan", "Basic"), Operation("$add", "seats", 2))
    bench.perform(GroupIdentify(group_type="company", name="Acme", operations=operations))
    event = bench.last
    assert event["event_type"] == "$groupidentify"
    assert event["groups"] == {"company": "Acme"}
    assert event["group_properties"] == {"$set": {"plan": "Basic"}, "$add": {"seats": 2}}
    assert event["user_properties"] == event["event_properties"] == {}
    assert len(bench.client.store.identifies) == 1
    bench.perform(GroupIdentify(group_type="company", name="Acme", operations=()))
    bench.perform(GroupIdentify(group_type="", name="Acme", operations=operations))
    assert len(bench.events) == 1


def test_an_event_is_as_it_was_when_it_was_logged() -> None:
    bench = launched("ios")
    bench.device.online = False
    bench.log()
    before = bench.last
    bench.clock.advance(MINUTE)
    bench.perform(SetUserId(user_id="derek"))
    bench.device.change(locale="de_DE", app_version="9.9")
    bench.device.online = True
    bench.client.uploader.upload()
    assert bench.batches == [[before]]


def test_the_server_leaves_out_what_it_does_not_know() -> None:
    sent: list[LoggedEvent] = []
    api = HTTPAPIClient(API_KEY, clock=Clock(), observe=sent.append, wire=lambda _: SUCCESS, refused=pytest.fail)
    api.perform(HTTPEvent(event_type="Song Played", user_id="derek", device_id=None, time=EPOCH, insert_id="m1"))
    [logged] = sent
    assert logged.to_json() == {
        "event_type": "Song Played",
        "time": EPOCH,
        "insert_id": "m1",
        "user_id": "derek",
        "event_properties": {},
    }


def test_the_country_of_an_android_event_is_the_network_s_before_the_locale_s() -> None:
    for network, country in ((None, "DE"), ("us", "US")):
        app = Simulation().android(device={"locale": "de_DE", "network_country": network})
        app.track("Song Played")
        assert app.events[0].to_json()["country"] == country
