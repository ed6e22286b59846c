"""The values of the fixtures, each made in one place; `plugin` and `fixtures` give them their names.

The names that every project has begin with `devicemode_`; the short ones are the same without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest

from simulator.pytesting.marker import explained, options_of

if TYPE_CHECKING:
    from simulator.documentation.platforms import Platform
    from simulator.model.simulation import Simulation
    from simulator.model.sources import App, ServerSource
    from simulator.people.journeys import Journey
    from simulator.people.personas import Order, Persona
    from simulator.ports.segment.asking import Amplitude, Segment

PREFIX: Final = "devicemode_"


def simulation(request: pytest.FixtureRequest) -> Simulation:
    """A simulation with a clock and an Amplitude of its own, shared by all sources of the test."""
    from simulator.model.simulation import Simulation

    return Simulation(seed=_seed(request), dialect=options_of(request.node).get("dialect") or "documented")


def web_app(request: pytest.FixtureRequest) -> App:
    """A web page with Segment on it, open in a browser."""
    return _app(request, "web")


def ios_app(request: pytest.FixtureRequest) -> App:
    """An iOS app in the foreground."""
    return _app(request, "ios")


def android_app(request: pytest.FixtureRequest) -> App:
    """An Android app in the foreground."""
    return _app(request, "android")


def server_source(request: pytest.FixtureRequest) -> ServerSource:
    """A server with Segment's library."""
    with explained():
        return _simulation(request).server(options_of(request.node).get("settings"))


def persona(request: pytest.FixtureRequest) -> Persona:
    """A made-up person, in the marker's locale."""
    _check_extra()
    from simulator.people import personas

    with explained():
        return personas.persona(_seed(request), options_of(request.node).get("locale"))


def order(request: pytest.FixtureRequest) -> Order:
    """A made-up purchase whose sums add up."""
    _check_extra()
    from simulator.people import personas

    with explained():
        return personas.order(_seed(request))


def journey(request: pytest.FixtureRequest) -> Callable[..., Journey]:
    """A function that makes days of a made-up person's use: call it as `("ios", events=50)`."""
    _check_extra()
    from simulator.people import journeys

    def make(platform: Platform, *, events: int = 50) -> Journey:
        return journeys.journey(
            _seed(request), platform=platform, events=events, locale=options_of(request.node).get("locale")
        )

    return make


def segment(request: pytest.FixtureRequest) -> Iterator[Segment]:
    """Segment's stand-in on a free port, for a real library: the messages it received, and their outcome."""
    from simulator.documentation import settings
    from simulator.model.dialects import dialect
    from simulator.ports.segment.asking import stand_ins
    from simulator.ports.segment.sources import made_source

    options = options_of(request.node)
    with explained():
        given = options.get("settings")
        chosen = given if isinstance(given, settings.Settings) else settings.parse(given or {})
        reading = options.get("dialect")
        source = made_source(options.get("platform", "server"), options.get("mode"), chosen)
        context = stand_ins(source, reading=dialect(reading) if isinstance(reading, str) else reading)
    with context as made:
        yield made


def amplitude(request: pytest.FixtureRequest) -> Amplitude:
    """Amplitude's stand-in behind the test's Segment: users, events, groups."""
    made: Segment = request.getfixturevalue(f"{PREFIX}segment")
    return made.amplitude


def _check_extra() -> None:
    """Fail a test with one sentence if the extra that people, orders and journeys need is not installed."""
    from simulator.errors import UsageError
    from simulator.people.personas import require_faker

    try:
        require_faker()
    except UsageError as error:
        pytest.fail(str(error), pytrace=False)


def short(name: str) -> Callable[[pytest.FixtureRequest], Any]:
    """Return a fixture that gives a `devicemode_…` fixture under its short name, so that a test has it once."""

    def same(request: pytest.FixtureRequest) -> Any:
        return request.getfixturevalue(f"{PREFIX}{name}")

    same.__doc__ = globals()[name].__doc__
    return same


def _app(request: pytest.FixtureRequest, platform: Literal["web", "ios", "android"]) -> App:
    """Return an app with the marker's settings and device."""
    options = options_of(request.node)
    with explained():
        return _simulation(request).app(platform, options.get("settings"), device=options.get("device") or {})


def _simulation(request: pytest.FixtureRequest) -> Simulation:
    """Return the simulation of the fixture's own family of names: a suite may have put one of its own there."""
    prefix = PREFIX if str(request.fixturename).startswith(PREFIX) else ""
    found: Simulation = request.getfixturevalue(f"{prefix}simulation")
    return found


def _seed(request: pytest.FixtureRequest) -> int | str:
    seed: int | str = options_of(request.node).get("seed", request.node.name)
    return seed
