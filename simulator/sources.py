"""Sources: what an app's author holds in hand. `App` is a web page or a mobile app, `ServerSource` a server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Final, TypedDict, Unpack

from simulator import calls
from simulator.amplitude.client import AmplitudeClient
from simulator.amplitude.ios import IOSClient
from simulator.amplitude.mobile import MobileClient
from simulator.analytics import SegmentClient, SegmentServerLibrary
from simulator.calls import AnyCall, Message
from simulator.commands import (
    Command,
    DisableLocationListening,
    EnableLocationListening,
    RegenerateDeviceId,
    SetOptOut,
    UpdateLocation,
    UploadEvents,
    Warn,
)
from simulator.destinations.server import ServerDestination
from simulator.device import Device
from simulator.dialects import Dialect
from simulator.errors import CallError, DeviceError, nearest, quoted
from simulator.events import LoggedEvent
from simulator.platforms import TITLES, Platform
from simulator.segment_servers import ConnectionMode, SegmentServers
from simulator.settings import Settings
from simulator.values import JSONObject, carried_object, describe
from simulator.wire import Wire

Properties = Mapping[str, object] | None

NATIVE_METHODS: Final[Mapping[str, Callable[[], Command]]] = {
    "uploadEvents": UploadEvents,
    "regenerateDeviceId": RegenerateDeviceId,
    "updateLocation": lambda: UpdateLocation(because=("location.ios-update",)),
    "enableLocationListening": EnableLocationListening,
    "disableLocationListening": DisableLocationListening,
    "setOptOut(true)": lambda: SetOptOut(opt_out=True),
    "setOptOut(false)": lambda: SetOptOut(opt_out=False),
}
"""Methods of the bundled SDK that an app may call directly, past Segment."""


_FOR_THE_CLIENT: Final = frozenset({calls.Flush, calls.Reset})
"""The calls of which Segment's servers never hear."""


class IdentityOptions(TypedDict, total=False):
    """What may be said with a call that names its user itself."""

    anonymous_id: str | None
    #: An ISO 8601 time, or milliseconds since 1970; now, if it is not given.
    timestamp: str | int
    integrations: Mapping[str, object]
    context: Mapping[str, object]


class CallOptions(IdentityOptions, total=False):
    """What may be said with any other call; a server has to name its user."""

    user_id: str | None


_JSON_NAMES: Final = {"user_id": "userId", "anonymous_id": "anonymousId"}


class Source(ABC):
    """The calls that every source has. Subclasses say what becomes of them."""

    platform: Platform

    @abstractmethod
    def _call(self, call: AnyCall) -> Message:
        """Make a call and return the message that it became."""

    def track(self, event: str, properties: Properties = None, **options: Unpack[CallOptions]) -> Message:
        """Say that the user did something."""
        if type(event) is not str:
            raise CallError(f"track needs an event name, a string, not {describe(event)}")
        if options:
            return self._make("track", {"event": event, "properties": properties}, options)
        return self._call(calls.Track(event=event, properties=_object(properties, "track: properties")))

    def page(
        self, name: str | None = None, category: str | None = None, properties: Properties = None,
        **options: Unpack[CallOptions],
    ) -> Message:  # fmt: skip
        """Say that the user is on a page."""
        return self._make("page", {"name": name, "category": category, "properties": properties}, options)

    def screen(
        self, name: str | None = None, category: str | None = None, properties: Properties = None,
        **options: Unpack[CallOptions],
    ) -> Message:  # fmt: skip
        """Say that the user is on a screen."""
        return self._make("screen", {"name": name, "category": category, "properties": properties}, options)

    def identify(
        self, user_id: str | None = None, traits: Properties = None, **options: Unpack[IdentityOptions]
    ) -> Message:
        """Say who the user is."""
        return self._make("identify", {"userId": user_id, "traits": traits}, options)

    def group(self, group_id: str | None, traits: Properties = None, **options: Unpack[CallOptions]) -> Message:
        """Say which group the user belongs to."""
        return self._make("group", {"groupId": group_id, "traits": traits}, options)

    def alias(self, user_id: str | None, previous_id: str | None = None, **options: Unpack[IdentityOptions]) -> Message:
        """Say that one user id takes over from another."""
        return self._make("alias", {"userId": user_id, "previousId": previous_id}, options)

    def flush(self) -> Message:
        """Send what is queued now."""
        return self._call(calls.Flush())

    def reset(self) -> Message:
        """Log the user out."""
        return self._call(calls.Reset())

    @abstractmethod
    def delete_user(self, user_id: str) -> None:
        """Ask Segment's servers for the deletion of a user; raises `SettingsError` without the secret key.

        Every source can: the key stands in the settings of "your Segment source(s)" (adjudication 11.22).
        """

    def make(self, method: str, fields: Mapping[str, object]) -> Message:
        """Make the call of a method from Segment's flat JSON fields."""
        other = type(fields) is not dict and isinstance(fields, Mapping)
        return self._call(calls.decode(method, dict(fields) if other else fields))

    def _make(self, method: str, fields: JSONObject, options: Mapping[str, object]) -> Message:
        return self.make(method, fields | {_JSON_NAMES.get(name, name): value for name, value in options.items()})


class App(Source):
    """A web page or mobile app with Segment's library in it, and in device mode with Amplitude's SDK too.

    `messages`, `commands`, `events` and `warnings` keep all that it did, in order, over all of its processes;
    the commands that start the SDK are apart, in `startup_commands`.
    """

    def __init__(
        self, name: str, device: Device, settings: Settings, *, dialect: Dialect, wire: Wire,
        mode: ConnectionMode = "device",
    ) -> None:  # fmt: skip
        parts = dialect.clients[device.platform]
        self.name = name
        self.platform = device.platform
        self.device = device
        self.settings = settings
        self.mode = mode
        self.destination = parts.destination(settings)
        self.segment = SegmentServers(
            dialect.server(settings, source=device.platform), clock=device.clock, wire=wire, mode=mode
        )
        self.messages: list[Message] = []
        self.commands: list[Command] = []
        self.startup_commands: list[Command] = []
        self.events: list[LoggedEvent] = []
        self.warnings: list[Warn] = []
        #: What an earlier simulation logged on the device and left in the queue.
        self.inherited: list[LoggedEvent] = []
        #: The running process's libraries; `None` while the app is not running.
        self.analytics: SegmentClient | None = None
        self.amplitude: AmplitudeClient | None = None
        #: Web: whether the page has the Amplitude SDK yet. Calls made before are kept and replayed.
        self.sdk_loads = True
        self._sdk = parts.sdk
        self._library = parts.library
        self._wire = wire
        self._waiting: list[Command] = []
        self._started = False

    @property
    def running(self) -> bool:
        """Whether a process of the app exists."""
        return self.analytics is not None

    @property
    def device_id(self) -> str | None:
        """What the app reads as Amplitude's device id."""
        device_id = self.amplitude.device_id if self.amplitude else None
        if device_id is None and self.analytics:
            return self.analytics.stand_in_device_id
        return device_id

    @property
    def anonymous_id(self) -> str:
        """Segment's anonymousId."""
        return self._running().anonymous_id

    def launch(self, *, in_background: bool = False) -> None:
        """Start a process: in the foreground as a user does, or in the background as a push message does."""
        if self.running:
            raise DeviceError(f"the {self.name} is running already; kill it first")
        self.analytics = self._library(self.device)
        if self.mode == "device":
            self.amplitude = self._sdk(self.device, observe=self.events.append, wire=self._wire)
            if not self.startup_commands:
                self.inherited = [*self.amplitude.store.identifies, *self.amplitude.store.events]
            self._started = False
            if self.sdk_loads:
                self._start()
            if not in_background and isinstance(self.amplitude, MobileClient):
                self.amplitude.launch()
        self._send_to_segment()
        self.device.storage.commit()

    def kill(self) -> None:
        """End the process without a word, as the system does."""
        self._running()
        if self.amplitude:
            self.amplitude.stop()
        self.analytics = self.amplitude = None
        self._waiting.clear()

    def restart(self) -> None:
        """Kill the app and launch it again; on web, load the page again."""
        self.kill()
        self.launch()

    def open_page(self, url: str, referrer: str | None = None) -> None:
        """Web: leave the page, if one is open, and load another."""
        if self.platform != "web":
            raise DeviceError(f"the {self.name} shows no web pages")
        self.device.change(url=url, referrer=self.device.page.url if referrer is None else referrer)
        if self.running:
            self.kill()
        self.launch()

    def load_sdk(self) -> None:
        """Web: the Amplitude SDK arrives; the calls made before are replayed in their order."""
        self.sdk_loads = True
        self._running()
        if self.amplitude and not self._started:
            self._start()

    def background(self) -> None:
        """The user leaves the app."""
        self._running()
        if isinstance(self.amplitude, MobileClient):
            self.amplitude.background()
            self.device.storage.commit()

    def foreground(self) -> None:
        """The user comes back to the app."""
        self._running()
        if isinstance(self.amplitude, MobileClient):
            self.amplitude.foreground()
            self.device.storage.commit()

    def change_device(self, **attributes: object) -> None:
        """Change attributes of the device, and let the libraries see what the system tells them."""
        device = self.device
        permitted = device.location_permission
        device.change(**attributes)
        self._send_to_segment()
        if device.location_permission and not permitted and isinstance(self.amplitude, IOSClient):
            self.amplitude.location_permission_changed()
        device.storage.commit()

    def native(self, method: str) -> None:
        """Call a method of the bundled SDK directly, for example `updateLocation`."""
        self._running()
        if not isinstance(method, str) or method not in NATIVE_METHODS:
            raise CallError(f"there is no SDK method {quoted(method)}.{nearest(method, NATIVE_METHODS)}")
        command = NATIVE_METHODS[method]()
        if self.amplitude is None or not self.amplitude.has(command):
            raise CallError(f"the {TITLES[self.platform]} SDK has no method {method}")
        self._perform(command)

    def delete_user(self, user_id: str) -> None:
        """Ask for the deletion of a user, which is no call of the app: it need not be running."""
        self.segment.delete_user(user_id)

    def _call(self, call: AnyCall) -> Message:
        """Make a call. If it is refused, nothing at all has happened."""
        analytics = self._running()
        message = analytics.complete(call)
        commands = self.destination.map(message) if self.amplitude and message.reaches_amplitude else ()
        analytics.remember(message)
        self.messages.append(message)
        if type(call) not in _FOR_THE_CLIENT:
            if self.device.online:
                self._send_to_segment()
                self.segment.receive(message)
            else:
                analytics.keep(message)
        if self._started:
            for command in commands:
                self._perform(command)
        else:
            self._waiting += commands
        self.device.storage.commit()
        return message

    def drain(self) -> None:
        """Upload all that is queued, if the device is online."""
        if self.amplitude:
            self.amplitude.uploader.drain()
        self.segment.drain()

    def _running(self) -> SegmentClient:
        if self.analytics is None:
            raise DeviceError(f"the {self.name} is not running; launch it first")
        return self.analytics

    def _start(self) -> None:
        self._started = True
        if self.amplitude:
            for command in self.destination.initialize(self._running().anonymous_id):
                self.startup_commands.append(command)
                self.amplitude.perform(command)
        waiting, self._waiting = self._waiting, []
        for command in waiting:
            self._perform(command)

    def _perform(self, command: Command) -> None:
        self.commands.append(command)
        if type(command) is Warn:
            self.warnings.append(command)
        elif self.amplitude:
            self.amplitude.perform(command)

    def _send_to_segment(self) -> None:
        """Send what the library has queued while there was no network, if there is one now."""
        if self.analytics and self.device.online:
            self.analytics.send(self.segment.receive)


class ServerSource(Source):
    """A server with Segment's library in it. Each call names its user."""

    platform: Platform = "server"

    def __init__(
        self, name: str, device: Device, settings: Settings, *, destination: ServerDestination, wire: Wire
    ) -> None:
        self.name = name
        self.settings = settings
        self.segment = SegmentServers(destination, clock=device.clock, wire=wire, mode="cloud")
        self._library = SegmentServerLibrary(device.clock, device)

    @property
    def messages(self) -> list[Message]:
        """All messages, in order."""
        return self.segment.messages

    @property
    def commands(self) -> list[Command]:
        """All commands, in order."""
        return self.segment.commands

    @property
    def events(self) -> list[LoggedEvent]:
        """All events, in order."""
        return self.segment.events

    @property
    def warnings(self) -> list[Warn]:
        """All warnings, in order."""
        return self.segment.warnings

    def _call(self, call: AnyCall) -> Message:
        """Make a call. If it is refused, nothing at all has happened."""
        message = self._library.complete(call)
        self.segment.receive(message)
        return message

    def delete_user(self, user_id: str) -> None:
        """Ask for the deletion of a user."""
        self.segment.delete_user(user_id)

    def drain(self) -> None:
        """Send what waits for another attempt."""
        self.segment.drain()


def _object(value: Properties, path: str) -> JSONObject:
    return {} if value is None else carried_object(value, path)
