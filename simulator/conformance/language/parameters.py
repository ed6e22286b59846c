"""The parameter types of the phrases' Cucumber expressions: `{app}`, `{duration}`, `{fault}` and others.

`{string}` is Cucumber's own. The expressions of the others are read by Python and, in `devicemode steps --glue`, by
JavaScript: they use what both have, and a group in one is an argument of the function that reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, Literal

import msgspec
from cucumber_expressions.expression import CucumberExpression
from cucumber_expressions.parameter_type import ParameterType
from cucumber_expressions.parameter_type_registry import ParameterTypeRegistry

from simulator.backend.ingestion.faults import Fault, Limit
from simulator.conformance.judging.matching import cell
from simulator.conformance.language.actions import SetFault
from simulator.documentation.platforms import Platform
from simulator.model.segment.servers import ConnectionMode
from simulator.values import Value


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter type."""

    name: str
    #: The expression that it matches; without flags, and without names for its groups.
    regexp: str
    #: An example, as shown to people.
    example: str
    #: Takes the groups of the expression, or the whole where it has none.
    read: Callable[..., Any]


class Source(msgspec.Struct, frozen=True):
    """A source as a Given step names it."""

    name: str
    #: `None` where the scenario leaves it open.
    platform: Platform | None
    mode: ConnectionMode


class Crash(msgspec.Struct, frozen=True):
    """A crash as a Then step names it: the call, and a part of the reason; empty for any."""

    call: str
    says: str


_PLATFORMS: Final[dict[str, Platform | None]] = {
    "web app": "web",
    "ios app": "ios",
    "android app": "android",
    "server source": "server",
    "app": None,
}


def _source(second: str | None, kind: str, cloud: str | None) -> Source:
    return Source(f"{second or ''}{kind}", _PLATFORMS[kind], "cloud" if cloud else "device")


def _app(text: str) -> str | None:
    """Return the name of a source; `None` for the one that was declared last."""
    return {"the app": None, "the server": "server source"}.get(text, text.removeprefix("the "))


_UNITS: Final = {"millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000}


def _duration(text: str) -> int:
    amount, unit = text.split()
    return round(float(amount) * _UNITS[unit.rstrip("s")])


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"')


def _number(text: str) -> int | float:
    number: int | float = msgspec.json.decode(text)
    return number


def _value(text: str) -> Value:
    return _unquoted(text) if text.startswith('"') else cell(text)


_FAULT: Final = (
    *("usual", "delay", "status", "body", "cut", "lose", "limit", "whose", "id"),
    *("more", "path", "app", "once", "times"),
)
"""The groups of a fault's expression."""


def _fault(*groups: str | None) -> SetFault:
    found = dict(zip(_FAULT, groups, strict=True))
    app = _app(found["app"]) if found["app"] else None
    if found["usual"]:
        return SetFault(app=app, fault=None)
    fault = Fault(
        status=int(found["status"]) if found["status"] else None,
        body=_unquoted(found["body"]) if found["body"] else None,
        delay=_duration(found["delay"]) if found["delay"] else 0,
        cut=bool(found["cut"]),
        lose=bool(found["lose"]),
        limit=_LIMITS[found["limit"]] if found["limit"] else None,
        device_id=_unquoted(found["id"] or "") if found["whose"] == "device" else None,
        user_id=_unquoted(found["id"] or "") if found["whose"] == "user" else None,
        more_than=int(found["more"] or 0),
        path=_unquoted(found["path"]) if found["path"] else None,
        times=1 if found["once"] else int(found["times"]) if found["times"] else None,
    )
    return SetFault(app=app, fault=fault)


_LIMITS: Final[dict[str, Limit]] = {
    "throttles": "throttled",
    "silences": "silenced",
    "takes no more events today of": "daily_quota",
}

Process = Literal["kill", "launch", "restart", "launch-in-background"]

_PROCESS: Final[dict[str, Process]] = {
    "killed": "kill",
    "launched": "launch",
    "restarted": "restart",
    "launched in the background": "launch-in-background",
}

_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_APP: Final = r"the (?:app|server|(?:second )?(?:web app|ios app|android app|server source))"
_DURATION: Final = r"[0-9]{1,12}(?:\.[0-9]{1,9})? (?:millisecond|second|minute|hour|day)s?"

PARAMETERS: Final = (
    Parameter(
        name="source",
        regexp=r"an? (second )?(web app|ios app|android app|server source|app)( in cloud mode)?",
        example="an ios app",
        read=_source,
    ),
    Parameter(name="app", regexp=_APP, example="the app", read=_app),
    Parameter(
        name="number",
        regexp=r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?",
        example="5",
        read=_number,
    ),
    Parameter(
        name="count",
        regexp=r"[0-9]{1,9}|no",
        example="3",
        read=lambda text: 0 if text == "no" else int(text),
    ),
    Parameter(name="duration", regexp=_DURATION, example="5 minutes", read=_duration),
    Parameter(name="view", regexp=r"page|screen", example="page / screen", read=str),
    Parameter(name="method", regexp=r"\w+", example="page", read=str),
    Parameter(name="native", regexp=r"\w+(?:\((?:true|false)\))?", example="updateLocation", read=str),
    Parameter(
        name="process",
        regexp=r"killed|launched in the background|launched|restarted",
        example="killed / launched / launched in the background / restarted",
        read=_PROCESS.__getitem__,
    ),
    Parameter(
        name="network",
        regexp=r"goes offline|comes online",
        example="goes offline / comes online",
        read=lambda text: text == "comes online",
    ),
    Parameter(
        name="permission",
        regexp=r"allows|forbids",
        example="allows / forbids",
        read=lambda text: text == "allows",
    ),
    Parameter(
        name="fault",
        regexp=(
            rf"(?:(answers as usual)|answers after ({_DURATION})|answers ([2-5][0-9][0-9])(?: ({_QUOTED}))?"
            rf"|(cuts the connection)|(loses its answers)"
            rf"|({'|'.join(_LIMITS)}) the (device|user) ({_QUOTED}))(?: to more than ([0-9]{{1,6}}) events?)?"
            rf"(?: on ({_QUOTED}))?(?: to ({_APP}))?(?: (?:(once)|([0-9]{{1,6}}) times))?"
        ),
        example="answers 500 / cuts the connection / …",
        read=_fault,
    ),
    Parameter(
        name="crash",
        regexp=rf"(?: on ([\w-]+(?:\((?:true|false)\))?))?(?: with ({_QUOTED}))?",
        example=' on track with "…"',
        read=lambda call, says: Crash(call or "", _unquoted(says) if says else ""),
    ),
    Parameter(
        name="encoding",
        regexp=r"( with gzip| as a form)?",
        example=" with gzip",
        read=lambda text: {" with gzip": "gzip", " as a form": "form"}.get(text, "json"),
    ),
    Parameter(
        name="value",
        regexp=rf"{_QUOTED}|<[a-z0-9 ]+>|null",
        example='"…" / <role> / null',
        read=_value,
    ),
)

EXAMPLES: Final = {"string": '"…"', **{one.name: one.example for one in PARAMETERS}}
"""Examples of parameters, by type."""


@cache
def _registry() -> ParameterTypeRegistry:
    registry = ParameterTypeRegistry()
    for one in PARAMETERS:
        registry.define_parameter_type(ParameterType(one.name, one.regexp, object, one.read))
    return registry


@cache
def compiled(expression: str) -> CucumberExpression:
    """Compile a Cucumber expression with these parameter types; raise the library's errors for an invalid one."""
    return CucumberExpression(expression, _registry())
