"""Comparison of expected and actual: typed cells, dotted paths, and ids by role.

A feature can't contain an id made at run time, but its role. The first value seen under a role is that role's value
from then on, and two roles of one kind (`<device id>`, `<new device id>`) never have the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from simulator.conformance.judging.notation import written_out
from simulator.values import MAX_DEPTH, JSONObject, Value


class _Absent:
    def __repr__(self) -> str:
        return "(absent)"


ABSENT: Final = _Absent()
"""The value at a path that does not exist; an empty table cell expects it."""

_ROLE: Final = re.compile(r"<([a-z][a-z0-9 ]*)>")
_BRACKETED: Final = re.compile(r"<[^<>]+>")
_KIND_WORDS: Final = re.compile(r"\b(new|other|second|first|\d+)\b\s*|\s*\b\d+$")
_LOWER_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_ANY_UUID: Final = _LOWER_UUID.replace("a-f", "A-Fa-f").replace("ab", "ABab")


class Form(msgspec.Struct, frozen=True):
    """The form that values of one kind of role have."""

    type: type[str] | type[int]
    pattern: re.Pattern[str]
    #: For people.
    help: str

    def admits(self, value: Value) -> bool:
        """Tell whether a value has the form."""
        return type(value) is self.type and self.pattern.fullmatch(str(value)) is not None


FORMS: Final[Mapping[str, Form]] = {
    "generated id": Form(
        str, re.compile(f"(?:{_LOWER_UUID}|{_LOWER_UUID.upper()})R"), "a UUID followed by R, as Amplitude generates it"
    ),
    "uuid": Form(str, re.compile(_ANY_UUID), "a UUID"),
    "uuid in capitals": Form(str, re.compile(_LOWER_UUID.upper()), "a UUID in capital letters"),
    "uuid in small letters": Form(str, re.compile(_LOWER_UUID), "a UUID in small letters"),
    # -1 is no session.
    "session": Form(int, re.compile(r"[1-9]\d*"), "a session's start in milliseconds"),
}
"""Kinds of role whose values have a form."""

ROLE_KINDS: Final = frozenset(FORMS) | {
    "advertising id",
    "anonymous id",
    "contents",
    "device id",
    "insert id",
    "last activity",
    "time",
    "user",
    "vendor id",
}
"""Every kind of role. A role is a kind, with `new`, `other`, `first` or `second` before it or a number after it."""


class Difference(msgspec.Struct, frozen=True):
    """A place where expected and actual differ, both written for people."""

    path: str
    expected: str
    actual: str


class Roles:
    """The values that roles have been given so far in a scenario."""

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}

    def copy(self) -> Roles:
        """Return a copy with the same values, to try a match on."""
        made = Roles()
        made._values = dict(self._values)
        return made

    def take_over(self, other: Roles) -> None:
        """Take over the values of `other`, once a match that was tried on it has worked."""
        self._values = dict(other._values)

    def values(self) -> dict[str, Value]:
        """Return every role that has a value, with it."""
        return dict(self._values)

    def bind(self, role: str, value: Value) -> None:
        """Fix a role's value before it is met."""
        self._values.setdefault(role, value)

    def admits(self, role: str, value: Value) -> bool:
        """Tell whether `value` can stand under `role`, and remember it if so."""
        if role in self._values:
            return same(self._values[role], value)
        kind = kind_of(role)
        form = FORMS.get(kind)
        if form and not form.admits(value):
            return False
        if value is None or value is ABSENT:
            return False
        if any(kind_of(other) == kind and same(taken, value) for other, taken in self._values.items()):
            return False
        self._values[role] = value
        return True

    def fill(self, value: Value) -> Value:
        """Return a value with each role in it replaced by the role's value, where it has one."""
        role = role_in(value)
        if role is not None:
            return self._values.get(role, value)
        if isinstance(value, dict):
            return {key: self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        return value

    def name_of(self, value: Value) -> str | None:
        """Return the role that has a value, as it is written in a feature."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        for role, taken in self._values.items():
            if same(taken, value):
                return f"<{role}>"
        return None

    def describe(self, role: str) -> str:
        """Write a role for a person, with its value or its form if it has one."""
        if role in self._values:
            return f"<{role}> ({show(self._values[role])})"
        form = FORMS.get(kind_of(role))
        return f"<{role}> ({form.help})" if form else f"<{role}>"


def kind_of(role: str) -> str:
    """Return the kind of a role: `device id` for `new device id`, `session` for `session 2`."""
    return _KIND_WORDS.sub("", role).strip() or role


DEEPEST: Final = 4 * MAX_DEPTH
"""The deepest nesting of values in a scenario: deeper than any call accepts, and within Python's stack."""


def read_json(text: str) -> Value:
    """Read JSON; raise `RecursionError` where it nests deeper than `DEEPEST`."""
    value = msgspec.json.decode(text)
    level = [value] if text.count("[") + text.count("{") > DEEPEST else []
    for _ in range(DEEPEST):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inside(one)]
    if level:
        raise RecursionError
    return value


def _inside(value: JSONObject | list[Value]) -> Iterable[Value]:
    return value.values() if isinstance(value, dict) else value


def cell(text: str) -> Value:
    """Read a table cell: JSON if it is JSON, nothing if it is empty, else the text itself.

    Raises `NotationError` for an invalid abbreviation.
    """
    if not text:
        return ABSENT
    try:
        value = read_json(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return text
    return written_out(value) if "$" in text else value


def role_in(expected: Value) -> str | None:
    """Return the role that an expected value names, if it does."""
    if isinstance(expected, str) and expected.startswith("<"):
        match = _ROLE.fullmatch(expected)
        return match[1] if match else None
    return None


def stray(value: Value) -> str | None:
    """Return a text in angle brackets that is not a role: most likely a column that does not exist."""
    if isinstance(value, str):
        bracketed = _BRACKETED.fullmatch(value)
        role = role_in(value)
        return bracketed[0] if bracketed and (role is None or kind_of(role) not in ROLE_KINDS) else None
    inside = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return next((found for one in inside if (found := stray(one))), None)


def look_up(value: Value, path: str) -> Value:
    """Follow a dotted path; a key that itself holds dots is tried as a whole first."""
    while True:
        if isinstance(value, dict) and path in value:
            return value[path]
        head, dot, path = path.partition(".")
        if isinstance(value, dict) and head in value:
            value = value[head]
        elif isinstance(value, list) and head.isdecimal() and int(head) < len(value):
            value = value[int(head)]
        else:
            return ABSENT
        if not dot:
            return value


def same(expected: Value, actual: Value) -> bool:
    """Compare as JSON does: 1 is 1.0, but true is not 1."""
    if type(expected) is str:
        return bool(expected == actual)
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    return bool(expected == actual)


def matches(expected: Value, actual: Value, roles: Roles) -> bool:
    """Compare, with roles in place of ids anywhere inside `expected`."""
    role = role_in(expected)
    if role is not None:
        return roles.admits(role, actual)
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(matches(expected[key], actual[key], roles) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(
            matches(one, other, roles) for one, other in zip(expected, actual, strict=True)
        )
    return same(expected, actual)


def show(value: Value, roles: Roles | None = None) -> str:
    """Write a value for a person, an id by its role where it has one."""
    if value is ABSENT:
        return "(absent)"
    named = roles.name_of(value) if roles else None
    if named:
        return named
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def show_expected(value: Value, roles: Roles) -> str:
    """Write an expected cell for a person."""
    role = role_in(value)
    return roles.describe(role) if role else show(value)


def difference(path: str, expected: Value, actual: Value, roles: Roles) -> Difference:
    """Write a difference for people; text that reads like a number is quoted where that is the difference."""
    shown, found = show_expected(expected, roles), show(actual, roles)
    return Difference(path, shown, found) if shown != found else difference_of_kind(path, expected, actual)


def difference_of_kind(path: str, expected: Value, actual: Value) -> Difference:
    """Write a difference of values that would look alike: `7`, `"7"`."""
    shown, found = (
        show(value) if value is ABSENT else msgspec.json.encode(value).decode() for value in (expected, actual)
    )
    return Difference(path, shown, found)


def row_differences(expected: Mapping[str, Value], actual: Any, roles: Roles, prefix: str = "") -> list[Difference]:
    """Compare a row, whose keys are dotted paths, with an object."""
    return [
        difference(prefix + path, value, found, roles)
        for path, value in expected.items()
        if not matches(value, found := look_up(actual, path), roles)
    ]


def like_differences(expected: Value, actual: Value, roles: Roles, path: str = "") -> list[Difference]:
    """Compare objects by the keys that `expected` names; everything else must be equal."""
    if isinstance(expected, dict) and isinstance(actual, dict) and expected:
        return [
            difference
            for key, value in expected.items()
            for difference in like_differences(value, actual.get(key, ABSENT), roles, f"{path}.{key}" if path else key)
        ]
    if matches(expected, actual, roles):
        return []
    return [difference(path or "(whole)", expected, actual, roles)]


def exact_differences(
    expected: Sequence[Mapping[str, Value]], actual: Sequence[JSONObject], roles: Roles, label: str
) -> list[Difference]:
    """Compare rows with objects one by one, in order, none missing and none left over."""
    differences: list[Difference] = []
    for index in range(max(len(expected), len(actual))):
        prefix = f"{label} {index + 1}: "
        if index >= len(actual):
            differences.append(Difference(prefix.rstrip(": "), _summary(expected[index]), "(none)"))
        elif index >= len(expected):
            differences.append(Difference(prefix.rstrip(": "), "(none)", _summary(actual[index])))
        else:
            differences += row_differences(expected[index], actual[index], roles, prefix)
    return differences


def in_order_differences(
    expected: Sequence[Mapping[str, Value]], actual: Sequence[JSONObject], roles: Roles, label: str
) -> list[Difference]:
    """Find each row among the objects, in order; there may be others in between."""
    position = 0
    for index, row in enumerate(expected):
        fixed = [(path, value) for path, value in row.items() if type(value) in _FIXED and role_in(value) is None]
        found = next((at for at in range(position, len(actual)) if _fits(row, fixed, actual[at], roles)), None)
        if found is None:
            rest = [one for one in actual[position:] if _same_name(row, one)] or actual[position:]
            prefix = f"{label} {index + 1}: "
            if not rest:
                return [Difference(prefix.rstrip(": "), _summary(row), "(none)")]
            return min((row_differences(row, one, roles.copy(), prefix) for one in rest), key=len)
        position = found + 1
    return []


def _fits(row: Mapping[str, Value], fixed: list[tuple[str, Value]], actual: JSONObject, roles: Roles) -> bool:
    """Compare, and give roles values only if the whole row fits; `fixed` has the cells that name no role."""
    if not all(same(value, look_up(actual, path)) for path, value in fixed):
        return False
    tried = roles.copy()
    for path, value in row.items():
        if not matches(value, look_up(actual, path), tried):
            return False
    roles.take_over(tried)
    return True


_FIXED: Final = frozenset({str, int, float, bool})
_NAMES: Final = ("event_type", "method", "type")


def _same_name(row: Mapping[str, Value], actual: JSONObject) -> bool:
    return all(row[name] == actual.get(name) for name in _NAMES if name in row)


def _summary(row: Mapping[str, Value]) -> str:
    for name in _NAMES:
        if name in row:
            return show(row[name])
    return ", ".join(f"{path} {show(value)}" for path, value in row.items() if value is not ABSENT)
