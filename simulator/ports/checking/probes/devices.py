"""The probes of what an app reads off its device: the model, the place, the network, the page, the ids."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from simulator.conformance.language import actions
from simulator.model.device import default_profile, profiles
from simulator.ports.checking.port_under_test import EVENT, PortUnderTest, listed
from simulator.ports.checking.probes.probe import (
    CLIENTS,
    PHONES,
    Probe,
    arrived,
    done,
    nothing_arrived,
    opened,
    tracked,
    without_uploads,
)
from simulator.values import JSONObject

_LOCALE: Final = "ja_JP"
_PLACE: Final = (52.52, 13.405)
_LOCATION_ON: Final = {"Enable Location Listening": True}

_IDENTIFIERS: Final = frozenset(
    (
        "uuid",
        "insert_id",
        "device_id",
        "user_id",
        "session_id",
        "timestamp",
        "time",
        "event_id",
        "sequence_number",
        "api_properties",
        "amplitude",
    )
)
"""Fields that differ between two events of two devices, whatever their attributes."""


def _events_describe_the_device(port: PortUnderTest) -> str:
    """Track an event on each of two devices; where apps can restart, also once the first has another language."""
    other = next(
        profile.name
        for profile in profiles().values()
        if profile.platform == port.platform and profile.model != default_profile(port.platform).model
    )
    another_device = actions.ChangeDevice(attributes={"profile": other, "locale": _LOCALE})
    descriptions = []
    for given in ([], [another_device]):
        port.open(given=given)
        port.track()
        descriptions.append(_description(port))
    if descriptions[0] == descriptions[1]:
        return "events are the same on devices of different models and languages; they should show open.device"
    if not port.claims("restart"):
        return ""
    port.open()
    port.view()
    port.do(actions.ChangeDevice(attributes={"locale": _LOCALE}), actions.Lifecycle(event="restart"))
    port.track()
    changed = _description(port)
    return "" if changed != descriptions[0] else "an app that is restarted in another language still shows the old one"


def _description(port: PortUnderTest) -> JSONObject:
    """Return what the last event says of its device."""
    events = port.events()
    return {name: value for name, value in events[-1].items() if name not in _IDENTIFIERS} if events else {}


def _at_the_place(*, permission: bool) -> actions.Action:
    return actions.ChangeDevice(attributes={"place": list(_PLACE), "location_permission": permission})


def _place_is_shown(port: PortUnderTest) -> str:
    if _shows_place(port.events()):
        return ""
    return (
        "no event has the place of open.device, although the setting and the permission are given; a port whose "
        "apps pass the place themselves doesn't claim location"
    )


def _place_is_not_shown(port: PortUnderTest) -> str:
    return "an event has the place although the device gives no permission" if _shows_place(port.events()) else ""


def _shows_place(events: Sequence[JSONObject]) -> bool:
    found = [number for event in events for number in _numbers(event)]
    return all(any(math.isclose(number, one, abs_tol=0.001) for number in found) for one in _PLACE)


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        for name, inner in value.items():
            # Amplitude derives a place from an address as well.
            if name != "amplitude":
                yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, int | float):
        yield float(value)


def _pages_show_their_address(port: PortUnderTest) -> str:
    for path in ("/first-page", "/second-page"):
        port.do(actions.OpenPage(url=f"https://shop.example{path}?a=1"))
        port.do(actions.MakeCall(method="page", fields={"name": "Probe"}))
        reported = port.seen().messages
        shown = msgspec.json.encode([port.view().events, [] if reported is UNSET else reported]).decode()
        if path not in shown:
            return f"a page call on https://shop.example{path}?a=1 does not show this address"
    return ""


def _device_id_is_the_events(port: PortUnderTest) -> str:
    reported, sent = port.seen().device_id, [event.get("device_id") for event in port.events()]
    if reported is UNSET:
        return f"drain reports no deviceId for the {port.app}"
    return "" if [reported] == sent else f"drain reports the device id {reported}, and events have {listed(sent)}"


PROBES: Final = (
    Probe(claim="device", steps=(_events_describe_the_device,), platforms=CLIENTS),
    Probe(
        claim="location",
        steps=(
            opened(_LOCATION_ON, given=[_at_the_place(permission=True)]),
            tracked(),
            _place_is_shown,
            opened(_LOCATION_ON, given=[_at_the_place(permission=False)]),
            tracked(),
            _place_is_not_shown,
        ),
        platforms=PHONES,
        unseen={"web": "the SDK in a page sends no place"},
    ),
    Probe(
        claim="network",
        steps=(
            opened(),
            done(actions.ChangeDevice(attributes={"online": False})),
            tracked(),
            nothing_arrived("an event arrives while the device has no network"),
            done(actions.ChangeDevice(attributes={"online": True})),
            arrived(EVENT),
        ),
        platforms=CLIENTS,
        blind=without_uploads,
    ),
    Probe(claim="pages", steps=(opened({"Track All Pages": True}), _pages_show_their_address), platforms=("web",)),
    Probe(claim="device-id", steps=(opened(), tracked(), _device_id_is_the_events), platforms=CLIENTS),
)
