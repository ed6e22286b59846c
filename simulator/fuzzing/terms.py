"""The terms in which what happens in a scenario, and what is looked at in it, can be compared with another one's.

A term is a place with its kind of value, or a place alone: `call track fields.event=Song Played`, `call track fields`,
`user_properties.$set`; or a kind of value wherever it is, as many rules are about those: `null in a list`. Nothing here
knows what any of them means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from simulator.conformance.judging import expectations as then
from simulator.conformance.judging.expectations import BECAUSE, Expectation
from simulator.conformance.language.actions import Action, MakeCall
from simulator.conformance.records.symptoms import general
from simulator.fuzzing.comparing import Apart, general_name
from simulator.values import JSONObject, Value

Terms = frozenset[str]


def done(actions: Iterable[Action]) -> Terms:
    """Return the terms of what happens, whoever it happens to."""
    return frozenset(term for action in actions for term in _of_action(action))


def _of_action(action: Action) -> Iterator[str]:
    said = {name: value for name, value in msgspec.to_builtins(action).items() if name not in _NOT_SAID}
    does = str(said.pop("do"))
    name = f"{does} {said.pop('method', '')}".strip()
    yield name
    for path, value in _leaves(said):
        # What a call says is alike whatever is called: its integrations, and whom it is about.
        for before in (f"{name} ", "" if isinstance(action, MakeCall) else f"{does} "):
            yield from (f"{before}{place}" for place in _places(path))
            yield f"{before}{path}={_kind(value)}"
    if isinstance(action, MakeCall):
        yield from kinds(action.fields)


_NOT_SAID: Final = ("app", "platform", "verbatim", "native")


def _kind(value: Value) -> str:
    """Return a value, if it is short, or else what kind of value it is."""
    if isinstance(value, str):
        return value if len(value) <= _SHORT else "a long text"
    if isinstance(value, bool) or value is None or not value:
        return str(value)
    if isinstance(value, int | float):
        return "a negative number" if value < 0 else "a number"
    return "a list"


_SHORT: Final = 40


def looked_at(expected: Iterable[Expectation]) -> Terms:
    """Return the terms of what Then steps look at."""
    return frozenset(term for one in expected for term in _of_expectation(one))


def _of_expectation(expected: Expectation) -> Iterator[str]:
    match expected:
        case then.ExpectEvents(rows=rows):
            yield _COMES
            for row in rows:
                yield from _of_entry(row)
        case then.ExpectEventLike(event=event):
            yield _COMES
            yield from _of_entry(event)
        case then.ExpectUploads(rows=rows) | then.ExpectUsermap(rows=rows) | then.ExpectMessages(rows=rows):
            yield from _PLACES[type(expected)]
            for row in rows:
                yield from _paths(row)
        case then.ExpectUserProperties(properties=properties):
            yield from _paths({f"user_properties.$set.{name}": value for name, value in properties.items()})
        case _:
            for place in _PLACES.get(type(expected), ()):
                yield from _places(place)


_COMES: Final = "whether it comes"
_PLACES: Final[Mapping[type, tuple[str, ...]]] = {
    then.ExpectUploads: ("(upload)",),
    then.ExpectEventCount: ("(upload)",),
    then.ExpectUsermap: ("(usermap)",),
    then.ExpectCrossProjectView: ("(usermap)",),
    then.ExpectMessages: ("(message)",),
    then.ExpectDeviceId: ("(device id)", "device_id"),
    then.ExpectRefusal: ("(refused)",),
    then.ExpectCrash: ("(crash)",),
    then.ExpectWarning: ("(warning)",),
    then.ExpectWarningCount: ("(warning)",),
    then.ExpectUserCount: ("amplitude.user",),
    then.ExpectRevenue: ("amplitude.revenue",),
    then.ExpectUserGroups: ("groups",),
    then.ExpectNoGroups: ("groups",),
    then.ExpectGroupProperties: ("group_properties",),
}
"""Where Then steps that have no columns look."""


def thing(apart: Apart) -> Terms:
    """Return the terms of the thing that differs."""
    return things([apart.pair.left or apart.pair.right or {}])


def things(entries: Iterable[JSONObject]) -> Terms:
    """Return the terms of things that were seen."""
    return frozenset(name for entry in entries for name in _names(entry))


def differing(apart: Apart) -> Terms:
    """Return the terms of what differs in it, without the names that an app chooses: they say nothing about rules."""
    return frozenset(_of_symptoms(apart))


def _of_symptoms(apart: Apart) -> Iterator[str]:
    for symptom in apart.symptoms:
        if symptom.where in ("event", "event_type"):
            yield _COMES
        else:
            yield from _places(general(symptom.where).removesuffix(".*"))
            yield from _kinds_of(symptom.expected) ^ _kinds_of(symptom.actual)


def _kinds_of(written: str) -> Terms:
    """Return the kinds of values that a symptom tells of: as JSON, or as text without quotes."""
    try:
        return frozenset(kinds(msgspec.json.decode(written)))
    except (msgspec.DecodeError, RecursionError):
        return frozenset(kinds(written))


def _of_entry(entry: JSONObject) -> Iterator[str]:
    if "event_type" in entry:
        yield from _names(entry)
    yield from _paths(entry)


def _names(entry: JSONObject) -> Iterator[str]:
    """Yield what a thing is; of an event its own name, too."""
    yield general_name(entry)
    yield f"named {entry['event_type']}"


def _paths(row: Mapping[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        if name not in ("event_type", BECAUSE):
            yield from (place for path, _ in _leaves(value, name) for place in _places(path))
            yield from kinds(value)


def _places(path: str) -> Iterator[str]:
    """Yield a path and all that it is in: `groups`, `groups.sports`."""
    parts = path.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for item in value:
            yield from _leaves(item, path)
    else:
        yield path, value


# Kinds of values ------------------------------------------------------------------------------------------------------


def kinds(value: Value, within: str = "") -> Iterator[str]:
    """Yield what kind of value something is, and which kinds it holds: `a list`, `null in a list`."""
    yield from (f"{kind}{within}" for kind in _kinds_alone(value))
    if isinstance(value, dict):
        inside = " in an object in a list" if "list" in within else " in an object"
        yield from (kind for item in value.values() for kind in kinds(item, inside))
    elif isinstance(value, list):
        yield from (kind for item in value for kind in kinds(item, " in a list"))


def _kinds_alone(value: Value) -> Iterator[str]:
    match value:
        case None:
            yield "null"
        case bool():
            yield "a boolean"
        case int() | float():
            yield "a whole number" if value % 1 == 0 else "a fraction"
            if value < 0:
                yield "a negative number"
            if abs(value) > _LARGE:
                yield "a large number"
        case str():
            yield next(kind for pattern, kind in _TEXTS if pattern.match(value))
        case list() | dict():
            yield f"{'a list' if isinstance(value, list) else 'an object'}{'' if value else ' that is empty'}"


_LARGE: Final = 2**31
_TEXTS: Final = (
    (re.compile(r"$"), "a text that is empty"),
    (re.compile(r"-?\d+(\.\d+)?$"), "a number as text"),
    (re.compile(r"\d{4}-\d\d-\d\dT"), "a date"),
    (re.compile(r".{1000}", re.DOTALL), "a long text"),
    (re.compile(r""), "a text"),
)
