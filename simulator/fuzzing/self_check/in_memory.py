"""The usual way, and other ways to do the same without leaving the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from simulator.conformance.language.actions import Action, AddSource, AnyAction, Lifecycle, Wait
from simulator.conformance.language.cases import compile_text
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation import settings
from simulator.documentation.platforms import Platform
from simulator.errors import SettingsError
from simulator.fuzzing.journeys import Journey, step_lines
from simulator.fuzzing.playing import SEED, performed
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.shown import Detail, shown
from simulator.fuzzing.self_check.sides import Note
from simulator.model.dialects import Dialect, dialect_of


def usual(journey: Journey, reading: Dialect, note: Note) -> Performance:
    """Play a journey by the simulator in one process, with its own backend in memory."""

    def noted(reference: Reference) -> Reference:
        note(reference)
        return reference

    return performed(Reference(dialect=reading, seed=SEED), journey, noted)


@contextmanager
def by_another_seed(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey with other ids."""
    del room
    yield performed(Reference(dialect=reading, seed="another"), journey)


@contextmanager
def looked_at(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Look at everything that can be looked at after each step."""
    del room

    def looked(reference: Reference) -> Reference:
        reference.view()
        reference.commands()
        reference.messages()
        reference.warnings()
        reference.crashes()
        reference.rules_behind_events()
        return reference

    yield performed(Reference(dialect=reading, seed=SEED), journey, looked)


class InParts(Reference):
    """Lets time pass in parts, and takes apps through their lives one change at a time."""

    def _wait(self, action: Wait) -> None:
        for part in (action.duration // 3, 0, action.duration - action.duration // 3):
            super()._wait(Wait(duration=part))

    def _lifecycle(self, action: Lifecycle) -> None:
        if action.event == "background" and action.duration is not None:
            self._lifecycle(Lifecycle(app=action.app, event="background"))
            self._wait(Wait(duration=action.duration))
            self._lifecycle(Lifecycle(app=action.app, event="foreground"))
        elif action.event == "restart":
            self._lifecycle(Lifecycle(app=action.app, event="kill"))
            self._lifecycle(Lifecycle(app=action.app, event="launch"))
        else:
            super()._lifecycle(action)


@contextmanager
def in_parts(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey whose steps are taken in parts."""
    del room
    yield performed(InParts(dialect=reading, seed=SEED), journey)


@contextmanager
def beside_another(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey in a simulation that has another app, which does nothing."""
    del room
    reference = Reference(dialect=reading, seed=SEED)
    reference.perform(AddSource(app="app beside it", platform=_BESIDE[journey.platform]))
    yield performed(reference, journey)


_BESIDE: Final[dict[Platform, Platform]] = {"web": "ios", "ios": "android", "android": "web", "server": "ios"}


def sets_up(journey: Journey) -> bool:
    """Tell whether all settings are valid: an app that is refused is not the one that later steps are about."""
    try:
        for one in journey.actions:
            if isinstance(one, AddSource):
                settings.parse(one.settings)
    except SettingsError:
        return False
    return True


@contextmanager
def by_what_is_at_work(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey in a dialect that has only those of its divergences that have a part in the journey."""
    del room
    watching = Reference(dialect=reading, seed=SEED, watch=True)
    # What is only looked at afterwards has a part in it.
    shown(journey, performed(watching, journey), Detail())
    narrowed = dialect_of(reading.name, watching.divergences_at_work())
    yield performed(Reference(dialect=narrowed, seed=SEED), journey)


@contextmanager
def as_text(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Write a journey as a scenario, and play what the compiler makes of that."""
    del room
    lines = "\n".join(step_lines(journey.actions))
    [case] = compile_text(
        f"Feature: Self check\n\n  Scenario: a journey\n{lines}\n", "self-check.feature", "self-check"
    )
    read: list[AnyAction] = [one.step for one in case.steps if isinstance(one.step, Action)]
    yield performed(Reference(dialect=reading, seed=SEED), Journey(platform=journey.platform, actions=tuple(read)))
