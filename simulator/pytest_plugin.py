"""The pytest plugin: apps and servers as fixtures, and seeded people, orders and journeys.

>>> def test_a_screen_call(ios_app):                    # doctest: +SKIP
...     ios_app.screen("Settings")
...     assert ios_app.events == []

The marker `devicemode` sets what the fixtures start with::

    @pytest.mark.devicemode(settings={"Track All Screens": True}, dialect="documented")

Everything is seeded by the test's name (or by `seed` in the marker), so a test gives the same ids in every run.
The Gherkin steps are a plugin of their own: `pytest_plugins = ["simulator.pytest_steps"]` in a conftest.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.journeys import Journey
    from simulator.personas import Order, Persona
    from simulator.platforms import Platform
    from simulator.simulation import Simulation
    from simulator.sources import App, ServerSource

ADAPTER = "--devicemode-adapter"
ADAPTER_URL = "--devicemode-adapter-url"
DIALECT = "--devicemode-dialect"
TIMEOUT = "--devicemode-timeout"

MARKER = "devicemode"
_OPTIONS = ("settings", "dialect", "device", "seed", "locale")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options with which `simulator.pytest_steps` has scenarios performed by a port."""
    group = parser.getgroup("devicemode")
    group.addoption(ADAPTER, metavar="COMMAND", help="Run features on a port: the command that starts its adapter.")
    group.addoption(ADAPTER_URL, metavar="URL", help="Run features on a port whose adapter is an HTTP server.")
    group.addoption(DIALECT, metavar="NAME", default="documented", help="The dialect that the port is judged by.")
    group.addoption(TIMEOUT, metavar="SECONDS", type=float, default=5.0, help="How long a port may take to reply.")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(f'{name}=…' for name in _OPTIONS)}): what the devicemode fixtures start with",
    )


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the marker's options; the one nearest to the test wins."""
    options: dict[str, Any] = {}
    for mark in reversed(list(request.node.iter_markers(MARKER))):
        unknown = set(mark.kwargs) - set(_OPTIONS)
        if mark.args or unknown:
            wrong = f"has no {', '.join(sorted(unknown))}" if unknown else "takes keyword arguments only"
            raise pytest.UsageError(f"the marker {MARKER} {wrong}; it takes {', '.join(_OPTIONS)}")
        options |= mark.kwargs
    return options


def _seed(request: pytest.FixtureRequest) -> int | str:
    seed: int | str = _options(request).get("seed", request.node.name)
    return seed


@pytest.fixture
def simulation(request: pytest.FixtureRequest) -> Simulation:
    """A simulation with a clock and an Amplitude of its own, shared by all sources of the test."""
    from simulator.simulation import Simulation

    return Simulation(seed=_seed(request), dialect=_options(request).get("dialect", "documented"))


def _app(request: pytest.FixtureRequest, platform: Any) -> App:
    simulation: Simulation = request.getfixturevalue("simulation")
    options = _options(request)
    return simulation.app(platform, options.get("settings"), device=options.get("device") or {})


@pytest.fixture
def web_app(request: pytest.FixtureRequest) -> App:
    """A web page with Segment on it, open in a browser."""
    return _app(request, "web")


@pytest.fixture
def ios_app(request: pytest.FixtureRequest) -> App:
    """An iOS app in the foreground."""
    return _app(request, "ios")


@pytest.fixture
def android_app(request: pytest.FixtureRequest) -> App:
    """An Android app in the foreground."""
    return _app(request, "android")


@pytest.fixture
def server_source(request: pytest.FixtureRequest, simulation: Simulation) -> ServerSource:
    """A server with Segment's library."""
    return simulation.server(_options(request).get("settings"))


@pytest.fixture
def persona(request: pytest.FixtureRequest) -> Persona:
    """A made-up person, in the marker's locale."""
    from simulator import personas

    return personas.persona(_seed(request), _options(request).get("locale"))


@pytest.fixture
def order(request: pytest.FixtureRequest) -> Order:
    """A made-up purchase whose sums add up."""
    from simulator import personas

    return personas.order(_seed(request))


@pytest.fixture
def journey(request: pytest.FixtureRequest) -> Callable[..., Journey]:
    """A function that makes days of use of a made-up person: `journey("ios", events=50)`."""
    from simulator import journeys

    def make(platform: Platform, *, events: int = 50) -> Journey:
        return journeys.journey(
            _seed(request), platform=platform, events=events, locale=_options(request).get("locale")
        )

    return make
