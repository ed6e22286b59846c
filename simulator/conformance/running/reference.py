"""The simulator itself as a target of the executable specification."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from simulator.backend import Backend
from simulator.backend.ingestion.project import identity_of
from simulator.backend.reading.view import View
from simulator.conformance.judging.evidence import Crashed
from simulator.conformance.judging.matching import Roles
from simulator.conformance.judging.notation import native
from simulator.conformance.language.actions import (
    SETUP,
    Action,
    AddSource,
    CallSDK,
    ChangeDevice,
    DelayOptions,
    DeleteUserData,
    DeliverSettings,
    HoldLaunch,
    HoldSDK,
    HoldSettings,
    Lifecycle,
    LoadSDK,
    MakeCall,
    OpenPage,
    Post,
    SetAccounts,
    SetFault,
    Wait,
    fields_from_server,
)
from simulator.conformance.running.amplitude import InProcess, Project
from simulator.conformance.running.at_work import Performed, rules_by_platform
from simulator.conformance.running.divergences_at_work import DivergencesAtWork
from simulator.conformance.running.posting import posted
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.errors import DeviceError, DevicemodeError
from simulator.model.commands import Usermap, Warn
from simulator.model.device import uuid4
from simulator.model.dialects import Dialect
from simulator.model.simulation import Simulation
from simulator.model.sources import App, ServerSource
from simulator.model.storage import Storage
from simulator.values import JSONObject
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import Wire

StorageOf = Callable[[str], Storage]

_DOERS: Final[Mapping[type[Action], str]] = {
    AddSource: "_add_source",
    ChangeDevice: "_change_device",
    HoldLaunch: "_hold_launch",
    HoldSDK: "_hold_sdk",
    LoadSDK: "_load_sdk",
    HoldSettings: "_hold_settings",
    DeliverSettings: "_deliver_settings",
    DelayOptions: "_delay_options",
    MakeCall: "_make_call",
    CallSDK: "_call_sdk",
    DeleteUserData: "_delete_user",
    Wait: "_wait",
    Lifecycle: "_lifecycle",
    OpenPage: "_open_page",
    SetFault: "_set_fault",
    SetAccounts: "_set_accounts",
    Post: "_post",
}
"""The method that does each action."""


NO_DEVICE: Final = "a server source has no device, no page and no app to launch"
NO_LATE_SETTINGS: Final = (
    "a web page has Segment's settings in the library that it loads; what can come late there is the Amplitude SDK"
)


class Reference:
    """One performance of one case by the simulator.

    Given steps set up the scenario; the apps are launched when the first other step comes. `platform` stands in where a
    scenario says only "an app"; `project` takes the requests and shows their results, in place of a backend of its own
    in memory; `wire` only takes requests elsewhere. `storage_of` opens the storage of the app of a name, for devices
    that outlive the performance; the caller closes it. With `watch` it knows which divergences are at work, and takes
    longer.
    """

    own_sentences = True

    def __init__(
        self,
        *,
        dialect: str | Dialect = "documented",
        platform: Platform | None = None,
        seed: int | str = 0,
        project: Project | None = None,
        wire: Wire | None = None,
        storage_of: StorageOf | None = None,
        watch: bool = False,
    ) -> None:
        self._watch = DivergencesAtWork(dialect) if watch else None
        self.simulation = Simulation(
            seed=seed,
            dialect=self._watch.dialect if self._watch else dialect,
            wire=project.wire if project else wire,
        )
        self._project: Project = project or InProcess(self.simulation.backend)
        self.sources: dict[str, App | ServerSource] = {}
        #: The device ids that apps read, in order.
        self.device_ids_read: list[str | None] = []
        self._open_platform = platform
        self._storage_of = storage_of
        self._last: str | None = None
        #: The names of all sources that Given steps describe; those that were refused are not among `sources`.
        self.described: set[str] = set()
        self._unlaunched: list[App] = []
        self._visitors: dict[str, str] = {}
        #: Whether Amplitude has the Accounts add-on.
        self._accounts = True
        #: The rules by which something was refused, and on which platform.
        self._refusals: list[tuple[Platform, Because]] = []

    @property
    def backend(self) -> Backend:
        """Amplitude."""
        return self.simulation.backend

    def view(self) -> View:
        """Return what Amplitude shows of the project."""
        return self._project.view()

    def logged(self) -> Iterator[LoggedEvent]:
        """Yield the events that the sources have logged, by source."""
        for source in self.sources.values():
            if isinstance(source, App):
                yield from (*source.inherited, *source.events, *source.segment.events)
            else:
                yield from source.events

    def rules_behind_events(self) -> dict[str, Because]:
        """Return the rules that made each event, by its identity; what comes over the wire can't say them."""
        return {identity_of(logged.to_json()) or "": logged.because for logged in self.logged()}

    def rules_behind_usermaps(self) -> dict[tuple[str, str | None, bool], Because]:
        """Return the rules that made each usermap request, by what it says."""
        return {
            (command.user_id, None if command.unmap else command.global_user_id, command.unmap): command.because
            for source in self.sources.values()
            for command in source.segment.commands
            if isinstance(command, Usermap)
        }

    def rules_at_work(self) -> frozenset[str]:
        """Return the rules of the documentation and of uploads that have had a part so far.

        They made a command, an event or a crash, refused something, held it back, or decided what was sent when.
        """
        return frozenset().union(*self.rules_at_work_by_platform().values())

    def rules_at_work_by_platform(self) -> dict[Platform, frozenset[str]]:
        """Return the rules that have had a part so far, under the platforms that name them."""
        return rules_by_platform(Performed(tuple(self.sources.values()), self._accounts, tuple(self._refusals)))

    def divergences_at_work(self) -> frozenset[str]:
        """Return the ids of the divergences that have had a part so far; none unless `watch` is set."""
        return self._watch.found(self.sources.values()) if self._watch else frozenset()

    def perform(self, action: Action, refused: Callable[[str], None] | None = None) -> None:
        """Do what a step says. Raises the simulator's own errors for what is refused: `refused` is never called."""
        if not isinstance(action, SETUP):
            self.launch_apps()
        elif self._watch:
            self._watch.listen()
        try:
            getattr(self, _DOERS[type(action)])(action)
        except DevicemodeError as error:
            if error.because and (platform := self._platform_of(action)):
                self._refusals.append((platform, error.because))
            raise

    @property
    def launched(self) -> bool:
        """Whether no app waits for the first When or Then step."""
        return not self._unlaunched

    def launch_apps(self, refused: Callable[[str], None] | None = None) -> None:
        """Launch the apps that the Given steps installed. Raises as `perform` does."""
        if self._watch:
            self._watch.listen()
        unlaunched, self._unlaunched = self._unlaunched, []
        for app in unlaunched:
            app.launch()

    def await_refusals(self) -> None:
        """Do nothing: refusals are known at once."""

    def drain(self) -> None:
        """Let every source upload what it has queued."""
        self.launch_apps()
        for source in self.sources.values():
            source.drain()

    def commands(self) -> list[JSONObject]:
        """Return the calls made on Amplitude's SDKs and HTTP API after their start."""
        return [
            msgspec.to_builtins(command)
            for source in self.sources.values()
            for command in source.commands
            if not isinstance(command, Warn)
        ]

    def messages(self) -> list[JSONObject]:
        """Return what Segment's libraries made of the calls."""
        return [message.to_json() for source in self.sources.values() for message in source.segment.messages]

    def warnings(self) -> list[str]:
        """Return the lines that the integrations logged."""
        return [
            warning.text
            for source in self.sources.values()
            for warnings in (
                (source.warnings, source.segment.warnings) if isinstance(source, App) else (source.warnings,)
            )
            for warning in warnings
        ]

    def crashes(self) -> list[Crashed]:
        """Return what ended apps."""
        return [
            Crashed(app=source.name, call=crash.call, reason=crash.reason)
            for source in self.sources.values()
            if isinstance(source, App)
            for crash in source.crashes
        ]

    def rules_behind_crashes(self) -> list[Because]:
        """Return the rules that the calls behind the crashes were about, in the order of `crashes`."""
        return [
            crash.because for source in self.sources.values() if isinstance(source, App) for crash in source.crashes
        ]

    def device_id(self, app: str | None) -> str | None:
        """Return what an app reads as its device id: nothing, if the app was refused."""
        if self._watch:
            self._watch.listen()
        if self._was_refused(app):
            return None
        reader = self._app(app)
        read = reader.device_id
        if read is None:
            reader.at_work.note("advertising.android-null")
        elif reader.amplitude and reader.amplitude.device_id:
            reader.at_work.note("device-id.merge.ready")
        for rule in self.rules_behind_device_id(app):
            reader.at_work.note(rule)
        self.device_ids_read.append(read)
        return read

    def rules_behind_device_id(self, app: str | None) -> Because:
        """Return the rules by which the device id that an app reads was chosen; none while there is no such id."""
        source = self.sources.get(app or self._last or "")
        sdk = source.amplitude if isinstance(source, App) else None
        return sdk.rules_behind_device_id if sdk and sdk.device_id else ()

    def prepare(self, roles: Roles) -> None:
        """Bind the ids that the device has from the start."""
        self.launch_apps()
        for source in self.sources.values():
            if isinstance(source, App):
                if source.running:
                    roles.bind("anonymous id", source.anonymous_id)
                if source.platform != "web":
                    roles.bind("vendor id", source.device.vendor_id)
                    roles.bind("advertising id", source.device.advertising_id)
            elif source.name in self._visitors:
                roles.bind("anonymous id", self._visitors[source.name])

    def _was_refused(self, name: str | None) -> bool:
        """Tell whether a source is missing because it was refused."""
        name = name or self._last
        return bool(self.described) if name is None else name in self.described - self.sources.keys()

    def _source(self, name: str | None) -> App | ServerSource:
        name = name or self._last
        if name is None or name not in self.sources:
            there = ", ".join(self.sources) or "none"
            raise DeviceError(
                f"there is no {name or 'app'} in this scenario (there is: {there}); declare it with Given"
            )
        return self.sources[name]

    def _platform_of(self, action: Action) -> Platform | None:
        """Return the platform of the source that an action is about."""
        if isinstance(action, AddSource):
            return action.platform or self._open_platform
        source = self.sources.get(getattr(action, "app", None) or self._last or "")
        return source.platform if source else None

    def _app(self, name: str | None) -> App:
        source = self._source(name)
        if isinstance(source, ServerSource):
            raise DeviceError(NO_DEVICE)
        return source

    def _add_source(self, action: AddSource) -> None:
        platform = action.platform or self._open_platform
        if platform is None:
            raise DeviceError(
                "the scenario says only “an app”; to be judged it has to name one: “an ios app”, “a web app”. "
                "`devicemode run` tries it out on every platform"
            )
        name = str(action.app)
        self.described.add(name)
        source: App | ServerSource
        if platform == "server":
            source = self.simulation.server(action.settings, name=name)
        else:
            storage = self._storage_of(name) if self._storage_of else None
            source = self.simulation.app(
                platform, action.settings, mode=action.mode, name=name, launch=False, storage=storage
            )
            self._unlaunched.append(source)
        self.sources[name] = source
        self._last = name

    def _change_device(self, action: ChangeDevice) -> None:
        self._app(action.app).change_device(**action.attributes)

    def _hold_launch(self, action: HoldLaunch) -> None:
        app = self._app(action.app)
        if app not in self._unlaunched:
            raise DeviceError(
                f"the {app.name} is held back or launched already; hold it back once, before the first When"
            )
        self._unlaunched.remove(app)

    def _hold_sdk(self, action: HoldSDK) -> None:
        self._app(action.app).sdk_loads = False

    def _load_sdk(self, action: LoadSDK) -> None:
        self._app(action.app).load_sdk()

    def _hold_settings(self, action: HoldSettings) -> None:
        self._phone(action.app).settings_arrive = False

    def _deliver_settings(self, action: DeliverSettings) -> None:
        self._phone(action.app).deliver_settings()

    def _delay_options(self, action: DelayOptions) -> None:
        self._phone(action.app).options_in_time = False

    def _phone(self, name: str | None) -> App:
        """Return an app whose library fetches its settings; a page has them in the library that it loads."""
        app = self._app(name)
        if app.platform == "web":
            raise DeviceError(NO_LATE_SETTINGS)
        return app

    def _make_call(self, action: MakeCall) -> None:
        source = self._source(action.app)
        fields = action.fields
        if isinstance(source, ServerSource):
            fields = fields_from_server(action, lambda: self._visitor(source.name))
        source.make(action.method, native(fields) if action.native else fields)

    def _visitor(self, server: str) -> str:
        """Return the anonymousId of a server's visitor."""
        return self._visitors.setdefault(server, uuid4(self.simulation.random_of("visitor")))

    def _call_sdk(self, action: CallSDK) -> None:
        self._app(action.app).native(action.method)

    def _delete_user(self, action: DeleteUserData) -> None:
        self._source(action.app).delete_user(action.user_id)

    def _wait(self, action: Wait) -> None:
        self.simulation.advance(action.duration)

    def _lifecycle(self, action: Lifecycle) -> None:
        app = self._app(action.app)
        if action.event == "background":
            app.background()
            if action.duration is not None:
                self.simulation.advance(action.duration)
                app.foreground()
        elif action.event == "foreground":
            app.foreground()
        elif action.event == "kill":
            app.kill()
        elif action.event == "restart":
            app.restart()
        else:
            app.launch(in_background=action.event == "launch-in-background")

    def _set_fault(self, action: SetFault) -> None:
        if action.fault is None:
            self._project.behave()
        elif action.app is None:
            self._project.misbehave(action.fault)
        else:
            device_id = self._app(action.app).device_id
            self._project.misbehave(msgspec.structs.replace(action.fault, device_id=device_id))

    def _set_accounts(self, action: SetAccounts) -> None:
        self._accounts = action.accounts
        self._project.have_accounts(accounts=action.accounts)

    def _post(self, action: Post) -> None:
        self._project.post(posted(action, time=self.simulation.clock.now))

    def _open_page(self, action: OpenPage) -> None:
        self._app(action.app).open_page(action.url)
