"""Forms: a form for each Segment call, the documentation's examples, lifelike values, and the call as a step."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import msgspec

from simulator.conformance.language.actions import MakeCall
from simulator.conformance.language.arguments import Argument, StepError
from simulator.conformance.language.step_matching import compile_step
from simulator.conformance.language.writing import (
    Lines,
    cells_of,
    doc_string_lines,
    fits_in_quotes,
    pairs_lines,
    quoted_text,
)
from simulator.documentation import resources
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import CallError
from simulator.model import calls
from simulator.people.journeys import journey
from simulator.people.personas import persona
from simulator.values import JSONObject, Value


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form."""

    #: Segment's name: `event`, `properties`, `userId`.
    name: str
    label: str
    kind: Literal["text", "number", "flag", "choice", "json"]
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    example: Value = None


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A call that the documentation prints."""

    title: str
    section: str
    #: The line of the page on which it begins.
    line: int
    #: Segment's flat JSON fields.
    fields: JSONObject
    #: The platforms that it is about; empty for all.
    platforms: tuple[Platform, ...] = ()
    #: The settings under which the page shows it.
    settings: JSONObject = {}


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form for one call."""

    #: `track`
    method: str
    help: str
    fields: tuple[Field, ...]
    examples: tuple[Example, ...]


_ANYONE: Final = (
    Field(name="userId", label="User id", kind="text", help="Whom the call is about; a server has to say it."),
    Field(name="anonymousId", label="Anonymous id", kind="text", help="Segment's id of a visitor without a user id."),
)
_OPTIONS: Final = (
    Field(name="timestamp", label="Timestamp", kind="text", help="When it happened, as ISO 8601; by default now."),
    Field(
        name="integrations",
        label="Integrations",
        kind="json",
        help="Options for integrations.",
        example={"Amplitude": {"outOfSession": True}},
    ),
    Field(
        name="context",
        label="Context",
        kind="json",
        help="What the library would fill in itself.",
        example={"device": {"id": "…"}},
    ),
)
_PROPERTIES: Final = Field(
    name="properties", label="Properties", kind="json", help="Anything about the event.", example={"plan": "Basic"}
)
_TRAITS: Final = Field(
    name="traits", label="Traits", kind="json", help="Anything about the user.", example={"plan": "Basic"}
)
_NAMES: Final = (
    Field(name="name", label="Name", kind="text", help="The name of the page or screen.", example="Settings"),
    Field(name="category", label="Category", kind="text", help="Its category.", example="Merchant"),
)

_FORMS: Final[dict[str, tuple[str, tuple[Field, ...]]]] = {
    "track": (
        "The user did something.",
        (
            Field(name="event", label="Event", kind="text", required=True, example="Song Played"),
            _PROPERTIES,
            *_ANYONE,
            *_OPTIONS,
        ),
    ),
    "identify": (
        "Who the user is.",
        (
            Field(name="userId", label="User id", kind="text", help="Without it the user stays anonymous."),
            _TRAITS,
            _ANYONE[1],
            *_OPTIONS,
        ),
    ),
    "page": ("The user is on a page.", (*_NAMES, _PROPERTIES, *_ANYONE, *_OPTIONS)),
    "screen": ("The user is on a screen.", (*_NAMES, _PROPERTIES, *_ANYONE, *_OPTIONS)),
    "group": (
        "Which group the user belongs to.",
        (
            Field(name="groupId", label="Group id", kind="text", required=True, example="initech"),
            msgspec.structs.replace(_TRAITS, help="Anything about the group."),
            *_ANYONE,
            *_OPTIONS,
        ),
    ),
    "alias": (
        "One user id takes over from another.",
        (
            Field(name="userId", label="New user id", kind="text", required=True),
            Field(name="previousId", label="Previous id", kind="text", help="By default the id that the user has."),
        ),
    ),
    "flush": ("Upload the queue now.", ()),
    "reset": ("Log the user out.", ()),
}


@cache
def forms() -> tuple[Form, ...]:
    """Return a form for each Segment call: track, identify, page, screen, group, alias, flush, reset."""
    printed = _printed()
    return tuple(
        Form(method=method, help=says, fields=fields, examples=printed.get(method, ()))
        for method, (says, fields) in _FORMS.items()
    )


class _Call(msgspec.Struct, frozen=True):
    method: str
    fields: JSONObject = {}


class _Printed(msgspec.Struct, frozen=True):
    id: str
    section: str
    line: int
    library: str
    calls: tuple[_Call, ...]
    settings: JSONObject = {}


def _printed() -> dict[str, tuple[Example, ...]]:
    """Return the calls that the documentation prints, by their methods; each once."""
    found: dict[str, dict[bytes, Example]] = {}
    for one in msgspec.json.decode(resources.fixture("examples.json").read_bytes(), type=tuple[_Printed, ...]):
        platforms = tuple(platform for platform in PLATFORMS if platform == one.library)
        for call in one.calls:
            title = next((str(call.fields[name]) for name in _TITLES if name in call.fields), call.method)
            example = Example(
                title=title,
                section=one.section,
                line=one.line,
                fields=call.fields,
                platforms=platforms,
                settings=one.settings,
            )
            found.setdefault(call.method, {}).setdefault(msgspec.json.encode(call.fields, order="sorted"), example)
    return {method: tuple(examples.values()) for method, examples in found.items()}


_TITLES: Final = ("event", "name", "userId", "groupId")


def call_lines(method: str, fields: JSONObject, *, app: str = "the app") -> Lines:
    """Write a call as the shortest phrase that covers it.

    Fields that are null or empty are left out. Raises `CallError` for an invalid call.
    """
    said = {name: value for name, value in fields.items() if value not in (None, "", {}, [])}
    calls.decode(method, said)
    for lines in _phrases(app, method, said):
        if _says(lines, method, said):
            return lines
    lines = (f"{app} calls {method} with", *doc_string_lines(said))
    if not _says(lines, method, said):
        raise CallError(f"this {method} can't be written as a step: a text in angle brackets is the name of a role")
    return lines


def _phrases(app: str, method: str, fields: JSONObject) -> list[Lines]:
    """Return the short ways to write a call, the shortest first; some may not cover all of it."""
    if not fields:
        return [(f"{app} calls {method}",)]
    texts = {name: quoted_text(value) for name, value in fields.items() if isinstance(value, str)}
    if any(isinstance(value, str) and not fits_in_quotes(value) for value in fields.values()):
        return []
    inside = fields.get("properties") or fields.get("traits")
    under: Lines = pairs_lines(inside) if isinstance(inside, dict) else ()
    options = fields.get("integrations", {}).get("Amplitude") if isinstance(fields.get("integrations"), dict) else None
    named = {name: texts.get(name, '""') for name in ("event", "userId", "groupId", "previousId", "name", "category")}
    phrases: dict[str, list[Lines]] = {
        "track": [
            (f"{app} tracks {named['event']}",),
            (f"{app} tracks {named['event']} with the properties", *under),
            (f"{app} tracks {named['event']} with the Amplitude options", *pairs_lines(options or {})),
        ],
        "identify": [
            (f"{app} identifies {named['userId']}",),
            (f"{app} identifies {named['userId']} with the traits", *under),
            (f"{app} identifies with the traits", *under),
        ],
        "group": [
            (f"{app} groups {named['groupId']}",),
            (f"{app} groups {named['groupId']} with the traits", *under),
        ],
        "alias": [
            (f"{app} aliases {named['userId']}",),
            (f"{app} aliases {named['previousId']} to {named['userId']}",),
        ],
    }
    views: list[Lines] = [
        (f"{app} calls {method} with name {named['name']}",),
        (f"{app} calls {method} with category {named['category']}",),
        (f"{app} calls {method} with name {named['name']} and category {named['category']}",),
    ]
    return phrases.get(method, views)


def _says(lines: Lines, method: str, fields: JSONObject) -> bool:
    """Tell whether a step makes exactly this call."""
    text, *under = lines
    table = docstring = None
    if under and under[0].startswith("|"):
        table = [cells_of(row) for row in under]
    elif under:
        docstring = "\n".join(under[1:-1])
    try:
        made = compile_step(text, "when", Argument(table=table, docstring=docstring))
    except StepError:
        return False
    return isinstance(made, MakeCall) and (made.method, made.fields) == (method, fields)


def lifelike(method: str, seed: int) -> JSONObject:
    """Return fields of a call as a made-up person might fill them, the same for the same seed.

    Raises `UsageError` where Faker is not installed.
    """
    if method == "alias":
        return {"userId": persona(seed).user_id}
    platform: Platform = "web" if method == "page" else "ios"
    found = [one for one in journey(seed, platform=platform, events=_CALLS).calls if one.method == method]
    with_most = max(found, key=lambda one: len(msgspec.json.encode(one.fields)), default=None)
    chosen = with_most if seed % 2 == 0 else (found[seed % len(found)] if found else None)
    return dict(chosen.fields) if chosen else {}


_CALLS: Final = 40
