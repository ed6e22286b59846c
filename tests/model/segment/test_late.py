"""Late arrivals: Segment's settings, and options that are set after the SDK's start."""

from __future__ import annotations

import pytest

from simulator.conformance.language import actions
from simulator.conformance.running.reference import Reference
from simulator.errors import DeviceError
from simulator.model.simulation import Simulation
from simulator.model.sources import App


def android(dialect: str = "documented", **options: bool) -> tuple[Simulation, App]:
    simulation = Simulation(dialect=dialect)
    return simulation, simulation.android({"Track Session Events": True}, **options)  # type: ignore[arg-type]


def types(app: App) -> list[str]:
    return [logged.event.event_type for logged in app.events]


def test_calls_wait_for_the_settings_and_the_device_id_with_them() -> None:
    _, app = android(settings_arrive=False)
    app.track("Song Played")
    assert (app.events, app.commands, app.device_id) == ([], [], None)
    app.deliver_settings()
    assert types(app) == ["session_start", "Song Played"]
    assert app.device_id


def test_settings_that_arrive_again_change_nothing() -> None:
    _, app = android(settings_arrive=False)
    app.deliver_settings()
    started = list(app.startup_commands)
    app.deliver_settings()
    assert app.startup_commands == started


def test_calls_that_leave_amplitude_out_are_not_handed_on_later() -> None:
    _, app = android(settings_arrive=False)
    app.track("Song Played", integrations={"Amplitude": False})
    app.deliver_settings()
    assert "Song Played" not in types(app)


@pytest.mark.parametrize(("dialect", "begins"), [("documented", True), ("shipped", False), ("latest", False)])
def test_an_app_in_the_foreground_is_in_a_session_when_its_settings_arrive(dialect: str, *, begins: bool) -> None:
    _, app = android(dialect, settings_arrive=False)
    app.deliver_settings()
    assert types(app) == (["session_start"] if begins else [])


@pytest.mark.parametrize("dialect", ["documented", "shipped", "latest"])
def test_an_app_in_the_background_is_in_none(dialect: str) -> None:
    simulation, app = android(dialect, settings_arrive=False)
    app.background()
    app.deliver_settings()
    assert types(app) == []
    simulation.advance(1000)
    app.foreground()
    assert types(app) == ["session_start"]


def test_a_launch_in_the_background_is_what_a_late_start_is_as_shipped() -> None:
    def sessions(*, late: bool) -> list[int]:
        simulation = Simulation(dialect="shipped")
        app = simulation.android(launch=False, settings_arrive=not late)
        app.launch(in_background=not late)
        app.deliver_settings()
        for gap in (0, 300_000, 299_999):
            simulation.advance(gap)
            app.track("Song Played")
        app.background()
        app.foreground()
        simulation.advance(3_600_000)
        app.track("Song Played")
        return [logged.to_json()["session_id"] for logged in app.events]

    assert sessions(late=True) == sessions(late=False)
    assert len(set(sessions(late=True))) == 2


@pytest.mark.parametrize(("dialect", "kept"), [("documented", True), ("shipped", False), ("latest", True)])
def test_a_reset_makes_the_next_launch_wait_in_the_release_of_that_day(dialect: str, *, kept: bool) -> None:
    _, app = android(dialect, settings_arrive=False)
    app.deliver_settings()
    app.reset()
    assert app.device_id
    app.restart()
    assert (app.device_id is not None) == kept


@pytest.mark.parametrize("action", [actions.HoldSettings(), actions.DelayOptions(), actions.DeliverSettings()])
def test_a_page_has_its_settings_in_its_library(action: actions.Action) -> None:
    target = Reference()
    target.perform(actions.AddSource(app="web app", platform="web"))
    with pytest.raises(DeviceError, match="what can come late there is the Amplitude SDK"):
        target.perform(action)
