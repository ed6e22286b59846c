"""Completion: phrases, columns, settings and values for the palette and the editor, all from the vocabulary."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.conformance.language.phrases import StepType
from simulator.explorer.document import Document


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be written."""

    kind: Literal["keyword", "phrase", "column", "setting", "attribute", "value", "event"]
    #: As it is listed: `the app tracks "…"`.
    label: str
    #: What is inserted; `${1:Song Played}` are the places to fill in, in their order.
    snippet: str
    help: str
    #: How phrases take what is under them: `a table`, `a doc string`; empty for nothing.
    takes: str = ""
    type: StepType | None = None


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """What can stand at a place: the suggestions replace the text between two columns of the line."""

    line: int
    start: int
    end: int
    suggestions: tuple[Suggestion, ...]


def complete(document: Document, line: int, column: int, *, limit: int = 50) -> Completion:
    """Return what can be written at a place, lines and columns from 1; the best matches first."""
    raise NotImplementedError


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the palette can do: add a step, go to an event, open a rule or a setting."""

    group: Literal["step", "event", "rule", "setting"]
    #: `A push message wakes the app`
    title: str
    #: Below it: the phrase, the rule's id, the setting's help.
    detail: str
    #: Of a step: its lines, as `editing.add_lines` takes them; with `${1:…}` where it asks for something.
    lines: tuple[str, ...] = ()
    #: Of an event: client, number; of a rule its id, of a setting its name.
    target: tuple[str, ...] = ()


def palette(query: str, *, limit: int = 30) -> tuple[Command, ...]:
    """Return steps, rules and settings that match words in any order; everything there is for an empty query."""
    raise NotImplementedError
