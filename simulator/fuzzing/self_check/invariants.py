"""Invariants of every journey in every dialect: each a function that says where it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from functools import cache
from itertools import pairwise
from math import isclose, isfinite
from typing import Final, NamedTuple

from simulator.backend.ingestion.project_ids import API_KEY
from simulator.backend.keeping.entities import NOBODY
from simulator.backend.reading.view import View
from simulator.conformance.language.actions import DeleteUserData, MakeCall, SetFault
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import rules, wire_rules
from simulator.fuzzing.self_check.course import Course
from simulator.model.amplitude.store import NO_SESSION
from simulator.model.clock import EPOCH
from simulator.model.divergences import divergences
from simulator.model.sources import App
from simulator.values import JSONObject, number
from simulator.wire.events import IDENTIFIES, REVENUE, LoggedEvent, ServerEvent
from simulator.wire.requests import USERMAP_PATH


class Outcome(NamedTuple):
    """A journey that the simulator has played in memory."""

    course: Course
    reference: Reference
    view: View
    #: The numbers of the steps that were refused, as often as they were.
    refused: tuple[int, ...]

    @property
    def disturbed(self) -> bool:
        """Whether something may be lost on the way, or be refused, or be deleted afterwards."""
        refused = any(not API_KEY.fullmatch(app.settings.api_key) for app in self.apps)
        return refused or any(isinstance(one, SetFault | DeleteUserData) for one in self.course.journey.actions)

    @property
    def apps(self) -> list[App]:
        """The apps."""
        return [one for one in self.reference.sources.values() if isinstance(one, App)]


def outcome_of(course: Course, performance: Performance) -> Outcome:
    """Return what came of a journey."""
    reference = performance.target
    assert isinstance(reference, Reference)  # noqa: S101 — invariants look at the simulator itself
    refused = tuple(one.line for one in performance.refusals if one.line is not None)
    return Outcome(course, reference, reference.view(), refused)


Breaks = Iterator[str]
"""Sentences that say where something does not hold."""


class Invariant(NamedTuple):
    """Something that holds for every journey."""

    name: str
    says: str
    broken_by: Callable[[Outcome], Breaks]


def counters_rise(outcome: Outcome) -> Breaks:
    """Tell where event ids and sequence numbers do not rise."""
    for app in outcome.apps:
        last = {"event": 0, "identify": 0, "number": 0}
        for logged in app.events:
            event = logged.event
            if isinstance(event, ServerEvent):
                continue
            counter = "identify" if event.event_type in IDENTIFIES else "event"
            if event.event_id <= last[counter]:
                yield f"{event.event_type} has the event_id {event.event_id} after {last[counter]}"
            if event.sequence_number <= last["number"]:
                yield f"{event.event_type} has the sequence_number {event.sequence_number} after {last['number']}"
            last[counter], last["number"] = event.event_id, event.sequence_number


def each_arrives_once_and_in_order(outcome: Outcome) -> Breaks:
    """Tell which events come twice, were never logged, or have overtaken others of their source."""
    arrived = [_own_id(event) for event in outcome.view.events]
    logged: set[str] = set()
    for source in outcome.reference.sources.values():
        for events in (source.events, source.segment.events) if isinstance(source, App) else (source.events,):
            places = {_id_of(one): place for place, one in enumerate(events)}
            came = [places[one] for one in arrived if one in places]
            if came != sorted(set(came)):
                yield f"of what the {source.name} logged came, by its number, {came}"
            logged |= places.keys()
    if strange := set(arrived) - logged:
        yield f"nobody logged {', '.join(sorted(strange))}"


def nothing_is_lost(outcome: Outcome) -> Breaks:
    """Tell which events neither came nor wait, where nothing went wrong on the way."""
    if outcome.disturbed:
        return
    arrived = {_own_id(event) for event in outcome.view.events}
    for app in outcome.apps:
        if app.amplitude is None or len(app.events) > _MUCH:
            # What waits is on the device, or more was logged than can wait.
            continue
        store = app.amplitude.store
        waiting = {_id_of(one) for one in (*store.events, *store.identifies)}
        for one in app.events:
            if one.readable and _id_of(one) not in arrived and _id_of(one) not in waiting:
                yield f"{one.event.event_type} was logged, and neither came nor waits"


_MUCH: Final = 900
"""Fewer events than any queue holds."""


def what_waits_has_a_reason(outcome: Outcome) -> Breaks:
    """Tell which app still has something to send that could have been sent."""
    if outcome.disturbed:
        return
    for app in outcome.apps:
        sdk = app.amplitude
        if sdk is None or not sdk.initialized or not app.device.online or sdk.store.opt_out:
            continue
        if waiting := [one.event.event_type for one in (*sdk.store.events, *sdk.store.identifies)]:
            yield f"the {app.name} keeps {', '.join(waiting)}"


def sessions_begin_with_something(outcome: Outcome) -> Breaks:
    """Tell which session of an app did not begin when something happened, or ends before an earlier one."""
    times = {EPOCH, *(after.time for after in outcome.course.after)}
    for app in outcome.apps:
        last = NO_SESSION
        for logged in app.events:
            event = logged.event
            if isinstance(event, ServerEvent) or event.session_id == NO_SESSION:
                continue
            if event.session_id not in times:
                yield f"{event.event_type} is in the session {event.session_id}, when nothing happened"
            if not last <= event.session_id <= outcome.reference.simulation.clock.now:
                yield f"{event.event_type} is in the session {event.session_id} after {last}"
            last = event.session_id


def users_are_no_more_than_ids(outcome: Outcome) -> Breaks:
    """Tell where there are more users than ids, or an event is not its user's."""
    yield from users_of(outcome.view)


def users_of(view: View) -> Breaks:
    """Tell where a project has more users than ids, or an event is not its user's."""
    device_ids = {event["device_id"] for event in view.events if event.get("device_id")}
    user_ids = {event["user_id"] for event in view.events if event.get("user_id")}
    if len(view.users) > len(device_ids) + len(user_ids):
        yield f"there are {len(view.users)} users of {len(device_ids)} devices and {len(user_ids)} user ids"
    numbers = [user.number for user in view.users]
    if numbers != sorted(set(numbers)):
        yield f"the users have the numbers {numbers}"
    named = sorted(user.user_id for user in view.users if user.user_id is not None)
    if named != sorted(user_ids):
        yield f"the users have the ids {named}, and the events {sorted(user_ids)}"
    by_number = {user.number: user.user_id for user in view.users}
    for event in view.events:
        owner_number, user_id = event["amplitude"]["user"], event.get("user_id")
        owner = by_number.get(owner_number)
        if owner_number not in by_number and owner_number != NOBODY:
            yield f"{event['event_type']} is counted as one of user {owner_number}, and there is none"
        elif user_id and user_id != owner:
            yield f"{event['event_type']} of {user_id} is counted as one of {owner}"


def revenue_is_the_sum(outcome: Outcome) -> Breaks:
    """Tell where the revenue of all users is not that of their events."""
    yield from revenue_of(outcome.view)


def revenue_of(view: View) -> Breaks:
    """Tell where the revenue of a project's users is not that of their events."""
    counted, total = sum(user.revenue for user in view.users), sum(map(revenue_in, view.events))
    if isfinite(total) and abs(total) < _EXACT and not isclose(counted, total, rel_tol=1e-9, abs_tol=1e-3):
        yield f"the users have a revenue of {counted}, and their events {total}"


_EXACT: Final = 1e15
"""Sums of larger numbers depend on their order."""


def revenue_in(event: JSONObject) -> float:
    """Read an event's revenue off its JSON, independently of the backend."""
    price, quantity = event.get("price", 0), event.get("quantity", 1)
    if event["event_type"] == REVENUE:
        v1, v2 = event.get("api_properties") or {}, event.get("event_properties") or {}
        by_v1 = "special" in v1
        price = v1.get("price", 0) if by_v1 else v2.get("$price", 0)
        quantity = v1.get("quantity", 1) if by_v1 else v2.get("$quantity", 1)
    elif "revenue" in event:
        price, quantity = event["revenue"], 1
    one, count = number(price), number(quantity)
    return 0.0 if one is None else float(one) * float(1 if count is None else count)


def requests_are_on_record(outcome: Outcome) -> Breaks:
    """Tell where the accepted requests had other events than there are."""
    if not any(isinstance(one, DeleteUserData) for one in outcome.course.journey.actions):
        yield from requests_of(outcome.view)


def requests_of(view: View) -> Breaks:
    """Tell where the requests that a project has accepted had other events than it has; none may be deleted."""
    accepted = [one for one in view.uploads if not one.reason and one.path != USERMAP_PATH]
    sent = sum(one.events - one.duplicates for one in accepted)
    if sent != len(view.events):
        yield f"the accepted requests had {sent} new events, and there are {len(view.events)}"


def nothing_after_an_opt_out(outcome: Outcome) -> Breaks:
    """Tell which app has logged something between an opt-out and an opt-in."""
    for before, after in pairwise(outcome.course.after):
        for app in outcome.apps:
            logged, more = (one.logged.get(app.name, 0) for one in (before, after))
            if more > logged and app.name in before.opted_out & after.opted_out:
                yield f"the {app.name} has opted out, and logs {app.events[logged].event.event_type}"


def calls_become_messages(outcome: Outcome) -> Breaks:
    """Tell where there are other messages than calls that were not refused."""
    actions = outcome.course.journey.actions
    calls = sum(one.times for one in actions if isinstance(one, MakeCall))
    calls -= sum(isinstance(actions[step], MakeCall) for step in outcome.refused if step < len(actions))
    calls -= sum(app.without_message for app in outcome.apps)
    messages = sum(len(source.messages) for source in outcome.reference.sources.values())
    if calls != messages:
        yield f"{calls} calls were taken, and became {messages} messages"


def events_have_their_reasons(outcome: Outcome) -> Breaks:
    """Tell which events give no rule of the documentation, or one that is about other platforms."""
    known = _platforms()
    for source in outcome.reference.sources.values():
        for one in (*source.events, *source.segment.events):
            # What Segment's servers do for an app may be about the app's platform as well.
            here = {source.platform, "server"} if isinstance(one.event, ServerEvent) else {source.platform}
            strange = [rule for rule in one.because if here.isdisjoint(known.get(rule, ()))]
            if strange or not one.because:
                yield f"{one.event.event_type} of the {source.name} has the reasons {', '.join(strange) or 'none'}"


@cache
def _platforms() -> Mapping[str, Set[Platform]]:
    """Return the platforms of each rule of the documentation and of uploads: those that it names, or shipped for."""
    known = {name: {*rule.platforms} for name, rule in rules().items()}
    known |= {name: {*rule.platforms} for name, rule in wire_rules().items()}
    for divergence in divergences().values():
        for rule in divergence.rules:
            known[rule].add(divergence.platform)
    return known


def _own_id(event: JSONObject) -> str:
    """Return what an event is known by when it comes again."""
    return str(event.get("uuid") or event.get("insert_id"))


def _id_of(logged: LoggedEvent) -> str:
    event = logged.event
    return event.insert_id if isinstance(event, ServerEvent) else event.uuid


INVARIANTS: Final = (
    Invariant("counters", "Event ids and sequence numbers of an app rise.", counters_rise),
    Invariant(
        "arrival",
        "Each event arrives at most once, and behind those that its source logged before.",
        each_arrives_once_and_in_order,
    ),
    Invariant("loss", "If nothing goes wrong on the way, an event has come or waits.", nothing_is_lost),
    Invariant("drained", "What waits in a running app has a reason to wait.", what_waits_has_a_reason),
    Invariant(
        "sessions",
        "A session begins when something happens, and no earlier than the one before.",
        sessions_begin_with_something,
    ),
    Invariant("users", "There are no more users than devices and user ids.", users_are_no_more_than_ids),
    Invariant("revenue", "The revenue of users is the sum of their events'.", revenue_is_the_sum),
    Invariant("requests", "What the accepted requests had is what there is.", requests_are_on_record),
    Invariant("opt-out", "An app that has opted out logs nothing.", nothing_after_an_opt_out),
    Invariant("messages", "Each call that is not refused becomes a message, unless it waits.", calls_become_messages),
    Invariant("reasons", "Each event has a reason, and each reason is about its platform.", events_have_their_reasons),
)
"""All invariants."""
