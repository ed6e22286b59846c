"""Judges a port by exported vectors, from the JSON alone, as a port's author would, without the simulator."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

JSON = Any
ABSENT = object()


class Bindings:
    """The values of roles, and the rules of comparison."""

    def __init__(self, index: JSON, roles: dict[str, JSON]) -> None:
        self.comparison = index["comparison"]
        self.begins: int = index["begins"]
        self.values: dict[str, JSON] = {}
        self.taken: set[tuple[str, JSON]] = set()
        for role, value in roles.items():
            self.bind(role, value)

    def copy(self) -> Bindings:
        made = copy.copy(self)
        made.take_over(self)
        return made

    def take_over(self, other: Bindings) -> None:
        self.values, self.taken = dict(other.values), set(other.taken)

    def kind(self, role: str) -> str:
        return kind_of(role, self.comparison["numbering"])

    def bind(self, role: str, value: JSON) -> None:
        self.values[role] = value
        self.taken.add((self.kind(role), value))

    def admits(self, role: str, value: JSON) -> bool:
        if role in self.values:
            return same(self.values[role], value)
        kind = self.comparison["kinds"][self.kind(role)]
        of = {"string": str, "integer": int}[kind["type"]]
        if type(value) is not of or not re.search(kind.get("pattern", ""), str(value)):
            return False
        if (self.kind(role), value) in self.taken:
            return False
        self.bind(role, value)
        return True

    def fits(self, expected: JSON, actual: JSON) -> bool:
        """Compare a value with markers."""
        if isinstance(expected, dict) and len(expected) == 1:
            [(key, inside)] = expected.items()
            if key == "role":
                return self.admits(inside, actual)
            if key == "ms":
                return type(actual) is int and actual == self.begins + inside
            if key == "absent":
                return actual is ABSENT
            if key == "literal":
                return self.fits_inside(inside, actual)
        if isinstance(expected, dict):
            return self.fits_inside(expected, actual)
        if isinstance(expected, list):
            return isinstance(actual, list) and len(expected) == len(actual) and all(map(self.fits, expected, actual))
        return same(expected, actual)

    def fits_inside(self, expected: JSON, actual: JSON) -> bool:
        return (
            isinstance(actual, dict)
            and expected.keys() == actual.keys()
            and all(self.fits(expected[key], actual[key]) for key in expected)
        )

    def like(self, expected: JSON, actual: JSON) -> bool:
        """Compare by the keys that are expected, at every depth."""
        unwrapped = expected.get("literal") if isinstance(expected, dict) and len(expected) == 1 else None
        if isinstance(expected, dict) and expected and not (len(expected) == 1 and self.is_marker(expected)):
            inside = expected
        elif isinstance(unwrapped, dict):
            inside = unwrapped
        else:
            return self.fits(expected, actual)
        return isinstance(actual, dict) and all(self.like(inside[key], actual.get(key, ABSENT)) for key in inside)

    def is_marker(self, value: dict[str, JSON]) -> bool:
        return next(iter(value)) in self.comparison["markers"]

    def row(self, row: JSON, actual: JSON) -> bool:
        return all(self.fits(expected, look_up(actual, path)) for path, expected in row.items())

    def exactly(self, rows: Sequence[JSON], actual: Sequence[JSON]) -> bool:
        return len(rows) == len(actual) and all(map(self.row, rows, actual))

    def in_order(self, rows: Sequence[JSON], actual: Sequence[JSON]) -> bool:
        rest = iter(actual)
        return all(any(self.try_row(row, one) for one in rest) for row in rows)

    def try_row(self, row: JSON, actual: JSON) -> bool:
        trial = self.copy()
        fits = trial.row(row, actual)
        if fits:
            self.take_over(trial)
        return fits

    def fill(self, value: JSON) -> JSON:
        """Put the values of roles into the arguments of a call."""
        if isinstance(value, dict):
            if len(value) == 1 and "role" in value:
                return self.values[value["role"]]
            if len(value) == 1 and "literal" in value:
                value = value["literal"]
            return {key: self.fill(item) for key, item in value.items()}
        return [self.fill(item) for item in value] if isinstance(value, list) else value


@cache
def kind_of(role: str, numbering: str) -> str:
    return re.sub(numbering, "", role).strip()


def same(expected: JSON, actual: JSON) -> bool:
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    return bool(expected == actual)


def look_up(value: JSON, path: str) -> JSON:
    if isinstance(value, dict) and path in value:
        return value[path]
    head, dot, rest = path.partition(".")
    if isinstance(value, dict) and head in value:
        inside = value[head]
    elif isinstance(value, list) and head.isdecimal() and int(head) < len(value):
        inside = value[int(head)]
    else:
        return ABSENT
    return look_up(inside, rest) if dot else inside


def holds(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    """Tell whether an expectation holds by the observations."""
    return JUDGES[expect["expect"]](expect, seen, bindings)


def _events(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    events = [
        event
        for event in seen["amplitude"]["events"]
        if not (expect["trackedOnly"] and event["event_type"].startswith("$"))
    ]
    return (bindings.exactly if expect["exactly"] else bindings.in_order)(expect["rows"], events)


def _event_like(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    for event in seen["amplitude"]["events"]:
        trial = bindings.copy()
        if all(trial.like(value, event.get(key, ABSENT)) for key, value in expect["event"].items()):
            bindings.take_over(trial)
            return True
    return False


def _commands(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    return (bindings.exactly if expect["exactly"] else bindings.in_order)(expect["rows"], seen["commands"])


def _users(expect: JSON, seen: JSON) -> list[JSON]:
    users: list[JSON] = seen["amplitude"]["users"]
    return [user for user in users if expect["userId"] in (None, user["user_id"])]


def _user_properties(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    users = _users(expect, seen)
    return len(users) == 1 and bindings.row(expect["properties"], users[0]["properties"])


def _user_groups(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    users = _users(expect, seen)
    return len(users) == 1 and sorted(_named(kind, name) for kind, name in expect["groups"]) == sorted(
        _named(kind, name) for kind, names in users[0]["groups"].items() for name in names
    )


def _named(kind: str, name: JSON) -> tuple[str, str]:
    return kind, name if isinstance(name, str) else json.dumps(name, separators=(",", ":"), ensure_ascii=False)


def _group_properties(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    wanted = {key: value for key, value in expect["properties"].items() if value != {"absent": True}}
    return any(
        bindings.fits_inside(wanted, group["properties"])
        for group in seen["amplitude"]["groups"]
        if (group["group_type"], group["name"]) == (expect["groupType"], expect["name"])
    )


def _no_groups(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    return not seen["amplitude"]["groups"] and not any(user["groups"] for user in seen["amplitude"]["users"])


def _revenue(expect: JSON, seen: JSON, bindings: Bindings) -> bool:
    total: float = sum(event["amplitude"]["revenue"] for event in seen["amplitude"]["events"])
    return abs(total - float(expect["amount"])) < 1e-9


def _crash(expect: JSON, seen: JSON) -> bool:
    return any(expect["app"] in (None, one["app"]) and expect["call"] in ("", one["call"]) for one in seen["crashes"])


JUDGES: dict[str, Callable[[JSON, JSON, Bindings], bool]] = {
    "events": _events,
    "event-like": _event_like,
    "event-count": lambda expect, seen, bindings: len(seen["amplitude"]["events"]) == expect["count"],
    "uploads": lambda expect, seen, bindings: bindings.exactly(expect["rows"], seen["amplitude"]["uploads"]),
    "user-count": lambda expect, seen, bindings: len(seen["amplitude"]["users"]) == expect["count"],
    "user-properties": _user_properties,
    "user-groups": _user_groups,
    "group-properties": _group_properties,
    "no-groups": _no_groups,
    "revenue": _revenue,
    "usermap": lambda expect, seen, bindings: bindings.exactly(expect["rows"], seen["amplitude"]["usermap_requests"]),
    "cross-project-view": lambda expect, seen, bindings: same(dict(expect["rows"]), seen["amplitude"]["cross_project"]),
    "commands": _commands,
    "messages": lambda expect, seen, bindings: bindings.exactly(expect["rows"], seen["messages"]),
    "device-id": lambda expect, seen, bindings: bindings.fits(expect["value"], seen["deviceIds"].get(expect["app"])),
    # The words are the reference's; which steps are refused, they say themselves.
    "refusal": lambda expect, seen, bindings: bool(seen["refused"]) and bool(seen["refused"].pop(0)),
    # The reason is in the words of the reference.
    "crash": lambda expect, seen, bindings: _crash(expect, seen),
    "warning": lambda expect, seen, bindings: any(expect["says"].lower() in line.lower() for line in seen["warnings"]),
    "warning-count": lambda expect, seen, bindings: len(seen["warnings"]) == expect["count"],
}


def spread(made: Sequence[JSON], what: str, index: JSON) -> Iterator[JSON]:
    """Write out items that occur several times in a row."""
    comparison = index["comparison"]
    for one in made:
        for repetition in range(one.get("times", 1)):
            later = dict(one[what])
            for field in comparison["counters"]:
                if field in later:
                    later[field] += repetition
            for field in comparison["numbered"]:
                if isinstance(later.get(field), dict) and re.search(r" \d+$", later[field]["role"]):
                    kind, _, number = later[field]["role"].rpartition(" ")
                    later[field] = {"role": f"{kind} {int(number) + repetition}"}
            yield later


def made_fits(expected: Sequence[JSON], seen: JSON, index: JSON, bindings: Bindings) -> bool:
    """Compare all that was made, by app and by whom."""
    if [(one["app"], one["by"]) for one in expected] != [(one["app"], one["by"]) for one in seen]:
        return False
    for one, actual in zip(expected, seen, strict=True):
        for what in ("command", "event"):
            entries, found = one[f"{what}s"], actual[f"{what}s"]
            if sum(entry.get("times", 1) for entry in entries) != len(found):
                return False
            if not all(map(bindings.fits_inside, spread(entries, what, index), found)):
                return False
    return True
