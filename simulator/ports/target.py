"""A port as a target of the suite: actions become messages, and what came of them is read off the backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from random import Random
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator.backend import Backend, Ingestion
from simulator.backend.reading.view import View, view_of
from simulator.conformance.judging.evidence import Crashed
from simulator.conformance.judging.expectations import AT_ONCE, Expectation
from simulator.conformance.judging.matching import Roles
from simulator.conformance.language import actions
from simulator.conformance.language.actions import Action, fields_from_server
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.reference import NO_LATE_SETTINGS
from simulator.conformance.running.runner import Refused
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.documentation.settings import Settings
from simulator.errors import (
    AdapterError,
    CallError,
    DeviceError,
    DevicemodeError,
    MessageError,
    PortError,
    SettingsError,
)
from simulator.model.calls import message_of
from simulator.model.clock import Clock
from simulator.model.device import Device, default_profile, uuid4
from simulator.model.dialects import dialect
from simulator.model.segment.servers import ConnectionMode, SegmentServers
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.conversation import Conversation
from simulator.ports.protocol import messages
from simulator.ports.protocol.messages import Drained, Endpoints, Request, Seen, Welcome
from simulator.values import JSONObject


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
        self.settings_arrive = True
        self.options_in_time = True
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
        self,
        connection: Connection,
        welcome: Welcome,
        *,
        case: str,
        backend: Backend,
        endpoint: str,
        platform: Platform | None = None,
        timeout: float = 5,
    ) -> None:
        self._conversation = Conversation(connection, pipelining=welcome.pipelining, timeout=timeout)
        self._case = case
        self._backend = backend
        self._ingestion = Ingestion(lambda key: backend)
        self._endpoints = Endpoints(amplitude=endpoint)
        self._uploads = "wire" in welcome.levels
        self._plays_segment = "messages" in welcome.capabilities and "segment-servers" not in welcome.capabilities
        self._open_platform = platform
        self._clock = Clock()
        self._apps: dict[str, _App] = {}
        self._staged: list[_App] = []
        #: Whether it has been said that the scenario ends.
        self.left = False
        self._last: str | None = None
        #: Whether nothing has been said to the port since the last drain, and since the last with `flush`.
        self._settled = self._flushed = True
        #: Whether the drain for the next look has been said already.
        self._ahead = False
        #: What was refused when apps were opened ahead of the look for which they are.
        self._ahead_refused: list[str] | None = None
        #: Whom the action that is being performed tells of refusals.
        self._refused: Refused | None = None

    @cached_property
    def _visitor_id(self) -> str:
        return uuid4(Random(f"{self._case}/visitor"))  # noqa: S311

    @property
    def transcript(self) -> list[JSONObject]:
        """All that was said, each with its answer, for the report."""
        return self._conversation.transcript

    def perform(self, action: Action, refused: Refused | None = None) -> None:
        """Have the port do what a step says.

        Raises `AdapterError` if it can't be asked, and `PortError` if it refuses; without `refused` that is certain.
        """
        self._refused = refused
        try:
            if not isinstance(action, actions.SETUP):
                self._launch_staged()
            _DOERS[type(action)](self, action)
        except AdapterError:
            raise
        except DevicemodeError:
            # What was refused before is told before.
            self.await_refusals()
            raise

    def launch_apps(self, refused: Refused | None = None) -> None:
        """Open the apps that the Given steps described. Raises as `perform` does."""
        self._refused = refused
        self._launch_staged()
        if self._ahead_refused is not None:
            self.await_refusals()
            said, self._ahead_refused = self._ahead_refused, None
            if said:
                raise PortError(said[0])

    def await_refusals(self) -> None:
        """Hear what came of all that the port was told."""
        self._conversation.hear()

    def look_ahead(self, steps: Sequence[Step]) -> None:
        """Send what has been said, and with it what the first of these steps, a look, takes; they are all that is left.

        If nothing else is to be said then, the port is told that the scenario ends.
        """
        if not self._conversation.pipelined:
            return
        if steps and self._staged:
            self._ahead_refused = []
            self._refused = self._ahead_refused.append
            try:
                self._launch_staged()
            except PortError as error:
                self._ahead_refused.append(str(error))
        asked = bool(steps) and (self._uploads or not self._settled)
        if asked:
            self._ahead = not isinstance(steps[0], AT_ONCE)
            self._say_drain(flush=self._ahead)
        # Where uploads are looked at, those would be seen as well that a port makes when it closes. What was looked at
        # while the steps were performed is asked for once more.
        if not self._uploads and _one_look(steps) and (asked or self._flushed):
            self.leave()
        self._conversation.send()

    def drain(self) -> None:
        """Let the port upload what it has queued, and wait until it is idle."""
        self.launch_apps()
        if self._ahead:
            self._ahead = False
        # Where uploads are not looked at, there is nothing to gain from another attempt at them.
        elif self._uploads or not self._flushed:
            self._say_drain(flush=True)
        self.await_refusals()

    def view(self) -> View:
        """Return what Amplitude has received, once nothing more is under way."""
        self.launch_apps()
        self._look()
        return view_of(self._backend)

    def rules_behind_events(self) -> dict[str, Because]:
        """Return nothing: a port makes events and can't say why."""
        return {}

    def commands(self) -> list[JSONObject]:
        """Return the calls on Amplitude's SDK that the adapter has seen."""
        return self._all_seen("commands")

    def messages(self) -> list[JSONObject]:
        """Return what Segment's library made of the calls, as the adapter has seen it."""
        return self._all_seen("messages")

    def warnings(self) -> list[str]:
        """Return the lines that the integration logged, as the adapter has seen them."""
        return self._all_seen("warnings")

    def crashes(self) -> list[Crashed]:
        """Return what ended apps, as far as the adapter has told."""
        return [
            Crashed(app=app.name, call=crash.call, reason=crash.reason)
            for app in self._apps.values()
            if app.seen.crashes is not UNSET
            for crash in app.seen.crashes
        ]

    def device_id(self, app: str | None) -> str | None:
        """Return what an app reads as its device id."""
        self._look()
        device_id = self._app(app).seen.device_id
        return None if device_id is UNSET else device_id

    def prepare(self, roles: Roles) -> None:
        """Bind the ids that the devices were given, and those that the adapter tells."""
        self.launch_apps()
        for app in self._apps.values():
            if app.platform == "server":
                roles.bind("anonymous id", self._visitor_id)
                continue
            if app.platform != "web":
                roles.bind("vendor id", app.device.vendor_id)
                roles.bind("advertising id", app.device.advertising_id)
            self._look()
            if app.seen.anonymous_id is not UNSET:
                roles.bind("anonymous id", app.seen.anonymous_id)
        self.await_refusals()

    def leave(self) -> None:
        """Say that the scenario ends; `await_refusals` hears whether that went well."""
        self.left = True
        self._conversation.say(messages.Close(id=self._next_id()))

    def close(self) -> None:
        """End the scenario."""
        if not self.left:
            self.leave()
        self.await_refusals()

    def misbehave(self, action: actions.SetFault) -> None:
        """Let Amplitude misbehave; the port is not told."""
        # What was said before has to happen before.
        self.await_refusals()
        if action.fault is None:
            self._backend.faults.clear()
            return
        fault = action.fault
        if action.app is not None:
            fault = msgspec.structs.replace(fault, device_id=self.device_id(action.app))
        self._backend.faults.set(fault)

    def have_accounts(self, action: actions.SetAccounts) -> None:
        """Let Amplitude have the Accounts add-on, or not; the port is not told."""
        self._backend.accounts = action.accounts

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

    def hold_settings(self, action: actions.HoldSettings) -> None:
        """Open the app before Segment's settings are there."""
        self._phone(action.app).settings_arrive = False

    def deliver_settings(self, action: actions.DeliverSettings) -> None:
        """Let the settings arrive."""
        self._tell(messages.DeliverSettings(id=self._next_id(), app=self._phone(action.app).name))

    def delay_options(self, action: actions.DelayOptions) -> None:
        """Open the app with options that come too late."""
        self._phone(action.app).options_in_time = False

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
            self._look()
            app.segment.delete_user(action.user_id)
            return
        args: JSONObject = {"userId": action.user_id}
        self._tell(messages.Call(id=self._next_id(), app=app.name, method="deleteUser", args=args))

    def wait(self, action: actions.Wait) -> None:
        """Let time pass."""
        if any(app.segment for app in self._apps.values()):
            # What was said before has to be with Segment's servers before they try again.
            self._look()
        self._clock.advance(action.duration)
        self._tell(messages.Advance(id=self._next_id(), ms=action.duration))

    def lifecycle(self, action: actions.Lifecycle) -> None:
        """Move the app's process; with a duration, the app comes back after it."""
        app = self._app(action.app).name
        if action.duration is not None:
            # The app comes back only if it went: that has to be known at once.
            self._refused = None
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

    def _phone(self, name: str | None) -> _App:
        app = self._app(name)
        if app.platform == "web":
            raise DeviceError(NO_LATE_SETTINGS)
        return app

    def _launch_staged(self) -> None:
        staged, self._staged = self._staged, []
        if len(staged) > 1:
            # The next one is opened only if this one was: that has to be known at once.
            self._refused = None
        for app in staged:
            self._tell(
                messages.Open(
                    id=self._next_id(),
                    case=self._case,
                    app=app.name,
                    platform=app.platform,
                    mode=app.mode,
                    settings=app.settings,
                    device=described(app.device),
                    time=self._clock.now,
                    seed=self._case,
                    endpoints=self._endpoints,
                    launch=app.launch,
                    sdk_loads=app.sdk_loads,
                    settings_arrive=app.settings_arrive,
                    options_in_time=app.options_in_time,
                )
            )

    def _look(self) -> None:
        """See how things are now."""
        if not self._settled:
            self._say_drain(flush=False)
        self.await_refusals()

    def _say_drain(self, *, flush: bool) -> None:
        self._conversation.say(messages.Drain(id=self._next_id(), flush=flush), answered=self._take)
        self._settled = True
        self._flushed = self._flushed or flush

    def _take(self, drained: Drained) -> None:
        for name, seen in drained.apps.items():
            if name in self._apps:
                self._apps[name].seen = seen
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
                except MessageError as error:
                    where = f"messages[{number}]"
                    raise AdapterError(f"what drain tells of the {app.name} is wrong: {where}: {error}") from None
                except CallError:
                    # The port let the call pass, and Segment's servers don't: nothing comes of it.
                    continue
                if app.platform != "server":
                    # A library need not know its address: Segment's servers see where a message comes from.
                    message = msgspec.structs.replace(message, context={"ip": app.device.ip, **message.context})
                segment.receive(message)

    def _segment_servers(self, action: actions.AddSource, *, cloud: bool) -> SegmentServers:
        """Return Segment's servers as the documentation has them, with the settings that they accept."""
        source = action.platform or self._open_platform or "server"
        destination = dialect("documented").server(_accepted(action.settings), source=source)
        return SegmentServers(
            destination,
            clock=self._clock,
            wire=self._ingestion.answer,
            mode="cloud" if cloud else "device",
        )

    def _all_seen(self, what: str) -> list[Any]:
        return [one for app in self._apps.values() if (seen := getattr(app.seen, what)) is not UNSET for one in seen]

    def _tell(self, request: Request) -> None:
        """Have the port do something: what it refuses is heard later if someone waits for it, else at once."""
        self._settled = self._flushed = self._ahead = False
        later = self._refused if self._conversation.pipelined else None
        self._conversation.say(request, refused=later)
        if later is None:
            self.await_refusals()

    def _next_id(self) -> int:
        return self._conversation.next_id()


_DOERS: Final[Mapping[type[Action], Callable[[PortTarget, Any], None]]] = {
    actions.AddSource: PortTarget.add_source,
    actions.ChangeDevice: PortTarget.change_device,
    actions.HoldLaunch: PortTarget.hold_launch,
    actions.HoldSDK: PortTarget.hold_sdk,
    actions.LoadSDK: PortTarget.load_sdk,
    actions.HoldSettings: PortTarget.hold_settings,
    actions.DeliverSettings: PortTarget.deliver_settings,
    actions.DelayOptions: PortTarget.delay_options,
    actions.MakeCall: PortTarget.make_call,
    actions.CallSDK: PortTarget.call_sdk,
    actions.DeleteUserData: PortTarget.delete_user,
    actions.Wait: PortTarget.wait,
    actions.Lifecycle: PortTarget.lifecycle,
    actions.OpenPage: PortTarget.open_page,
    actions.SetFault: PortTarget.misbehave,
    actions.SetAccounts: PortTarget.have_accounts,
}
"""What each action does."""


def _one_look(steps: Sequence[Step]) -> bool:
    """Tell whether steps only look at what is seen at the first of them."""
    at_once = [isinstance(step, AT_ONCE) for step in steps]
    return all(isinstance(step, Expectation) for step in steps) and (all(at_once) or not at_once[0])


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
    return {name for attribute in attributes for name in _NAMES.get(attribute, (_camel(attribute),))}


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
