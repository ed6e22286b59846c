"""Devices and destination settings as `open` and `device` describe them to a port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from simulator.documentation import settings as settings_module
from simulator.documentation.settings import Settings
from simulator.errors import SettingsError
from simulator.model.device import Device
from simulator.values import JSONObject


def described(device: Device) -> JSONObject:
    """Return everything that an app may read off a device."""
    profile, page, place = device.profile, device.page, device.place
    return {
        "manufacturer": profile.manufacturer,
        "brand": profile.brand,
        "model": profile.model,
        "osVersion": profile.os_version,
        "carrier": profile.carrier,
        "userAgent": profile.user_agent,
        "browser": profile.browser,
        "browserVersion": profile.browser_version,
        "locale": device.locale.tag,
        "countryName": device.locale.country_name,
        "languageName": device.locale.language_name,
        "vendorId": device.vendor_id,
        "advertisingId": device.advertising_id,
        "limitAdTracking": device.limit_ad_tracking,
        "playServices": device.play_services,
        "networkCountry": device.network_country,
        "appVersion": device.app_version,
        "place": [place.lat, place.lng] if place else None,
        "locationPermission": device.location_permission,
        "online": device.online,
        "ip": device.ip,
        "url": page.url,
        "referrer": page.referrer,
        "title": page.title,
    }


def changed(device: Device, attributes: Mapping[str, object]) -> JSONObject:
    """Return the part of a device's description that changes with these attributes."""
    names = {name for attribute in attributes for name in _NAMES.get(attribute, (_camel(attribute),))}
    return {name: value for name, value in described(device).items() if name in names}


_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "profile": ("manufacturer", "brand", "model", "osVersion", "carrier", "userAgent", "browser", "browserVersion"),
    "locale": ("locale", "countryName", "languageName"),
}
"""The protocol's names for an attribute that comprises several fields."""


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def settings_json(given: Mapping[str, object]) -> JSONObject:
    """Return settings by Segment's keys, with the API key; a value that isn't valid is passed on unchanged."""
    values: JSONObject = {"apiKey": Settings().api_key}
    for name, value in given.items():
        setting = settings_module.find(name)
        try:
            read = getattr(settings_module.parse({name: value}), setting.field)
        except SettingsError:
            read = value
        values[setting.key] = msgspec.to_builtins(read)
    return values


def valid_settings(given: Mapping[str, object], defaults: Settings) -> Settings:
    """Return the settings that are valid, over the defaults; whether to refuse the others is up to the port."""
    settings = defaults
    for name, value in given.items():
        try:
            # A key that can't be one is Amplitude's to refuse.
            settings = settings_module.parse({name: value}, base=settings, any_key=True)
        except SettingsError:
            continue
    return settings
