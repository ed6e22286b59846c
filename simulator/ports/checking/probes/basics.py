"""Probes of what every port has to do, whatever it claims."""

from __future__ import annotations

from msgspec import UNSET

from simulator.conformance.language import actions
from simulator.ports.checking.port_under_test import EVENT, PortUnderTest, listed


def one_event(port: PortUnderTest) -> str:
    """Check that a tracked event arrives."""
    port.open()
    port.track()
    wrong = port.expect(EVENT)
    reported = port.reported_apps() if wrong and not port.uploads else []
    if wrong and port.app not in reported:
        return f"{wrong}: drain reports about {listed(reported)}, not about the {port.app}" if reported else wrong
    return wrong


def isolated(port: PortUnderTest) -> str:
    """Check that a scenario leaves nothing to the next one, which is on a device of its own."""
    found = []
    for event in ("First Scenario", "Second Scenario"):
        port.open()
        port.track(event)
        wrong = port.expect(event)
        if wrong:
            return wrong
        found += port.events()
        port.do(actions.MakeCall(method="identify", fields={"userId": "derek"}))
        port.view()
    if found[1].get("user_id"):
        return f"the next scenario begins with the user {found[1]['user_id']} of the one before"
    # An iOS app on a real phone reads the same identifier each time.
    fresh = port.platform in ("web", "android") or (port.platform == "ios" and port.claims("device"))
    if fresh and found[0].get("device_id") == found[1].get("device_id"):
        return "two scenarios have the same device id; on close, everything that a device has stored is forgotten"
    return ""


def level(port: PortUnderTest, kind: str) -> str:
    """Check that drain reports the `commands` or `events` of the app after a call."""
    port.open()
    port.track()
    port.view()
    reported = getattr(port.seen(), kind)
    return (
        "" if reported is not UNSET and reported else f"drain reports no {kind} for the {port.app} after a track call"
    )


def pipelined(port: PortUnderTest) -> str:
    """Check that messages sent without waiting for replies are done one after the other."""
    refused: list[str] = []
    names = [f"{EVENT} {number}" for number in range(1, 6)]
    port.open()
    for name in names:
        port.do(actions.MakeCall(method="track", fields={"event": name}), refused=refused.append)
    return port.expect(*names) or "; ".join(f"the port refuses: {says}" for says in refused)
