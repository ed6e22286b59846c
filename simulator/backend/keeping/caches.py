"""What was read lately, and what was changed and is not written yet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_OVERHEAD: Final = 200
"""Bytes that an entry takes beside its own size, about."""


class Recent(Generic[K, V]):
    """Keeps what was looked up last, as much of it as `capacity` bytes hold."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._used = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return what is kept, `None` if there is nothing."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep something of `size` bytes in place of what was kept so, and give up what was looked up longest ago."""
        self.drop(key)
        self._entries[key] = (value, size + _OVERHEAD)
        self._used += size + _OVERHEAD
        while self._used > self._capacity:
            _, (_, freed) = self._entries.popitem(last=False)
            self._used -= freed

    def drop(self, key: K) -> None:
        """Keep something no longer."""
        _, freed = self._entries.pop(key, (None, 0))
        self._used -= freed

    def clear(self) -> None:
        """Keep nothing."""
        self._entries.clear()
        self._used = 0


class WriteBehind(Generic[K, V]):
    """Finds things that can change, and writes those that have changed when it is told to, each once.

    `load` reads one and tells its size in bytes. `write` writes what has changed and tells the sizes.
    """

    def __init__(
        self,
        capacity: int,
        *,
        load: Callable[[K], tuple[V, int] | None],
        write: Callable[[Iterable[tuple[K, V]]], Iterable[int]],
    ) -> None:
        self._load = load
        self._write = write
        self._recent: Recent[K, V] = Recent(capacity)
        self._changed: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """Return the one thing, `None` if there is none."""
        found = self._changed.get(key)
        if found is None:
            found = self._recent.get(key)
        if found is None and (loaded := self._load(key)) is not None:
            found, size = loaded
            self._recent.put(key, found, size)
        return found

    def change(self, key: K, value: V) -> None:
        """Take note that something is new, or has changed."""
        self._changed[key] = value

    def drop(self, key: K) -> None:
        """Take note that something is gone."""
        self._changed.pop(key, None)
        self._recent.drop(key)

    def flush(self) -> None:
        """Write what has changed."""
        if not self._changed:
            return
        for (key, value), size in zip(self._changed.items(), self._write(self._changed.items()), strict=True):
            self._recent.put(key, value, size)
        self._changed.clear()

    def forget(self) -> None:
        """Read everything anew, and leave unwritten what is."""
        self._recent.clear()
        self._changed.clear()
