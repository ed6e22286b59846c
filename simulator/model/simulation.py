"""A simulation: sources of one workspace, the Amplitude project they send to, and the time they share."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final, Literal, TypedDict, Unpack, get_args

from simulator.backend import Backend, wire_of
from simulator.documentation import settings as settings_module
from simulator.documentation.settings import Settings
from simulator.errors import UsageError, nearest, quoted
from simulator.model.clock import EPOCH, Clock
from simulator.model.device import Device, default_profile
from simulator.model.dialects import Dialect
from simulator.model.dialects import dialect as find_dialect
from simulator.model.segment.servers import ConnectionMode
from simulator.model.sources import App, ServerSource
from simulator.model.storage import Storage
from simulator.values import LATEST, describe
from simulator.wire.requests import Wire

SettingValues = Mapping[str, object] | Settings | None


class AppOptions(TypedDict, total=False):
    """The options of an app, besides its settings."""

    #: `device`, the default, bundles Amplitude's SDK; `cloud` leaves Amplitude to Segment's servers.
    mode: ConnectionMode
    name: str
    #: Attributes of the device, changed before the first launch.
    device: Mapping[str, object]
    #: Whether the app is launched at once; it is, unless this is False.
    launch: bool
    #: Web: whether the page has the Amplitude SDK from the start.
    sdk_loads: bool
    #: Phones: whether Segment's settings are there before the first activity, even on a device that has kept none.
    settings_arrive: bool
    #: Phones: whether options that the integration sets after the SDK's start are there before its start-up reads them.
    options_in_time: bool
    #: The storage of what outlives the app's processes; by default in memory.
    storage: Storage | None


_OPTIONS: Final = tuple(AppOptions.__annotations__)
_MODES: Final[tuple[ConnectionMode, ...]] = get_args(ConnectionMode)


class Simulation:
    """Everything about one run. The same seed gives the same run, byte for byte.

    `start` is the moment at which the clock starts, in milliseconds since 1970. `wire` takes the requests to Amplitude;
    without one they go to `backend`, which is in memory and has one project for all API keys.

    >>> simulation = Simulation(seed=7)
    >>> app = simulation.ios({"Track All Screens": True})
    >>> app.screen("Settings", "Merchant").user_id is None
    True
    >>> [logged.event.event_type for logged in app.events]
    ['Loaded a Screen']
    """

    def __init__(
        self,
        *,
        seed: int | str = 0,
        start: int = EPOCH,
        dialect: str | Dialect = "documented",
        wire: Wire | None = None,
    ) -> None:
        if type(start) is not int or not 0 <= start <= LATEST:
            raise UsageError("a simulation starts at a moment from 1970 to 9999, in whole milliseconds since 1970")
        self.seed = seed
        self.dialect = dialect if isinstance(dialect, Dialect) else find_dialect(dialect)
        self.clock = Clock(start)
        self.backend = Backend()
        self.wire = wire or wire_of(self.backend)
        self._names: set[str] = set()
        self._storages: set[Storage] = set()

    def web(self, settings: SettingValues = None, **options: Unpack[AppOptions]) -> App:
        """Open a web page with Segment on it."""
        return self.app("web", settings, **options)

    def ios(self, settings: SettingValues = None, **options: Unpack[AppOptions]) -> App:
        """Launch an iOS app."""
        return self.app("ios", settings, **options)

    def android(self, settings: SettingValues = None, **options: Unpack[AppOptions]) -> App:
        """Launch an Android app."""
        return self.app("android", settings, **options)

    def app(
        self,
        platform: Literal["web", "ios", "android"],
        settings: SettingValues = None,
        **options: Unpack[AppOptions],
    ) -> App:
        """Make an app on a device of its own and launch it; see `AppOptions`."""
        if platform not in ("web", "ios", "android"):
            raise UsageError(f"an app runs on web, ios or android, not on {quoted(platform)}")
        _check(options)
        parts = self.dialect.clients[platform]
        any_key = parts.destination.any_key
        parsed = _settings(settings, parts.defaults, any_key=any_key)
        name = options.get("name") or f"{platform} app"
        storage = options.get("storage")
        self._check_free(name, storage)
        device = Device(default_profile(platform), clock=self.clock, random=self.random_of(name), storage=storage)
        device.change(**(options.get("device") or {}))
        self._names.add(name)
        self._storages.add(device.storage)
        mode = options.get("mode", "device")
        # The defaults of a page or a phone are not those of Segment's servers.
        at_segment = _settings(settings, Settings(), any_key=any_key)
        app = App(name, device, parsed, dialect=self.dialect, wire=self.wire, mode=mode, at_segment=at_segment)
        app.sdk_loads = options.get("sdk_loads", True)
        app.settings_arrive = options.get("settings_arrive", True)
        app.options_in_time = options.get("options_in_time", True)
        if options.get("launch", True):
            app.launch()
        return app

    def server(self, settings: SettingValues = None, *, name: str = "server source") -> ServerSource:
        """Start a server that sends through Segment's servers."""
        parsed = _settings(settings, Settings())
        self._check_free(name)
        self._names.add(name)
        device = Device(default_profile("web"), clock=self.clock, random=self.random_of(name))
        destination = self.dialect.server(parsed)
        return ServerSource(name, device, parsed, destination=destination, wire=self.wire)

    def advance(self, duration: int) -> int:
        """Let `duration` milliseconds pass and return the new time, in milliseconds since 1970."""
        return self.clock.advance(duration)

    def random_of(self, name: str) -> Random:
        """Make the generator of a named part; its ids don't depend on which other parts there are."""
        return Random(f"{self.seed}/{name}")  # noqa: S311

    def _check_free(self, name: str, storage: Storage | None = None) -> None:
        """Raise `UsageError` if another source has the name or the storage: two devices would become one."""
        if not isinstance(name, str):
            raise UsageError(f"the name of a source is a string, not {describe(name)}")
        if name in self._names:
            raise UsageError(name_taken(name))
        if storage in self._storages:
            raise UsageError(f"{storage} already has the device of another app; give this one its own")


def name_taken(name: str) -> str:
    """Return the error about a second source of a name."""
    return f"there is already a source named {quoted(name)}; give this one another name"


def _check(options: AppOptions) -> None:
    for option in options:
        if option not in _OPTIONS:
            raise UsageError(
                f"an app has no option {quoted(option)}.{nearest(option, _OPTIONS)} It has {', '.join(_OPTIONS)}"
            )
    mode, device, storage = options.get("mode", "device"), options.get("device"), options.get("storage")
    if mode not in _MODES:
        raise UsageError(f"the mode of an app is {' or '.join(_MODES)}, not {quoted(mode)}")
    if device is not None and not (isinstance(device, Mapping) and all(isinstance(name, str) for name in device)):
        raise UsageError(f"an app's device is an object of attributes and values, not {describe(device)}")
    if storage is not None and not isinstance(storage, Storage):
        raise UsageError(f"an app's storage is a MemoryStorage or an SQLiteStorage, not {describe(storage)}")


def _settings(values: SettingValues, defaults: Settings, *, any_key: bool = False) -> Settings:
    if isinstance(values, Settings):
        return values
    return settings_module.parse(values or {}, base=defaults, any_key=any_key)
