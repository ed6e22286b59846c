"""The cost of a device that joins others in one process, as a ratio to one that joins few.

`python -m benchmarks.devices [MOST]` prints, per platform, how many microseconds of the processor it takes to make and
launch one more app where there are 100 of them already, 10,000, and 100,000, and each as a ratio to the first.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from statistics import median

from benchmarks.calls import seconds
from simulator import Simulation
from simulator.documentation.platforms import PLATFORMS, Platform

AIM = 1.2
CROWDS = (100, 10_000, 100_000)
ROUNDS = 15
"""How often some devices are made at each size, of which the middle one counts."""
AT_ONCE = 50


class Crowd:
    """A simulation that gets more and more sources of a platform."""

    def __init__(self, platform: Platform) -> None:
        self._simulation = Simulation(seed="benchmark")
        self._platform = platform
        self._count = 0

    def join(self, count: int) -> None:
        """Make so many more."""
        for number in range(self._count, self._count + count):
            if self._platform == "server":
                self._simulation.server(name=f"server {number}")
            else:
                self._simulation.app(self._platform, name=f"app {number}")
        self._count += count

    def grow(self, size: int) -> None:
        """Make as many as it takes to have `size`."""
        self.join(size - self._count)

    def cost(self) -> float:
        """Return how many seconds of the processor one more takes, the median of several rounds."""
        # Neither the garbage collector's walks through the crowd nor what it finds there belong to one device.
        gc.collect()
        gc.freeze()
        try:
            return median(seconds(lambda: self.join(AT_ONCE)) for _ in range(ROUNDS)) / AT_ONCE
        finally:
            gc.unfreeze()


def measure(platform: Platform, crowds: Sequence[int] = CROWDS) -> list[float]:
    """Return what one more device costs in each of some crowds, in seconds; the smallest crowd comes first."""
    crowd, costs = Crowd(platform), []
    for size in crowds:
        crowd.grow(size)
        costs.append(crowd.cost())
    return costs


def main(most: int = CROWDS[-1]) -> None:
    """Print a line per platform."""
    crowds = [size for size in CROWDS if size <= most]
    print(f"microseconds for one more device among others, and their ratio to that among {crowds[0]} (aim: {AIM})")
    print(f"{'platform':9}" + "".join(f"{size:>16,}" for size in crowds))
    for platform in PLATFORMS:
        costs = measure(platform, crowds)
        print(f"{platform:9}" + "".join(f"{cost * 1e6:8.1f}  {cost / costs[0]:4.2f}×" + " " for cost in costs))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
