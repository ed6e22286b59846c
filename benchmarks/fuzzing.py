"""Journeys per second, as a ratio to the suite's own cases played the same way: `python -m benchmarks.fuzzing`.

On the reference alone, and on a port behind an adapter if its command is given:
`python -m benchmarks.fuzzing "node adapters/analytics-js/adapter.js --without-segment" latest web`. A journey is made
up and played; a case has been compiled and is played. Neither is compared or judged. Interleaved, in one process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter
from typing import Final

from simulator.conformance import suite
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.fuzzing.choices import Drawn
from simulator.fuzzing.findings import journey_in
from simulator.fuzzing.journeys import Journey, journey_of
from simulator.fuzzing.playing import Player, ReferencePlayer
from simulator.fuzzing.subjects import PortSubject

ROUNDS: Final = 5
AT_A_TIME: Final = 200


def main() -> None:
    """Print the ratios; the aim is 0.5."""
    _, *arguments = sys.argv
    reference = ReferencePlayer("documented")
    _print("the reference", reference, "documented", PLATFORMS)
    if arguments:
        command, dialect, *platforms = arguments
        port = PortSubject(command=command, timeout=60).open()
        try:
            chosen = tuple(one for one in PLATFORMS if one in (platforms or port.sight.platforms))
            _print("the adapter", port, dialect, chosen)
        finally:
            port.close()


def _print(title: str, player: Player, dialect: str, platforms: Sequence[Platform]) -> None:
    found = (journey_in(case) for case in suite.load() if dialect in case.dialects)
    cases = [
        one for one in found if one and one.platform in platforms and player.sight.playable(one.actions) == one.actions
    ]
    numbers = iter(range(10**9))
    seconds = {"cases": 0.0, "journeys": 0.0}
    played = {"cases": 0, "journeys": 0}
    for turn in range(ROUNDS):
        chosen = Random(turn).sample(cases, min(AT_A_TIME, len(cases)))
        makers: dict[str, list[Callable[[], Journey]]] = {
            "cases": [lambda one=one: one for one in chosen],  # type: ignore[misc]  # each its own
            "journeys": [
                lambda: journey_of(
                    Drawn(Random(number := next(numbers))), platforms[number % len(platforms)], player.sight.playable
                )
            ]
            * len(chosen),
        }
        for kind, made in makers.items():
            began = perf_counter()
            for make in made:
                player.play(make())
            seconds[kind] += perf_counter() - began
            played[kind] += len(made)
    speeds = {kind: played[kind] / seconds[kind] for kind in played}
    print(
        f"{title}: {speeds['journeys']:,.0f} journeys/s, {speeds['cases']:,.0f} of the suite's cases/s, "
        f"ratio {speeds['journeys'] / speeds['cases']:.2f} (aim: at least 0.50)"
    )


if __name__ == "__main__":
    main()
