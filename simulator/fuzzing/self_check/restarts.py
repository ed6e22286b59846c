"""Ending everything between two steps and going on: in memory, and from the file that each device is kept in.

The process of an app ends and begins again in both. In memory the simulation lives on; from files it is thrown away
without having been closed, as if its process had been killed, and a new one opens the devices again. Amplitude is
elsewhere and lives on, and so do Segment's servers: while something waits there, nothing is ended.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from simulator.backend import Backend
from simulator.conformance.language.actions import (
    AddSource,
    ChangeDevice,
    DelayOptions,
    HoldLaunch,
    HoldSDK,
    HoldSettings,
)
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation.settings import SETTINGS, Settings
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import SEED, performed
from simulator.fuzzing.self_check.elsewhere import Elsewhere
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.sides import Note
from simulator.model.device import ATTRIBUTES, Device
from simulator.model.dialects import Dialect
from simulator.model.sources import App, ServerSource
from simulator.model.storage import SQLiteStorage, Storage


def fits(journey: Journey) -> bool:
    """Tell whether a journey is about apps alone: a server has no device that could be kept."""
    return all(one.platform != "server" for one in journey.actions if isinstance(one, AddSource))


def _can_end(reference: Reference) -> bool:
    """Tell whether everything may end now: nothing is lost by it that is not on a device."""
    return not any(_would_lose(source) for source in reference.sources.values())


def _would_lose(source: App | ServerSource) -> bool:
    # What a crashed app refuses says so; a new simulation finds an app that is not running, and no more.
    crashed = isinstance(source, App) and bool(source.crashes) and not source.running
    return crashed or source.segment.waits


def in_memory(reference: Reference) -> Reference:
    """End the processes of all apps and begin new ones."""
    for app in tuple(_running(reference)):
        front = app.in_foreground
        app.kill()
        app.launch(in_background=not front)
    return reference


def _running(reference: Reference) -> Iterator[App]:
    return (one for one in reference.sources.values() if isinstance(one, App) and one.running)


def after_a_step(reference: Reference, again: Callable[[Reference], Reference]) -> Reference:
    """End everything and begin it again, if it can be ended now."""
    return again(reference) if reference.launched and _can_end(reference) else reference


class Files:
    """The devices of one journey in files, with an Amplitude of their own."""

    def __init__(self, folder: Path, reading: Dialect) -> None:
        self._folder = folder
        self._reading = reading
        self._backend = Backend()
        self._storages: dict[str, SQLiteStorage] = {}
        self._opened = 0

    def open(self) -> Reference:
        """Return a simulation whose devices are kept in files of this folder."""
        self._opened += 1
        return Reference(
            dialect=self._reading,
            # A server's ids come from the seed alone.
            seed=f"{SEED}/{self._opened}",
            project=Elsewhere(self._backend),
            storage_of=self._storage_of,
        )

    def again(self, reference: Reference) -> Reference:
        """Return a new simulation that goes on with what the files have."""
        self._abandon()
        again = self.open()
        for source in reference.sources.values():
            if isinstance(source, App):
                _describe(again, source)
        again.described |= reference.described
        clock = again.simulation.clock
        clock.advance(max(0, reference.simulation.clock.now - clock.now))
        again.launch_apps()
        for before in _running(reference):
            app = again.sources[before.name]
            if isinstance(app, App):
                app.launch(in_background=not before.in_foreground)
        return again

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all files."""
        while self._storages:
            self._storages.popitem()[1].close()

    def _storage_of(self, name: str) -> Storage:
        path = self._folder / f"{name}-{self._opened}.db"
        storage = self._storages[name] = SQLiteStorage(path)
        return storage

    def _abandon(self) -> None:
        """Leave the files as a killed process leaves them, and go on with those."""
        for name, storage in self._storages.items():
            path = storage.path
            for end in ("", "-wal"):
                before = path.with_name(path.name + end)
                if before.exists():
                    shutil.copyfile(before, self._folder / f"{name}-{self._opened + 1}.db{end}")
        self.close()


def _given(app: App, again: Reference) -> dict[str, object]:
    """Return the settings that an app was given: those that differ from its defaults, or from those at Segment."""
    own, documented = again.simulation.dialect.clients[app.platform].defaults, Settings()
    return {
        one.key: getattr(app.settings, one.field)
        for one in SETTINGS
        if getattr(app.settings, one.field) != getattr(own, one.field)
        or getattr(app.settings_at_segment, one.field) != getattr(documented, one.field)
    }


def _describe(again: Reference, app: App) -> None:
    """Describe an app as it is, with all that it has done, but not launched."""
    again.perform(AddSource(app=app.name, platform=app.platform, mode=app.mode, settings=_given(app, again)))
    again.perform(ChangeDevice(app=app.name, attributes=attributes_of(app.device)))
    for withheld, action in _WITHHELD:
        if not getattr(app, withheld):
            again.perform(action(app=app.name))
    again.perform(HoldLaunch(app=app.name))
    now = again.sources[app.name]
    for kept in ("messages", "commands", "events", "warnings", "crashes"):
        getattr(now, kept).extend(getattr(app, kept))
    for kept in ("messages", "commands", "events", "warnings"):
        getattr(now.segment, kept).extend(getattr(app.segment, kept))


_WITHHELD: Final = (("sdk_loads", HoldSDK), ("settings_arrive", HoldSettings), ("options_in_time", DelayOptions))


def attributes_of(device: Device) -> dict[str, Any]:
    """Return what has to be said of another device so that it is as this one."""
    found: dict[str, Any] = {}
    for owner in (device, device.page, device.profile):
        found |= {name: getattr(owner, name) for name in ATTRIBUTES if name != "profile" and hasattr(owner, name)}
    return found | {"locale": device.profile.locale, "place": device.place and [device.place.lat, device.place.lng]}


def ended_in_memory(journey: Journey, reading: Dialect, note: Note) -> Performance:
    """Play a journey on which all apps end after each step and begin again."""

    def ended(reference: Reference) -> Reference:
        note(reference)
        return after_a_step(reference, in_memory)

    return performed(Reference(dialect=reading, seed=SEED), journey, ended)


@contextmanager
def from_files(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey on which the simulation is thrown away after each step, and made again from its files."""
    with room.folder() as folder, Files(folder, reading) as files:
        yield performed(files.open(), journey, lambda reference: after_a_step(reference, files.again))
