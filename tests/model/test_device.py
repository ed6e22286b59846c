"""Devices: their profiles, the attributes that can be changed, and the sentences that refuse the rest."""

from __future__ import annotations

import re
from random import Random

import pytest

from simulator.documentation.platforms import Platform
from simulator.errors import DeviceError
from simulator.model.clock import EPOCH, Clock
from simulator.model.device import ATTRIBUTES, Device, Place, WebPage, default_profile, locales, profiles, uuid4
from simulator.model.simulation import Simulation
from tests.support.sdk import CLIENTS


def made(platform: Platform = "ios", seed: int = 0) -> Device:
    return Device(default_profile(platform), clock=Clock(), random=Random(seed))


def state(device: Device) -> dict[str, object]:
    """Return everything that `change` may change."""
    profile = {name: getattr(device.profile, name) for name in device.profile.__struct_fields__}
    own = {name: getattr(device, name) for name in ATTRIBUTES if hasattr(device, name) and name != "locale"}
    return {**own, **profile, "page": device.page}


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"color": "red"}, 'a device has no "color". It has advertising_id, app_version'),
    ({"os_versoin": "12"}, 'a device has no "os_versoin". Did you mean "os_version"?'),
    ({"online": "yes"}, "the device's online must be true or false, not a string"),
    ({"limit_ad_tracking": 1}, "the device's limit_ad_tracking must be true or false, not an integer"),
    ({"location_permission": None}, "the device's location_permission must be true or false, not null"),
    ({"carrier": None}, "the device's carrier must be a string, not null"),
    ({"os_version": 12}, "the device's os_version must be a string, not an integer"),
    ({"vendor_id": 5}, "the device's vendor_id must be a string or null, not an integer"),
    ({"profile": "iPhone 99"}, 'there is no device "iPhone 99". Did you mean'),
    ({"profile": "Pixel 2"}, '"Pixel 2" is a device for android, but this app runs on ios'),
    ({"locale": "de-DF"}, 'there is no locale "de_DF". Did you mean "de_DE"?'),
    ({"ip": "300.0.0.1"}, '"300.0.0.1" is not an IP address; write one like 203.0.113.7'),
    ({"ip": ""}, '"" is not an IP address'),
    ({"place": [91, 0]}, "a place is [latitude, longitude] in degrees (within 90 and 180) or null, not [91, 0]"),
    ({"place": [0, 180.5]}, "a place is [latitude, longitude] in degrees"),
    ({"place": [0]}, "a place is [latitude, longitude] in degrees"),
    ({"place": ["52", "13"]}, "a place is [latitude, longitude] in degrees (within 90 and 180) or null, not a list"),
    ({"place": "Berlin"}, "a place is [latitude, longitude] in degrees (within 90 and 180) or null, not a string"),
    ({"url": "http://[broken"}, '"http://[broken" is not the address of a page'),
    ({"carrier": "\ud800"}, "the device's carrier has half a surrogate pair"),
]


@pytest.mark.parametrize(("attributes", "says"), REFUSED, ids=[next(iter(one)) for one, _ in REFUSED])
def test_what_is_no_attribute_is_refused_in_a_sentence_and_nothing_changes(
    attributes: dict[str, object], says: str
) -> None:
    device = made("ios")
    before = state(device)
    with pytest.raises(DeviceError) as refusal:
        device.change(brand="New", title="New", app_version="9", **attributes)
    assert str(refusal.value).startswith(says)
    assert "\n" not in str(refusal.value)
    assert state(device) == before


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"place": [90, -180]}, Place(90.0, -180.0)),
        ({"place": [0, 0]}, Place(0.0, 0.0)),
        ({"place": None}, None),
    ],
)
def test_places(attributes: dict[str, object], expected: Place | None) -> None:
    device = made()
    device.change(**attributes)
    assert device.place == expected


def test_a_profile_changes_what_the_device_is_and_single_attributes_win() -> None:
    device = made("ios")
    device.change(profile="iPhone X", carrier="TIM", locale="de-DE")
    assert (device.profile.model, device.profile.carrier, device.locale.tag) == ("iPhone10,3", "TIM", "de-DE")
    device.change(os_version="12.1")
    assert (device.profile.model, device.profile.os_version) == ("iPhone10,3", "12.1")


def test_ids_and_the_version_may_be_missing() -> None:
    device = made("ios")
    device.change(vendor_id=None, advertising_id=None, app_version=None)
    assert (device.vendor_id, device.advertising_id, device.app_version) == (None, None, None)


def test_addresses_of_both_kinds() -> None:
    device = made()
    device.change(ip="2001:DB8::1")
    assert device.ip == "2001:db8::1"


@pytest.mark.parametrize(
    ("platform", "vendor", "advertising"),
    [("web", None, None), ("ios", "[0-9A-F-]{36}", "[0-9A-F-]{36}"), ("android", None, "[0-9a-f-]{36}")],
)
def test_the_system_ids(platform: Platform, vendor: str | None, advertising: str | None) -> None:
    device = made(platform)
    for found, form in ((device.vendor_id, vendor), (device.advertising_id, advertising)):
        assert (found is None) is (form is None)
        assert found is None or form is None or re.fullmatch(form, found)


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_same_seed_is_the_same_device(platform: Platform) -> None:
    assert state(made(platform, 7)) == state(made(platform, 7))
    assert made(platform, 7).uuid() == made(platform, 7).uuid()
    assert made(platform, 7).uuid() != made(platform, 8).uuid()


def test_uuids_are_of_version_4() -> None:
    random = Random(1)
    made_ids = {uuid4(random) for _ in range(1000)}
    assert len(made_ids) == 1000
    form = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(form.fullmatch(one) for one in made_ids)


def test_every_profile_has_a_locale_and_every_platform_a_device() -> None:
    assert {profile.platform for profile in profiles().values()} == set(CLIENTS)
    assert all(profile.locale in locales() for profile in profiles().values())
    assert all(profile.user_agent and profile.browser for profile in profiles().values() if profile.platform == "web")


def test_a_page_has_what_the_page_call_reports() -> None:
    page = WebPage(url="https://example.com/shop?a=1#top", referrer="https://example.org/", title="Shop")
    assert page.defaults() == {
        "path": "/shop",
        "referrer": "https://example.org/",
        "search": "?a=1",
        "title": "Shop",
        "url": "https://example.com/shop?a=1",
    }
    assert WebPage(url="https://example.com").defaults()["path"] == "/"
    assert WebPage().defaults()["search"] == ""


def test_the_clock_fires_timers_in_their_order_and_at_their_time() -> None:
    clock = Clock()
    fired: list[tuple[str, int]] = []

    def note(name: str) -> None:
        fired.append((name, clock.now - EPOCH))

    def early() -> None:
        note("early")
        clock.call_in(5, lambda: note("from a timer"))

    clock.call_in(20, lambda: note("late"))
    clock.call_in(10, early)
    clock.call_in(20, lambda: note("as late, but later"))
    clock.call_in(15, lambda: note("cancelled")).cancel()
    clock.call_in(31, lambda: note("too late"))
    assert clock.advance(30) == EPOCH + 30
    assert fired == [("early", 10), ("from a timer", 15), ("late", 20), ("as late, but later", 20)]
    clock.advance(1)
    assert fired[-1] == ("too late", 31)


@pytest.mark.parametrize("duration", [-1, 1.5, "5", None])
def test_time_goes_forward_in_whole_milliseconds(duration: int) -> None:
    clock = Clock()
    with pytest.raises(DeviceError, match=r"backwards by 1 ms|whole number of milliseconds"):
        clock.advance(duration)
    assert clock.now == EPOCH


def test_an_app_that_does_not_run_can_do_nothing() -> None:
    simulation = Simulation()
    app = simulation.ios(launch=False)
    for action in (app.background, app.foreground, app.kill, app.flush, lambda: app.track("Song Played")):
        with pytest.raises(DeviceError, match="the ios app is not running; launch it first"):
            action()
    app.launch()
    with pytest.raises(DeviceError, match="the ios app is already running; kill it first"):
        app.launch()
    with pytest.raises(DeviceError, match="the ios app shows no web pages"):
        app.open_page("https://example.com/")
    assert app.messages == []
