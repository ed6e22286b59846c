"""The course of a journey: what was so after each of its steps."""

from __future__ import annotations

from typing import NamedTuple

from simulator.conformance.running.reference import Reference
from simulator.fuzzing.journeys import Journey


class After(NamedTuple):
    """The state after a step."""

    #: Milliseconds since 1970.
    time: int
    #: How many events each source had logged.
    logged: dict[str, int]


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
            )
        )
