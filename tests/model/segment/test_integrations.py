"""The option `integrations`: a call may leave Amplitude out."""

from __future__ import annotations

import pytest

from simulator import Simulation
from simulator.model.sources import App, ServerSource

OFF = [{"Amplitude": False}, {"All": False}, {"All": True, "Amplitude": False}]
ON = [{}, {"All": True}, {"All": False, "Amplitude": True}, {"All": False, "Amplitude": {}}, {"Mixpanel": False}]


def sources(simulation: Simulation) -> list[App | ServerSource]:
    settings = {"Enable Alias": True}
    return [
        simulation.web(settings),
        simulation.ios(settings),
        simulation.android(settings),
        simulation.ios(settings, mode="cloud", name="cloud app"),
        simulation.server(settings),
    ]


@pytest.mark.parametrize("integrations", OFF, ids=str)
def test_a_call_that_leaves_amplitude_out_reaches_segment_alone(integrations: dict[str, object]) -> None:
    simulation = Simulation()
    for source in sources(simulation):
        source.track("Song Played", user_id="u1", integrations=integrations)
        source.alias("u2", "u1", integrations=integrations)
        assert not source.events
        assert not source.commands
        assert [message.call.method for message in source.segment.messages] == ["track", "alias"]
    assert simulation.backend.usermap_requests == ()


@pytest.mark.parametrize("integrations", ON, ids=str)
def test_any_other_call_reaches_amplitude(integrations: dict[str, object]) -> None:
    simulation = Simulation()
    for source in sources(simulation):
        source.track("Song Played", user_id="u1", integrations=integrations)
        source.alias("u2", "u1", integrations=integrations)
    assert len(simulation.backend.usermap_requests) == 5
