"""When: the calls that an app or a server makes."""

from __future__ import annotations

from typing import Final

from simulator.conformance.judging.notation import has_native
from simulator.conformance.language.actions import CallSDK, DeleteUserData, MakeCall
from simulator.conformance.language.arguments import GIVEN_PAIRS, JSON, wrong
from simulator.conformance.language.phrases import Phrase
from simulator.values import JSONObject

_MOST_TIMES: Final = 10_000
"""The most calls that one step can make; no queue holds as many events."""


def _call(app: str | None, method: str, /, **fields: object) -> MakeCall:
    return MakeCall(app=app, method=method, fields=fields, native=has_native(fields))


def _view(app: str | None, method: str, /, **names: str) -> MakeCall:
    """Call page or screen; an empty name or category is left out."""
    return _call(app, method, **{field: text for field, text in names.items() if text})


def _repeated(app: str | None, event: str, times: int) -> MakeCall:
    if not 1 <= times <= _MOST_TIMES:
        wrong(f"a call is made 1 to {_MOST_TIMES} times, not {times} times")
    return MakeCall(app=app, method="track", fields={"event": event}, times=times)


def _verbatim(app: str | None, method: str, fields: JSONObject) -> MakeCall:
    return MakeCall(app=app, method=method, fields=fields, verbatim=True, native=has_native(fields))


PHRASES: Final = (
    Phrase(
        "when",
        "{app} tracks {string}",
        "Call track.",
        lambda app, event: _call(app, "track", event=event),
    ),
    Phrase(
        "when",
        "{app} tracks {string} {count} times",
        "Call track that often in a row.",
        _repeated,
    ),
    Phrase(
        "when",
        "{app} tracks {string} with the properties",
        "Call track with properties.",
        lambda app, event, properties: _call(app, "track", event=event, properties=properties),
        GIVEN_PAIRS,
    ),
    Phrase(
        "when",
        "{app} tracks {string} with the Amplitude options",
        "Call track with integration-specific options.",
        lambda app, event, options: _call(app, "track", event=event, integrations={"Amplitude": options}),
        GIVEN_PAIRS,
    ),
    Phrase(
        "when",
        "{app} calls {view} with name {string}",
        "Call page or screen with a name; an empty name is left out.",
        lambda app, view, name: _view(app, view, name=name),
    ),
    Phrase(
        "when",
        "{app} calls {view} with category {string}",
        "Call page or screen with a category; an empty category is left out.",
        lambda app, view, category: _view(app, view, category=category),
    ),
    Phrase(
        "when",
        "{app} calls {view} with name {string} and category {string}",
        "Call page or screen with both; an empty one is left out.",
        lambda app, view, name, category: _view(app, view, name=name, category=category),
    ),
    Phrase(
        "when",
        "{app} calls {method}",
        "Call flush, reset, page or screen without arguments.",
        _call,
    ),
    Phrase(
        "when",
        "{app} calls {method} with",
        "Make a call from Segment's flat JSON, word for word as the docs print it.",
        _verbatim,
        JSON,
    ),
    Phrase(
        "when",
        "{app} identifies {string}",
        "Call identify with a userId.",
        lambda app, user: _call(app, "identify", userId=user),
    ),
    Phrase(
        "when",
        "{app} identifies {string} with the traits",
        "Call identify with a userId and traits.",
        lambda app, user, traits: _call(app, "identify", userId=user, traits=traits),
        GIVEN_PAIRS,
    ),
    Phrase(
        "when",
        "{app} identifies with the traits",
        "Call identify with traits and no userId.",
        lambda app, traits: _call(app, "identify", traits=traits),
        GIVEN_PAIRS,
    ),
    Phrase(
        "when",
        "{app} groups {string}",
        "Call group with a group ID.",
        lambda app, group: _call(app, "group", groupId=group),
    ),
    Phrase(
        "when",
        "{app} groups {string} with the traits",
        "Call group with a group ID and traits.",
        lambda app, group, traits: _call(app, "group", groupId=group, traits=traits),
        GIVEN_PAIRS,
    ),
    Phrase(
        "when",
        "{app} aliases {string}",
        "Call alias with the new userId.",
        lambda app, user: _call(app, "alias", userId=user),
    ),
    Phrase(
        "when",
        "{app} aliases {string} to {string}",
        "Call alias with the previous id and the new userId.",
        lambda app, previous, user: _call(app, "alias", previousId=previous, userId=user),
    ),
    Phrase(
        "when",
        "{app} calls the SDK's {native}",
        "Call a method of the bundled SDK directly, bypassing Segment.",
        lambda app, method: CallSDK(app=app, method=method),
    ),
    Phrase(
        "when",
        "{app} deletes the user {string}",
        "Have Segment's servers ask for the deletion of a user's data, with the source's secret key.",
        lambda app, user: DeleteUserData(app=app, user_id=user),
    ),
)
