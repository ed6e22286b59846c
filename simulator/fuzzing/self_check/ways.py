"""The ways through this project that have to agree, two by two: one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import SEED, performed
from simulator.fuzzing.self_check import by_adapters, by_stand_in, in_memory, restarts
from simulator.fuzzing.self_check.in_a_file import in_a_file
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.shown import Detail
from simulator.fuzzing.self_check.sides import Other, Usual
from simulator.model.dialects import Dialect


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way through the project, and the usual one that it has to agree with."""

    name: str
    #: What has to be so, in a sentence.
    says: str
    #: How many of a hundred journeys are played on it.
    share: int
    usual: Usual = in_memory.usual
    other: Other
    detail: Detail = Detail()
    fits: Callable[[Journey], bool] = lambda journey: True


@contextmanager
def over_http(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey whose requests go over HTTP, and whose results are read over the read API."""
    with room.project_over_http() as project:
        yield performed(Reference(dialect=reading, seed=SEED, project=project), journey)


_AS_ROLES: Final = Detail(ids=False)
_OF_A_PORT: Final = Detail(ids=False, because=False)

WAYS: Final = (
    Way(
        name="by another seed",
        says="What is random has no part in what a journey shows: with another seed only the ids are others.",
        share=10,
        other=in_memory.by_another_seed,
        detail=_AS_ROLES,
    ),
    Way(
        name="looked at after each step",
        says="To look at what has come of a journey so far changes nothing.",
        share=14,
        other=in_memory.looked_at,
    ),
    Way(
        name="in parts",
        says="Time that passes in parts is time that passes at once, and so with the changes of an app's life.",
        share=25,
        other=in_memory.in_parts,
    ),
    Way(
        name="beside another app",
        says="An app that does nothing changes nothing about the others, not even their ids.",
        share=18,
        other=in_memory.beside_another,
        fits=in_memory.sets_up,
    ),
    Way(
        name="by what is at work",
        says="A divergence that has no part in a journey changes nothing about it.",
        share=1,
        other=in_memory.by_what_is_at_work,
    ),
    Way(
        name="as text",
        says="A journey that is written as a scenario and compiled again is the same journey.",
        share=8,
        other=in_memory.as_text,
    ),
    Way(
        name="through an adapter",
        says="The reference behind the adapter protocol uploads what it uploads without it.",
        share=8,
        other=by_adapters.by_its_uploads,
        detail=_OF_A_PORT,
        fits=in_memory.sets_up,
    ),
    Way(
        name="by an adapter's reports",
        says="What an adapter of level events reports is what would have been uploaded.",
        share=5,
        usual=by_adapters.to_the_end,
        other=by_adapters.by_its_reports,
        detail=Detail(ids=False, because=False, uploads=False),
        fits=by_adapters.can_be_reported,
    ),
    Way(
        name="through an adapter in another process",
        says="An adapter that isn't waited for does the same in the same order.",
        share=1,
        other=by_adapters.in_a_process_of_its_own,
        detail=_OF_A_PORT,
        fits=in_memory.sets_up,
    ),
    Way(
        name="through the backend",
        says="Over HTTP, and read back over the read API, Amplitude is what it is in the process.",
        share=2,
        other=over_http,
    ),
    Way(
        name="by Segment's stand-in",
        says="What is posted to Segment's stand-in reaches Amplitude as it does from Segment's servers.",
        share=6,
        other=by_stand_in.by_stand_in,
        detail=Detail(because=False, commands=False),
        fits=by_stand_in.fits,
    ),
    Way(
        name="with Amplitude in a file",
        says="What Amplitude has answered is in its file: it can be closed and opened again between any two requests.",
        share=1,
        other=in_a_file,
    ),
    Way(
        name="with restarts from files",
        says="A device in a file goes on where its process was killed, as it does when its app is restarted in memory.",
        share=1,
        usual=restarts.ended_in_memory,
        other=restarts.from_files,
        detail=_AS_ROLES,
        fits=restarts.fits,
    ),
)
"""All ways; their shares make up 100. The first fits any journey."""
