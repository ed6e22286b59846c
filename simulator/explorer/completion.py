"""Completion: phrases, columns, settings and values for the palette and the editor, all from the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final, Literal

import msgspec

from simulator.conformance.language.arguments import NOTHING, Column
from simulator.conformance.language.parameters import EXAMPLES
from simulator.conformance.language.phrases import Phrase, StepType
from simulator.conformance.language.vocabulary import PHRASES
from simulator.documentation import rules as rules_module
from simulator.documentation.settings import SETTINGS
from simulator.explorer.acts import acts
from simulator.explorer.device import ATTRIBUTES, choices_of
from simulator.explorer.document import Document, ScriptStep
from simulator.explorer.outlines import DEVICE, WITH_SETTINGS
from simulator.explorer.playing import Play
from simulator.explorer.writing import Lines, cells_of, keywords_of
from simulator.model.device import ATTRIBUTES as DEVICE_ATTRIBUTES


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


_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_FILLED: Final = {
    "string": "Song Played",
    "app": "the app",
    "source": "an app",
    "number": "25",
    "count": "1",
    "duration": "5 minutes",
    "view": "page",
    "method": "track",
    "native": "uploadEvents",
    "process": "killed",
    "network": "goes offline",
    "permission": "allows",
    "fault": "answers 500",
    "crash": "",
    "value": "<device id>",
}
"""What stands in the places of a phrase before anyone has filled them in."""

_STRINGS_BY_WORD: Final = {
    "aliases": "derek",
    "becomes": "https://example.com/?utm_source=mail",
    "category": "Merchant",
    "group": "company",
    "groups": "initech",
    "identifies": "derek",
    "name": "Settings",
    "page": "https://example.com/",
    "says": "…",
    "to": "derek",
    "user": "derek",
    "with": "…",
}
"""What stands in quotes, by the word before them; else the name of an event."""


def snippet_of(expression: str) -> str:
    """Return a phrase's expression as text with places to fill in: `${1:the app} tracks "${2:Song Played}"`."""
    number = 0

    def place(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        example = _FILLED.get(found[1], EXAMPLES.get(found[1], ""))
        if found[1] == "string":
            before = expression[: found.start()].split()
            example = _STRINGS_BY_WORD.get(before[-1] if before else "", example)
        shown = f"${{{number}:{example}}}"
        return f'"{shown}"' if found[1] == "string" else shown

    return _PARAMETER.sub(place, _OPTIONAL.sub(r"\1", expression))


_OPTIONAL: Final = re.compile(r"\((\w+)\)")


def _in_table(document: Document, lines: Sequence[str], line: int, before: str, column: int, limit: int) -> Completion:
    """Return what can stand in a cell: a column in a header, a setting, an attribute, or a value of one."""
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
    """Return where the cell begins that a text ends in."""
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
    """Return the suggestions that match what was typed, the best first."""
    found = [(_rank(typed, one.label), at, one) for at, one in enumerate(listed)]
    kept = sorted((one for one in found if one[0] is not None), key=lambda one: (one[0] or 0, one[1]))
    return Completion(line=line, start=start, end=end, suggestions=tuple(one for _, _, one in kept[:limit]))


def _rank(typed: str, label: str) -> float | None:
    """Return how well a label fits what was typed, 0 for the best; `None` if it does not fit."""
    wanted, text = _STRINGS.sub('"…"', typed.casefold()).strip(), label.casefold()
    if text.startswith(wanted):
        return 0
    words = wanted.split()
    if all(word in text for word in words):
        return 1
    ratio = SequenceMatcher(None, wanted, text[: len(wanted) + 4]).ratio() if len(wanted) > 3 else 0
    return 3 - ratio if ratio > 0.7 else None


_STRINGS: Final = re.compile(r'"[^"]*"?')


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the palette can do: add a step, go to an event, open a rule or a setting."""

    group: Literal["step", "event", "rule", "setting"]
    #: `A push message wakes the app`
    title: str
    #: Below it: the phrase, the rule's id, the setting's help.
    detail: str
    #: Of a step: its lines, as `editing.add_lines` takes them; with `${1:…}` where it asks for something.
    lines: Lines = ()
    #: Of an event: client, number; of a rule its id, of a setting its name.
    target: tuple[str, ...] = ()


def palette(query: str, play: Play | None = None, *, limit: int = 30) -> tuple[Command, ...]:
    """Return steps, events of a play, rules and settings that match words in any order; the steps for no words."""
    words = query.casefold().split()
    groups = ([*_acts(), *_steps()], [*_events(play)] if play else [], [*_rules()] if words else [], [*_switches()])
    found: list[Command] = []
    for listed in groups:
        matching = [one for one in listed if all(word in f"{one.title} {one.detail}".casefold() for word in words)]
        matching.sort(key=lambda one: not any(one.title.casefold().startswith(word) for word in words))
        found += matching[: max(limit // 3, limit - len(found) - 10) if words else limit]
    return tuple(found[:limit])


@cache
def _acts() -> tuple[Command, ...]:
    return tuple(Command(group="step", title=one.help, detail=one.lines[0], lines=one.lines) for one in acts())


@cache
def _steps() -> tuple[Command, ...]:
    ready = {line for one in acts() for line in one.lines}
    return tuple(
        Command(
            group="step", title=phrase.help.partition(". ")[0].rstrip("."), detail=phrase.shown, lines=_lines(phrase)
        )
        for phrase in PHRASES
        if phrase.expression not in ready
    )


def _lines(phrase: Phrase) -> Lines:
    """Return a phrase's lines with places to fill in, also in what it takes under it."""
    text = snippet_of(phrase.expression)
    number = text.count("${") + 1
    if phrase.takes.shown == "a doc string":
        return (text, '"""', f"${{{number}:{{}}}}", '"""')
    if phrase.takes.columns:
        return (text, f"| {phrase.takes.columns[0].name} |", f"| ${{{number}:…}} |")
    if phrase.takes is not NOTHING:
        return (text, f"| ${{{number}:name}} | ${{{number + 1}:value}} |")
    return (text,)


def _events(play: Play) -> Iterator[Command]:
    seen: set[tuple[int, str]] = set()
    for track in play.tracks:
        for event in track.events():
            if (event.step, event.name) not in seen:
                seen.add((event.step, event.name))
                line = play.script.steps[play.played[event.step - 1]].line
                yield Command(
                    group="event",
                    title=event.name,
                    detail=f"line {line}",
                    target=(track.client.key, str(event.number)),
                )


@cache
def _rules() -> tuple[Command, ...]:
    return tuple(
        Command(group="rule", title=one.says, detail=one.id, target=(one.id,)) for one in rules_module.all_rules()
    )


@cache
def _switches() -> tuple[Command, ...]:
    return tuple(
        Command(group="setting", title=one.names[0], detail=one.help, target=(one.names[0],)) for one in SETTINGS
    )
