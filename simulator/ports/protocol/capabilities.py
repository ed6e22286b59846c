"""The needs of a scenario, as data. One that needs what a port doesn't claim is not applicable to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from simulator.conformance.judging import expectations
from simulator.conformance.language import actions
from simulator.conformance.language.cases import Case


class Capability(msgspec.Struct, frozen=True):
    """Something that a port and its adapter may be able to do."""

    name: str
    means: str


CAPABILITIES: Final[Mapping[str, Capability]] = {
    one.name: one
    for one in (
        Capability(
            "time",
            "The port runs on a clock that the adapter controls: it begins at `open.time`, and `advance` "
            "moves it and fires the timers that are due.",
        ),
        Capability("lifecycle", "The app can go to the background and return."),
        Capability(
            "restart",
            "The app's process can end and start again on the same device, which keeps what the "
            "port has stored; on web, the page can be reloaded.",
        ),
        Capability("hold-launch", "The app can be installed without being launched, and launched in the background."),
        Capability(
            "device",
            "What the port reads off its device is what `open.device` says: model, system, locale, "
            "identifiers, app version; and it can be changed.",
        ),
        Capability("location", "The device has the place and the location permission that it is given."),
        Capability("network", "The network can be lost and restored."),
        Capability("pages", "Web: pages have the address and referrer they are given; another page can be opened."),
        Capability("late-sdk", "Web: Amplitude's SDK can load later than the page."),
        Capability(
            "late-settings",
            "Phones: Segment's settings can arrive later than the first activity; a library "
            "that keeps them has them from then on.",
        ),
        Capability("late-options", "Phones: the SDK's start-up can win the race against the options set after it."),
        Capability("sdk-methods", "The methods of Amplitude's SDK can be called directly, bypassing Segment."),
        Capability("several", "Several apps can be open at the same time."),
        Capability("cloud-mode", "The app can leave sending to Amplitude to Segment's servers."),
        Capability(
            "segment-servers",
            "Segment's servers are part of the port: cloud mode, server sources and "
            "aliases reach Amplitude without the harness.",
        ),
        Capability("device-id", "The adapter reports the device id that the app reads."),
        Capability(
            "messages",
            "The adapter reports what Segment's library made of the calls; from that the harness "
            "stands in for Segment's servers, unless the port claims those.",
        ),
        Capability(
            "native-values",
            "The adapter turns stand-ins for values that JSON doesn't have into the port's own: "
            '`{"$date": "2018-09-18T14:00:00+02:00"}`, `{"$number": '
            '"-Infinity"}` (or `NaN`, `Infinity`), `{"$undefined": true}`.',
        ),
        Capability("warnings", "The adapter reports what the integration logs."),
        Capability(
            "crashes",
            "The adapter reports when the app ends by an exception that nobody catches, on which call "
            "and why; the app isn't running then until it is launched again.",
        ),
        Capability("refusals", "The port throws when it refuses a call or a setting."),
        Capability(
            "flush-timing",
            "Nothing is uploaded unless the port does so by itself: the adapter's `drain` "
            "without `flush` waits for uploads under way and starts none.",
        ),
    )
}
"""Every capability by its name."""

LEVELS: Final = ("commands", "events", "wire")


class Needs(msgspec.Struct, frozen=True):
    """The needs of one case."""

    capabilities: tuple[str, ...]
    #: Whether the calls on Amplitude's SDK must be seen.
    commands: bool
    #: Whether events or uploads must be seen.
    events: bool
    #: Whether the uploads themselves must be seen.
    wire: bool

    def missing(self, *, capabilities: frozenset[str], levels: frozenset[str]) -> str:
        """Return what a port with these claims lacks, for people; empty if nothing."""
        if "messages" in capabilities:
            capabilities |= {"segment-servers"}
        lacking = [f"capability {name}" for name in self.capabilities if name not in capabilities]
        if self.commands and "commands" not in levels:
            lacking.append("level commands")
        if self.wire and "wire" not in levels:
            lacking.append("level wire")
        elif self.events and not levels & {"events", "wire"}:
            lacking.append("level events or wire")
        return ", ".join(lacking)


def needs(case: Case) -> Needs:
    """Return what a case needs of a port."""
    steps = [one.step for one in case.steps]
    found = {name for step in steps for name in needed_by(step)}
    if sum(isinstance(step, actions.AddSource) for step in steps) > 1:
        found.add("several")
    kinds = {type(step) for step in steps}
    return Needs(
        capabilities=tuple(name for name in CAPABILITIES if name in found),
        commands=expectations.ExpectCommands in kinds,
        events=bool(kinds & _SEEN_IN_EVENTS),
        wire=bool(kinds & {expectations.ExpectEventCount, expectations.ExpectUploads, actions.SetFault}),
    )


def has_a_part(case: Case) -> bool:
    """Tell whether a port has a part in a case; it has none in what clients of Amplitude's own API post."""
    return not any(isinstance(one.step, actions.Post) for one in case.steps)


_DEVICE_ATTRIBUTES: Final[Mapping[str, str]] = {
    "place": "location",
    "location_permission": "location",
    "online": "network",
    "url": "pages",
    "referrer": "pages",
    "title": "pages",
    "ip": "",
}
"""The capability behind an attribute of the device; `device` for all others, none for the address of requests."""


def needed_by(step: object) -> Iterator[str]:
    """Yield the capabilities that a step needs of a port."""
    needed = _STEPS.get(type(step))
    if needed is not None:
        yield from (name for name in needed(step) if name)


_STEPS: Final[Mapping[type[object], Callable[[Any], tuple[str, ...]]]] = {
    actions.AddSource: lambda step: (
        ("cloud-mode", "segment-servers")
        if step.mode == "cloud"
        else ("segment-servers",)
        if step.platform == "server"
        else ()
    ),
    actions.ChangeDevice: lambda step: tuple(_DEVICE_ATTRIBUTES.get(name, "device") for name in step.attributes),
    actions.HoldLaunch: lambda step: ("hold-launch",),
    actions.HoldSDK: lambda step: ("late-sdk",),
    actions.HoldSettings: lambda step: ("late-settings",),
    actions.DelayOptions: lambda step: ("late-options",),
    actions.CallSDK: lambda step: ("sdk-methods",),
    actions.MakeCall: lambda step: ("native-values",) if step.native else (),
    actions.DeleteUserData: lambda step: ("segment-servers",),
    actions.Wait: lambda step: ("time",),
    actions.OpenPage: lambda step: ("pages", "restart"),
    actions.Lifecycle: lambda step: (
        ("hold-launch", "restart")
        if step.event == "launch-in-background"
        else ("restart",)
        if step.event in ("kill", "launch", "restart")
        else ("lifecycle", "time")
        if step.duration is not None
        else ("lifecycle",)
    ),
    expectations.ExpectDeviceId: lambda step: ("device-id",),
    expectations.ExpectMessages: lambda step: ("messages",),
    expectations.ExpectUsermap: lambda step: ("segment-servers",),
    expectations.ExpectCrossProjectView: lambda step: ("segment-servers",),
    expectations.ExpectWarning: lambda step: ("warnings",),
    expectations.ExpectWarningCount: lambda step: ("warnings",),
    expectations.ExpectCrash: lambda step: ("crashes",),
    expectations.ExpectRefusal: lambda step: ("refusals",),
    expectations.ExpectEventCount: lambda step: ("flush-timing",),
    expectations.ExpectUploads: lambda step: ("flush-timing",),
}

_SEEN_IN_EVENTS: Final = {
    expectations.ExpectEvents,
    expectations.ExpectEventLike,
    expectations.ExpectEventCount,
    expectations.ExpectUserCount,
    expectations.ExpectUserProperties,
    expectations.ExpectUserGroups,
    expectations.ExpectGroupProperties,
    expectations.ExpectNoGroups,
    expectations.ExpectRevenue,
}
