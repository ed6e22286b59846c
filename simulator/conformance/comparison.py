"""Two dialects (or platforms) side by side: where they differ for a scenario, and which divergences explain it."""

from __future__ import annotations

from collections.abc import Callable

from simulator.conformance.cases import Case
from simulator.conformance.exploration import Exploration, explore
from simulator.dialects import Dialect, dialect, dialect_of
from simulator.divergences import divergences
from simulator.platforms import Platform
from simulator.values import JSONObject

_VOLATILE = ("uuid", "insert_id")


def evidence(explored: Exploration) -> list[JSONObject]:
    """Return all that a comparison looks at: the events without their random ids, and what was refused."""
    events = [{key: value for key, value in one.event.items() if key not in _VOLATILE} for one in explored.events]
    return [*events, *explored.usermap_requests, *({"refused": text} for text in explored.refusals)]


def explanations(case: Case, first: str, second: str, *, platform: Platform | None = None) -> tuple[str, ...]:
    """Return the divergences that change what comes of a case between two dialects.

    One counts if taking it out of the dialect that has it, or adding it to the one that has not, changes anything.
    """
    one, other = dialect(first), dialect(second)
    apart = one.divergences ^ other.divergences
    platforms = {platform} if platform else set(case.platforms)
    chosen = [name for name, entry in divergences().items() if name in apart and entry.platform in platforms]

    def result(reading: Dialect) -> list[JSONObject]:
        return evidence(explore(case, dialect=reading, platform=platform))

    plain, full = result(one), result(other)
    return tuple(name for name in chosen if _matters(name, one, plain, result) or _matters(name, other, full, result))


def _matters(
    name: str, reading: Dialect, expected: list[JSONObject], result: Callable[[Dialect], list[JSONObject]]
) -> bool:
    """Tell whether switching one divergence on or off in a dialect changes the result."""
    return result(dialect_of(reading.name, reading.divergences ^ {name})) != expected
