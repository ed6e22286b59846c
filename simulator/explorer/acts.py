"""Acts: a form for each Segment call, the app's life, time, device and Amplitude, each written as a line of Gherkin."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.documentation.platforms import Platform
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
    #: Segment's flat JSON fields.
    fields: JSONObject
    #: The platforms that it is about; empty for all.
    platforms: tuple[Platform, ...] = ()


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form for one call."""

    #: `track`
    method: str
    help: str
    fields: tuple[Field, ...]
    examples: tuple[Example, ...]


def forms() -> tuple[Form, ...]:
    """Return a form for each Segment call: track, identify, page, screen, group, alias, flush, reset."""
    raise NotImplementedError


def call_lines(method: str, fields: JSONObject, *, app: str = "the app") -> tuple[str, ...]:
    """Write a call as the shortest phrase that says all of it; raises `CallError` for a call that is none."""
    raise NotImplementedError


def lifelike(method: str, seed: int) -> JSONObject:
    """Return the fields of a call as a made-up person might cause it, the same for the same seed."""
    raise NotImplementedError


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is done at once, by one click."""

    group: Literal["App", "Time", "Device", "Network", "Amplitude"]
    #: `leave`, `+5 min`, `offline`
    label: str
    help: str
    lines: tuple[str, ...]
    #: The platforms that it is for; on the others it is refused.
    platforms: tuple[Platform, ...]


def acts() -> tuple[Act, ...]:
    """Return what can be done at once: life, time, device, network, Amplitude."""
    raise NotImplementedError


class SettingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A setting as a switch or a field."""

    name: str
    help: str
    kind: Literal["flag", "trait", "text", "names", "key", "number", "mapping"]
    #: What it is for the client: its own, else the scenario's, else the dialect's default.
    value: Value
    default: Value
    #: Where the value comes from.
    origin: Literal["default", "scenario", "client"]
    #: Whether it has an effect on the client.
    works: bool
    #: `No effect on iOS: works on web and server.`; empty where it works.
    says: str
    documented: bool


class AttributeRow(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute of the device."""

    name: str
    label: str
    help: str
    kind: Literal["text", "flag", "place", "choice"]
    value: Value
    choices: tuple[str, ...]
    origin: Literal["default", "scenario", "client"]
