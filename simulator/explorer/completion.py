"""Completion: phrases, columns, settings and values that are possible at a place, all from the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final, Literal

import msgspec

from simulator.conformance.language.arguments import NOTHING, Column
from simulator.conformance.language.phrases import Phrase, StepType
from simulator.conformance.language.vocabulary import PHRASES
from simulator.conformance.language.writing import cells_of, keywords_of
from simulator.documentation.settings import SETTINGS
from simulator.explorer.device import ATTRIBUTES, choices_of
from simulator.explorer.document import Document, ScriptStep
from simulator.explorer.outlines import DEVICE, WITH_SETTINGS
from simulator.explorer.palette import Command, palette
from simulator.explorer.snippets import snippet_of
from simulator.model.device import ATTRIBUTES as DEVICE_ATTRIBUTES

__all__ = ["Command", "Completion", "Suggestion", "complete", "palette", "snippet_of"]


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be inserted."""

    kind: Literal["keyword", "phrase", "column", "setting", "attribute", "value", "event"]
    #: As it is listed: `the app tracks "…"`.
    label: str
    #: The text to insert; `${1:Song Played}` are the placeholders, in their order.
    snippet: str
    help: str
    #: The part that a phrase takes under it: `a table`, `a doc string`; empty for none.
    takes: str = ""
    type: StepType | None = None


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """Suggestions for a place in the text; a chosen one replaces the columns from `start` to `end` of the line."""

    line: int
    start: int
    end: int
    suggestions: tuple[Suggestion, ...]


def complete(document: Document, line: int, column: int, *, limit: int = 50) -> Completion:
    """Return suggestions for a place, lines and columns from 1; the best matches first."""
    lines = document.text.split("\n")
    written = lines[line - 1] if 1 <= line <= len(lines) else ""
    before = written[: column - 1]
    if before.strip().startswith("|"):
        return _in_table(document, lines, line, before, column, limit)
    keyword = _KEYWORD.match(before)
    words = keywords_of(document.text)
    known = {words.given, words.when, words.then, *words.joining}
    first = before.split()[:1]
    if not first or (keyword is None and before.strip() and " " not in before.strip()):
        start = len(before) - len(before.lstrip()) + 1
        names = [words.given, words.when, words.then, words.and_]
        listed = [Suggestion(kind="keyword", label=one, snippet=f"{one} ", help="") for one in names]
        return _ranked(line, start, column, before.strip(), listed, limit)
    if first[0] not in known:
        return Completion(line=line, start=column, end=column, suggestions=())
    start = before.index(first[0]) + len(first[0]) + 2
    typed = before[start - 1 :].lstrip()
    start = len(before) - len(typed) + 1
    kind = _type_at(document, line, first[0])
    return _ranked(line, start, column, typed, [*_phrases(kind)], limit)


_KEYWORD: Final = re.compile(r"\s*\S+\s")


def _type_at(document: Document, line: int, keyword: str) -> StepType:
    """Return the type that a step on a line has or would have."""
    words = keywords_of(document.text)
    for kind in _TYPES:
        if keyword == words.of(kind):
            return kind
    above = [step for script in document.scripts for step in script.steps if step.line < line]
    return max(above, key=lambda one: one.line).type if above else "given"


_TYPES: Final[tuple[StepType, ...]] = ("given", "when", "then")


@cache
def _phrases(kind: StepType) -> tuple[Suggestion, ...]:
    """Return the phrases that a step of a type can be; one that acts may also be a Given."""
    own = [one for one in PHRASES if one.type == kind]
    return tuple(map(_phrase, [*own, *(one for one in PHRASES if kind == "given" and one.type == "when")]))


def _phrase(phrase: Phrase) -> Suggestion:
    takes = "" if phrase.takes is NOTHING else phrase.takes.shown
    return Suggestion(
        kind="phrase",
        label=phrase.shown,
        snippet=snippet_of(phrase.expression),
        help=phrase.help,
        takes=takes,
        type=phrase.type,
    )


def _in_table(document: Document, lines: Sequence[str], line: int, before: str, column: int, limit: int) -> Completion:
    """Return suggestions for a cell: a column in a header, a setting, an attribute, or a value of one."""
    at = _cell_start(before)
    typed = before[at:].strip()
    start = at + 1 + (len(before[at:]) - len(before[at:].lstrip()))
    step = _step_above(document, line)
    number = before.count("|") - before.count("\\|")
    if step is None:
        return Completion(line=line, start=start, end=column, suggestions=())
    if step.text.endswith(WITH_SETTINGS):
        listed = [*_settings()] if number == 1 else [*_setting_values(lines[line - 1])]
    elif step.text == DEVICE:
        listed = [*_attributes()] if number == 1 else [*_attribute_values(lines[line - 1])]
    elif line == step.line + 1:
        listed = [Suggestion(kind="column", label=one.name, snippet=one.name, help=one.help) for one in _columns(step)]
    else:
        listed = [*_roles(lines[step.line], number)]
    return _ranked(line, start, column, typed, listed, limit)


def _cell_start(before: str) -> int:
    """Return the index at which the last cell of a text begins."""
    at = len(before)
    while at and not (before[at - 1] == "|" and before[at - 2 : at - 1] != "\\"):
        at -= 1
    return at


def _step_above(document: Document, line: int) -> ScriptStep | None:
    above = [step for script in document.scripts for step in script.steps if step.line < line]
    return max(above, key=lambda one: one.line, default=None)


def _columns(step: ScriptStep) -> tuple[Column, ...]:
    for phrase in PHRASES:
        if phrase.parameters(step.text) is not None:
            return phrase.takes.columns
    return ()


def _settings() -> Iterator[Suggestion]:
    for one in SETTINGS:
        yield Suggestion(kind="setting", label=one.names[0], snippet=one.names[0], help=one.help)


def _setting_values(row: str) -> Iterator[Suggestion]:
    name = cells_of(row.strip() if row.rstrip().endswith("|") else f"{row.strip()} |")[0]
    setting = next((one for one in SETTINGS if name in (one.key, *one.names)), None)
    if setting and setting.kind == "flag":
        for value in ("on", "off"):
            yield Suggestion(kind="value", label=value, snippet=value, help=setting.help)


def _attributes() -> Iterator[Suggestion]:
    known = {one.name: one.help for one in ATTRIBUTES}
    for name in dict.fromkeys((*known, *DEVICE_ATTRIBUTES)):
        yield Suggestion(kind="attribute", label=name, snippet=name, help=known.get(name, ""))


def _attribute_values(row: str) -> Iterator[Suggestion]:
    name = cells_of(row.strip() if row.rstrip().endswith("|") else f"{row.strip()} |")[0]
    attribute = next((one for one in ATTRIBUTES if one.name == name), None)
    if attribute is None:
        return
    values = ["true", "false"] if attribute.kind == "flag" else []
    for platform in attribute.platforms:
        values += choices_of(name, platform)
    for value in dict.fromkeys(values):
        yield Suggestion(kind="value", label=value, snippet=value, help=attribute.help)


def _roles(header: str, number: int) -> Iterator[Suggestion]:
    """Return the roles that fit a column of ids."""
    names = cells_of(header.strip()) if header.strip().startswith("|") else []
    kind = {"session_id": "session", "device_id": "device id"}.get(names[number - 1] if number <= len(names) else "")
    if kind:
        for one in (1, 2, 3):
            role = f"<{kind}>" if one == 1 and kind != "session" else f"<{kind} {one}>"
            yield Suggestion(kind="value", label=role, snippet=role, help="An id by its role.")


def _ranked(line: int, start: int, end: int, typed: str, listed: Iterable[Suggestion], limit: int) -> Completion:
    """Return the suggestions that match the typed text, the best first."""
    found = [(_rank(typed, one.label), at, one) for at, one in enumerate(listed)]
    kept = sorted((one for one in found if one[0] is not None), key=lambda one: (one[0] or 0, one[1]))
    return Completion(line=line, start=start, end=end, suggestions=tuple(one for _, _, one in kept[:limit]))


def _rank(typed: str, label: str) -> float | None:
    """Return the rank of a label for a typed text, 0 for the best match; `None` if it does not match."""
    wanted, text = _STRINGS.sub('"…"', typed.casefold()).strip(), label.casefold()
    if text.startswith(wanted):
        return 0
    words = wanted.split()
    if all(word in text for word in words):
        return 1
    ratio = SequenceMatcher(None, wanted, text[: len(wanted) + 4]).ratio() if len(wanted) > 3 else 0
    return 3 - ratio if ratio > 0.7 else None


_STRINGS: Final = re.compile(r'"[^"]*"?')
