"""The form of a store: written as JSON, and read again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import Any, Generic, TypeVar, get_args

import msgspec
from msgspec import UNSET, UnsetType

Stored = TypeVar("Stored")
Read = TypeVar("Read")

encode = msgspec.json.Encoder().encode


def reader(kind: type[Read], *, without: Collection[str] = ()) -> Callable[[str | msgspec.Raw], Read]:
    """Return a function that reads a value of a type from its JSON, strictly; it raises `msgspec.MsgspecError`.

    A struct needs all of its fields except those in `without`, which keep their defaults, and those that may be
    `UNSET`; it may have no others.
    """
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return msgspec.json.Decoder(kind).decode

    @cache
    def decoder() -> tuple[Callable[[str | msgspec.Raw], Any], list[str]]:
        # Made when first needed: few runs keep a device.
        fields = [field for field in msgspec.structs.fields(kind) if field.name not in without]
        # Events have no defaults, and a decoder would complain of fields that were left out.
        like = msgspec.defstruct(
            kind.__name__,
            [
                (one.name, one.type, UNSET) if UnsetType in get_args(one.type) else (one.name, one.type)
                for one in fields
            ],
            rename={one.name: one.encode_name for one in fields},
            kw_only=True,
            forbid_unknown_fields=True,
        )
        return msgspec.json.Decoder(like).decode, [one.name for one in fields]

    def read(json: str | msgspec.Raw) -> Read:
        decode, names = decoder()
        found = decode(json)
        return kind(**{name: getattr(found, name) for name in names})

    return read


class Schema(Generic[Stored]):
    """The form of a store: its type, and which of its fields are queues, each with the function that reads an item.

    A queue is a list whose items never change: it is appended to, cut and filtered. Each item has a row of its own.
    """

    def __init__(self, kind: type[Stored], **queues: Callable[[str], Any]) -> None:
        self.queues = queues
        self._kind = kind
        fields: tuple[str, ...] | None = getattr(kind, "__struct_fields__", None)
        self._names = None if fields is None else tuple(name for name in fields if name not in queues)
        self._read: Callable[[str], Stored] | None = None

    def read(self, json: str) -> Stored:
        """Return a store from the JSON that `write` made, with empty queues; raises `msgspec.MsgspecError`."""
        if self._read is None:
            self._read = reader(self._kind, without=self.queues)
        return self._read(json)

    def write(self, store: Stored) -> bytes:
        """Return the JSON of a store without its queues."""
        return encode(store if self._names is None else {name: getattr(store, name) for name in self._names})
