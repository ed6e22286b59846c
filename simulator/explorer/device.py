"""The device as attributes: their names, defaults and possible values."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from simulator.documentation.platforms import Platform
from simulator.model.clock import Clock
from simulator.model.device import Device, default_profile, locales, profiles
from simulator.people.personas import seeded
from simulator.values import JSONObject, Value

AttributeKind = Literal["text", "flag", "place", "choice"]


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute of a device that a person may want to change."""

    #: As `Given the device has` takes it.
    name: str
    label: str
    help: str
    kind: AttributeKind
    platforms: tuple[Platform, ...]


_PHONES: Final[tuple[Platform, ...]] = ("ios", "android")
_APPS: Final[tuple[Platform, ...]] = ("web", "ios", "android")

ATTRIBUTES: Final = (
    Attribute(name="profile", label="Device", help="Model, system and carrier.", kind="choice", platforms=_APPS),
    Attribute(name="locale", label="Language", help="Language and country.", kind="choice", platforms=_APPS),
    Attribute(name="online", label="Online", help="Whether there is a network.", kind="flag", platforms=_APPS),
    Attribute(name="url", label="Page", help="The address of the page.", kind="text", platforms=("web",)),
    Attribute(name="referrer", label="Referrer", help="Where the visitor came from.", kind="text", platforms=("web",)),
    Attribute(name="title", label="Title", help="The title of the page.", kind="text", platforms=("web",)),
    Attribute(name="place", label="Place", help="Latitude and longitude in degrees.", kind="place", platforms=_PHONES),
    Attribute(
        name="location_permission",
        label="Location permission",
        help="Whether the app may know the place.",
        kind="flag",
        platforms=_PHONES,
    ),
    Attribute(
        name="limit_ad_tracking",
        label="Limit ad tracking",
        help="Whether the advertising id is withheld.",
        kind="flag",
        platforms=_PHONES,
    ),
    Attribute(
        name="advertising_id",
        label="Advertising id",
        help="IDFA on iOS, AAID on Android.",
        kind="text",
        platforms=_PHONES,
    ),
    Attribute(name="vendor_id", label="Vendor id", help="IDFV.", kind="text", platforms=("ios",)),
    Attribute(
        name="play_services",
        label="Play services",
        help="Whether the device has Google Play services.",
        kind="flag",
        platforms=("android",),
    ),
    Attribute(name="app_version", label="App version", help="The version of the app.", kind="text", platforms=_PHONES),
    Attribute(
        name="os_version", label="System version", help="The version of the system.", kind="text", platforms=_PHONES
    ),
    Attribute(name="carrier", label="Carrier", help="The mobile network.", kind="text", platforms=_PHONES),
    Attribute(name="ip", label="IP address", help="By which Amplitude knows the place.", kind="text", platforms=_APPS),
)


def device_for(platform: Platform) -> Device:
    """Return a device as it comes out of the box, with ids that no performance uses; a server's is a browser."""
    return Device(
        default_profile("web" if platform == "server" else platform),
        clock=Clock(),
        random=seeded("a device to look at"),
    )


def check_attribute(name: str, value: Value, platform: Platform | None) -> None:
    """Raise `DeviceError` for an attribute or value that a device of a platform, or with `None` of any, can't have."""
    if platform is None and name == "profile" and value in profiles():
        return
    device_for(platform or "web").change(**{name: value})


def defaults_of(platform: Platform) -> JSONObject:
    """Return the default attributes of a device; none for a server."""
    if platform == "server":
        return {}
    device = device_for(platform)
    read: JSONObject = {
        "profile": device.profile.name,
        "locale": device.locale.id,
        "online": device.online,
        "url": device.page.url,
        "referrer": device.page.referrer,
        "title": device.page.title,
        "place": [device.place.lat, device.place.lng] if device.place else None,
        "location_permission": device.location_permission,
        "limit_ad_tracking": device.limit_ad_tracking,
        "advertising_id": None,
        "vendor_id": None,
        "play_services": device.play_services,
        "app_version": device.app_version,
        "os_version": device.profile.os_version,
        "carrier": device.profile.carrier,
        "ip": device.ip,
    }
    return read


def choices_of(name: str, platform: Platform) -> tuple[str, ...]:
    """Return the possible values of an attribute; empty for any."""
    if name == "locale":
        return tuple(locales())
    if name == "profile":
        return tuple(one for one, profile in profiles().items() if profile.platform == platform)
    return ()
