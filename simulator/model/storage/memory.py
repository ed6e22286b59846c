"""The base of every storage, and the one that lives as long as the simulation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final

import msgspec

from simulator.documentation.platforms import TITLES, Platform
from simulator.errors import DeviceError
from simulator.model.clock import Clock
from simulator.model.storage.schema import Schema, Stored


class Identity(msgspec.Struct, kw_only=True):
    """The identity of a device, which it keeps from one process of the simulation to the next."""

    platform: Platform
    #: The number of times that a simulation has opened the device.
    starts: int = 0
    vendor_id: str | None = None
    advertising_id: str | None = None


IDENTITY: Final = "device"
"""The name under which a device's identity is kept."""
_SCHEMA: Final = Schema(Identity)


class Storage(ABC):
    """Named stores that outlive the app's processes."""

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}
        self._clock: Clock | None = None
        #: The time of the last commit, in milliseconds since 1970.
        self._time = 0

    def begin(self, platform: Platform, clock: Clock) -> Identity:
        """Begin another start of the device, no earlier than the last moment that the storage has seen.

        Raises `DeviceError` if it is the storage of another platform's device.
        """
        identity = self.open(IDENTITY, _SCHEMA, lambda: Identity(platform=platform))
        if identity.platform != platform:
            raise DeviceError(
                f"{self} belongs to a device for {TITLES[identity.platform]}, but this app runs on "
                f"{TITLES[platform]}; give it a storage of its own"
            )
        identity.starts += 1
        self._clock = clock
        clock.advance(max(0, self._time - clock.now))
        return identity

    def open(self, name: str, schema: Schema[Stored], make: Callable[[], Stored]) -> Stored:
        """Return the named store; `make` makes it when it is opened for the first time."""
        if name not in self._kept:
            self._kept[name] = self._found(name, schema, make)
        store: Stored = self._kept[name]
        return store

    def clear(self) -> None:
        """Forget everything, as uninstalling the app or clearing the site's data does; the device stays the same."""
        self._kept = {name: store for name, store in self._kept.items() if name == IDENTITY}

    @abstractmethod
    def commit(self) -> None:
        """Make all changes outlive the process."""

    @abstractmethod
    def close(self) -> None:
        """Commit, and release the storage for another process."""

    @abstractmethod
    def _found(self, name: str, schema: Schema[Stored], make: Callable[[], Stored]) -> Stored:
        """Return the store that is kept under a name, or else a new one by `make`."""


class MemoryStorage(Storage):
    """Keeps a device's data for as long as the simulation lives."""

    def __str__(self) -> str:
        return "this storage"

    def commit(self) -> None:
        """Note the time; everything else is kept anyway."""
        if self._clock is not None:
            self._time = self._clock.now

    def close(self) -> None:
        """Note the time."""
        self.commit()

    def _found(self, name: str, schema: Schema[Stored], make: Callable[[], Stored]) -> Stored:
        del name, schema
        return make()
