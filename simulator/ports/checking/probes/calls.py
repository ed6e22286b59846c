"""The probes of calls on Segment's library and Amplitude's SDK: what they take, refuse, warn of and make."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from msgspec import UNSET

from simulator.conformance.language import actions
from simulator.errors import PortError
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
    uploaded,
)

_DATE: Final = {"$date": "2018-09-18T14:00:00+02:00"}

_TO_WARN_OF: Final[tuple[tuple[Mapping[str, object], actions.Action], ...]] = (
    (
        {},
        actions.MakeCall(method="track", fields={"event": EVENT, "integrations": {"Amplitude": {"groups": "a text"}}}),
    ),
    (
        {},
        actions.MakeCall(
            method="track", fields={"event": "Order Completed", "properties": {"revenue": 1, "products": "a text"}}
        ),
    ),
    (
        {"Traits to Increment": ["karma"]},
        actions.MakeCall(method="identify", fields={"userId": "derek", "traits": {"karma": "a text"}}),
    ),
)
"""Settings and calls that give reason for a warning."""

_TO_REFUSE: Final[tuple[tuple[Mapping[str, object], actions.Action], ...]] = (
    ({"API Key": ""}, actions.MakeCall(method="track", fields={"event": EVENT})),
    ({}, actions.MakeCall(method="group", fields={"groupId": ""})),
    ({}, actions.MakeCall(method="track", fields={})),
    ({}, actions.MakeCall(method="screen", fields={"name": "Probe"})),
)
"""Settings and calls that one port or another refuses."""


def _something_is_warned_of(port: PortUnderTest) -> str:
    for settings, call in _TO_WARN_OF:
        port.open(settings)
        with suppress(PortError):
            port.do(call)
        port.view()
        reported = port.seen().warnings
        if reported is UNSET:
            return f"drain reports no warnings for the {port.app}; if there are none, the list is empty"
        if reported:
            return ""
    return (
        "drain reports no warning although groups in the Amplitude options, products and a trait to increment are text"
    )


def _something_is_refused(port: PortUnderTest) -> str:
    for settings, call in _TO_REFUSE:
        try:
            port.open(settings)
            port.do(call)
        except PortError:
            return ""
    return "nothing is refused: an empty API key, a group call without an id, an event without a name, a screen call"


def _two_apps_send_from_two_devices(port: PortUnderTest) -> str:
    second = f"second {port.app}"
    port.open(given=[actions.AddSource(app=second, platform=port.platform)])
    port.track("From the First", app=port.app)
    port.track("From the Second", app=second)
    events = sorted(port.events(), key=lambda event: str(event["event_type"]))
    came = [event["event_type"] for event in events]
    if came != ["From the First", "From the Second"]:
        return port.lacks("one event from each of two apps", listed(came))
    if port.platform != "server" and events[0].get("device_id") == events[1].get("device_id"):
        return "two apps that are open at the same time have the same device id; each is on a device of its own"
    return ""


def _messages_are_complete(port: PortUnderTest) -> str:
    reported = port.seen().messages
    if reported is UNSET or not reported:
        return f"drain reports no messages for the {port.app} after a track call"
    missing = [name for name in ("type", "messageId", "timestamp") if name not in reported[-1]]
    return f"the message lacks {', '.join(missing)}" if missing else ""


def _date_does_not_arrive_as_its_stand_in(port: PortUnderTest) -> str:
    sent = port.events()[-1].get("event_properties")
    arrives = isinstance(sent, dict) and sent.get("when") == _DATE
    return f"the object {_DATE} arrives as it is, not as a date" if arrives else ""


def _nothing_crashed(port: PortUnderTest) -> str:
    reported = port.seen().crashes
    if reported is UNSET:
        return f"drain reports no crashes for the {port.app}; if there are none, the list is empty"
    return "a plain track call crashes the app, or is reported to" if reported else ""


PROBES: Final = (
    Probe(
        claim="sdk-methods",
        steps=(
            opened(),
            done(actions.CallSDK(method="setOptOut(true)")),
            tracked(),
            nothing_arrived("an event arrives after setOptOut(true)"),
            done(actions.CallSDK(method="setOptOut(false)")),
            tracked("Opted In"),
            arrived("Opted In"),
        ),
        platforms=CLIENTS,
    ),
    Probe(claim="several", steps=(_two_apps_send_from_two_devices,)),
    Probe(claim="messages", steps=(opened(), tracked(), uploaded, _messages_are_complete)),
    Probe(
        claim="native-values",
        # The form that a port gives a date is its own affair.
        steps=(
            opened(),
            done(actions.MakeCall(method="track", fields={"event": EVENT, "properties": {"when": _DATE}}, native=True)),
            arrived(EVENT),
            _date_does_not_arrive_as_its_stand_in,
        ),
    ),
    Probe(claim="warnings", steps=(_something_is_warned_of,)),
    # Calls that crash one port work in another, so only the list is asked for.
    Probe(claim="crashes", steps=(opened(), tracked(), uploaded, _nothing_crashed, arrived(EVENT)), platforms=PHONES),
    Probe(claim="refusals", steps=(_something_is_refused,)),
)
