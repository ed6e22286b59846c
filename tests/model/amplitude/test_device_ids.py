"""Device ids, user ids and opting out (sdk-facts, section 1)."""

from __future__ import annotations

import re

import pytest

from simulator.documentation.platforms import Platform
from simulator.model.commands import (
    Initialize,
    RegenerateDeviceId,
    SetDeviceId,
    SetOptOut,
    SetUserId,
    UseAdvertisingIdForDeviceId,
)
from tests.support.sdk import CLIENTS, MOBILE, START, Bench

LOWER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}R")
UPPER = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}R")
FORMS = {"web": LOWER, "ios": UPPER, "android": LOWER}

ZEROS = "00000000-0000-0000-0000-000000000000"
REFUSED = {
    "web": ("",),
    "ios": ("e3f5536a141811db40efd6400f1d0a4e", "04bab7ee75b9a58d39b8dc54e8851084"),
    "android": ("", "9774d56d682e549c", "unknown", "000000000000000", "Android", "DEFACE", ZEROS),
}
ACCEPTED = {
    "web": ("unknown", ZEROS, "e3f5536a141811db40efd6400f1d0a4e"),
    "ios": ("", "unknown", ZEROS, "E3F5536A141811DB40EFD6400F1D0A4E"),
    "android": ("e3f5536a141811db40efd6400f1d0a4e", "UNKNOWN", "android", "9774D56D682E549C"),
}
ADVERTISING = (UseAdvertisingIdForDeviceId(), START)


def test_ios_starts_with_the_vendor_id() -> None:
    bench = Bench("ios")
    assert bench.client.device_id == bench.device.vendor_id
    assert bench.client.device_id == str(bench.client.device_id).upper()
    assert not str(bench.client.device_id).endswith("R")


@pytest.mark.parametrize("vendor_id", [None, *REFUSED["ios"]])
def test_ios_without_a_vendor_id_makes_one(vendor_id: str | None) -> None:
    bench = Bench("ios", device={"vendor_id": vendor_id})
    assert UPPER.fullmatch(bench.client.device_id or "")


@pytest.mark.parametrize("platform", ["web", "android"])
def test_web_and_android_make_one(platform: Platform) -> None:
    bench = Bench(platform)
    assert LOWER.fullmatch(bench.client.device_id or "")
    assert len(bench.client.device_id or "") == 37


@pytest.mark.parametrize("platform", MOBILE)
def test_the_advertising_id_is_used_on_demand(platform: Platform) -> None:
    bench = Bench(platform, *ADVERTISING)
    assert bench.client.device_id == bench.device.advertising_id
    assert Bench(platform).client.device_id != bench.device.advertising_id


@pytest.mark.parametrize("platform", MOBILE)
def test_the_wish_for_the_advertising_id_must_come_before_the_start(platform: Platform) -> None:
    late = Bench(platform, START, UseAdvertisingIdForDeviceId())
    assert late.client.device_id != late.device.advertising_id
    chosen = late.client.device_id
    late.restart(*ADVERTISING)
    # The stored id wins.
    assert late.client.device_id == chosen


@pytest.mark.parametrize("device", [{"advertising_id": None}, {"limit_ad_tracking": True}, {"advertising_id": ZEROS}])
def test_ios_falls_back_to_the_vendor_id(device: dict[str, object]) -> None:
    bench = Bench("ios", *ADVERTISING, device=device)
    assert bench.client.device_id == bench.device.vendor_id
    bench.log()
    assert "ios_idfa" not in bench.last["api_properties"]


@pytest.mark.parametrize(
    "device",
    [
        {"advertising_id": None},
        {"limit_ad_tracking": True},
        {"advertising_id": ZEROS},
        {"advertising_id": ""},
        {"advertising_id": "unknown"},
        {"play_services": False},
    ],
)
def test_android_falls_back_to_a_random_id(device: dict[str, object]) -> None:
    bench = Bench("android", *ADVERTISING, device=device)
    assert LOWER.fullmatch(bench.client.device_id or "")


def test_android_names_the_advertising_id_even_when_tracking_is_limited() -> None:
    bench = Bench("android", device={"limit_ad_tracking": True})
    bench.log()
    api = bench.last["api_properties"]
    assert api == {"androidADID": bench.device.advertising_id, "limit_ad_tracking": True, "gps_enabled": True}


def test_web_prefers_the_configured_id_then_the_url_then_the_stored_one() -> None:
    page: dict[str, object] = {"url": "https://example.com/?a=1&amp_device_id=from%20the+url&b=2"}
    key = START.api_key
    both = Initialize(api_key=key, device_id="configured", device_id_from_url_param=True)
    bench = Bench("web", both, device=page)
    assert bench.client.device_id == "configured"
    bench.restart(Initialize(api_key=key, device_id_from_url_param=True))
    assert bench.client.device_id == "from the url"
    bench.device.change(url="https://example.com/?amp_device_id=")
    bench.restart(Initialize(api_key=key, device_id_from_url_param=True))
    assert bench.client.device_id == "from the url"
    assert Bench("web", START, device=page).client.device_id != "from the url"
    assert LOWER.fullmatch(Bench("web", Initialize(api_key=key, device_id="")).client.device_id or "")


@pytest.mark.parametrize("platform", CLIENTS)
def test_there_is_no_device_id_before_the_start(platform: Platform) -> None:
    assert Bench(platform, start=False).client.device_id is None


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_device_id_is_kept(platform: Platform) -> None:
    bench = Bench(platform)
    first = bench.client.device_id
    bench.restart()
    bench.device.change(vendor_id="ANOTHER", advertising_id="another")
    bench.restart()
    assert bench.client.device_id == first
    bench.device.storage.clear()
    bench.restart()
    assert bench.client.device_id != first


@pytest.mark.parametrize(("platform", "device_id"), [(one, bad) for one, all_bad in REFUSED.items() for bad in all_bad])
def test_a_refused_id_changes_nothing(platform: Platform, device_id: str) -> None:
    bench = Bench(platform)
    before = bench.client.device_id
    bench.perform(SetDeviceId(device_id=device_id))
    bench.log()
    assert bench.client.device_id == before
    assert bench.last["device_id"] == before


@pytest.mark.parametrize(("platform", "device_id"), [(one, good) for one, goods in ACCEPTED.items() for good in goods])
def test_any_other_id_is_taken_and_kept(platform: Platform, device_id: str) -> None:
    bench = Bench(platform)
    bench.log()
    bench.perform(SetDeviceId(device_id=device_id))
    bench.log()
    before, after = bench.events
    assert after["device_id"] == device_id != before["device_id"]
    bench.restart()
    assert bench.client.device_id == device_id


@pytest.mark.parametrize("platform", MOBILE)
def test_a_refused_id_that_is_stored_is_replaced_at_the_start(platform: Platform) -> None:
    for refused in REFUSED[platform]:
        bench = Bench(platform)
        bench.client.store.device_id = refused
        bench.restart()
        assert bench.client.device_id not in (refused, None)


def test_ios_takes_a_device_id_before_the_start_and_android_does_not() -> None:
    early = (SetDeviceId(device_id="mine"), START)
    assert Bench("ios", *early).client.device_id == "mine"
    assert Bench("android", *early).client.device_id != "mine"


@pytest.mark.parametrize("platform", CLIENTS)
def test_regenerating_makes_a_random_id_in_the_platforms_form(platform: Platform) -> None:
    bench = Bench(platform)
    seen = {bench.client.device_id}
    for _ in range(3):
        bench.perform(RegenerateDeviceId())
        assert FORMS[platform].fullmatch(bench.client.device_id or "")
        seen.add(bench.client.device_id)
    assert len(seen) == 4
    last = bench.client.device_id
    bench.restart(*(ADVERTISING if platform != "web" else (START,)))
    assert bench.client.device_id == last


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_user_id_is_kept_until_it_is_cleared(platform: Platform) -> None:
    bench = Bench(platform)
    bench.perform(SetUserId(user_id="derek"))
    bench.restart()
    bench.log()
    assert bench.last["user_id"] == "derek"
    bench.perform(SetUserId(user_id=None))
    bench.restart()
    bench.log()
    assert bench.last.get("user_id") is None


@pytest.mark.parametrize(("platform", "kept"), [("web", None), ("ios", ""), ("android", "")])
def test_an_empty_user_id_is_none_on_web_alone(platform: Platform, kept: str | None) -> None:
    bench = Bench(platform)
    bench.perform(SetUserId(user_id=""))
    bench.log()
    assert bench.last["user_id"] == kept


@pytest.mark.parametrize(("platform", "user_id"), [("ios", "derek"), ("android", None)])
def test_ios_takes_a_user_id_before_the_start_and_android_does_not(platform: Platform, user_id: str | None) -> None:
    bench = Bench(platform, SetUserId(user_id="derek"), START)
    bench.log()
    assert bench.last["user_id"] == user_id


@pytest.mark.parametrize("platform", CLIENTS)
def test_what_is_queued_keeps_its_ids(platform: Platform) -> None:
    bench = Bench(platform, device={"online": False})
    bench.perform(SetUserId(user_id="derek"))
    bench.log()
    device_id = bench.client.device_id
    bench.perform(SetUserId(user_id="anna"), RegenerateDeviceId())
    bench.device.online = True
    bench.client.uploader.upload()
    [[sent]] = bench.batches
    assert (sent["user_id"], sent["device_id"]) == ("derek", device_id)


@pytest.mark.parametrize("platform", CLIENTS)
def test_opting_out_stops_logging_and_uploading_and_keeps_the_queue(platform: Platform) -> None:
    bench = Bench(platform, device={"online": False})
    bench.log("before")
    bench.perform(SetOptOut(opt_out=True))
    bench.device.online = True
    bench.log("during")
    bench.identify()
    bench.client.uploader.upload()
    bench.clock.advance(60_000)
    assert [event["event_type"] for event in bench.events] == ["before"]
    assert bench.batches == []
    bench.perform(SetOptOut(opt_out=False))
    bench.log("after")
    bench.client.uploader.upload()
    sent = [event for batch in bench.batches for event in batch]
    assert [event["event_type"] for event in sent] == ["before", "after"]
    # Neither counter moved meanwhile.
    assert [event["sequence_number"] for event in sent] == [1, 2]
    assert [event["event_id"] for event in sent] == [1, 2]


@pytest.mark.parametrize("platform", CLIENTS)
def test_opting_out_is_kept(platform: Platform) -> None:
    bench = Bench(platform)
    bench.perform(SetOptOut(opt_out=True))
    bench.restart()
    bench.log()
    assert bench.events == []


@pytest.mark.parametrize(("platform", "count"), [("ios", 0), ("android", 1)])
def test_opting_out_before_the_start_counts_on_ios_and_not_on_android(platform: Platform, count: int) -> None:
    bench = Bench(platform, SetOptOut(opt_out=True), START)
    bench.log()
    assert len(bench.events) == count
