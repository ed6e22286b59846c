"""The ways through this project that have to agree, two by two: one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import msgspec

from simulator.backend import Backend, Ingestion
from simulator.conformance.language.actions import Action, AddSource, AnyAction, Lifecycle, Wait
from simulator.conformance.language.cases import compile_text
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import Platform
from simulator.errors import SettingsError
from simulator.fuzzing.journeys import Journey, step_lines
from simulator.fuzzing.playing import SEED, performed, sight_of
from simulator.fuzzing.self_check import restarts
from simulator.fuzzing.self_check.in_a_file import ProjectInAFile
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.shown import Detail, shown
from simulator.model.dialects import Dialect, dialect_of
from simulator.ports.connections.in_process import InProcessConnection
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target.port_target import PortTarget

After = Callable[[Reference], None]
"""Is called with the reference after each step."""

Usual = Callable[[Journey, Dialect, After], Performance]
Other = Callable[[Journey, Dialect, Room], AbstractContextManager[Performance]]


def in_memory(journey: Journey, reading: Dialect, after: After) -> Performance:
    """Play a journey by the simulator in one process, with its own backend in memory."""

    def noted(reference: Reference) -> Reference:
        after(reference)
        return reference

    return performed(Reference(dialect=reading, seed=SEED), journey, noted)


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way through the project, and the usual one that it has to agree with."""

    name: str
    #: What has to be so, in a sentence.
    says: str
    #: How many of a hundred journeys are played on it.
    share: int
    other: Other
    usual: Usual = in_memory
    detail: Detail = Detail()
    fits: Callable[[Journey], bool] = lambda journey: True


# Other ways to do the same in memory ------------------------------------------------------------------------------------


@contextmanager
def _by_another_seed(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    del room
    yield performed(Reference(dialect=reading, seed="another"), journey)


@contextmanager
def _looked_at(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
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
def _in_parts(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    del room
    yield performed(InParts(dialect=reading, seed=SEED), journey)


@contextmanager
def _beside_another(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    del room
    reference = Reference(dialect=reading, seed=SEED)
    reference.perform(AddSource(app="app beside it", platform=_BESIDE[journey.platform]))
    yield performed(reference, journey)


_BESIDE: Final[dict[Platform, Platform]] = {"web": "ios", "ios": "android", "android": "web", "server": "ios"}


def _sets_up(journey: Journey) -> bool:
    """Tell whether all settings are valid: an app that is refused is not the one that later steps are about."""
    try:
        for one in journey.actions:
            if isinstance(one, AddSource):
                settings_module.parse(one.settings)
    except SettingsError:
        return False
    return True


@contextmanager
def _by_what_is_at_work(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey in a dialect that has only those of its divergences that have a part in the journey."""
    del room
    watching = Reference(dialect=reading, seed=SEED, watch=True)
    # What is only looked at afterwards is part of it.
    shown(journey, performed(watching, journey), Detail())
    yield performed(Reference(dialect=dialect_of(reading.name, watching.divergences_at_work()), seed=SEED), journey)


# As text ----------------------------------------------------------------------------------------------------------------


@contextmanager
def _as_text(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    del room
    lines = "\n".join(step_lines(journey.actions))
    [case] = compile_text(
        f"Feature: Self check\n\n  Scenario: a journey\n{lines}\n", "self-check.feature", "self-check"
    )
    read: list[AnyAction] = [one.step for one in case.steps if isinstance(one.step, Action)]
    yield performed(Reference(dialect=reading, seed=SEED), Journey(platform=journey.platform, actions=tuple(read)))


# Through an adapter -----------------------------------------------------------------------------------------------------

_NOWHERE: Final = "http://127.0.0.1:9/runs/journey"
"""The address that an adapter in this process is told to upload to, and doesn't."""


@contextmanager
def _through_an_adapter(level: str, journey: Journey, reading: Dialect) -> Iterator[Performance]:
    backend = Backend()
    adapter = ReferenceAdapter(
        level=level, reading=reading, wire_to=lambda address: Ingestion(lambda api_key: backend).answer
    )
    connection = InProcessConnection(adapter)
    target = PortTarget(connection, adapter.hello(), case=SEED, backend=backend, endpoint=_NOWHERE)
    yield performed(target, journey)
    target.close()


def _by_its_uploads(journey: Journey, reading: Dialect, room: Room) -> AbstractContextManager[Performance]:
    del room
    return _through_an_adapter("wire", journey, reading)


def _by_its_reports(journey: Journey, reading: Dialect, room: Room) -> AbstractContextManager[Performance]:
    del room
    return _through_an_adapter("events", journey, reading)


@contextmanager
def _in_a_process_of_its_own(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    link = room.adapter(reading.name)
    backend, endpoint = room.uploads.project()
    try:
        target = PortTarget(
            link.connection(), link.welcome(), case=SEED, backend=backend, endpoint=endpoint, timeout=_PATIENCE
        )
        yield performed(target, journey)
        target.close()
    finally:
        room.uploads.forget(backend)


_PATIENCE: Final = 60
"""Seconds for each reply."""


def _can_be_reported(journey: Journey) -> bool:
    return _sets_up(journey) and all(map(_OF_LEVEL_EVENTS.allows, journey.actions))


_OF_LEVEL_EVENTS: Final = sight_of(ReferenceAdapter(level="events").hello())

# Through the backend ----------------------------------------------------------------------------------------------------


@contextmanager
def _over_http(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    with room.project_over_http() as project:
        yield performed(Reference(dialect=reading, seed=SEED, project=project), journey)


@contextmanager
def _in_a_file(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    with room.folder() as folder:
        project = ProjectInAFile(folder / "amplitude.db")
        yield performed(Reference(dialect=reading, seed=SEED, project=project), journey)


# With restarts ----------------------------------------------------------------------------------------------------------


def _ended_in_memory(journey: Journey, reading: Dialect, after: After) -> Performance:
    def ended(reference: Reference) -> Reference:
        after(reference)
        return restarts.after_a_step(reference, restarts.in_memory)

    return performed(Reference(dialect=reading, seed=SEED), journey, ended)


@contextmanager
def _from_files(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    with room.folder() as folder, restarts.Files(folder, reading) as files:
        yield performed(files.open(), journey, lambda target: restarts.after_a_step(target, files.again))


# The table --------------------------------------------------------------------------------------------------------------

_AS_ROLES: Final = Detail(ids=False)
_OF_A_PORT: Final = Detail(ids=False, because=False)

WAYS: Final = (
    Way(
        name="by another seed",
        says="What is random has no part in what a journey shows: with another seed only the ids are others.",
        share=14,
        other=_by_another_seed,
        detail=_AS_ROLES,
    ),
    Way(
        name="looked at after each step",
        says="To look at what has come of a journey so far changes nothing.",
        share=10,
        other=_looked_at,
    ),
    Way(
        name="in parts",
        says="Time that passes in parts is time that passes at once, and so with the changes of an app's life.",
        share=14,
        other=_in_parts,
    ),
    Way(
        name="beside another app",
        says="An app that does nothing changes nothing about the others, not even their ids.",
        share=12,
        other=_beside_another,
        fits=_sets_up,
    ),
    Way(
        name="by what is at work",
        says="A divergence that has no part in a journey changes nothing about it.",
        share=2,
        other=_by_what_is_at_work,
    ),
    Way(
        name="as text",
        says="A journey that is written as a scenario and compiled again is the same journey.",
        share=14,
        other=_as_text,
    ),
    Way(
        name="through an adapter",
        says="The reference behind the adapter protocol uploads what it uploads without it.",
        share=14,
        other=_by_its_uploads,
        detail=_OF_A_PORT,
        fits=_sets_up,
    ),
    Way(
        name="by an adapter's reports",
        says="What an adapter of level events reports is what would have been uploaded.",
        share=8,
        other=_by_its_reports,
        detail=Detail(ids=False, because=False, uploads=False),
        fits=_can_be_reported,
    ),
    Way(
        name="through an adapter in another process",
        says="An adapter that isn't waited for does the same in the same order.",
        share=2,
        other=_in_a_process_of_its_own,
        detail=_OF_A_PORT,
        fits=_sets_up,
    ),
    Way(
        name="through the backend",
        says="Over HTTP, and read back over the read API, Amplitude is what it is in the process.",
        share=4,
        other=_over_http,
    ),
    Way(
        name="with Amplitude in a file",
        says="What Amplitude has answered is in its file: it can be closed and opened again between any two requests.",
        share=4,
        other=_in_a_file,
    ),
    Way(
        name="with restarts from files",
        says="A device in a file goes on where its process was killed, as it does when its app is restarted in memory.",
        share=2,
        other=_from_files,
        usual=_ended_in_memory,
        detail=_AS_ROLES,
        fits=restarts.fits,
    ),
)
"""All ways; their shares make up 100. The first fits any journey."""
