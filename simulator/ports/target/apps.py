"""The apps of a scenario, as its Given steps describe them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

import msgspec
from msgspec import UNSET

from simulator.conformance.language import actions
from simulator.conformance.language.actions import Action
from simulator.conformance.running.reference import NO_DEVICE, NO_LATE_SETTINGS
from simulator.documentation.platforms import Platform
from simulator.documentation.settings import Settings
from simulator.errors import DeviceError, UsageError
from simulator.model.clock import Clock
from simulator.model.device import Device, default_profile
from simulator.model.dialects import Dialect
from simulator.model.segment.servers import ConnectionMode, SegmentServers
from simulator.model.simulation import name_taken
from simulator.ports.protocol.messages import Seen
from simulator.ports.target.devices_and_settings import settings_json, valid_settings
from simulator.values import JSONObject
from simulator.wire.requests import Wire


class DescribedApp:
    """One app of a scenario: its description in `open`, and the observations since."""

    def __init__(
        self,
        name: str,
        *,
        platform: Platform,
        device: Device,
        settings: JSONObject,
        mode: ConnectionMode,
        segment: SegmentServers | None,
    ) -> None:
        self.name = name
        self.platform = platform
        self.device = device
        self.settings = settings
        self.mode = mode
        #: Segment's servers behind the app, if the harness stands in for them.
        self.segment = segment
        self.launch = True
        self.sdk_loads = True
        self.settings_arrive = True
        self.options_in_time = True
        self.seen = Seen()
        #: Commands that the harness made in the port's place, each with the number of the port's commands before it.
        self.in_its_place: list[tuple[int, JSONObject]] = []
        #: The number of seen events and messages that have been passed on.
        self.events_passed_on = 0
        self.messages_passed_on = 0

    def delete_user(self, user_id: str) -> None:
        """Have Segment's servers, for which the harness stands in, ask for the deletion of a user."""
        assert self.segment is not None  # noqa: S101 — otherwise the port is asked
        made = len(self.segment.commands)
        self.segment.delete_user(user_id)
        if self.platform != "server":
            # Segment's servers did this, so it is not among the app's calls.
            return
        before = 0 if self.seen.commands is UNSET else len(self.seen.commands)
        self.in_its_place += [(before, msgspec.to_builtins(command)) for command in self.segment.commands[made:]]


class Apps:
    """The apps of a scenario by name. An app is opened when the first step needs it.

    `open_platform` stands in where a scenario says only "an app". With `segment_wire`, Segment's servers behind the
    apps are the harness's: they do as in `reading`, and send to Amplitude by it.
    """

    def __init__(
        self,
        case: str,
        clock: Clock,
        open_platform: Platform | None,
        *,
        reading: Dialect,
        segment_wire: Wire | None = None,
    ) -> None:
        self._case = case
        self._clock = clock
        self._open_platform = open_platform
        self._reading = reading
        self._segment_wire = segment_wire
        self._by_name: dict[str, DescribedApp] = {}
        self._last: str | None = None
        self._unopened: list[DescribedApp] = []

    def __iter__(self) -> Iterator[DescribedApp]:
        return iter(self._by_name.values())

    def add(self, action: actions.AddSource) -> None:
        """Add an app, to be opened when the first step needs it.

        Raises `DeviceError` if no platform is given, and `UsageError` if the name is taken.
        """
        platform = action.platform or self._open_platform
        if platform is None:
            raise DeviceError(
                "the scenario says only “an app”; to be judged it has to name one: “an ios app”, “a web app”. "
                "`devicemode run` tries it out on every platform"
            )
        name = str(action.app)
        if name in self._by_name:
            raise UsageError(name_taken(name))
        profile = default_profile("web" if platform == "server" else platform)
        app = DescribedApp(
            name,
            platform=platform,
            device=Device(profile, clock=self._clock, random=Random(f"{self._case}/{name}")),  # noqa: S311
            settings=settings_json(action.settings),
            mode=action.mode,
            segment=self._segment_servers(action, platform),
        )
        self._by_name[name] = app
        self._last = name
        self._unopened.append(app)

    def find(self, name: str | None) -> DescribedApp:
        """Return the app of a name, or the last one that was described; raise `DeviceError` if there is none."""
        name = name or self._last
        if name is None or name not in self._by_name:
            there = ", ".join(self._by_name) or "none"
            raise DeviceError(
                f"there is no {name or 'app'} in this scenario (there is: {there}); declare it with Given"
            )
        return self._by_name[name]

    def with_device(self, name: str | None) -> DescribedApp:
        """Return the app of a name, as `find` does; raise `DeviceError` for a server, too."""
        app = self.find(name)
        if app.platform == "server":
            raise DeviceError(NO_DEVICE)
        return app

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def affected_by(self, action: Action) -> DescribedApp:
        """Return the app that an action is about; raise `DeviceError` if there is none, or it's on another platform."""
        app = self.find(action.app) if isinstance(action, FOR_ANY_SOURCE) else self.with_device(action.app)
        if app.platform == "web" and isinstance(action, LATE_SETTINGS):
            raise DeviceError(NO_LATE_SETTINGS)
        return app

    @property
    def any_unopened(self) -> bool:
        """Whether an app is still to be opened."""
        return bool(self._unopened)

    def is_open(self, app: DescribedApp) -> bool:
        """Tell whether an app has been opened."""
        return app not in self._unopened

    def take_unopened(self) -> list[DescribedApp]:
        """Return the apps that are still to be opened; from now on they count as open."""
        unopened, self._unopened = self._unopened, []
        return unopened

    def _segment_servers(self, action: actions.AddSource, platform: Platform) -> SegmentServers | None:
        """Return Segment's servers with those of the settings that are valid; `None` if they are the port's."""
        if self._segment_wire is None:
            return None
        cloud = platform == "server" or action.mode == "cloud"
        # Segment's servers have the documented defaults, whatever those of a page or a phone are.
        return SegmentServers(
            self._reading.server(valid_settings(action.settings, Settings()), source=platform),
            clock=self._clock,
            wire=self._segment_wire,
            mode="cloud" if cloud else "device",
        )


FOR_ANY_SOURCE: Final = (actions.MakeCall, actions.DeleteUserData)
"""The actions that a server can do as well as an app."""
LATE_SETTINGS: Final = (actions.HoldSettings, actions.DeliverSettings, actions.DelayOptions)
"""The actions about late arrivals at an app that fetches its settings, as those on phones do."""

WITHHELD: Final[Mapping[type[Action], str]] = {
    actions.HoldLaunch: "launch",
    actions.HoldSDK: "sdk_loads",
    actions.HoldSettings: "settings_arrive",
    actions.DelayOptions: "options_in_time",
}
"""The part that is withheld when an app is opened after each of these actions."""
