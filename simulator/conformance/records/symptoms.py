"""The symptoms of a failed case: its differences without what is particular to this case.

Two cases that fail for one reason rarely differ in the same words: an event has another place, an id another value, a
trait another name. A symptom says where something differs and how, with ids by their role, events by their name, and
what an object holds by its parts; `wider` leaves out the names that an app chooses, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

import msgspec

from simulator.conformance.judging.matching import Difference
from simulator.conformance.records.stream import CaseRecord, StepText
from simulator.conformance.running.runner import Failure
from simulator.values import JSONObject, Value

NOTHING: Final = "nothing"
"""Stands in for an absent value."""


class Symptom(msgspec.Struct, frozen=True):
    """One place at which a case differs, and how."""

    #: A dotted path of an event (`groups.[Segment] Group`); of anything else with its kind: `call: price`, `users`.
    where: str
    expected: str
    actual: str


def symptoms(record: CaseRecord) -> tuple[Symptom, ...]:
    """Return the symptoms of a case, each once, in the order of its steps; none of a case that did not fail."""
    steps = {step.line: step for step in record.steps}
    return tuple(
        dict.fromkeys(one for failure in record.failures for one in _of_step(failure, steps.get(failure.line)))
    )


def options(record: CaseRecord) -> frozenset[str]:
    """Return the options in the calls of a case: `integrations.Amplitude.groups.…`, `context`."""
    calls = [found for step in record.steps if (found := _object(step.docstring or "")) is not None]
    own_context = {"context" for call in calls if isinstance(call.get("context"), dict)}
    return frozenset(own_context.union(*(_options(call.get("integrations"), "integrations") for call in calls)))


def _options(value: Value, path: str) -> Iterator[str]:
    """Yield the paths of options; of switches only that there are some: `integrations.*`."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from (f"{path}.*",) if isinstance(item, bool) else _options(item, f"{path}.{name}")
    elif value is not None:
        yield path


def manner(symptom: Symptom) -> str:
    """Return how the two values of a symptom differ, whatever they are: `missing`, `<session> for -1`, `cut`."""
    expected, actual = symptom.expected, symptom.actual
    if actual == NOTHING:
        return "null left out" if expected == "null" else "missing"
    if expected == NOTHING:
        return "null put in" if actual == "null" else "too much"
    if actual.startswith(_AT_ANOTHER_PLACE):
        return "under another name"
    if expected.strip('"') == actual.strip('"'):
        return "of another type"
    if expected.casefold() == actual.casefold():
        return "in other letters"
    if expected[:_LONG] == actual[:_LONG] and min(len(expected), len(actual)) >= _LONG:
        return "of another length"
    return f"{_kind(actual)} for {_kind(expected)}"


_LONG: Final = 20
"""The length from which texts that begin alike are taken for one text, cut at different places."""

COMMON: Final = frozenset({"missing", "too much", "a text for a text", "a number for a number"})
"""Manners that say next to nothing by themselves."""


def general(where: str) -> str:
    """Return a path without the names that an app chooses: `event_properties.*`."""
    return _CHOSEN.sub(r"\1*", where)


_CHOSEN: Final = re.compile(
    r"((?:^|: )(?:user_properties\.\$\w+\.|(?:event_properties|group_properties|groups|user_properties|properties"
    r"|traits|context|integrations)\.|user property )).+"
)
"""A path up to the name that an app, or whoever set up its integration, chose."""


# From differences to symptoms ----------------------------------------------------------------------------------------

_AT: Final = re.compile(r"(event|call|message|request|usermap request) (\d+)(?:: (.*))?", re.DOTALL)
"""The path of a difference in a list: the kind of entry, the place in the list, and the path within the entry."""

_NAMES: Final = {"event": "event_type", "call": "method", "message": "type"}
"""The field that tells the entries of a list apart, by the kind of entry."""

_OF_A_USER: Final = re.compile(r"the user (?:\".*\" )?has the properties")


def _of_step(failure: Failure, step: StepText | None) -> Iterator[Symptom]:
    listed: dict[str, list[tuple[int, str, Difference]]] = {}
    for one in failure.differences:
        at = _AT.fullmatch(one.path)
        if at:
            listed.setdefault(at[1], []).append((int(at[2]), at[3] or "", one))
        elif _OF_A_USER.fullmatch(failure.step):
            yield from parts(f"user property {one.path}", one.expected, one.actual)
        else:
            yield from parts(_place(one.path), one.expected, one.actual)
    for kind, differences in listed.items():
        yield from _of_list(kind, differences, step)


def _of_list(kind: str, differences: Sequence[tuple[int, str, Difference]], step: StepText | None) -> Iterator[Symptom]:
    """Yield the symptoms of a list: entries that are missing, too many or elsewhere, then what differs in the others.

    Entries are compared place by place, so a missing one moves all that follow. Differences in those that have moved
    mean nothing.
    """
    moved: set[int] = set()
    name = _NAMES.get(kind, "")
    there = {at: one for at, path, one in differences if path in ("", name)}
    if there:
        expected = _column(step, name, len(there) and max(there))
        actual = [there[at].actual if at in there else one for at, one in enumerate(expected, 1)]
        wanted, found = ([one for one in side if one != _NONE] for side in (expected, actual))
        yield from _entries(kind, wanted, found)
        moved = set(range(min(there), max(len(wanted), len(found)) + 1))
    for at, path, one in differences:
        if path and path != name and at not in moved:
            yield from parts(path if kind == "event" else f"{kind}: {path}", one.expected, one.actual)


_NONE: Final = "(none)"


def _column(step: StepText | None, name: str, least: int) -> list[str]:
    """Return the expected cells of one column, and `(none)` for places beyond the table."""
    rows = step.table if step else ()
    index = rows[0].index(name) if rows and name in rows[0] else None
    cells = [row[index] if index is not None else "…" for row in rows[1:]]
    return cells + [_NONE] * (least - len(cells))


def _entries(kind: str, wanted: Sequence[str], found: Sequence[str]) -> Iterator[Symptom]:
    missing: list[str] = []
    over: list[str] = []
    for tag, from_, to, other_from, other_to in SequenceMatcher(a=wanted, b=found, autojunk=False).get_opcodes():
        if tag != "equal":
            missing += wanted[from_:to]
            over += found[other_from:other_to]
    for one in tuple(missing):
        if one in over:
            missing.remove(one)
            over.remove(one)
            yield Symptom(kind, _form(one), "elsewhere")
    if len(missing) == len(over):
        yield from (Symptom(kind, _form(one), _form(other)) for one, other in zip(missing, over, strict=True))
        return
    yield from (Symptom(kind, _form(one), NOTHING) for one in missing)
    yield from (Symptom(kind, NOTHING, _form(one)) for one in over)


_PLACE: Final = (
    (re.compile(r"group .*"), "group"),
    (re.compile(r"line \d+"), "refusal"),
    (re.compile(r"user \".*\""), "user"),
    (re.compile(r"crash of the .*"), "crash"),
)


def _place(path: str) -> str:
    return next((name for pattern, name in _PLACE if pattern.fullmatch(path)), path)


def parts(where: str, expected: str, actual: str) -> Iterator[Symptom]:
    """Yield the differences between two values, by the parts of objects."""
    one, other = _object(expected), _object(actual)
    if one is None and other is None:
        yield Symptom(where, _form(expected), _form(actual))
        return
    if (one is None or other is None) and NOTHING not in (_form(expected), _form(actual)):
        yield Symptom(where, _form(expected), _form(actual))
        return
    before, after = dict(_leaves(one or {}, where)), dict(_leaves(other or {}, where))
    lost = {path: value for path, value in before.items() if path not in after}
    new = {path: value for path, value in after.items() if path not in before}
    for path, value in before.items():
        if path in after and after[path] != value:
            yield Symptom(path, _form(value), _form(after[path]))
    yield from _renamed(lost, new)
    if before == after == {}:
        yield Symptom(where, _form(expected), _form(actual))


_AT_ANOTHER_PLACE: Final = "→ "


def _renamed(lost: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Symptom]:
    """Yield keys that are gone and keys that are new; one value under another name is one symptom."""
    left = dict(new)
    for path, value in lost.items():
        other = next((name for name, found in left.items() if found == value), None)
        if other is None:
            yield Symptom(path, _form(value), NOTHING)
        else:
            left.pop(other)
            yield Symptom(path, path, f"{_AT_ANOTHER_PLACE}{other}")
    for path, value in left.items():
        yield Symptom(path, NOTHING, _form(value))


def _object(text: str) -> JSONObject | None:
    """Return the object that a text is, or that its pairs are: a user's groups are pairs of a type and a name."""
    if not text.startswith(("{", "[[")):
        return None
    try:
        if text.startswith("[["):
            return dict(msgspec.json.decode(text, type=list[tuple[str, str]]))
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return None


def _leaves(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """Yield the paths in an object with their values as JSON, texts without quotes if that leaves no doubt.

    An empty object has its own path.
    """
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}")
    elif value != {}:
        plain = isinstance(value, str) and not _LIKE_JSON.fullmatch(value)
        yield path, value if plain else msgspec.json.encode(value).decode()


_LIKE_JSON: Final = re.compile(r"true|false|null|-?\d+(\.\d+)?")
"""Texts that would be another value without quotes: `20`."""


# Values without what belongs to one case ------------------------------------------------------------------------------

_ROLE: Final = re.compile(r"<([a-z][a-z ]*?)(?: \d+)?>(?: \(.*\))?", re.DOTALL)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_MILLISECONDS: Final = re.compile(r"1[45]\d{11}")


def _form(text: str) -> str:
    """Return a value without what differs between cases: ids by their role, times as `<time>`."""
    if text in ("(absent)", _NONE, "(whole)", "null"):
        return NOTHING if text != "null" else "null"
    role = _ROLE.fullmatch(text)
    if role:
        return f"<{role[1]}>"
    if _UUID.fullmatch(text.removesuffix("R")):
        return "<generated id>" if text.endswith("R") else "<uuid>"
    return "<time>" if _MILLISECONDS.fullmatch(text) else text


_KINDS: Final = (
    (re.compile(r"true|false"), "a boolean"),
    (re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?"), "a number"),
    (re.compile(r"\[.*", re.DOTALL), "a list"),
    (re.compile(r"\{.*", re.DOTALL), "an object"),
)
_SAYS_ITSELF: Final = re.compile(r"<[a-z ]+>|null|elsewhere|-1")


def _kind(text: str) -> str:
    if _SAYS_ITSELF.fullmatch(text):
        return text
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(text)), "a text")
