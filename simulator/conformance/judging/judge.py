"""The judgement: an expectation held against the evidence. An empty list of differences is a pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from simulator.backend import User
from simulator.backend.ingestion.project import group_name, identity_of
from simulator.conformance.judging.evidence import Crashed, Evidence, Refusal
from simulator.conformance.judging.expectations import (
    AT_ONCE,
    BECAUSE,
    AnyExpectation,
    Expectation,
    ExpectCommands,
    ExpectCrash,
    ExpectCrossProjectView,
    ExpectDeviceId,
    ExpectEventCount,
    ExpectEventLike,
    ExpectEvents,
    ExpectGroupProperties,
    ExpectMessages,
    ExpectNoGroups,
    ExpectRefusal,
    ExpectRevenue,
    ExpectUploads,
    ExpectUserCount,
    ExpectUserGroups,
    ExpectUsermap,
    ExpectUserProperties,
    ExpectWarning,
    ExpectWarningCount,
    Row,
    without_rules,
)
from simulator.conformance.judging.matching import (
    ABSENT,
    Difference,
    Roles,
    difference,
    exact_differences,
    in_order_differences,
    like_differences,
    matches,
    row_differences,
    show,
)
from simulator.documentation.rules import written
from simulator.values import JSONObject


def judge(
    expectation: AnyExpectation, evidence: Evidence, roles: Roles, refusals: list[Refusal], crashes: list[Crashed]
) -> list[Difference]:
    """Return the differences between an expectation and the evidence.

    A refusal that was expected is taken off `refusals`; a crash that was expected is put into `crashes`.
    """
    if not isinstance(expectation, AT_ONCE):
        evidence.drain()
    evidence.prepare(roles)
    if isinstance(expectation, ExpectRefusal):
        return _refusal(expectation, refusals, own_sentences=evidence.own_sentences)
    if isinstance(expectation, ExpectCrash):
        return _crash(expectation, unexpected_crashes(evidence, crashes), crashes, own=evidence.own_sentences)
    if isinstance(expectation, ExpectEventCount):
        count = len(evidence.view().events)
        return _unless(count == expectation.count, "events so far", expectation.count, count)
    if isinstance(expectation, ExpectUploads):
        uploads = [_with_answer_read(msgspec.to_builtins(upload)) for upload in evidence.view().uploads]
        return exact_differences(expectation.rows, uploads, roles, "request")
    return _JUDGES[type(expectation)](expectation, evidence, roles)


def _with_answer_read(upload: JSONObject) -> JSONObject:
    """Return a request with its answer decoded where that is a JSON object."""
    if not upload["answer"].startswith("{"):
        return upload
    try:
        return {**upload, "answer": msgspec.json.decode(upload["answer"])}
    except msgspec.DecodeError:
        return upload


def _unless(holds: bool, path: str, expected: object, actual: object) -> list[Difference]:
    return [] if holds else [Difference(path, show(expected), show(actual))]


def _refusal(expectation: ExpectRefusal, refusals: list[Refusal], *, own_sentences: bool) -> list[Difference]:
    first = refusals[0].says if refusals else "nothing was refused"
    if refusals and (not own_sentences or expectation.says.casefold() in first.casefold()):
        refusals.pop(0)
        return []
    return [Difference("refusal", f"says “{expectation.says}”", first)]


def unexpected_crashes(evidence: Evidence, expected: list[Crashed]) -> list[Crashed]:
    """Return the crashes so far, except those that were expected."""
    left = list(evidence.crashes())
    for one in expected:
        left.remove(one)
    return left


def _crash(expectation: ExpectCrash, pending: list[Crashed], expected: list[Crashed], *, own: bool) -> list[Difference]:
    first = next((one for one in pending if expectation.app in (None, one.app)), None)
    if (
        first is not None
        and expectation.call in ("", first.call)
        and (not own or expectation.says.casefold() in first.reason.casefold())
    ):
        expected.append(first)
        return []
    wanted = f"the {expectation.app or 'app'} crashes"
    wanted += f" on {expectation.call}" if expectation.call else ""
    wanted += f", and the reason says “{expectation.says}”" if expectation.says else ""
    return [Difference("crash", wanted, first.sentence() if first else "nothing crashed")]


def _events(expectation: ExpectEvents, evidence: Evidence, roles: Roles) -> list[Difference]:
    events = evidence.view().events
    if expectation.tracked_only:
        events = tuple(event for event in events if not event["event_type"].startswith("$"))
    rows = expectation.rows
    if _asks_why(rows):
        rows, events = _with_rules(rows, events, evidence)
    compare = exact_differences if expectation.exactly else in_order_differences
    return compare(rows, events, roles, "event")


def _asks_why(rows: tuple[Row, ...]) -> bool:
    return bool(rows) and BECAUSE in rows[0]


def _with_rules(
    rows: tuple[Row, ...], events: tuple[JSONObject, ...], evidence: Evidence
) -> tuple[tuple[Row, ...], tuple[JSONObject, ...]]:
    """Return events with the rules that made them; for a target that doesn't know these, rows without them."""
    if not evidence.own_sentences:
        return without_rules(rows), events
    because = evidence.rules_behind_events()
    return rows, tuple(
        {**event, BECAUSE: written(tuple(because.get(identity_of(event) or "", ())))} for event in events
    )


def _event_like(expectation: ExpectEventLike, evidence: Evidence, roles: Roles) -> list[Difference]:
    events = evidence.view().events
    if not events:
        return [Difference("event", show(expectation.event), "(none)")]
    named = [event for event in events if event["event_type"] == expectation.event.get("event_type")] or events
    closest = min(named, key=lambda event: len(like_differences(expectation.event, event, roles.copy())))
    return like_differences(expectation.event, closest, roles)


def _user_count(expectation: ExpectUserCount, evidence: Evidence, roles: Roles) -> list[Difference]:
    del roles
    count = len(evidence.view().users)
    return _unless(count == expectation.count, "users", expectation.count, count)


def _user(evidence: Evidence, user_id: str | None) -> User | Difference:
    view = evidence.view()
    if user_id is not None:
        return view.user(user_id) or Difference(f'user "{user_id}"', "known to Amplitude", "unknown")
    known = view.users
    if len(known) != 1:
        return Difference("users", "1, since the step names none", str(len(known)))
    return known[0]


def _user_properties(expectation: ExpectUserProperties, evidence: Evidence, roles: Roles) -> list[Difference]:
    user = _user(evidence, expectation.user_id)
    if isinstance(user, Difference):
        return [user]
    return row_differences(expectation.properties, user.properties, roles)


def _user_groups(expectation: ExpectUserGroups, evidence: Evidence, roles: Roles) -> list[Difference]:
    del roles
    user = _user(evidence, expectation.user_id)
    if isinstance(user, Difference):
        return [user]
    actual = sorted((kind, group_name(name)) for kind, names in user.groups.items() for name in names)
    expected = sorted((kind, group_name(name)) for kind, name in expectation.groups)
    return _unless(actual == expected, "groups", expected, actual)


def _group_properties(expectation: ExpectGroupProperties, evidence: Evidence, roles: Roles) -> list[Difference]:
    group = evidence.view().group(expectation.group_type, expectation.name)
    where = f"group {expectation.group_type} {expectation.name}"
    if group is None:
        return [Difference(where, "known to Amplitude", "unknown")]
    expected = {name: value for name, value in expectation.properties.items() if value is not ABSENT}
    actual = group.properties
    return [] if matches(expected, actual, roles) else [Difference(where, show(expected), show(actual))]


def _no_groups(expectation: ExpectNoGroups, evidence: Evidence, roles: Roles) -> list[Difference]:
    del expectation, roles
    view = evidence.view()
    known = [f"{group.group_type} {group.name}" for group in view.groups]
    joined = [
        f"{kind} {group_name(name)}" for user in view.users for kind, names in user.groups.items() for name in names
    ]
    there = list(dict.fromkeys((*known, *joined)))
    return _unless(not there, "groups", "none", ", ".join(there))


def _revenue(expectation: ExpectRevenue, evidence: Evidence, roles: Roles) -> list[Difference]:
    del roles
    total = sum(event["amplitude"]["revenue"] for event in evidence.view().events)
    return _unless(abs(total - expectation.amount) < 1e-9, "revenue", expectation.amount, total)


def _usermap(expectation: ExpectUsermap, evidence: Evidence, roles: Roles) -> list[Difference]:
    requests = [msgspec.to_builtins(request) for request in evidence.view().usermap_requests]
    return exact_differences(expectation.rows, requests, roles, "usermap request")


def _cross_project_view(expectation: ExpectCrossProjectView, evidence: Evidence, roles: Roles) -> list[Difference]:
    del roles
    actual = {global_id: list(ids) for global_id, ids in evidence.view().cross_project.items()}
    expected = {global_id: list(ids) for global_id, ids in expectation.rows}
    return _unless(actual == expected, "cross-project view", expected, actual)


def _commands(expectation: ExpectCommands, evidence: Evidence, roles: Roles) -> list[Difference]:
    compare = exact_differences if expectation.exactly else in_order_differences
    rows, commands = expectation.rows, evidence.commands()
    if _asks_why(rows):
        if evidence.own_sentences:
            commands = [{**command, BECAUSE: written(tuple(command[BECAUSE]))} for command in commands]
        else:
            rows = without_rules(rows)
    return compare(rows, commands, roles, "call")


def _messages(expectation: ExpectMessages, evidence: Evidence, roles: Roles) -> list[Difference]:
    # A library that knows no user writes null, or leaves the field out: to Segment's servers it is the same.
    messages = [{"userId": None, **message} for message in evidence.messages()]
    return exact_differences(expectation.rows, messages, roles, "message")


def _device_id(expectation: ExpectDeviceId, evidence: Evidence, roles: Roles) -> list[Difference]:
    actual = evidence.device_id(expectation.app)
    if matches(expectation.value, actual, roles):
        return []
    return [difference("device id", expectation.value, actual, roles)]


def _warning(expectation: ExpectWarning, evidence: Evidence, roles: Roles) -> list[Difference]:
    del roles
    warnings = evidence.warnings()
    found = any(expectation.says.casefold() in warning.casefold() for warning in warnings)
    return _unless(found, "warnings", f"one that says “{expectation.says}”", " / ".join(warnings) or "none")


def _warning_count(expectation: ExpectWarningCount, evidence: Evidence, roles: Roles) -> list[Difference]:
    del roles
    warnings = evidence.warnings()
    shown = f"{len(warnings)}: {' / '.join(warnings)}" if warnings else "0"
    return _unless(len(warnings) == expectation.count, "warnings", str(expectation.count), shown)


_JUDGES: dict[type[Expectation], Callable[[Any, Evidence, Roles], list[Difference]]] = {
    ExpectEvents: _events,
    ExpectEventLike: _event_like,
    ExpectUserCount: _user_count,
    ExpectUserProperties: _user_properties,
    ExpectUserGroups: _user_groups,
    ExpectGroupProperties: _group_properties,
    ExpectNoGroups: _no_groups,
    ExpectRevenue: _revenue,
    ExpectUsermap: _usermap,
    ExpectCrossProjectView: _cross_project_view,
    ExpectCommands: _commands,
    ExpectMessages: _messages,
    ExpectDeviceId: _device_id,
    ExpectWarning: _warning,
    ExpectWarningCount: _warning_count,
}
