"""Rules by which a reader of the vectors compares, as data for the index."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from simulator.conformance.judging.expectations import AnyExpectation
from simulator.conformance.judging.matching import FORMS
from simulator.vectors.form import Comparison, ExpectationKind, Kind
from simulator.vectors.markers import KINDS, MARKERS
from simulator.vectors.repeats import COUNTERS, NUMBERED

RULES: Final[Mapping[str, str]] = {
    "values": "Values compare as in JSON: 1 is 1.0, but true is not 1, and null is not absent. Objects are equal if "
    "they have the same keys with equal values, in any order; lists if they have the same number of items, equal "
    "one by one.",
    "paths": "The keys of a row are paths: the keys of objects and the indexes of lists, joined by dots. A key that "
    "contains dots itself is found first: `a.b.c` is the key `a.b.c`, or else `b.c` inside the key `a`, and so "
    "on. A path that leads nowhere is absent. Anything to which a row has no path may have any value.",
    "roles": "A role has the first value that is met under it, to the end of the case; the roles under `roles` have "
    "their values from the start. The value must be of the type of the role's kind, match its pattern, and not be "
    "null. Two roles of one kind never have the same value.",
    "anonymous id": "Before each expectation, the role `anonymous id` gets what the first app that is running reads as "
    "Segment's anonymousId, if it has no value yet and if that can be read.",
    "exactly": "Rows that are expected exactly are compared one by one, in order, none missing and none extra.",
    "in order": "Rows that are not expected exactly are looked for in order, and the first that fits is taken; others "
    "may be in between, and roles that were met in one that does not fit are forgotten.",
    "event-like": "The object is compared by the keys that it has, at every depth; one without keys is equal only to "
    "another.",
    "times": "An entry with `times` is that many in a row: from each to the next, the fields in `counters` are one "
    "higher, and so are the numbers of the roles of the fields in `numbered`.",
    "made": "What is made is compared after the last step, app by app, one by one, in order, none missing and none "
    "extra, each as a whole, and with the roles of the expectations.",
}
"""The rules of comparison."""

ABOUT: Final[Mapping[str, str]] = {
    "amplitude": "What Amplitude makes of everything that it has received. Judging it takes a model of Amplitude.",
    "app": "What an app reads.",
    "commands": "The calls on Amplitude's SDK after its start, of one app after the other; of a server, those on "
    "Amplitude's HTTP API.",
    "crashes": "The exceptions that ended an app: on which call, and the reason in the words of the reference. Calls "
    "of the app after that are refused, until it is launched.",
    "events": "The events that Amplitude has received, in the order of their arrival. Under `amplitude` a path says "
    "what Amplitude made of one (user, sender, revenue, place), which takes a model of Amplitude.",
    "log": "The lines that the integration logs; the words are the reference's.",
    "messages": "What Segment's library made of the calls, of one app after the other.",
    "steps": "The answers to the steps before; the words are the reference's, and `refused` marks the step.",
    "uploads": "The requests that Amplitude has received, described in the reference's words.",
}
"""The things that an expectation can be about."""

_ABOUT: Final[Mapping[str, str]] = {
    "events": "events",
    "event-like": "events",
    "event-count": "uploads",
    "uploads": "uploads",
    "user-count": "amplitude",
    "user-properties": "amplitude",
    "user-groups": "amplitude",
    "group-properties": "amplitude",
    "no-groups": "amplitude",
    "revenue": "amplitude",
    "usermap": "amplitude",
    "cross-project-view": "amplitude",
    "commands": "commands",
    "messages": "messages",
    "device-id": "app",
    "refusal": "steps",
    "crash": "crashes",
    "warning": "log",
    "warning-count": "log",
}

NUMBERING: Final = r"\b(?:new|other|first|second|[0-9]+)\b"
"""The part of a role's name besides its kind."""


def comparison() -> Comparison:
    """Return the rules by which a port's output is compared with the expected one."""
    return Comparison(
        rules=dict(RULES),
        markers=dict(MARKERS),
        counters=COUNTERS,
        numbered=NUMBERED,
        numbering=NUMBERING,
        kinds={name: _kind(name, of, means) for name, (of, means) in KINDS.items()},
        expectations={tag: ExpectationKind(means=means, about=_ABOUT[tag]) for tag, means in _expectations()},
        about=dict(ABOUT),
    )


def _kind(name: str, of: Literal["string", "integer"], means: str) -> Kind:
    form = FORMS.get(name)
    return Kind(means=means, type=of, pattern=f"^(?:{form.pattern.pattern})$" if form else "")


def _expectations() -> list[tuple[str, str]]:
    kinds: tuple[type[Any], ...] = get_args(AnyExpectation)
    return [(str(kind.__struct_config__.tag), inspect.cleandoc(str(kind.__doc__))) for kind in kinds]
