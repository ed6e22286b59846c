"""A port as a target of the suite: actions become messages, and what came of them is read off the backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from random import Random
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator import settings as settings_module
from simulator.adapters import messages
from simulator.adapters.connection import Connection, result_of
from simulator.adapters.messages import Drained, Endpoints, Reply, Request, Seen, Welcome
from simulator.backend import Backend, Ingestion
from simulator.backend.view import View, view_of
from simulator.calls import message_of
from simulator.clock import Clock
from simulator.conformance import actions
from simulator.conformance.actions import Action, fields_from_server
from simulator.conformance.matching import Roles
from simulator.device import Device, default_profile, uuid4
from simulator.dialects import dialect
from simulator.errors import AdapterError, CallError, DeviceError, PortError, SettingsError
from simulator.platforms import Platform
from simulator.segment_servers import ConnectionMode, SegmentServers
from simulator.settings import Settings
from simulator.values import JSONObject


class SkipError(Exception):
    """The port says that it can't do a scenario."""

    def __init__(self, skip: messages.Skip) -> None:
        super().__init__(skip.reason)
        self.skip = skip


class _App:
    """One app of a scenario, as the harness has described it to the port."""

    def __init__(self, name: str, device: Device, settings: JSONObject, mode: ConnectionMode) -> None:
        self.name = name
        self.device = device
        self.settings = settings
        self.mode = mode
        self.platform: Platform = device.platform
        self.launch = True
        self.sdk_loads = True
        self.seen = Seen()
        #: How many of the seen events and messages have been taken further.
        self.events_taken = 0
        self.messages_taken = 0
        #: Segment's servers behind the app, if the harness plays them.
        self.segment: SegmentServers | None = None


class PortTarget:
    """One performance of one case by a port behind an adapter.

    `backend` is the project that the port's uploads arrive at, under `endpoint`; a port of level events reports them,
    and they are taken there for it. `platform` stands in where a scenario says only "an app"; `timeout` is in seconds,
    for each message.
    """

    own_sentences = False

    def __init__(
        self, connection: Connection, welcome: Welcome, *, case: str, backend: Backend, endpoint: str,
        platform: Platform | None = None, timeout: float = 5,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._case = case
        self._backend = backend
        self._ingestion = Ingestion(lambda key: backend)
        self._endpoints = Endpoints(amplitude=endpoint)
        self._uploads = "wire" in welcome.levels
        self._plays_segment = "messages" in welcome.capabilities and "segment-servers" not in welcome.capabilities
        self._open_platform = platform
        self._timeout = timeout
        self._clock = Clock()
        self._apps: dict[str, _App] = {}
        self._staged: list[_App] = []
        self._last: str | None = None
        #: Whether nothing has been asked of the port since the last drain, and since the last with `flush`.
        self._settled = self._flushed = True
        self._message_id = 1
        self._said: list[tuple[str, Request | Reply]] = []

    @cached_property
    def _visitor_id(self) -> str:
        return uuid4(Random(f"{self._case}/visitor"))  # noqa: S311

    @property
    def transcript(self) -> list[JSONObject]:
        """All that was said, for the report."""
        return [{direction: msgspec.json.decode(msgspec.json.encode(one))} for direction, one in self._said]

    def perform(self, action: Action) -> None:
        """Have the port do what a step says. Raises `PortError` if it refuses, `AdapterError` if it can't be asked."""
        if not isinstance(action, actions.STAGE):
            self.open_stage()
        _DOERS[type(action)](self, action)

    def open_stage(self) -> None:
        """Open the apps that the Given steps described."""
        staged, self._staged = self._staged, []
        for app in staged:
            self._settled = self._flushed = False
            reply = self._ask(messages.Open(
                id=self._next_id(), case=self._case, app=app.name, platform=app.platform, mode=app.mode,
                settings=app.settings, device=described(app.device), time=self._clock.now, seed=self._case,
                endpoints=self._endpoints, launch=app.launch, sdk_loads=app.sdk_loads,
            ))  # fmt: skip
            if reply.skip is not UNSET:
                raise SkipError(reply.skip)
            if reply.threw is not UNSET:
                raise PortError(reply.threw.message)

    def drain(self) -> None:
        """Let the port upload what it has queued, and wait until it is idle."""
        self.open_stage()
        # Where uploads are not looked at, there is nothing to gain from another attempt at them.
        if self._uploads or not self._flushed:
            self._drain(flush=True)

    def view(self) -> View:
        """Return what Amplitude has received, once nothing more is under way."""
        self.open_stage()
        if not self._settled:
            self._drain(flush=False)
        return view_of(self._backend)

    def commands(self) -> list[JSONObject]:
        """Return the calls on Amplitude's SDK that the adapter has seen."""
        return self._all_seen("commands")

    def messages(self) -> list[JSONObject]:
        """Return what Segment's library made of the calls, as the adapter has seen it."""
        return self._all_seen("messages")

    def warnings(self) -> list[str]:
        """Return the lines that the integration logged, as the adapter has seen them."""
        return self._all_seen("warnings")

    def device_id(self, app: str | None) -> str | None:
        """Return what an app reads as its device id."""
        self._drain(flush=False)
        device_id = self._app(app).seen.device_id
        return None if device_id is UNSET else device_id

    def prepare(self, roles: Roles) -> None:
        """Bind the ids that the devices were given, and those that the adapter tells."""
        self.open_stage()
        for app in self._apps.values():
            if app.platform == "server":
                roles.bind("anonymous id", self._visitor_id)
                continue
            if app.platform != "web":
                roles.bind("vendor id", app.device.vendor_id)
                roles.bind("advertising id", app.device.advertising_id)
            if not self._settled:
                self._drain(flush=False)
            if app.seen.anonymous_id is not UNSET:
                roles.bind("anonymous id", app.seen.anonymous_id)

    def close(self) -> None:
        """End the scenario."""
        self._ask(messages.Close(id=self._next_id()))

    def misbehave(self, action: actions.SetFault) -> None:
        """Let Amplitude misbehave; the port is not told."""
        if action.fault is None:
            self._backend.faults.clear()
            return
        fault = action.fault
        if action.app is not None:
            fault = msgspec.structs.replace(fault, device_id=self.device_id(action.app))
        self._backend.faults.set(fault)

    def add_source(self, action: actions.AddSource) -> None:
        """Describe an app; it is opened when the first step needs it."""
        platform = action.platform or self._open_platform
        if platform is None:
            raise DeviceError(
                "the scenario says only “an app”; to be judged it has to name one: “an ios app”, “a web app”. "
                "`devicemode run` tries it out on every platform"
            )
        name = str(action.app)
        profile = default_profile("web" if platform == "server" else platform)
        device = Device(profile, clock=self._clock, random=Random(f"{self._case}/{name}"))  # noqa: S311
        app = _App(name, device, settings_json(action.settings), action.mode)
        app.platform = platform
        if self._plays_segment:
            app.segment = self._segment_servers(action, cloud=platform == "server" or action.mode == "cloud")
        self._apps[name] = app
        self._staged.append(app)
        self._last = name

    def change_device(self, action: actions.ChangeDevice) -> None:
        """Change what an app reads off its device."""
        app = self._app(action.app)
        app.device.change(**action.attributes)
        if app not in self._staged:
            changed = {
                key: value for key, value in described(app.device).items() if key in _reported(action.attributes)
            }
            self._tell(messages.Device(id=self._next_id(), app=app.name, attributes=changed))

    def hold_launch(self, action: actions.HoldLaunch) -> None:
        """Open the app without launching it."""
        self._app(action.app).launch = False

    def hold_sdk(self, action: actions.HoldSDK) -> None:
        """Open the page without Amplitude's SDK."""
        self._app(action.app).sdk_loads = False

    def load_sdk(self, action: actions.LoadSDK) -> None:
        """Let the SDK arrive."""
        self._tell(messages.LoadSDK(id=self._next_id(), app=self._app(action.app).name))

    def make_call(self, action: actions.MakeCall) -> None:
        """Make a call on Segment's library."""
        app = self._app(action.app)
        fields = fields_from_server(action, lambda: self._visitor_id) if app.platform == "server" else action.fields
        self._tell(messages.Call(id=self._next_id(), app=app.name, method=action.method, args=fields))

    def call_sdk(self, action: actions.CallSDK) -> None:
        """Call a method of Amplitude's SDK."""
        self._tell(messages.CallSDK(id=self._next_id(), app=self._app(action.app).name, method=action.method))

    def delete_user(self, action: actions.DeleteUserData) -> None:
        """Ask for the deletion of a user."""
        app = self._app(action.app)
        if app.segment is not None:
            # What was said before has to be there before it is deleted.
            self._drain(flush=False)
            app.segment.delete_user(action.user_id)
            return
        args: JSONObject = {"userId": action.user_id}
        self._tell(messages.Call(id=self._next_id(), app=app.name, method="deleteUser", args=args))

    def wait(self, action: actions.Wait) -> None:
        """Let time pass."""
        if not self._settled and any(app.segment for app in self._apps.values()):
            # What was said before has to be with Segment's servers before they try again.
            self._drain(flush=False)
        self._clock.advance(action.duration)
        self._tell(messages.Advance(id=self._next_id(), ms=action.duration))

    def lifecycle(self, action: actions.Lifecycle) -> None:
        """Move the app's process; with a duration, the app comes back after it."""
        app = self._app(action.app).name
        self._tell(messages.Lifecycle(id=self._next_id(), app=app, event=action.event))
        if action.duration is not None:
            self.wait(actions.Wait(duration=action.duration))
            self._tell(messages.Lifecycle(id=self._next_id(), app=app, event="foreground"))

    def open_page(self, action: actions.OpenPage) -> None:
        """Load another page."""
        self._tell(messages.Page(id=self._next_id(), app=self._app(action.app).name, url=action.url))

    def _app(self, name: str | None) -> _App:
        name = name or self._last
        if name is None or name not in self._apps:
            there = ", ".join(self._apps) or "none"
            raise DeviceError(
                f"there is no {name or 'app'} in this scenario (there is: {there}); declare it with Given"
            )
        return self._apps[name]

    def _drain(self, *, flush: bool) -> None:
        request = messages.Drain(id=self._next_id(), flush=flush)
        drained: Drained = result_of(self._ask(request), request)
        for name, seen in drained.apps.items():
            if name in self._apps:
                self._apps[name].seen = seen
        self._settled = True
        self._flushed = self._flushed or flush
        for app in self._apps.values():
            if not self._uploads:
                self._take_events(app)
            if app.segment is not None:
                self._take_messages(app, app.segment)

    def _take_events(self, app: _App) -> None:
        """Take the events that the adapter reports to Amplitude, as if they had been uploaded."""
        if app.seen.events is not UNSET:
            new = app.seen.events[app.events_taken :]
            for number, event in enumerate(new, app.events_taken):
                wrong = self._ingestion.refusal(event, f"events[{number}]")
                if wrong:
                    raise AdapterError(f"what drain tells of the {app.name} is wrong: {wrong}")
            app.events_taken += len(new)
            self._backend.accept(new, sender=f"{app.platform} app", ip=app.device.ip, time=self._clock.now)

    def _take_messages(self, app: _App, segment: SegmentServers) -> None:
        """Take the messages that the adapter reports to Segment's servers."""
        if app.seen.messages is not UNSET:
            new = app.seen.messages[app.messages_taken :]
            app.messages_taken += len(new)
            for number, flat in enumerate(new, app.messages_taken - len(new)):
                try:
                    message = message_of(flat)
                except CallError as error:
                    where = f"messages[{number}]"
                    raise AdapterError(f"what drain tells of the {app.name} is wrong: {where}: {error}") from None
                if app.platform != "server":
                    # A library need not know its address: Segment's servers see where a message comes from.
                    message = msgspec.structs.replace(message, context={"ip": app.device.ip, **message.context})
                segment.receive(message)

    def _segment_servers(self, action: actions.AddSource, *, cloud: bool) -> SegmentServers:
        """Return Segment's servers as the documentation has them, with the settings that they accept."""
        destination = dialect("documented").server(_accepted(action.settings))
        return SegmentServers(
            destination, clock=self._clock, wire=self._ingestion.answer,
            mode="cloud" if cloud else "device",
        )  # fmt: skip

    def _all_seen(self, what: str) -> list[Any]:
        return [
            one for app in self._apps.values() if (seen := getattr(app.seen, what)) is not UNSET for one in seen
        ]  # fmt: skip

    def _tell(self, request: Request) -> None:
        self._settled = self._flushed = False
        reply = self._ask(request)
        if reply.threw is not UNSET:
            raise PortError(reply.threw.message)

    def _ask(self, request: Request) -> Reply:
        self._said.append(("sent", request))
        reply = self._connection.ask(request, timeout=self._timeout)
        self._said.append(("received", reply))
        return reply

    def _next_id(self) -> int:
        self._message_id += 1
        return self._message_id


_DOERS: Final[Mapping[type[Action], Callable[[PortTarget, Any], None]]] = {
    actions.AddSource: PortTarget.add_source,
    actions.ChangeDevice: PortTarget.change_device,
    actions.HoldLaunch: PortTarget.hold_launch,
    actions.HoldSDK: PortTarget.hold_sdk,
    actions.LoadSDK: PortTarget.load_sdk,
    actions.MakeCall: PortTarget.make_call,
    actions.CallSDK: PortTarget.call_sdk,
    actions.DeleteUserData: PortTarget.delete_user,
    actions.Wait: PortTarget.wait,
    actions.Lifecycle: PortTarget.lifecycle,
    actions.OpenPage: PortTarget.open_page,
    actions.SetFault: PortTarget.misbehave,
}
"""What each action does."""


def described(device: Device) -> JSONObject:
    """Return all that an app may read off a device, as `open` and `device` say it."""
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


_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "profile": ("manufacturer", "brand", "model", "osVersion", "carrier", "userAgent", "browser", "browserVersion"),
    "locale": ("locale", "countryName", "languageName"),
}


def _reported(attributes: Mapping[str, object]) -> set[str]:
    """Return the protocol's names of the attributes of a device that change."""
    return {
        name for attribute in attributes
        for name in _NAMES.get(attribute, (_camel(attribute),))
    }  # fmt: skip


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def settings_json(given: Mapping[str, object]) -> JSONObject:
    """Return settings by Segment's keys, with the API key; a value that is refused here is passed on as it is."""
    values: JSONObject = {"apiKey": settings_module.Settings().api_key}
    for name, value in given.items():
        setting = settings_module.find(name)
        try:
            read = getattr(settings_module.parse({name: value}), setting.field)
        except SettingsError:
            read = value
        values[setting.key] = msgspec.to_builtins(read)
    return values


def _accepted(given: Mapping[str, object]) -> Settings:
    """Return the settings that are right, over the defaults: whether to refuse the others is for the port to say."""
    settings = Settings()
    for name, value in given.items():
        try:
            settings = settings_module.parse({name: value}, base=settings)
        except SettingsError:
            continue
    return settings
