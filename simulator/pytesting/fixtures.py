"""Short names for the fixtures of the pytest plugin, for suites that ask for them.

`pytest_plugins = ["simulator.pytesting.fixtures"]` in a conftest.py is all that a suite needs;
`simulator.pytesting.plugin` says what each fixture is, and what the marker `devicemode` sets. A suite may put a
`simulation` of its own in place of the one here, and the apps and servers are made in that one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from simulator.pytesting.plugin import make_app, make_server

if TYPE_CHECKING:
    from simulator.model.simulation import Simulation
    from simulator.model.sources import App, ServerSource
    from simulator.people.journeys import Journey
    from simulator.people.personas import Order, Persona


@pytest.fixture
def simulation(devicemode_simulation: Simulation) -> Simulation:
    """A simulation with a clock and an Amplitude of its own, shared by all sources of the test."""
    return devicemode_simulation


@pytest.fixture
def web_app(request: pytest.FixtureRequest, simulation: Simulation) -> App:
    """A web page with Segment on it, open in a browser."""
    return make_app(request, simulation, "web")


@pytest.fixture
def ios_app(request: pytest.FixtureRequest, simulation: Simulation) -> App:
    """An iOS app in the foreground."""
    return make_app(request, simulation, "ios")


@pytest.fixture
def android_app(request: pytest.FixtureRequest, simulation: Simulation) -> App:
    """An Android app in the foreground."""
    return make_app(request, simulation, "android")


@pytest.fixture
def server_source(request: pytest.FixtureRequest, simulation: Simulation) -> ServerSource:
    """A server with Segment's library."""
    return make_server(request, simulation)


@pytest.fixture
def persona(devicemode_persona: Persona) -> Persona:
    """A made-up person, in the marker's locale."""
    return devicemode_persona


@pytest.fixture
def order(devicemode_order: Order) -> Order:
    """A made-up purchase whose sums add up."""
    return devicemode_order


@pytest.fixture
def journey(devicemode_journey: Callable[..., Journey]) -> Callable[..., Journey]:
    """A function that makes days of use of a made-up person: `journey("ios", events=50)`."""
    return devicemode_journey
