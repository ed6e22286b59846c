"""The cost of a device that joins many others in one process, as a ratio to one that joins few.

`python -m benchmarks.devices [MOST]` prints, per platform, how many microseconds of processor time it takes to make and
launch one more app if there are already 100, 10,000, and 100,000, and each as a ratio to the first.
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
"""The number of rounds at each size; the median counts."""
AT_ONCE = 50


class Crowd:
    """A simulation that gets more and more sources of a platform."""

    def __init__(self, platform: Platform) -> None:
        self._simulation = Simulation(seed="benchmark")
        self._platform = platform
        self._count = 0

    def join(self, count: int) -> None:
        """Make more sources."""
        for number in range(self._count, self._count + count):
            if self._platform == "server":
                self._simulation.server(name=f"server {number}")
            else:
                self._simulation.app(self._platform, name=f"app {number}")
        self._count += count

    def grow(self, size: int) -> None:
        """Make devices until there are `size`."""
        self.join(size - self._count)

    def cost(self) -> float:
        """Return the processor seconds that one more device takes, the median of several rounds."""
        # The garbage collector's passes over all sources are not the cost of one device.
        gc.collect()
        gc.freeze()
        try:
            return median(seconds(lambda: self.join(AT_ONCE)) for _ in range(ROUNDS)) / AT_ONCE
        finally:
            gc.unfreeze()


def measure(platform: Platform, crowds: Sequence[int] = CROWDS) -> list[float]:
    """Return the cost of one more device at each size, in seconds, the smallest size first."""
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
