"""Actions as steps: the phrase for each of them, which is the vocabulary read backwards.

`compile_step` turns the phrase into the same action again; a test checks this for everything that the fuzzer makes up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Final

import msgspec

from simulator.backend.ingestion.faults import Fault
from simulator.conformance.judging.notation import has_native
from simulator.conformance.language import actions
from simulator.conformance.language.actions import Action, MakeCall
from simulator.conformance.language.phrases import StepType
from simulator.conformance.language.writing import (
    Lines,
    doc_string_lines,
    fits_in_quotes,
    pairs_lines,
    quoted_text,
)
from simulator.errors import UsageError
from simulator.values import JSONObject, Value


class Said(msgspec.Struct, frozen=True):
    """A step that makes an action."""

    type: StepType
    lines: Lines


def call(app: str | None, method: str, fields: JSONObject) -> MakeCall:
    """Return the step that makes a call: with all its fields as JSON, where no shorter phrase covers them."""
    return MakeCall(
        app=app,
        method=method,
        fields=fields,
        verbatim=_short(method, fields) is None,
        native=has_native(fields),
    )


def said(action: Action) -> Said:
    """Return the step that makes an action. Raises `UsageError` for one that no phrase makes."""
    return Said("given" if isinstance(action, actions.SETUP) else "when", _lines(action))


def duration(milliseconds: int) -> str:
    """Write a duration in its largest unit that needs no fraction: `5 minutes`, `300001 milliseconds`."""
    size, unit = next((size, unit) for size, unit in _UNITS if milliseconds % size == 0)
    amount = milliseconds // size
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


_UNITS: Final = ((86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second"), (1, "millisecond"))


def _the(app: str | None) -> str:
    return "the app" if app is None else "the server" if app == "server source" else f"the {app}"


@singledispatch
def _lines(action: Action) -> Lines:
    raise UsageError(f"no phrase makes the action {action!r}")


@_lines.register
def _(action: actions.AddSource) -> Lines:
    name = str(action.app)
    text = f"{'an' if name.startswith(('ios', 'android', 'app')) else 'a'} {name}"
    text += " in cloud mode" if action.mode == "cloud" else ""
    if not action.settings:
        return (text,)
    return (f"{text} with the settings", *pairs_lines(dict(action.settings)))


@_lines.register
def _(action: actions.ChangeDevice) -> Lines:
    for name, value in action.attributes.items():
        if len(action.attributes) == 1 and name in _CHANGES:
            return (_CHANGES[name](value),)
    return ("the device has", *pairs_lines(dict(action.attributes)))


_CHANGES: Final[Mapping[str, Callable[[Value], str]]] = {
    "online": lambda online: f"the device {'comes online' if online else 'goes offline'}",
    "location_permission": lambda allowed: f"the user {'allows' if allowed else 'forbids'} the location",
    "place": lambda place: f"the device moves to {place[0]}, {place[1]}",
    "url": lambda url: f"the page's address becomes {quoted_text(url)}",
}
"""The changes of a device that have a phrase of their own."""


@_lines.register
def _(action: actions.HoldLaunch) -> Lines:
    return (f"{_the(action.app)} has not been launched yet",)


@_lines.register
def _(action: actions.HoldSDK) -> Lines:
    return ("the Amplitude SDK has not loaded yet",)


@_lines.register
def _(action: actions.HoldSettings) -> Lines:
    return ("Segment's settings have not arrived yet",)


@_lines.register
def _(action: actions.DelayOptions) -> Lines:
    return ("the Amplitude SDK starts before its options are set",)


@_lines.register
def _(action: actions.SetAccounts) -> Lines:
    return ("Amplitude has no Accounts add-on",)


@_lines.register
def _(action: actions.LoadSDK) -> Lines:
    return ("the Amplitude SDK finishes loading",)


@_lines.register
def _(action: actions.DeliverSettings) -> Lines:
    return ("Segment's settings arrive",)


@_lines.register
def _(action: actions.CallSDK) -> Lines:
    return (f"{_the(action.app)} calls the SDK's {action.method}",)


@_lines.register
def _(action: actions.DeleteUserData) -> Lines:
    return (f"{_the(action.app)} deletes the user {quoted_text(action.user_id)}",)


@_lines.register
def _(action: actions.Wait) -> Lines:
    text = duration(action.duration)
    return (f"{text} {'passes' if text.startswith('1 ') else 'pass'}",)


@_lines.register
def _(action: actions.OpenPage) -> Lines:
    return (f"the user opens the page {quoted_text(action.url)}",)


@_lines.register
def _(action: actions.Lifecycle) -> Lines:
    app = _the(action.app)
    if action.event == "background":
        time = f" for {duration(action.duration)}" if action.duration is not None else ""
        return (f"{app} goes to the background{time}",)
    return (f"{app} {_LIFE[action.event]}",)


_LIFE: Final = {
    "foreground": "comes to the foreground",
    "kill": "is killed",
    "launch": "is launched",
    "launch-in-background": "is launched in the background",
    "restart": "is restarted",
}


@_lines.register
def _(action: actions.SetFault) -> Lines:
    if action.fault is None:
        return ("Amplitude answers as usual",)
    return (f"Amplitude {_fault(action.fault)}{f' to {_the(action.app)}' if action.app else ''}{_times(action.fault)}",)


def _fault(fault: Fault) -> str:
    more = f" to more than {fault.more_than} event{'' if fault.more_than == 1 else 's'}" if fault.more_than else ""
    path = f" on {quoted_text(fault.path)}" if fault.path else ""
    if fault.cut:
        return f"cuts the connection{more}{path}"
    if fault.lose:
        return f"loses its answers{more}{path}"
    if fault.delay:
        return f"answers after {duration(fault.delay)}{more}{path}"
    body = f" {quoted_text(fault.body)}" if fault.body is not None else ""
    return f"answers {fault.status}{body}{more}{path}"


def _times(fault: Fault) -> str:
    return "" if fault.times is None else " once" if fault.times == 1 else f" {fault.times} times"


@_lines.register
def _(action: MakeCall) -> Lines:
    app = _the(action.app)
    if action.times > 1:
        return (f"{app} tracks {quoted_text(action.fields['event'])} {action.times} times",)
    short = None if action.verbatim else _short(action.method, action.fields)
    if short is not None:
        text, under = short
        return (f"{app} {text}", *(pairs_lines(abbreviated(under)) if under is not None else ()))
    return (f"{app} calls {action.method} with", *doc_string_lines(abbreviated(action.fields)))


_Short = tuple[str, JSONObject | None]
"""A phrase without the app that it begins with, and its argument, if it has one."""


def _short(method: str, fields: JSONObject) -> _Short | None:
    """Return a phrase that covers all of a call; `None` if none does."""
    names = tuple(fields)
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    if not all(fits_in_quotes(text) and not _MAY_BE_ROLE.search(text) for text in texts.values()):
        return None
    if method in ("page", "screen") and "" in texts.values():
        return None
    if not all(isinstance(fields[name], dict) for name in _UNDER if name in fields):
        return None
    inside = fields.get("properties", fields.get("traits"))
    quoted = {name: quoted_text(text) for name, text in texts.items()}
    phrase = _PHRASES.get((method, names))
    if phrase is not None:
        return (phrase.format(**quoted), inside) if {*texts, *_UNDER} >= set(names) else None
    options = fields.get("integrations")
    if names == ("event", "integrations") and "event" in texts and isinstance(options, dict):
        own = options.get("Amplitude")
        if tuple(options) == ("Amplitude",) and isinstance(own, dict):
            return f"tracks {quoted['event']} with the Amplitude options", own
    return None


_UNDER: Final = ("properties", "traits")
_MAY_BE_ROLE: Final = re.compile(r"<[a-z0-9 ]+>")
"""Text that is read as a role, or as a column of the Examples."""
_PHRASES: Final[Mapping[tuple[str, tuple[str, ...]], str]] = {
    ("track", ("event",)): "tracks {event}",
    ("track", ("event", "properties")): "tracks {event} with the properties",
    ("identify", ("userId",)): "identifies {userId}",
    ("identify", ("userId", "traits")): "identifies {userId} with the traits",
    ("identify", ("traits",)): "identifies with the traits",
    ("group", ("groupId",)): "groups {groupId}",
    ("group", ("groupId", "traits")): "groups {groupId} with the traits",
    ("alias", ("userId",)): "aliases {userId}",
    ("alias", ("previousId", "userId")): "aliases {previousId} to {userId}",
    ("page", ("name",)): "calls page with name {name}",
    ("page", ("category",)): "calls page with category {category}",
    ("page", ("name", "category")): "calls page with name {name} and category {category}",
    ("screen", ("name",)): "calls screen with name {name}",
    ("screen", ("category",)): "calls screen with category {category}",
    ("screen", ("name", "category")): "calls screen with name {name} and category {category}",
    **{(method, ()): f"calls {method}" for method in ("page", "screen", "flush", "reset")},
}
"""The phrases for calls by their method and their fields, in this order."""


def abbreviated(value: Value) -> Value:
    """Abbreviate texts that repeat one character many times, as `written_out` reads them."""
    if isinstance(value, dict):
        return {name: abbreviated(item) for name, item in value.items()}
    if isinstance(value, list):
        return [abbreviated(item) for item in value]
    found = _REPEATED.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    then = {"then": found[3]} if found[3] else {}
    return {"$repeat": found[1][0], "times": len(found[1]), **then}


_REPEATED: Final = re.compile(r"((.)\2{59,})(.{0,60})", re.DOTALL)
