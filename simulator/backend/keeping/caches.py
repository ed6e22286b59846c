"""Caches: of what was read recently, and of what has changed and is not written yet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_OVERHEAD: Final = 200
"""Bytes, approximately, that an entry takes besides its own size."""


class Recent(Generic[K, V]):
    """Keeps what was looked up last, up to `capacity` bytes."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._used = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return the value of a key, `None` if there is none."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep a value of `size` bytes, and drop those that were looked up longest ago if there is no room."""
        self.drop(key)
        self._entries[key] = (value, size + _OVERHEAD)
        self._used += size + _OVERHEAD
        while self._used > self._capacity:
            _, (_, freed) = self._entries.popitem(last=False)
            self._used -= freed

    def drop(self, key: K) -> None:
        """Drop the value of a key, if there is one."""
        _, freed = self._entries.pop(key, (None, 0))
        self._used -= freed

    def clear(self) -> None:
        """Drop everything."""
        self._entries.clear()
        self._used = 0


class WriteBehind(Generic[K, V]):
    """Finds values that can change, and writes the changed ones on `flush`, each once.

    `load` reads a value and returns it with its size in bytes. `write` writes changed values and returns their sizes.
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
        """Return the value of a key, `None` if there is none."""
        found = self._changed.get(key)
        if found is None:
            found = self._recent.get(key)
        if found is None and (loaded := self._load(key)) is not None:
            found, size = loaded
            self._recent.put(key, found, size)
        return found

    def change(self, key: K, value: V) -> None:
        """Note that a value is new, or has changed."""
        self._changed[key] = value

    def drop(self, key: K) -> None:
        """Note that a value was deleted."""
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
        """Drop everything, also changes that are not written."""
        self._recent.clear()
        self._changed.clear()
