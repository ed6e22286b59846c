"""The course of a journey: what was so after each of its steps."""

from __future__ import annotations

from typing import NamedTuple

from simulator.conformance.running.reference import Reference
from simulator.fuzzing.journeys import Journey
from simulator.model.sources import App, ServerSource


class After(NamedTuple):
    """The state after a step."""

    #: Milliseconds since 1970.
    time: int
    #: How many events each source had logged.
    logged: dict[str, int]
    #: The apps with an SDK that has been told to log nothing.
    opted_out: frozenset[str]


class Course:
    """The course of one journey."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        #: By the number of the step.
        self.after: list[After] = []

    def note(self, reference: Reference) -> None:
        """Note what is so after another step."""
        self.after.append(
            After(
                reference.simulation.clock.now,
                {name: len(source.events) for name, source in reference.sources.items()},
                frozenset(name for name, source in reference.sources.items() if _opted_out(source)),
            )
        )


def _opted_out(source: App | ServerSource) -> bool:
    return isinstance(source, App) and source.amplitude is not None and source.amplitude.store.opt_out
