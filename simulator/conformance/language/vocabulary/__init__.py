"""The vocabulary: each phrase of the scenario language once, by subject.

In: expressions, help, actions, expectations. Out: `PHRASES`, from which come the compiler, the pytest-bdd steps,
`devicemode steps`, the glue for editors, and the suggestions for a step that does not parse. Imports `actions`,
`arguments`, `columns`, `parameters` and `phrases`.
"""

from __future__ import annotations

from typing import Final

from simulator.conformance.language.phrases import Phrase
from simulator.conformance.language.vocabulary import (
    calling,
    clients,
    environment,
    posting,
    profiles,
    received,
    setup,
)

PHRASES: Final[tuple[Phrase, ...]] = (
    *setup.PHRASES,
    *calling.PHRASES,
    *environment.PHRASES,
    *posting.PHRASES,
    *received.PHRASES,
    *profiles.PHRASES,
    *clients.PHRASES,
)
"""Every phrase, in the order of the step reference. There are fewer than 70."""
