"""Sources: the objects that an app's author calls. `App` is a web page or a mobile app, `ServerSource` a server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TypedDict, Unpack

from simulator.documentation.platforms import TITLES, Platform
from simulator.documentation.settings import Settings
from simulator.errors import CallError, DeviceError, nearest, quoted
from simulator.model import calls
from simulator.model.amplitude.at_work import RulesAtWork
from simulator.model.amplitude.client import AmplitudeClient
from simulator.model.amplitude.ios import IOSClient
from simulator.model.amplitude.mobile import MobileClient
from simulator.model.calls import AnyCall, Message
from simulator.model.commands import (
    Caught,
    Command,
    DisableLocationListening,
    EnableLocationListening,
    RegenerateDeviceId,
    SetOptOut,
    Throw,
    UpdateLocation,
    UploadEvents,
    Warn,
)
from simulator.model.crashes import Crash, UncaughtError
from simulator.model.destinations.base import Commands
from simulator.model.destinations.server import ServerDestination
from simulator.model.device import Device
from simulator.model.dialects import Dialect
from simulator.model.segment.client import SegmentClient, SegmentServerLibrary
from simulator.model.segment.servers import ConnectionMode, SegmentServers
from simulator.values import JSONObject, describe
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import Wire

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
"""Methods of the bundled SDK that an app may call directly, bypassing Segment."""


_FOR_THE_CLIENT: Final = frozenset({calls.Flush, calls.Reset})
"""The calls that never reach Segment's servers."""


class IdentityOptions(TypedDict, total=False):
    """The options of a call that names its user itself."""

    anonymous_id: str | None
    #: An ISO 8601 time, or milliseconds since 1970; by default now.
    timestamp: str | int
    integrations: Mapping[str, object]
    context: Mapping[str, object]


class CallOptions(IdentityOptions, total=False):
    """The options of any other call; a server has to name its user."""

    user_id: str | None


_JSON_NAMES: Final = {"user_id": "userId", "anonymous_id": "anonymousId"}


class Source(ABC):
    """The calls that every source has.

    Each method writes its call as Segment's flat JSON; `make` reads such JSON, from any caller, and passes the call to
    `_call`, in which a subclass carries it out.
    """

    platform: Platform

    def track(self, event: str, properties: Properties = None, **options: Unpack[CallOptions]) -> Message:
        """Say that the user did something."""
        if type(event) is not str:
            raise CallError(f"track needs an event name, a string, not {describe(event)}")
        return self.make("track", _flat({"event": event, "properties": properties}, options))

    def page(
        self,
        name: str | None = None,
        category: str | None = None,
        properties: Properties = None,
        **options: Unpack[CallOptions],
    ) -> Message:
        """Say that the user is on a page."""
        return self.make("page", _flat({"name": name, "category": category, "properties": properties}, options))

    def screen(
        self,
        name: str | None = None,
        category: str | None = None,
        properties: Properties = None,
        **options: Unpack[CallOptions],
    ) -> Message:
        """Say that the user is on a screen."""
        return self.make("screen", _flat({"name": name, "category": category, "properties": properties}, options))

    def identify(
        self, user_id: str | None = None, traits: Properties = None, **options: Unpack[IdentityOptions]
    ) -> Message:
        """Say who the user is."""
        return self.make("identify", _flat({"userId": user_id, "traits": traits}, options))

    def group(self, group_id: str | None, traits: Properties = None, **options: Unpack[CallOptions]) -> Message:
        """Say which group the user belongs to."""
        return self.make("group", _flat({"groupId": group_id, "traits": traits}, options))

    def alias(self, user_id: str | None, previous_id: str | None = None, **options: Unpack[IdentityOptions]) -> Message:
        """Say that one user id takes over from another."""
        return self.make("alias", _flat({"userId": user_id, "previousId": previous_id}, options))

    def flush(self) -> Message:
        """Upload the queue now."""
        return self.make("flush", {})

    def reset(self) -> Message:
        """Log the user out."""
        return self.make("reset", {})

    @abstractmethod
    def delete_user(self, user_id: str) -> None:
        """Ask Segment's servers to delete a user; raises `SettingsError` without the secret key.

        Every source can: the key is in the settings of "your Segment source(s)" (adjudication 11.22).
        """

    def make(self, method: str, fields: Mapping[str, object]) -> Message:
        """Make a call of a method from Segment's flat JSON fields."""
        other = type(fields) is not dict and isinstance(fields, Mapping)
        return self._call(calls.decode(method, dict(fields) if other else fields))

    @abstractmethod
    def _call(self, call: AnyCall) -> Message:
        """Make a call and return the message that it became."""


def _flat(fields: JSONObject, options: Mapping[str, object]) -> JSONObject:
    """Return the flat JSON of a call and its options."""
    return fields | {_JSON_NAMES.get(name, name): value for name, value in options.items()} if options else fields


class App(Source):
    """A web page or mobile app with Segment's library in it, and in device mode with Amplitude's SDK too.

    `messages`, `commands`, `events` and `warnings` record all that it did, in order, across all of its processes; the
    commands that start the SDK are kept apart, in `startup_commands`. Crashes are in `crashes`.
    """

    def __init__(
        self,
        name: str,
        device: Device,
        settings: Settings,
        *,
        dialect: Dialect,
        wire: Wire,
        mode: ConnectionMode = "device",
        at_segment: Settings | None = None,
    ) -> None:
        """Make an app; `at_segment` are its settings as Segment's servers read them, if they have other defaults."""
        parts = dialect.clients[device.platform]
        self.name = name
        self.platform = device.platform
        self.device = device
        self.settings = settings
        self.mode = mode
        #: The settings as Segment's servers read them.
        self.settings_at_segment = at_segment or settings
        self.destination = parts.destination(settings)
        self.segment = SegmentServers(
            dialect.server(self.settings_at_segment, source=device.platform), clock=device.clock, wire=wire, mode=mode
        )
        self.messages: list[Message] = []
        self.commands: list[Command] = []
        self.startup_commands: list[Command] = []
        self.events: list[LoggedEvent] = []
        self.warnings: list[Warn] = []
        #: How many calls are not messages yet, or ended with a process before they were.
        self.without_message = 0
        #: The exceptions that nothing caught, each of which ended a process of the app.
        self.crashes: list[Crash] = []
        #: The rules that leave no trace on a command or an event, noted in all of its processes.
        self.at_work = RulesAtWork()
        #: The events that an earlier simulation logged on the device and left in the queue.
        self.inherited: list[LoggedEvent] = []
        #: The running process's libraries; `None` while the app is not running.
        self.analytics: SegmentClient | None = None
        self.amplitude: AmplitudeClient | None = None
        #: Web: whether the page has the Amplitude SDK yet. Earlier calls are kept and replayed.
        self.sdk_loads = True
        #: Phones: whether Segment's settings are there before the first activity, even on a device that has kept none.
        self.settings_arrive = True
        #: Phones: whether options that the integration sets after the SDK's start come before its start-up reads them.
        self.options_in_time = True
        self._sdk = parts.sdk
        self._library = parts.library
        self._wire = wire
        self._waiting: list[Command] = []
        #: Web: the SDK's methods that the page has called before the SDK has loaded, which performs them first.
        self._early: list[Command] = []
        self._initial: Commands = ()
        #: The calls that wait for the integrations' settings, with their messages as they are so far.
        self._held: list[tuple[AnyCall, Message]] = []
        self._started = False
        self._crashed = False
        self._in_foreground = False

    @property
    def running(self) -> bool:
        """Whether a process of the app exists."""
        return self.analytics is not None

    @property
    def in_foreground(self) -> bool:
        """Whether the app runs and the user has not left it."""
        return self.running and self._in_foreground

    @property
    def device_id(self) -> str | None:
        """Amplitude's device id as the app reads it, to pass it to a server (rule device-id.merge.ready)."""
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
            raise DeviceError(f"the {self.name} is already running; kill it first")
        self._crashed = False
        with self._ended_by_exceptions("launch"):
            self._launch(in_background=in_background)
        self._end_operation()

    def _launch(self, *, in_background: bool) -> None:
        self.analytics = self._library(self.device)
        self.destination.locale = self.device.locale.id
        self._in_foreground = not in_background
        if self.settings_arrive:
            self.analytics.take_settings()
        if self.mode == "device":
            self.amplitude = self._sdk(self.device, observe=self.events.append, wire=self._wire)
            self.amplitude.uploader.join(self.at_work)
            if not self.startup_commands:
                self.inherited = [*self.amplitude.store.identifies, *self.amplitude.store.events]
            self._started = False
            # The commands that start the SDK are made when the app starts, however late the SDK arrives.
            self._initial = self.destination.initialize(self.analytics.anonymous_id)
            if self.sdk_loads and self.analytics.has_settings:
                self._start()
                if not in_background and isinstance(self.amplitude, MobileClient):
                    self.amplitude.launch()
        self._send_to_segment()

    def kill(self) -> None:
        """End the process without warning, as the system does."""
        self._running()
        self._end()

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
        """Web: let the Amplitude SDK arrive; earlier calls are replayed in order (rule start.web-sdk-loads)."""
        self.sdk_loads = True
        self._running()
        if self.amplitude and not self._started:
            with self._ended_by_exceptions("load-sdk"):
                self._start()
        self._end_operation()

    def deliver_settings(self) -> None:
        """Let Segment's settings arrive: the integration is made, and gets the earlier calls in order."""
        analytics = self._running()
        analytics.take_settings()
        with self._ended_by_exceptions("deliver-settings"):
            if self.amplitude and not self._started:
                self._start_late()
            self._hand_on_held()
        self._end_operation()

    def background(self) -> None:
        """Leave the app, as its user does."""
        self._running()
        self._in_foreground = False
        if self._started and isinstance(self.amplitude, MobileClient):
            with self._ended_by_exceptions("background"):
                self.amplitude.background()
            self._end_operation()

    def foreground(self) -> None:
        """Return to the app, as its user does."""
        self._running()
        self._in_foreground = True
        if self._started and isinstance(self.amplitude, MobileClient):
            with self._ended_by_exceptions("foreground"):
                self.amplitude.foreground()
            self._end_operation()

    def change_device(self, **attributes: object) -> None:
        """Change attributes of the device, and notify the libraries as the system does."""
        device = self.device
        permitted = device.location_permission
        device.change(**attributes)
        self.destination.locale = device.locale.id
        self._send_to_segment()
        if device.location_permission and not permitted and isinstance(self.amplitude, IOSClient):
            self.amplitude.location_permission_changed()
        self._end_operation()

    def native(self, method: str) -> None:
        """Call a method of the bundled SDK directly, for example `updateLocation`."""
        self._running()
        if not isinstance(method, str) or method not in NATIVE_METHODS:
            raise CallError(f"there is no SDK method {quoted(method)}.{nearest(method, NATIVE_METHODS)}")
        command = NATIVE_METHODS[method]()
        if self.amplitude is None or not self.amplitude.has(command):
            raise CallError(f"the {TITLES[self.platform]} SDK has no method {method}")
        if self.platform == "web" and not self._started:
            self._early.append(command)
        else:
            with self._ended_by_exceptions(method):
                self._perform(command)
        self._end_operation()

    def delete_user(self, user_id: str) -> None:
        """Request the deletion of a user, which is not a call of the app: it need not be running."""
        self.segment.delete_user(user_id)

    def _call(self, call: AnyCall) -> Message:
        """Make a call. If it is refused, nothing at all has happened; if it ends the app, Segment has it even so."""
        analytics = self.analytics or self._running()
        message = analytics.complete(call)
        if analytics.has_settings:
            commands = self._commands(analytics, message)
            self._accept(analytics, message)
            self._take(call.method, commands)
        elif analytics.makes_messages_late:
            self.without_message += 1
            analytics.remember_waiting(message)
            self._held.append((call, message))
        else:
            self._accept(analytics, message)
            self._held.append((call, message))
        self._end_operation()
        return message

    def _accept(self, analytics: SegmentClient, message: Message) -> None:
        """Remember a message, and send it to Segment."""
        analytics.remember(message)
        self._to_segment(analytics, message)

    def _to_segment(self, analytics: SegmentClient, message: Message) -> None:
        """Send a message to Segment, or keep it until there is a network."""
        self.messages.append(message)
        if type(message.call) in _FOR_THE_CLIENT:
            return
        if self.device.online:
            analytics.send(self.segment.receive)
            self.segment.receive(message)
        else:
            analytics.keep(message)

    def _take(self, method: str, commands: Commands) -> None:
        """Perform the commands of a call, or keep them until the page has the SDK."""
        if self._started:
            self._carry_out(method, commands)
        else:
            self._waiting += commands

    def _commands(self, analytics: SegmentClient, message: Message) -> Commands:
        """Return the commands of a message; if mapping it throws, the last one is `Throw`."""
        if not self.amplitude:
            return ()
        try:
            return self.destination.map(message) if analytics.reaches_amplitude(message) else ()
        except UncaughtError as error:
            return (Throw(reason=error.reason, because=error.because),)

    def _carry_out(self, method: str, commands: Commands) -> None:
        """Perform the commands of a call.

        One that throws ends the app before the SDK's own thread has begun with the commands: nothing is logged.
        """
        try:
            for command in commands:
                if type(command) is Throw:
                    raise UncaughtError(command.reason, command.because)
            for command in commands:
                self._perform(command)
        except UncaughtError as error:
            self._crash(method, error)

    def drain(self) -> None:
        """Upload everything that is queued, if the device is online."""
        if self.amplitude:
            self.amplitude.uploader.drain()
        self.segment.drain()

    def _running(self) -> SegmentClient:
        if self.analytics is None:
            why = f", it crashed on {self.crashes[-1].call}" if self._crashed else ""
            raise DeviceError(f"the {self.name} is not running{why}; launch it first")
        return self.analytics

    @contextmanager
    def _ended_by_exceptions(self, call: str) -> Iterator[None]:
        """End the process if code in it throws; `call` is what the app was doing."""
        try:
            yield
        except UncaughtError as error:
            self._crash(call, error)

    def _crash(self, call: str, error: UncaughtError) -> None:
        """End the process by an exception. Events that earlier calls logged stay queued on the device."""
        self.crashes.append(Crash(call=call, reason=error.reason, time=self.device.clock.now, because=error.because))
        self._crashed = True
        self._end()

    def _end_operation(self) -> None:
        """Let the answers arrive that take no time, and save what outlives the process."""
        self.device.clock.fire_due()
        self.device.save()

    def _end(self) -> None:
        if self.amplitude:
            self.amplitude.stop()
        self.analytics = self.amplitude = None
        self._waiting.clear()
        self._early.clear()
        self._held.clear()

    def _start(self) -> None:
        self._started = True
        if self.amplitude:
            self.amplitude.options_in_time = self.options_in_time
            for command in self._initial:
                self.startup_commands.append(command)
                self.amplitude.perform(command)
        waiting, self._early, self._waiting = [*self._early, *self._waiting], [], []
        if waiting:
            self.at_work.note("start.web-sdk-loads")
        for command in waiting:
            self._perform(command)
            if type(command) is Caught:
                break

    def _start_late(self) -> None:
        """Start the SDK in an app that has been running for a while."""
        self._start()
        if self._in_foreground and isinstance(self.amplitude, MobileClient):
            self.amplitude.launch_seen_late()

    def _hand_on_held(self) -> None:
        """Pass on what the library kept until it had the settings, unless that ends the app."""
        held, self._held = self._held, []
        for call, message in held:
            if analytics := self.analytics:
                handed_on = analytics.handed_on(call, message)
                if analytics.makes_messages_late:
                    self.without_message -= 1
                    self._to_segment(analytics, handed_on)
                self._carry_out(call.method, self._commands(analytics, handed_on))

    def _perform(self, command: Command) -> None:
        self.commands.append(command)
        if isinstance(command, Warn):
            self.warnings.append(command)
        elif self.amplitude:
            self.amplitude.perform(command)

    def _send_to_segment(self) -> None:
        """Send the messages that the library queued while there was no network, if there is one now."""
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
        """Request the deletion of a user."""
        self.segment.delete_user(user_id)

    def drain(self) -> None:
        """Retry now the requests that wait for another attempt."""
        self.segment.drain()
