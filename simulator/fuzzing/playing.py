"""Playing a journey, and all that came of it in a form in which two sides can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

import msgspec

from simulator.backend.ingestion.intake import HTTP_API_SENDER
from simulator.backend.ingestion.project import identity_of
from simulator.backend.reading.view import View
from simulator.conformance.judging.evidence import Refusal
from simulator.conformance.language.actions import (
    Action,
    AddSource,
    CallSDK,
    ChangeDevice,
    DeleteUserData,
    MakeCall,
    SetFault,
)
from simulator.conformance.language.cases import Case
from simulator.conformance.running.comparison import compared_event
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance, Target, perform
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.documentation.rules import Because
from simulator.errors import AdapterError, DevicemodeError
from simulator.fuzzing.journeys import Journey
from simulator.model.dialects import Dialect, dialect
from simulator.ports.protocol.capabilities import CAPABILITIES, needed_by
from simulator.ports.protocol.messages import Welcome
from simulator.values import JSONObject


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """A subject's abilities, and how much of it can be seen."""

    platforms: tuple[Platform, ...]
    capabilities: frozenset[str]
    levels: frozenset[str]

    def playable(self, actions: tuple[Action, ...]) -> tuple[Action, ...]:
        """Return those actions that a subject can be asked for; where it has one app at a time, of the first app."""
        names = [one.app for one in actions if isinstance(one, AddSource)]
        apps = {*names, None} if "several" in self.capabilities else {*names[:1], None}
        return tuple(one for one in actions if one.app in apps and self._allows(one))

    def _allows(self, action: Action) -> bool:
        if isinstance(action, MakeCall) and action.method == "alias" and not self.sees("usermaps"):
            return False
        if "wire" not in self.levels and _changes_what_waits(action):
            return False
        if isinstance(action, AddSource) and action.platform not in self.platforms:
            return False
        return all(name in self._claimed for name in needed_by(action))

    @property
    def _claimed(self) -> frozenset[str]:
        # Where the adapter reports messages, the harness stands in for Segment's servers.
        return self.capabilities | ({"segment-servers"} if "messages" in self.capabilities else set())

    def sees(self, what: str) -> bool:
        """Tell whether something of a subject can be seen: `crashes`, `refusals`, `uploads`, and so on."""
        if what == "usermaps":
            return "segment-servers" in self._claimed
        if what == "uploads":
            return "wire" in self.levels and "flush-timing" in self.capabilities
        return what in self.capabilities


def _changes_what_waits(action: Action) -> bool:
    """Tell whether an action matters to events that are logged and wait: those can be seen in uploads alone."""
    match action:
        case ChangeDevice(attributes=attributes):
            return "online" in attributes
        case CallSDK(method=method):
            return method.startswith("setOptOut")
    return isinstance(action, SetFault | DeleteUserData)


EVERYTHING: Final = Sight(
    platforms=PLATFORMS, capabilities=frozenset(CAPABILITIES), levels=frozenset(("commands", "events", "wire"))
)
"""The sight of the reference: all there is."""


def sight_of(welcome: Welcome) -> Sight:
    """Return what an adapter claims."""
    return Sight(
        platforms=welcome.platforms,
        capabilities=frozenset(welcome.capabilities),
        levels=frozenset(welcome.levels),
    )


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """The results of a journey."""

    #: What Amplitude received, in order, and what else can be seen, as JSON: each with its `event_type`, in brackets
    #: for what is no event. Ids made at run time are roles: `<id 1>`.
    seen: str
    #: The rules behind what was seen, by the kind of thing, each in their order; none of a port.
    reasons: Mapping[str, Sequence[Because]] = {}
    #: All rules and divergences that had a part, the rules by the platforms that name them; empty for a port.
    rules_by_platform: Mapping[Platform, frozenset[str]] = {}
    divergences: frozenset[str] = frozenset()

    @property
    def rules(self) -> frozenset[str]:
        """All rules that had a part."""
        return frozenset().union(*self.rules_by_platform.values())

    @property
    def entries(self) -> list[JSONObject]:
        """Everything that was seen, one by one."""
        return msgspec.json.decode(self.seen, type=list[dict[str, Any]])

    @property
    def because(self) -> list[Because]:
        """The rules behind each entry; none where they are not known."""
        left = {kind: iter(behind) for kind, behind in self.reasons.items()}
        return [next(left.get(kind_of(entry), iter(())), ()) for entry in self.entries]


EVENT: Final = "event"


def kind_of(entry: JSONObject) -> str:
    """Return the kind of thing that an entry is: `event`, or what it says of itself in brackets: `(upload)`."""
    found = _IN_BRACKETS.match(str(entry["event_type"]))
    return found[0] if found else EVENT


_IN_BRACKETS: Final = re.compile(r"\([a-z ]+\)")


class Player(Protocol):
    """Something that plays journeys."""

    @property
    def sight(self) -> Sight:
        """Its abilities, and how much of it can be seen."""

    def play(self, journey: Journey) -> Played | None:
        """Play a journey; `None` if it can't be played. Raises `AdapterError` if a port can't be asked."""

    def fails(self, case: Case) -> bool:
        """Tell whether it fails a case."""

    def close(self) -> None:
        """End whatever was opened for it."""


AnyTarget = TypeVar("AnyTarget", bound=Target)


def performed(
    target: AnyTarget, journey: Journey, after: Callable[[AnyTarget], AnyTarget] = lambda target: target
) -> Performance:
    """Have a target do what happens in a journey; the lines of its refusals are the numbers of steps, from 0.

    `after` returns the target that goes on after each step: the same one, but where something ends and begins anew.
    """
    performance = Performance(target)
    for number, action in enumerate(journey.actions):
        performance.step(action, number)
        target = performance.target = after(target)
    # Apps that no step has launched may be refused as others are.
    performance.launch_apps(len(journey.actions))
    target.drain()
    return performance


class ReferencePlayer:
    """The reference, in a dialect; with `watch` it knows which divergences have a part."""

    def __init__(self, reading: Dialect | str, sight: Sight = EVERYTHING, *, watch: bool = False) -> None:
        self._reading = dialect(reading) if isinstance(reading, str) else reading
        self._sight = sight
        self._watch = watch

    @property
    def sight(self) -> Sight:
        """Its abilities, and how much of it is looked at."""
        return self._sight

    def play(self, journey: Journey) -> Played:
        """Play a journey."""
        target = reference_of(self._reading, watch=self._watch)
        performance = performed(target, journey)
        view = arranged(target.view(), journey)
        return Played(
            seen=seen(view, performance, target, self._sight, journey),
            reasons=_reasons(target, view),
            rules_by_platform=target.rules_at_work_by_platform(),
            divergences=target.divergences_at_work(),
        )

    def fails(self, case: Case) -> bool:
        """Tell whether the reference fails a case in this dialect."""
        return perform(case, reference_of(self._reading), dialect=case.home_dialect).status == "failed"

    def close(self) -> None:
        """Do nothing: nothing was opened."""


def _reasons(target: Reference, view: View) -> dict[str, Sequence[Because]]:
    behind, behind_usermaps = target.rules_behind_events(), target.rules_behind_usermaps()
    return {
        EVENT: [behind.get(identity_of(one) or "", ()) for one in view.events],
        "(crash)": target.rules_behind_crashes(),
        "(usermap)": [
            behind_usermaps.get((one.user_id, one.global_user_id, one.unmap), ()) for one in view.usermap_requests
        ],
        "(device id)": [target.rules_behind_device_id(None)],
    }


def reference_of(reading: Dialect, *, watch: bool = False) -> Reference:
    """Return the reference as journeys are played on it."""
    return Reference(dialect=reading, seed=SEED, watch=watch)


SEED: Final = "fuzz"
"""The seed of all journeys: what is random has no part in what is compared."""


def arranged(view: View, journey: Journey) -> View:
    """Return what Amplitude has received device by device, where there are several: whose turn was first says nothing.

    Nor do the numbers that Amplitude gives its users then.
    """
    if sum(isinstance(one, AddSource) for one in journey.actions) == 1:
        return view
    devices: dict[str, list[JSONObject]] = {}
    for event in view.events:
        unnumbered = {**event, "amplitude": {**event["amplitude"], "user": 1}}
        devices.setdefault(str(event.get("device_id")), []).append(unnumbered)
    by_device = sorted(devices.values(), key=lambda events: _ID.sub("", _written([_event(one) for one in events])))
    return msgspec.structs.replace(
        view,
        events=tuple(event for events in by_device for event in events),
        uploads=tuple(
            sorted(view.uploads, key=lambda one: _written([one.path, one.upload_time, one.events, one.status]))
        ),
    )


def seen(view: View, performance: Performance, target: Target, sight: Sight, journey: Journey) -> str:
    """Return what is compared: events, usermap requests, refusals, crashes, device ids, uploads."""
    found: list[JSONObject] = []
    if sight.sees("crashes"):
        # First, since an app that has ended does nothing any more.
        found += ({"event_type": "(crash)", "app": one.app, "call": one.call} for one in target.crashes())
    found += (_event(event) for event in view.events)
    if sight.sees("usermaps"):
        found += (
            {
                "event_type": "(usermap)",
                "user_id": one.user_id,
                "global_user_id": one.global_user_id,
                "unmap": one.unmap,
            }
            for one in view.usermap_requests
        )
    if sight.sees("refusals"):
        found += (_refused(journey, one) for one in performance.refusals)
    if sight.sees("device-id"):
        found += _device_ids(target)
    if sight.sees("messages"):
        found += ({"event_type": "(message)", **_said(one)} for one in target.messages())
    if sight.sees("warnings"):
        found += ({"event_type": "(warning)", "number": number} for number, _ in enumerate(target.warnings(), 1))
    if sight.sees("uploads"):
        found += (
            {
                "event_type": "(upload)",
                **{name: getattr(one, name) for name in _OF_UPLOADS},
            }
            # Where the harness stands in for Segment's servers, it sends theirs when it hears of them: they come last.
            for one in sorted(view.uploads, key=lambda one: one.sender == HTTP_API_SENDER)
            if sight.sees("usermaps") or one.sender != HTTP_API_SENDER
        )
    told = _with_roles(found)
    return _WHOLE.sub(r"\1", told) if journey.platform in _WITHOUT_FRACTIONS else told


def _refused(journey: Journey, refusal: Refusal) -> JSONObject:
    """Return what is compared of a refusal: what is refused, `identify` or `delete-user`, and the number of its step.

    Settings that are refused are so when their app is declared, or when it is launched: that is the same.
    """
    refused = journey.actions[refusal.line :][:1] if refusal.line is not None else ()
    for action in refused:
        if not isinstance(action, AddSource):
            what = action.method if isinstance(action, MakeCall | CallSDK) else str(action.__struct_config__.tag)
            return {"event_type": f"(refused) {what}", "step": refusal.line}
    return {"event_type": "(refused) launch", "step": None}


def _event(event: JSONObject) -> JSONObject:
    """Return what is compared of an event. What Segment's servers send is known by its insert id."""
    made = compared_event(event)
    return {**made, "insert_id": event["insert_id"]} if "insert_id" in event else made


_WHOLE: Final = re.compile(r"(?<=[:\[,])(-?\d{1,15})\.0(?=[,\]}])")
"""A whole number that is written with a fraction."""
_WITHOUT_FRACTIONS: Final = ("web", "android")
"""Where whole numbers are written without one: JavaScript has one kind of number, and so has Android's `JSONObject`."""
_OF_UPLOADS: Final = ("path", "version", "fields", "upload_time", "events", "duplicates", "status")


def _said(message: JSONObject) -> JSONObject:
    """Return what an app has said in a message, and whom it is about; the rest differs from library to library.

    What it has not said, some libraries write as null, and others leave out.
    """
    return {name: value for name, value in message.items() if name in _OF_MESSAGES and value is not None}


_OF_MESSAGES: Final = (
    *("type", "event", "name", "category", "properties", "traits"),
    *("userId", "anonymousId", "groupId", "previousId"),
)


def _device_ids(target: Target) -> Iterator[JSONObject]:
    try:
        yield {"event_type": "(device id)", "device_id": target.device_id(None)}
    except AdapterError:
        raise
    except DevicemodeError:
        # A server has none, and neither has an app that isn't running.
        return


_ID: Final = re.compile(
    # The ids of messages are analytics.js's own, and those of analytics-next begin with the time.
    r"ajs-[0-9a-f]{32}|(?:ajs-next-\d+-)?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89abAB][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}"
    # A phone's ANDROID_ID.
    r"|(?<=\")[0-9a-f]{16}(?=\")"
)


def _with_roles(entries: Sequence[JSONObject]) -> str:
    """Write entries with each id as the role that it plays, numbered as they come."""
    roles: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return roles.setdefault(found[0], f"<id {len(roles) + 1}>")

    return _ID.sub(named, _written(entries))


def _written(value: object) -> str:
    """Write a value as JSON, its fields in the order of their names: a port may send them in another one."""
    return msgspec.json.encode(value, order="sorted").decode()
