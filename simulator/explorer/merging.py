"""Merging: a scenario that each client plays for itself, as one in which all of them share an Amplitude.

Given an app                        Given a web app
When the app tracks "A"             And an ios app
And 2 minutes pass                  When the web app tracks "A"
                                    And the ios app tracks "A"
                                    And 2 minutes pass
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.language.actions import SETUP, AddSource, ChangeDevice, Post, SetAccounts, SetFault, Wait
from simulator.conformance.language.writing import Lines, lines_of, pairs_lines
from simulator.documentation.platforms import TITLES
from simulator.errors import UsageError, quoted
from simulator.explorer import editing
from simulator.explorer.casting import with_settings
from simulator.explorer.clients import Client, title
from simulator.explorer.document import Script, ScriptStep
from simulator.explorer.drafts import Draft
from simulator.explorer.outlines import DEVICE, OPEN, SOURCES, WITH_SETTINGS
from simulator.explorer.playing import Play

MOST_ALIKE: Final = 2
"""The most apps of one platform that a scenario can name."""
_SUBJECT: Final = "the app "
_OF_ALL: Final = (Wait, SetFault, SetAccounts, Post)
"""Steps that are about no client in particular."""


class _App(msgspec.Struct, frozen=True, kw_only=True):
    client: Client
    #: As a Given step names it: `a second web app`.
    given: str
    #: The numbers of the steps that it refuses.
    refuses: frozenset[int]

    @property
    def subject(self) -> str:
        """As other steps name it: `the second web app `."""
        return f"the {self.given.partition(' ')[2]} "


def into_one(draft: Draft, play: Play) -> Draft:
    """Return a draft in which all clients share one Amplitude: each step is written for every client that takes it.

    Expectations were about each client by itself, and are left out. `play` shows which client refuses which step.
    Raises `UsageError` where a scenario can't say it.
    """
    script = _mergeable(draft)
    apps = _apps(draft, play)
    lines = [line for step in _written(script, apps) for line in step]
    clients = tuple(msgspec.structs.replace(one, settings={}, device={}) for one in draft.clients)
    merged = editing.add_lines(editing.without_steps(draft), lines)
    return msgspec.structs.replace(merged, clients=clients)


def expects_something(draft: Draft) -> bool:
    """Tell whether the scenario has steps that `into_one` leaves out."""
    return any(isinstance(one.step, Expectation) for one in draft.script.steps) if draft.script else False


def _mergeable(draft: Draft) -> Script:
    script = draft.script
    if script is None or not script.sources:
        raise UsageError("there is no scenario yet that clients could share")
    if script.names_its_apps:
        raise UsageError("this scenario names its apps, which share one Amplitude already")
    if len(script.sources) > 1:
        raise UsageError("each client has two apps in this scenario, which a scenario for all can't name")
    if script.playable < len(script.steps):
        raise UsageError(f"line {script.steps[script.playable].line} can't be read; repair it first")
    if editing.is_row(draft, script):
        raise UsageError("this is a row of an outline; keep it as a scenario of its own first")
    if any(one.line < script.line for one in script.steps):
        raise UsageError("this scenario has steps in a Background, which are about every scenario; move them first")
    return script


def _apps(draft: Draft, play: Play) -> tuple[_App, ...]:
    made: list[_App] = []
    for client in draft.clients:
        alike = [one.client for one in made if one.client.platform == client.platform]
        platform = TITLES[client.platform]
        if len(alike) == MOST_ALIKE:
            raise UsageError(f"one Amplitude takes {MOST_ALIKE} {platform} clients at most; remove the others first")
        if any((one.dialect, one.switched) != (client.dialect, client.switched) for one in alike):
            names = " and ".join(title(one, draft.clients) for one in (*alike, client))
            raise UsageError(f"{names} behave differently, and in one scenario all {platform} clients behave alike")
        moments = play.track(client.key).moments
        refuses = frozenset(moment.step for moment in moments if moment.refusals)
        made.append(_App(client=client, given=SOURCES[client.platform][len(alike)], refuses=refuses))
    return tuple(made)


def _written(script: Script, apps: Sequence[_App]) -> Iterator[Lines]:
    """Return the steps: how each app is set up, and then what happens to each in turn."""
    numbered = list(enumerate(script.steps, 1))
    setting_up = next((at for at, (_, one) in enumerate(numbered) if not isinstance(one.step, SETUP)), len(numbered))
    for app in apps:
        yield from _set_up([(n, one) for n, one in numbered[:setting_up] if n not in app.refuses], app)
    yield from (_lines(one) for _, one in numbered[:setting_up] if isinstance(one.step, SetAccounts))
    for number, one in numbered[setting_up:]:
        if isinstance(one.step, Expectation):
            continue
        if isinstance(one.step, _OF_ALL):
            yield _lines(one)
            continue
        if not one.text.startswith(_SUBJECT):
            raise UsageError(
                f"line {one.line}, {quoted(one.text)}, is about one device, and a scenario with several apps can't "
                "say which"
            )
        first, *under = _lines(one)
        yield from ((first.replace(_SUBJECT, app.subject, 1), *under) for app in apps if number not in app.refuses)


def _set_up(steps: Sequence[tuple[int, ScriptStep]], app: _App) -> Iterator[Lines]:
    device = {} if app.client.platform == "server" else dict(app.client.device)
    for _, one in steps:
        if isinstance(one.step, AddSource):
            text = OPEN.sub(app.given, one.text, count=1).removesuffix(WITH_SETTINGS)
            settings = with_settings(one.step.settings, app.client.settings)
            yield (text + WITH_SETTINGS, *pairs_lines(settings)) if settings else (text,)
        elif isinstance(one.step, ChangeDevice) and one.text == DEVICE:
            device = dict(one.step.attributes) | device
        elif not isinstance(one.step, SetAccounts):
            yield _lines(one)
    if device:
        yield (DEVICE, *pairs_lines(device))


def _lines(one: ScriptStep) -> Lines:
    return lines_of(one.text, one.argument)
