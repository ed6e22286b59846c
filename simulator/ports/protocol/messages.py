"""The adapter protocol, version 1: the requests of the harness and the replies of an adapter.

Each message is one JSON object: a line on standard input and output, or the body of an HTTP POST and its response.
Every request has an `id`, and its reply has the same one. The JSON Schemas of both are made from these classes.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from simulator.conformance.subject import Level, PortInfo
from simulator.documentation.platforms import Platform
from simulator.model.segment.servers import ConnectionMode
from simulator.values import JSONObject, Value

PROTOCOL: Final = 1
"""The version that this harness speaks. Later ones add fields and messages; they never change these."""


class Request(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", rename="camel"):
    """A request of the harness to an adapter. No field is ever left out."""

    id: int


class Hello(Request, frozen=True, kw_only=True, tag="hello"):
    """The first message."""

    protocol: int = msgspec.field(default_factory=lambda: PROTOCOL)
    #: Name and version of the harness.
    harness: str = ""


class Endpoints(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Addresses that the port sends its requests to."""

    #: In place of `https://api.amplitude.com`: the SDK posts its uploads here.
    amplitude: str


class Open(Request, frozen=True, kw_only=True, tag="open"):
    """Begin a scenario, or add another app to it: install the app on a device of its own and launch it."""

    #: The scenario's id, so that an adapter can reply `skip` to one that the port can't do.
    case: str
    #: The app's name in later messages: `web app`, `second ios app`.
    app: str
    platform: Platform
    mode: ConnectionMode = "device"
    #: The destination settings that the scenario gives, by Segment's keys, and `apiKey`; all others have the port's
    #: own defaults.
    settings: JSONObject
    #: The device as the app reads it: model, system, locale, identifiers, permissions, place, page.
    device: JSONObject
    #: The start of the scenario, in milliseconds since 1970.
    time: int
    #: The seed of the port's random numbers.
    seed: str
    endpoints: Endpoints
    #: Whether the app is launched right away.
    launch: bool = True
    #: Web: whether the page has the Amplitude SDK from the start.
    sdk_loads: bool = True
    #: Phones: whether Segment's settings are there before the first activity, also on a device that has kept none.
    settings_arrive: bool = True
    #: Phones: whether the options that the integration sets after the SDK's start are there before its start-up reads
    #: them.
    options_in_time: bool = True


class Call(Request, frozen=True, kw_only=True, tag="call"):
    """Call a method of the Segment library: track, page, screen, identify, group, alias, flush, reset.

    A port that includes Segment's servers also gets `deleteUser`, with a `userId`.
    """

    app: str
    method: str
    #: Segment's flat JSON: event, properties, userId, traits, groupId, previousId, name, category, integrations, …
    args: JSONObject = {}


class CallSDK(Request, frozen=True, kw_only=True, tag="call-sdk"):
    """Call a method of Amplitude's SDK directly, bypassing Segment. Capability `sdk-methods`."""

    app: str
    method: str


class Advance(Request, frozen=True, kw_only=True, tag="advance"):
    """Let time pass for all apps, in milliseconds; timers fire as it does. Capability `time`."""

    ms: int


class LifecycleChange(Request, frozen=True, kw_only=True, tag="lifecycle"):
    """Take the app through a change of its lifecycle. Capabilities `lifecycle`, `restart`."""

    app: str
    event: Literal["background", "foreground", "kill", "launch", "launch-in-background", "restart"]


class DeviceChange(Request, frozen=True, kw_only=True, tag="device"):
    """Change what the app reads off its device; named as in `open`. Capabilities `network`, `location`, `device`."""

    app: str
    attributes: JSONObject


class Page(Request, frozen=True, kw_only=True, tag="page"):
    """Web: load another page. Capability `pages`."""

    app: str
    url: str


class LoadSDK(Request, frozen=True, kw_only=True, tag="load-sdk"):
    """Web: let the Amplitude SDK arrive. Capability `late-sdk`."""

    app: str


class DeliverSettings(Request, frozen=True, kw_only=True, tag="deliver-settings"):
    """Phones: let Segment's settings arrive. Capability `late-settings`."""

    app: str


class Drain(Request, frozen=True, kw_only=True, tag="drain"):
    """Reply as soon as every app is idle, and report what was seen. Never sleep.

    With `flush`, the apps first upload what they have queued.
    """

    flush: bool = True


class Close(Request, frozen=True, kw_only=True, tag="close"):
    """End the scenario and forget everything about it, including what devices have stored."""


class Bye(Request, frozen=True, kw_only=True, tag="bye"):
    """The last message; an adapter on standard input and output exits with 0. There is no reply."""


class AnyID(msgspec.Struct, frozen=True):
    """As much of a message as it takes to reply to one that can't be read."""

    id: int = 0


AnyRequest = (
    Hello
    | Open
    | Call
    | CallSDK
    | Advance
    | LifecycleChange
    | DeviceChange
    | Page
    | LoadSDK
    | DeliverSettings
    | Drain
    | Close
    | Bye
)


class Welcome(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reply to `hello`."""

    protocol: int
    port: PortInfo
    platforms: tuple[Platform, ...]
    levels: tuple[Level, ...]
    capabilities: tuple[str, ...] = ()
    #: Whether messages may be sent on standard input before earlier ones have been answered, so that neither side
    #: waits. The adapter does one after the other, and nothing for an app whose `open` it has skipped or refused.
    pipelining: bool = False


class SeenCrash(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An exception in the app that nobody caught and that ended its process."""

    #: The method called on Segment's library or Amplitude's SDK, or the change of the lifecycle: `track`,
    #: `updateLocation`, `launch`, `foreground`, `background`.
    call: str
    #: The system's log message.
    reason: str = ""


class Seen(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The visible state of one app; an adapter leaves out whatever it can't see."""

    #: The Amplitude device id that the app reads.
    device_id: str | UnsetType | None = UNSET
    anonymous_id: str | UnsetType = UNSET
    #: Level `commands`: all calls on Amplitude's SDK since its start, each with its `method` and arguments.
    commands: list[JSONObject] | UnsetType = UNSET
    #: Level `events`: all events so far, as the SDK would upload them.
    events: list[JSONObject] | UnsetType = UNSET
    #: Capability `messages`: what Segment's library made of the calls so far.
    messages: list[JSONObject] | UnsetType = UNSET
    #: Capability `warnings`: the lines that the integration has logged.
    warnings: list[str] | UnsetType = UNSET
    #: Capability `crashes`: the crashes so far. From a crash until the next launch, the app refuses everything.
    crashes: list[SeenCrash] | UnsetType = UNSET


class Drained(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reply to `drain`."""

    #: By the app's name.
    apps: dict[str, Seen] = {}


class Threw(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The SDK refused a call, in its own words. That's a result, not a failure of the adapter."""

    message: str
    type: str = ""


class Skip(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reply to an `open` whose scenario the port can't do."""

    reason: str
    issue: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The adapter itself failed."""

    message: str
    trace: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An adapter's reply: one of `ok`, `threw`, `skip`, `error`."""

    id: int
    ok: Any = UNSET
    threw: Threw | UnsetType = UNSET
    skip: Skip | UnsetType = UNSET
    error: Problem | UnsetType = UNSET


REPLIES: Final[dict[type[Request], type[Any]]] = {Hello: Welcome, Drain: Drained}
"""The type of `ok` in the reply to each request; in all other replies it may be anything."""


def name_of(request: Request) -> str:
    """Return a message's name on the wire: `load-sdk`."""
    return str(request.__struct_config__.tag)


def plain(value: Value) -> JSONObject:
    """Return a message as plain JSON data."""
    made: JSONObject = msgspec.to_builtins(value)
    return made
