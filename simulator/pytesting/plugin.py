"""The pytest plugin: apps and servers as fixtures, and seeded people, orders and journeys.

Every project that has the package installed has the fixtures `devicemode_ios_app` and the like. The short names are
behind one line in a conftest.py, so that no suite gets a fixture `order` unasked:

>>> pytest_plugins = ["simulator.pytesting.fixtures"]
>>> def test_a_screen_call(ios_app):                    # doctest: +SKIP
...     ios_app.screen("Settings")
...     assert ios_app.events == []

The marker `devicemode` sets the fixtures' options::

    @pytest.mark.devicemode(settings={"Track All Screens": True}, dialect="documented")

Everything is seeded by the test's name (or by `seed` in the marker), so a test gives the same ids in every run.
The Gherkin steps are a plugin of their own: `pytest_plugins = ["simulator.pytesting.steps"]`.
"""

from __future__ import annotations

import argparse
from typing import Final

import pytest

from simulator.pytesting import made, marker

ADAPTER: Final = "--devicemode-adapter"
ADAPTER_URL: Final = "--devicemode-adapter-url"
DIALECT: Final = "--devicemode-dialect"
TIMEOUT: Final = "--devicemode-timeout"

STEPS: Final = "simulator.pytesting.steps"
"""The plugin that the options of the command line are for."""
STEPS_LOADED: Final = pytest.StashKey[bool]()
"""Set where that plugin is loaded, by whichever of its names."""

_LONGEST_TIMEOUT: Final = 86_400.0


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
    """Register the marker, and refuse options that exclude each other."""
    takes = ", ".join(f"{name}=…" for name in marker.OPTIONS)
    config.addinivalue_line("markers", f"{marker.MARKER}({takes}): what the devicemode fixtures start with")
    given = [name for name in (ADAPTER, ADAPTER_URL) if config.getoption(name) is not None]
    if len(given) > 1:
        raise pytest.UsageError(f"a port is reached by a command, or by a URL: leave out {' or '.join(given)}")
    for name in (DIALECT, TIMEOUT):
        if config.getoption(name) is not None and not given:
            raise pytest.UsageError(f"{name} is for a port; name its adapter with {ADAPTER} or {ADAPTER_URL}")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a port that would perform nothing; until here, test modules may have loaded the steps."""
    config = session.config
    if not config.stash.get(STEPS_LOADED, False):
        for name in (ADAPTER, ADAPTER_URL):
            if config.getoption(name) is not None:
                raise pytest.UsageError(
                    f'{name} is for features; add pytest_plugins = ["{STEPS}"] to the conftest.py of the suite'
                )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose marker is wrong, even if it uses none of the fixtures."""
    marker.check(item)


devicemode_simulation = pytest.fixture(made.simulation)
devicemode_web_app = pytest.fixture(made.web_app)
devicemode_ios_app = pytest.fixture(made.ios_app)
devicemode_android_app = pytest.fixture(made.android_app)
devicemode_server_source = pytest.fixture(made.server_source)
devicemode_persona = pytest.fixture(made.persona)
devicemode_order = pytest.fixture(made.order)
devicemode_segment = pytest.fixture(made.segment)
devicemode_amplitude = pytest.fixture(made.amplitude)
devicemode_journey = pytest.fixture(made.journey)
