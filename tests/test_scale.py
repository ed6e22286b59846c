"""Costs that grow with the number of devices in a simulation, and those that must not."""

from __future__ import annotations

import pytest

from benchmarks.devices import measure
from simulator.documentation.platforms import PLATFORMS, Platform


@pytest.mark.exhaustive
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_device_costs_the_same_in_any_crowd(platform: Platform) -> None:
    among_few, among_many = measure(platform, (100, 10_000))
    # A walk over the others makes it six times as much; what a busy machine does to a measurement stays below two.
    assert among_many / among_few < 2
