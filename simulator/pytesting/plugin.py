"""The pytest plugin: apps and servers as fixtures, and seeded people, orders and journeys.

Every project that has the package installed has the fixtures `devicemode_ios_app` and the like. The short names are
behind one line in a conftest.py, so that no suite gets a fixture `order` that it has not asked for:

>>> pytest_plugins = ["simulator.pytesting.fixtures"]
>>> def test_a_screen_call(ios_app):                    # doctest: +SKIP
...     ios_app.screen("Settings")
...     assert ios_app.events == []

The marker `devicemode` sets what the fixtures start with::

    @pytest.mark.devicemode(settings={"Track All Screens": True}, dialect="documented")

Everything is seeded by the test's name (or by `seed` in the marker), so a test gives the same ids in every run.
The Gherkin steps are a plugin of their own: `pytest_plugins = ["simulator.pytesting.steps"]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from simulator.documentation.platforms import Platform
    from simulator.model.simulation import Simulation
    from simulator.model.sources import App, ServerSource
    from simulator.people.journeys import Journey
    from simulator.people.personas import Order, Persona

ADAPTER: Final = "--devicemode-adapter"
ADAPTER_URL: Final = "--devicemode-adapter-url"
DIALECT: Final = "--devicemode-dialect"
TIMEOUT: Final = "--devicemode-timeout"

MARKER: Final = "devicemode"
STEPS: Final = "simulator.pytesting.steps"
"""The plugin that the options of the command line are for."""

_LONGEST_TIMEOUT: Final = 86_400.0
_OPTIONS: Final = ("settings", "dialect", "device", "seed", "locale")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options with which `simulator.pytesting.steps` has scenarios performed by a port."""
    group = parser.getgroup("devicemode")
    group.addoption(ADAPTER, metavar="COMMAND", help="Run features on a port: the command that starts its adapter.")
    group.addoption(ADAPTER_URL, metavar="URL", help="Run features on a port whose adapter is an HTTP server.")
    group.addoption(
        DIALECT,
        metavar="NAME",
        type=_dialect,
        default=None,
        help="The dialect that the port is judged by; documented by default.",
    )
    group.addoption(
        TIMEOUT,
        metavar="SECONDS",
        type=_timeout,
        default=None,
        help="How long a port may take to reply; 5 by default.",
    )


def _dialect(name: str) -> str:
    """Read an option; argparse shows why it can't be read."""
    from simulator.errors import DevicemodeError
    from simulator.model.dialects import dialect

    try:
        return dialect(name).name
    except DevicemodeError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _timeout(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST_TIMEOUT:
        from simulator.errors import quoted

        raise argparse.ArgumentTypeError(
            f"a timeout is a number of seconds above 0, {_LONGEST_TIMEOUT:.0f} at most, not {quoted(written)}"
        )
    return seconds


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and refuse options that can't be together."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(f'{name}=…' for name in _OPTIONS)}): what the devicemode fixtures start with",
    )
    given = [name for name in (ADAPTER, ADAPTER_URL) if config.getoption(name) is not None]
    if len(given) > 1:
        raise pytest.UsageError(f"a port is reached by a command, or by a URL: leave out {' or '.join(given)}")
    for name in (DIALECT, TIMEOUT):
        if config.getoption(name) is not None and not given:
            raise pytest.UsageError(f"{name} is for a port; name its adapter with {ADAPTER} or {ADAPTER_URL}")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a port that nothing would be performed by; test modules may have asked for the steps until now."""
    config = session.config
    if not config.pluginmanager.hasplugin(STEPS):
        for name in (ADAPTER, ADAPTER_URL):
            if config.getoption(name) is not None:
                raise pytest.UsageError(
                    f'{name} is for features; add pytest_plugins = ["{STEPS}"] to the conftest.py of the suite'
                )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose marker is wrong, also one that uses none of the fixtures."""
    if item.get_closest_marker(MARKER) is not None:
        _check(_options(item))


def _options(item: pytest.Item) -> dict[str, Any]:
    """Return the marker's options; the one nearest to the test wins."""
    options: dict[str, Any] = {}
    for mark in reversed(list(item.iter_markers(MARKER))):
        unknown = set(mark.kwargs) - set(_OPTIONS)
        if mark.args or unknown:
            wrong = f"has no {', '.join(sorted(unknown))}" if unknown else "takes keyword arguments only"
            _refuse(f"{wrong}; it takes {', '.join(_OPTIONS)}")
        options |= mark.kwargs
    return options


def _check(options: Mapping[str, Any]) -> None:
    """Fail the test if an option can be nothing; what depends on a platform shows when an app is made."""
    from simulator.documentation import settings
    from simulator.model.dialects import Dialect, dialect
    from simulator.people.personas import check_locale
    from simulator.values import describe

    for name, value in options.items():
        if name == "seed" and type(value) not in (int, str):
            _refuse(f"has a seed that is {describe(value)}; it is a whole number or a text")
        if name == "device" and not (value is None or isinstance(value, Mapping)):
            _refuse(f"has a device that is {describe(value)}; it is a dict of attributes and values")
    with _told():
        if not isinstance(options.get("dialect"), Dialect | None):
            dialect(options["dialect"])
        if not isinstance(options.get("settings"), settings.Settings | None):
            settings.parse(options["settings"])
        if options.get("locale") is not None:
            check_locale(options["locale"])


def _refuse(wrong: str) -> None:
    pytest.fail(f"the marker {MARKER} {wrong}", pytrace=False)


@contextmanager
def _told() -> Iterator[None]:
    """Let a test fail with the sentence alone that says what is wrong with what it has asked for."""
    from simulator.errors import DevicemodeError

    try:
        yield
    except DevicemodeError as error:
        pytest.fail(f"the marker {MARKER}: {error}", pytrace=False)


def make_simulation(request: pytest.FixtureRequest) -> Simulation:
    """Return a simulation with the marker's seed and dialect."""
    from simulator.model.simulation import Simulation

    return Simulation(seed=_seed(request), dialect=_options(request.node).get("dialect") or "documented")


def make_app(request: pytest.FixtureRequest, simulation: Simulation, platform: Any) -> App:
    """Return an app with the marker's settings and device."""
    options = _options(request.node)
    with _told():
        return simulation.app(platform, options.get("settings"), device=options.get("device") or {})


def make_server(request: pytest.FixtureRequest, simulation: Simulation) -> ServerSource:
    """Return a server with the marker's settings."""
    with _told():
        return simulation.server(_options(request.node).get("settings"))


def _seed(request: pytest.FixtureRequest) -> int | str:
    seed: int | str = _options(request.node).get("seed", request.node.name)
    return seed


@pytest.fixture
def devicemode_simulation(request: pytest.FixtureRequest) -> Simulation:
    """A simulation with a clock and an Amplitude of its own, shared by all sources of the test."""
    return make_simulation(request)


@pytest.fixture
def devicemode_web_app(request: pytest.FixtureRequest, devicemode_simulation: Simulation) -> App:
    """A web page with Segment on it, open in a browser."""
    return make_app(request, devicemode_simulation, "web")


@pytest.fixture
def devicemode_ios_app(request: pytest.FixtureRequest, devicemode_simulation: Simulation) -> App:
    """An iOS app in the foreground."""
    return make_app(request, devicemode_simulation, "ios")


@pytest.fixture
def devicemode_android_app(request: pytest.FixtureRequest, devicemode_simulation: Simulation) -> App:
    """An Android app in the foreground."""
    return make_app(request, devicemode_simulation, "android")


@pytest.fixture
def devicemode_server_source(request: pytest.FixtureRequest, devicemode_simulation: Simulation) -> ServerSource:
    """A server with Segment's library."""
    return make_server(request, devicemode_simulation)


@pytest.fixture
def devicemode_persona(request: pytest.FixtureRequest) -> Persona:
    """A made-up person, in the marker's locale."""
    from simulator.people import personas

    with _told():
        return personas.persona(_seed(request), _options(request.node).get("locale"))


@pytest.fixture
def devicemode_order(request: pytest.FixtureRequest) -> Order:
    """A made-up purchase whose sums add up."""
    from simulator.people import personas

    with _told():
        return personas.order(_seed(request))


@pytest.fixture
def devicemode_journey(request: pytest.FixtureRequest) -> Callable[..., Journey]:
    """A function that makes days of use of a made-up person: `devicemode_journey("ios", events=50)`."""
    from simulator.people import journeys

    def make(platform: Platform, *, events: int = 50) -> Journey:
        return journeys.journey(
            _seed(request), platform=platform, events=events, locale=_options(request.node).get("locale")
        )

    return make
