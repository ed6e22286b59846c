"""The rules that are at work in a performance: those that made something, and those that held something back.

Most are known while the simulator runs: commands, events, crashes and refusals carry them, and the SDKs' work on their
queues is noted (`model/amplitude/at_work.py`). The others are statements about a performance as a whole, and are read
off it here, each by a predicate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import msgspec

from simulator.documentation import resources
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because, rules, wire_rules
from simulator.model import calls
from simulator.model.calls import Alias, AnyCall, Group, Identify, Message, Page, Screen, Track
from simulator.model.commands import Usermap
from simulator.model.destinations.client import ClientDestination
from simulator.model.destinations.pages import PAGE_EVENTS, PageRow
from simulator.model.sources import App, ServerSource
from simulator.wire.events import IDENTIFY, LoggedEvent, ServerEvent

Source = App | ServerSource

UNSEEN: Final[Mapping[str, str]] = {}
"""Rules that no performance can show to be at work, each with the reason."""


class Performed(msgspec.Struct, frozen=True):
    """All that the simulator has performed."""

    sources: tuple[Source, ...]
    #: Whether Amplitude has the Accounts add-on.
    accounts: bool = True
    #: The rules by which something was refused, and where.
    refusals: tuple[tuple[Platform, Because], ...] = ()


def rules_by_platform(performed: Performed) -> dict[Platform, frozenset[str]]:
    """Return the rules at work, under each of the platforms that they name.

    Work of Segment's servers for an app counts for the app's platform, or for the server where the rule doesn't name
    that platform.
    """
    found: dict[Platform, set[str]] = {}
    platforms_of = _platforms()
    at_work = [(source.platform, rules_of(source, performed)) for source in performed.sources]
    for platform, ids in (*at_work, *performed.refusals):
        for rule in ids:
            named = platforms_of.get(rule, ())
            if platform in named:
                found.setdefault(platform, set()).add(rule)
            elif "server" in named:
                found.setdefault("server", set()).add(rule)
    return {platform: frozenset(ids) for platform, ids in found.items()}


def rules_of(source: Source, performed: Performed) -> set[str]:
    """Return the rules at work in one source, also those that don't name its platform."""
    found: set[str] = set()
    for because in set(_because(source)):
        found.update(because)
    found |= source.segment.at_work.rules
    if isinstance(source, App):
        found |= source.at_work.rules
    platform, platforms_of = source.platform, _platforms()
    found.update(rule for rule, holds in STATEMENTS.items() if platform in platforms_of[rule] and holds(source))
    found.update(
        rule
        for rule, holds_of_all in STATEMENTS_ABOUT_ALL.items()
        if platform in platforms_of[rule] and holds_of_all(source, performed)
    )
    return found


def _because(source: Source) -> Iterator[Because]:
    """Yield the rules behind everything that a source has made."""
    for command in source.segment.commands:
        yield command.because
    for logged in source.segment.events:
        yield logged.because
    if isinstance(source, App):
        for command in (*source.startup_commands, *source.commands):
            yield command.because
        for logged in (*source.inherited, *source.events):
            yield logged.because
        for crash in source.crashes:
            yield crash.because


@cache
def _platforms() -> Mapping[str, tuple[Platform, ...]]:
    of_the_page = {rule.id: rule.platforms for rule in rules().values()}
    return of_the_page | {rule.id: rule.platforms for rule in wire_rules().values()}


def _of(source: Source, kind: type[AnyCall]) -> Iterator[Message]:
    """Yield the messages of a source that a kind of call made."""
    return (message for message in source.messages if type(message.call) is kind)


def _no_page_event(source: Source) -> bool:
    """Tell whether a page or screen call is made while no setting of the platform's table is on."""
    rows: tuple[PageRow, ...] = PAGE_EVENTS
    if isinstance(source, App) and source.mode == "device" and isinstance(source.destination, ClientDestination):
        rows = source.destination.page_events
    called = any(isinstance(message.call, Page | Screen) for message in source.messages)
    return called and not any(getattr(source.settings, row.setting) for row in rows)


def _alias_is_off(source: Source) -> bool:
    """Tell whether an alias is made while the setting that would forward it is off."""
    return not source.settings.enable_alias and any(_of(source, Alias))


def _fills_previous_id(source: Source) -> bool:
    """Tell whether an alias has no previousId, so that the library fills it in."""
    return any(isinstance(one.call, Alias) and not one.call.previous_id for one in _of(source, Alias))


def _maps_users(source: Source) -> bool:
    """Tell whether a user is mapped to another, so that each keeps a profile."""
    return any(isinstance(command, Usermap) and not command.unmap for command in source.segment.commands)


def _retries_alias(source: Source) -> bool:
    """Tell whether the servers repeat the request of an alias, for an app in device mode."""
    return (
        isinstance(source, App)
        and source.mode == "device"
        and "upload.server.retry" in source.segment.at_work.rules
        and _maps_users(source)
    )


def _fills_anonymous_id(source: Source) -> bool:
    """Tell whether an identify names the user, and the library adds the anonymousId."""
    return any(one.call.user_id and not one.call.anonymous_id for one in _of(source, Identify))


def _names_both(source: Source) -> bool:
    """Tell whether an identify names a user and a visitor, or names a user after calls of unnamed visitors."""
    visitors = any(not message.user_id for message in source.messages)
    return any(one.user_id and (one.anonymous_id or visitors) for one in _of(source, Identify))


def _logs_in(source: Source, performed: Performed) -> bool:
    """Tell whether a user logs in after a visit, at least one of them on this source, whatever the device ids."""
    sources = performed.sources
    return _visit_then_login((source,), sources) or _visit_then_login(sources, (source,))


def _visit_then_login(visited: Iterable[Source], logged_in: Iterable[Source]) -> bool:
    visits = [_moment(one) for source in visited for one in _events(source) if not one.event.user_id]
    return bool(visits) and any(
        one.event.event_type == IDENTIFY and one.event.user_id and _moment(one) >= min(visits)
        for source in logged_in
        for one in _events(source)
    )


def _acts_beside(source: Source, performed: Performed) -> bool:
    """Tell whether a page and a server both send events, whatever the device ids."""
    acting = {other.platform for other in performed.sources if any(_events(other))}
    return {"web", "server"} <= acting


def _ignores_anonymous_id(source: Source) -> bool:
    """Tell whether a phone sends events with Prefer Anonymous ID on, which its bundled SDK ignores."""
    return source.settings.prefer_anonymous_id_for_device_id and any(_events(source))


def _has_no_accounts(source: Source, performed: Performed) -> bool:
    """Tell whether an event puts its user into groups while Amplitude has no Accounts add-on."""
    return not performed.accounts and any(one.event.groups for one in _events(source))


def _reaches_at_once(source: Source) -> bool:
    """Tell whether a server's call becomes an event."""
    return isinstance(source, ServerSource) and bool(source.events)


def _printed(*examples: str) -> Callable[[Source], bool]:
    """Return a function that tells whether a source makes a call that the documentation prints."""

    def is_made(source: Source) -> bool:
        wanted = [_printed_calls()[example] for example in examples]
        return any(
            _said(message.call) == _said(call) and message.call.integrations == call.integrations
            for call in wanted
            for message in _of(source, type(call))
        )

    return is_made


STATEMENTS: Final[Mapping[str, Callable[[Source], bool]]] = {
    "start.server-at-once": _reaches_at_once,
    "page.off-by-default": _no_page_event,
    "identify.anonymous-merge-client": _fills_anonymous_id,
    "identify.anonymous-merge-server": _names_both,
    "device-id.prefer-anonymous.not-bundled-mobile": _ignores_anonymous_id,
    "order.example": _printed("order-completed"),
    "group.example": _printed("group-traits"),
    "alias.off-by-default": _alias_is_off,
    "alias.client-previous-id": _fills_previous_id,
    "alias.separate-profiles": _maps_users,
    "out-of-session.example": _printed("out-of-session-ios", "out-of-session-android"),
    "upload.server.alias": _retries_alias,
}
"""Tests on a source for rules that no command or event carries, by the rule's id."""

STATEMENTS_ABOUT_ALL: Final[Mapping[str, Callable[[Source, Performed], bool]]] = {
    "device-id.merge.same": _acts_beside,
    "device-id.merge.login": _logs_in,
    "group.accounts-add-on": _has_no_accounts,
}
"""The same where it takes the other sources, or Amplitude, to see it."""


def _events(source: Source) -> Iterable[LoggedEvent]:
    return (*source.events, *source.segment.events) if isinstance(source, App) else source.events


def _moment(logged: LoggedEvent) -> int:
    event = logged.event
    return event.time if isinstance(event, ServerEvent) else event.timestamp


class _Example(msgspec.Struct):
    """The fields of a printed example that are needed here."""

    id: str
    calls: list[_ExampleCall]


class _ExampleCall(msgspec.Struct):
    method: str = ""
    fields: dict[str, Any] = {}


@cache
def _printed_calls() -> Mapping[str, AnyCall]:
    """Return the call of each printed example that has just one."""
    examples = msgspec.json.decode(resources.fixture("examples.json").read_bytes(), type=list[_Example])
    return {
        one.id: calls.decode(one.calls[0].method, one.calls[0].fields)
        for one in examples
        if len(one.calls) == 1 and one.calls[0].method in calls.METHODS
    }


def _said(call: AnyCall) -> tuple[object, ...]:
    """Return what a call says, whoever makes it."""
    match call:
        case Track():
            return (call.event, call.properties)
        case Group():
            return (call.group_id, call.traits)
        case _:
            return (call,)
