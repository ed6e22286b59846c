"""The vocabulary: each phrase of the scenario language once, by subject.

In: expressions, help and what a step makes. Out: `PHRASES`, from which come the compiler, the pytest-bdd steps,
`devicemode steps`, the glue for editors, and the suggestions for a step that does not parse.
"""

from __future__ import annotations

from typing import Final

from simulator.conformance.language.phrases import Phrase
from simulator.conformance.language.vocabulary import calls, clients, environment, events, setup, users

PHRASES: Final[tuple[Phrase, ...]] = (
    *setup.PHRASES,
    *calls.PHRASES,
    *environment.PHRASES,
    *events.PHRASES,
    *users.PHRASES,
    *clients.PHRASES,
)
"""Every phrase, in the order of the step reference. There are fewer than 70."""
