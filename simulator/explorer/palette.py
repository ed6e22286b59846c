"""The palette: steps to add, events to go to, rules and settings to open, found by words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from simulator.conformance.language.arguments import NOTHING
from simulator.conformance.language.phrases import Phrase
from simulator.conformance.language.vocabulary import PHRASES
from simulator.conformance.language.writing import Lines
from simulator.documentation import rules as rules_module
from simulator.documentation.settings import SETTINGS
from simulator.explorer.acts import acts
from simulator.explorer.playing import Play
from simulator.explorer.snippets import snippet_of


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the palette can do: add a step, go to an event, open a rule or a setting."""

    group: Literal["step", "event", "rule", "setting"]
    #: `A push message wakes the app`
    title: str
    #: Below it: the phrase, the rule's id, the setting's help.
    detail: str
    #: Of a step: its lines, as `editing.add_lines` takes them, with placeholders such as `${1:…}`.
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
    """Return a phrase's lines with placeholders, also in its argument."""
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
