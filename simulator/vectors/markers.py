"""Markers: objects in place of a value that is known only when a test runs, or that is absent.

An object with exactly one key that is one of `MARKERS` is a marker; data that looks like one is wrapped in `literal`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Final, Literal

import msgspec

from simulator.conformance.judging.expectations import (
    AnyExpectation,
    ExpectCrossProjectView,
    ExpectUserGroups,
    without_rules,
)
from simulator.conformance.judging.matching import ABSENT, FORMS, kind_of, role_in
from simulator.values import JSONObject, Value

MARKERS: Final[Mapping[str, str]] = {
    "role": 'A value made at run time, by its role: `{"role": "session 2"}`.',
    "ms": 'A moment, in milliseconds after the beginning of the case: `{"ms": 300000}`.',
    "absent": 'There must be nothing, not even null: `{"absent": true}`.',
    "literal": "The object inside is not a marker, though it looks like one; its values are read as usual.",
}
"""The keys of markers, and what they mean."""

KINDS: Final[Mapping[str, tuple[Literal["string", "integer"], str]]] = {
    "advertising id": ("string", "The advertising id of the device."),
    "anonymous id": ("string", "Segment's anonymousId."),
    "contents": ("string", "A digest of what a request carries, without its time and signature."),
    "device id": ("string", "The device id that Amplitude's SDK uses."),
    "generated id": ("string", "A device id that Amplitude's SDK made up."),
    "insert id": ("string", "The id by which the HTTP API recognizes an event that is sent again."),
    "last activity": ("integer", "A moment, in milliseconds since 1970."),
    "session": ("integer", "A session: when it started, in milliseconds since 1970."),
    "time": ("integer", "A moment, in milliseconds since 1970."),
    "user": ("integer", "A person, by the number that Amplitude gives them."),
    "uuid": ("string", "The id by which Amplitude recognizes an SDK's event that is sent again."),
    "uuid in capitals": ("string", "The same, in upper case."),
    "uuid in small letters": ("string", "The same, in lower case."),
    "vendor id": ("string", "The device's id that Apple gives to the apps of one vendor."),
}
"""The kinds of role: JSON's type of their values, and what they are."""

Leaf = Callable[[Value], Value]
"""Returns the marker for a value that contains no others, or the value itself."""


def marked(value: Value, leaf: Leaf) -> Value:
    """Write a value, with markers where `leaf` puts them; an object that looks like a marker is wrapped."""
    if isinstance(value, Mapping):
        inside = {key: marked(item, leaf) for key, item in value.items()}
        return {"literal": inside} if _looks_like_marker(value) else inside
    if isinstance(value, list | tuple):
        return [marked(item, leaf) for item in value]
    return leaf(value)


def _looks_like_marker(value: Mapping[str, Value]) -> bool:
    return len(value) == 1 and next(iter(value)) in MARKERS


def marked_fields(value: Mapping[str, Value], leaf: Leaf) -> JSONObject:
    """Write the values of an object that is not itself a value: a row of paths, the arguments of a call, an event."""
    return {key: marked(item, leaf) for key, item in value.items()}


def expected(value: Value) -> Value:
    """Return the marker for a cell of a feature."""
    if value is ABSENT:
        return {"absent": True}
    role = role_in(value)
    return value if role is None else {"role": role}


_WITHOUT_ROLES: Final = (ExpectCrossProjectView, ExpectUserGroups)


def marked_expectation(expectation: AnyExpectation) -> AnyExpectation:
    """Write an expectation with markers."""
    if isinstance(expectation, _WITHOUT_ROLES):
        return expectation
    changes: dict[str, Value] = {}
    for name in expectation.__struct_fields__:
        value = getattr(expectation, name)
        if name == "rows":
            value = without_rules(value)
            changes[name] = tuple(marked_fields(row, expected) for row in value)
        elif isinstance(value, Mapping):
            changes[name] = marked_fields(value, expected)
        elif name == "value":
            changes[name] = marked(value, expected)
    return msgspec.structs.replace(expectation, **changes)


_KIND_OF_FIELD: Final[Mapping[str, str]] = {
    "device_id": "device id",
    "deviceId": "device id",
    "session_id": "session",
    "sessionId": "session",
    "uuid": "uuid",
    "insert_id": "insert id",
    "insertId": "insert id",
}
"""The fields of events and commands whose values are made at run time."""
_MOMENTS: Final = ("timestamp", "time")
_NO_SESSION: Final = -1
_NUMBERED: Final = ("session", "uuid", "insert id")
"""Kinds whose first role has a number too."""
_IDS: Final = (
    "anonymous id",
    "vendor id",
    "advertising id",
    "generated id",
    "device id",
    "session",
    "uuid",
    "insert id",
)
"""Kinds of roles that a feature may have given to values in events, the most specific first."""


class Names:
    """The roles of the values that one performance made.

    `seen` are those that the feature's expectations named, `given` the values in the steps themselves; a time between
    `begins` and `ends` is one of the performance.
    """

    def __init__(
        self, seen: Mapping[str, Value], *, fixed: Mapping[str, str], given: Collection[Value], begins: int, ends: int
    ) -> None:
        self._given = set(given) - set(fixed.values())
        self._begins, self._ends = begins, ends
        self._taken = set(seen)
        self._last: Counter[str] = Counter()
        self._roles: dict[Value, str] = {}
        for kind in _IDS:
            for role, value in seen.items():
                if kind_of(role) == kind and value is not None and value not in self._given:
                    self._roles.setdefault(value, role)

    def learn(self, kind: str, value: Value) -> None:
        """Give a value a role, unless it has one or is given in the steps."""
        if value is None or value in self._roles or value in self._given:
            return
        if kind == "device id" and FORMS["generated id"].admits(value):
            kind = "generated id"
        role = self._next(kind)
        while role in self._taken:
            role = self._next(kind)
        self._roles[value] = role

    def _next(self, kind: str) -> str:
        self._last[kind] += 1
        number = self._last[kind]
        return kind if number == 1 and kind not in _NUMBERED else f"{kind} {number}"

    def learn_from(self, made: JSONObject) -> None:
        """Give roles to the values in an event or a command."""
        for field, kind in _KIND_OF_FIELD.items():
            value = made.get(field)
            if not (kind == "session" and value == _NO_SESSION):
                self.learn(kind, value)

    def written(self, made: JSONObject) -> JSONObject:
        """Return an event or a command with markers."""
        return {field: self._field(field, value) for field, value in made.items()}

    def _field(self, field: str, value: Value) -> Value:
        if field in _KIND_OF_FIELD:
            return {"role": self._roles[value]} if value in self._roles else value
        if field in _MOMENTS and self._begins <= value <= self._ends:
            return {"ms": value - self._begins}
        return marked(value, self._leaf)

    def _leaf(self, value: Value) -> Value:
        """Return the marker for a string: an id may be anywhere, but a number equals a session's only by chance."""
        return {"role": self._roles[value]} if isinstance(value, str) and value in self._roles else value
